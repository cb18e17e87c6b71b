"""All texts of the pages in all languages: fragments by area in, one compiled catalogue per language out.

`python -m tenure.config.translations` compiles; `... extract` lists every text of the code; `... missing` what lacks a
translation. A text that two fragments translate differently is an error: one text has one translation.
"""

import io
import re
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ru", "ro")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
Key = tuple[str, str | None]


class ConflictingTranslations(Exception):
    """Two fragments translate one text differently; the message names the text and both places."""


def merge(language: str) -> Catalog:
    """One catalogue of all fragments of a language. Raises ConflictingTranslations naming every conflict."""
    merged = Catalog(locale=language, project="tenure", fuzzy=False)
    origin: dict[Key, str] = {}
    conflicts: list[str] = []
    for path in sorted((LOCALE / language).glob("*.po")):
        for message in read_fragment(path, language):
            conflicts += add(merged, message, path.name, origin)
    if conflicts:
        raise ConflictingTranslations("\n".join(conflicts))
    return merged


def read_fragment(path: Path, language: str) -> list[Message]:
    """The translated messages of one file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    return [message for message in catalogue if message.id and is_translated(message)]


def is_translated(message: Message) -> bool:
    """Whether every form has its text and nobody marked it as doubtful."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and not message.fuzzy


def add(merged: Catalog, message: Message, place: str, origin: dict[Key, str]) -> list[str]:
    """Put one message into the catalogue unless the same is there already; a sentence for what contradicts."""
    key = key_of(message.id, message.context)
    known = merged.get(message.id, context=message.context)
    if known and _forms(known.string) != _forms(message.string):
        return [f"{place} and {origin[key]} translate “{key[0]}” differently: {message.string!r}, {known.string!r}."]
    if not known:
        merged.add(message.id, message.string, context=message.context)
        origin[key] = place
    return []


def key_of(message_id: str | list[str] | tuple[str, ...], context: str | None) -> Key:
    """Singular text and context: what makes a text the same text."""
    return (message_id if isinstance(message_id, str) else message_id[0], context)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def compile_all() -> None:
    """Write LC_MESSAGES/django.mo for each language, only where its content changes."""
    for language in LANGUAGES:
        target = LOCALE / language / "LC_MESSAGES" / "django.mo"
        buffer = io.BytesIO()
        write_mo(buffer, merge(language))
        if target.exists() and target.read_bytes() == buffer.getvalue():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(buffer.getvalue())


def extract_all() -> dict[Key, str]:
    """Every text the code asks for, with the first place that asks."""
    found: dict[Key, str] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        for line, message_id, context in texts_of(path):
            if message_id:
                found.setdefault(key_of(message_id, context), f"{path.relative_to(PACKAGE)}:{line}")
    return found


def texts_of(path: Path) -> list[tuple[int, str | tuple[str, ...], str | None]]:
    """(line, text or its forms, context) of one Python file or template."""
    method: Any = "python"
    if path.suffix == ".html":
        from jinja2.ext import babel_extract

        method = babel_extract
    options = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "newstyle_gettext": "true", "silent": "false"}
    with path.open("rb") as file:
        return [(line, text, context) for line, text, _, context in extract(method, file, KEYWORDS, (), options)]


def missing() -> dict[str, list[str]]:
    """Per language, the texts without a translation, each with its place; empty lists when all is well."""
    texts = extract_all()
    gaps = {}
    for language in LANGUAGES:
        catalogue = merge(language)
        known = {key_of(message.id, message.context) for message in catalogue if message.id}
        gaps[language] = [f"{place}: {key[0]}" for key, place in texts.items() if key not in known]
    return gaps


def placeholders(text: str) -> set[str]:
    """Names of the values a text takes."""
    return set(re.findall(r"%\((\w+)\)", text))


def main(arguments: list[str]) -> None:
    """Compile, or print what is asked."""
    if arguments == ["extract"]:
        print("\n".join(f"{place}\t{key[0]!r}" for key, place in extract_all().items()))
    elif arguments == ["missing"]:
        print("\n".join(f"{language}\t{gap}" for language, gaps in missing().items() for gap in gaps))
    else:
        compile_all()


if __name__ == "__main__":
    main(sys.argv[1:])
