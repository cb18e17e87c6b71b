"""`tenure lint-script FILE`: what to mend in a script or a message, without a database."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from tenure.conversations.script_steps import shape_faults
from tenure.conversations.script_text import LARGEST, is_script, parsed
from tenure.conversations.shape_words import shape_words
from tenure.conversations.speech import LANGUAGES, Finding, lint, lint_steps
from tenure.conversations.speech_advice import advice
from tenure.kernel.errors import BadInput

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure lint-script first-call.txt --language en

A script has a line a step, "1. ask: How do you order today?", and its answers under it, "> By phone -> 2" or
"> Not at all -> end". Any other text is read as a message. Nothing found: exit code 0 and one line that says so.
"""


@app.command(epilog=EXAMPLE)
def lint_script(
    file: Annotated[Path, typer.Argument(help="A text file in UTF-8, at most 1 MB.")],
    language: Annotated[str, typer.Option(help="Language of the text: en, ru or ro.")] = "en",
) -> None:
    """Say what to mend in a script or a message, without a database."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    if language not in LANGUAGES:
        raise BadInput("library_language", value=language[:20])
    text = _read(file)
    faults: list[str] = []
    found: tuple[Finding, ...]
    if is_script(text):
        steps = parsed(text)
        found = lint_steps(steps, language)
        faults = [shape_words(fault) for fault in shape_faults(steps)]
    else:
        found = lint(text, language)
    for one in map(advice, found):
        place = f"step {one.step}: " if one.step else f"line {text.count(chr(10), 0, one.start) + 1}: "
        typer.echo(f"{place}{one.what} {one.remedy}\n    {one.piece}")
    for words in faults:
        typer.echo(words)
    if not found and not faults:
        typer.echo("Nothing to mend.")


def _read(file: Path) -> str:
    """The text of the file. Raises BadInput when it is absent, too large, or no UTF-8."""
    try:
        content = file.read_bytes() if file.stat().st_size <= LARGEST else None
    except OSError:
        raise BadInput("script_file_missing", value=str(file)) from None
    if content is None:
        raise BadInput("script_file_long", most=LARGEST // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("script_file_letters", place=error.start) from None
