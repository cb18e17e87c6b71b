"""`tenure brief`: the page to read before a contact, on the terminal or as a PDF."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.text import Text

from tenure.clients.clients import client_by_number
from tenure.journeys.contacts.brief import brief, record_printing
from tenure.journeys.contacts.brief_fit import Block
from tenure.journeys.contacts.brief_pdf import as_data, brief_pdf, left_out, signed
from tenure.journeys.contacts.brief_sheet import Sheet, sheet
from tenure.journeys.today.today import list_reader
from tenure.kernel.errors import BadInput
from tenure.privacy.workspace import current_workspace

app = typer.Typer(add_completion=False)
EXAMPLE = """Examples:

    tenure brief 1042

    tenure brief 1042 --pdf brief.pdf --without-hidden

CLIENT is the number in the address of the client's page, or your own client number. Without --user: as an administrator
sees it. Printing is written into the audit log.
"""


@app.command(epilog=EXAMPLE)
def show(
    client: Annotated[str, typer.Argument(help="The client: the number of its page, or your own client number.")],
    pdf: Annotated[Path | None, typer.Option(help="Write the page to this PDF file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
    without_hidden: Annotated[
        bool, typer.Option("--without-hidden", help="Leave out what may not be shown, for handing out.")
    ] = False,
    user: Annotated[str, typer.Option(help="E-mail of the person who reads.")] = "",
) -> None:
    """Print the brief of a client."""
    workspace = current_workspace()
    if workspace is None:
        raise BadInput("today_no_workspace")
    reader = list_reader(user)
    with translation.override(reader.language):
        client_id = client_by_number(actor=reader, number=client)
        found = brief(actor=reader, client_id=client_id, handed_out=without_hidden)
        page = sheet(found, reader=reader.name, currency=workspace.currency)
        if pdf:
            _write(pdf, brief_pdf(page))
        form = "pdf" if pdf else "terminal"
        record_printing(actor=reader, client_id=client_id, handed_out=without_hidden, form=form)
        if as_json:
            print(json.dumps(as_data(page), ensure_ascii=False))
        elif not pdf:
            _print(page)


def _write(path: Path, made: bytes) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        raise BadInput("brief_file", path=str(path), why=error.strerror or str(error)) from error


def _print(page: Sheet) -> None:
    console = Console(highlight=False)
    console.print(Text(page.name, style="bold"))
    console.print(Text(" · ".join(part for part in (page.value_class, page.under) if part), style="dim"))
    console.print(Text(f"{page.labels['aim']}: {page.aim} {page.tactic}"))
    console.print(Text("".join(part.text for part in page.lead)))
    for block in (*page.left, *page.right):
        console.print()
        console.print(Text(block.heading, style="bold"))
        _rows(console, block)


def _rows(console: Console, block: Block) -> None:
    """The rows as text, so that nothing stored is taken for markup."""
    for row in block.rows:
        line = Text("  ")
        for part, style in ((row.mark, "bold"), (row.strong, "bold"), (signed(row.attitude), ""), (row.plain, "")):
            if part:
                line.append(f"{part} ", style=style or None)
        console.print(line)
        if row.small:
            console.print(Text(f"    {row.small}", style="dim"))
    if left_out(block):
        console.print(Text(f"  {left_out(block)}", style="dim"))
    if block.code == "hidden":
        console.print(Text(f"  {_('Prepare with it; do not mention it.')}", style="dim"))
