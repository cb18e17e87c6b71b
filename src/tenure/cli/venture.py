"""`tenure venture`: take a venture out as a file, or in."""

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
from tenure.kernel.errors import BadInput

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Take a venture out as a file, or in.")
EXPORT_EXAMPLE = """Example:

    tenure venture export 3 night-delivery.json --without-people

VENTURE is the number in the address of its page. The file holds everything learnt in it, for another installation or for
somebody's own tools.
"""
IMPORT_EXAMPLE = "Example:\n\n    tenure venture import night-delivery.json --user ana@example.com"
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
    user: Reader = "",
) -> None:
    """Make a venture from its file; nothing of what is here changes."""
    actor = list_reader(user)
    with translation.override(actor.language):
        number = take_in_venture(actor=actor, raw=_read(file))
        print(_("Taken in as venture %(number)s.") % {"number": number})


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput("venture_file_unreadable", file=str(path), why=error.strerror or str(error)) from error
