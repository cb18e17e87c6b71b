"""`tenure export`: the client list as a file."""

from pathlib import Path
from typing import Annotated

import typer

from tenure.journeys.client_lists.client_filters import CHOICES
from tenure.journeys.client_lists.export_clients import begin_export, csv_lines, write_xlsx
from tenure.kernel.errors import BadInput
from tenure.privacy.users import active_user

app = typer.Typer(add_completion=False)


@app.command(
    help="Write the client list to a CSV or XLSX file (by its ending).",
    epilog="Example: tenure export silent.xlsx --user ana@example.com --filter state=silent --filter abc=A",
)
def export(
    out: Annotated[Path, typer.Argument(help="File to write; .csv or .xlsx.")],
    user: Annotated[str, typer.Option(help="E-mail of the account whose rights and clients count.")],
    only: Annotated[
        list[str] | None,
        typer.Option("--filter", help=f"NAME=VALUE as in the list's address: {', '.join(CHOICES)}, q, owner, country."),
    ] = None,
) -> None:
    """Write what this account would see in the list; contacts only where it may see them."""
    query = {}
    for pair in only or []:
        name, sign, value = pair.partition("=")
        if not sign or name not in {*CHOICES, "q", "owner", "country"}:
            raise BadInput("list_filter_wrong", name=name, value=value)
        query[name] = value
    columns, rows = begin_export(actor=active_user(user), query=query, form=out.suffix.lstrip(".").lower())
    beside = out.with_name(f".{out.name}.part")
    try:
        if out.suffix.lower() == ".xlsx":
            write_xlsx(beside, columns, rows)
        else:
            with beside.open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_lines(columns, rows))
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    typer.echo(f"Written: {out}")
