"""`tenure venture`: take a venture out as a file, or in; print its report."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.json_text import LARGEST
from tenure.discovery.files.take_in import take_in_venture
from tenure.journeys.order_files.output_place import require_place
from tenure.journeys.today.today import list_reader
from tenure.journeys.venture_report.pdf import report_pdf
from tenure.journeys.venture_report.report import record_printing, venture_report
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.privacy.users import check_language
from tenure.privacy.workspace import current_workspace

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Take a venture out as a file, or in; print its report."
)
EXPORT_EXAMPLE = """Example:

    tenure venture export 3 night-delivery.json --without-people

VENTURE is the number in the address of its page. The file holds everything learnt in it, for another installation or for
somebody's own tools.
"""
IMPORT_EXAMPLE = (
    'Example:\n\n    tenure venture import night-delivery.json --user ana@example.com --name "Night delivery, spring"'
)
REPORT_EXAMPLE = """Example:

    tenure venture report 3 --out night-delivery.pdf --language ro

A PDF for a partner or an investor. Nobody who was interviewed is named in it. Printing is written into the audit log.
"""
Reader = Annotated[str, typer.Option(help="E-mail of the account that does it; else the first administrator.")]


@app.command(epilog=EXPORT_EXAMPLE)
def export(
    venture: Annotated[int, typer.Argument(help="Number of the venture.")],
    file: Annotated[Path, typer.Argument(help="The JSON file to write.")],
    without_people: Annotated[
        bool, typer.Option("--without-people", help="Leave out names, contacts and words of the people talked to.")
    ] = False,
    user: Reader = "",
) -> None:
    """Write a whole venture into one JSON file."""
    require_place(file)
    actor = list_reader(user)
    with translation.override(actor.language):
        made = venture_file(actor=actor, venture_id=venture, people=not without_people)
        file.write_bytes(made)
        print(
            ngettext("%(file)s: %(size)s byte.", "%(file)s: %(size)s bytes.", len(made))
            % {"file": file, "size": len(made)}
        )


@app.command("import", epilog=IMPORT_EXAMPLE)
def take_in(
    file: Annotated[Path, typer.Argument(help="The JSON file of a venture.")],
    name: Annotated[str, typer.Option(help="What the venture is called here; else as in the file.")] = "",
    user: Reader = "",
) -> None:
    """Make a venture from its file; nothing of what is here changes."""
    actor = list_reader(user)
    with translation.override(actor.language):
        number = take_in_venture(actor=actor, raw=_read(file), name=name)
        print(_("Taken in as venture %(number)s.") % {"number": number})


@app.command(epilog=REPORT_EXAMPLE)
def report(
    venture: Annotated[int, typer.Argument(help="Number of the venture.")],
    out: Annotated[Path, typer.Option(help="The PDF file to write.")],
    language: Annotated[str, typer.Option(help="en, ru or ro; else that of the account.")] = "",
    user: Reader = "",
) -> None:
    """Write the report of a venture into a PDF file."""
    require_place(out)
    if current_workspace() is None:
        raise BadInput("today_no_workspace")
    actor = list_reader(user)
    spoken = check_language(language or actor.language)
    with formats.speaking(spoken):
        made = report_pdf(venture_report(actor=actor, venture_id=venture))
        _write(out, made)
        record_printing(actor=actor, venture_id=venture, form="pdf")
        print(
            ngettext("%(file)s: %(size)s byte.", "%(file)s: %(size)s bytes.", len(made))
            % {"file": out, "size": len(made)}
        )


def _write(path: Path, made: bytes) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        raise BadInput("brief_file", path=str(path), why=error.strerror or str(error)) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput("venture_file_unreadable", file=str(path), why=error.strerror or str(error)) from error
