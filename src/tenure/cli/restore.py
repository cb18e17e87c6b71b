"""`tenure restore`: put a backup back and prove that it is whole."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.keeping.restore import restore as put_back
from tenure.kernel.formats import number
from tenure.privacy.subjects import PERSON

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure restore /mnt/backups/tenure-monday.zip --replace

Stop tenure serve first. The backup is checked whole before anything is touched; if it is damaged, or anything fails on
the way, the database and the uploads stay as they were.
"""


@app.command(epilog=EXAMPLE)
def restore(
    file: Annotated[Path, typer.Argument(help="A file written by tenure backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace a database that is in use already.")] = False,
) -> None:
    """Put a backup back and prove it."""
    report = put_back(file, replace=replace)
    print(
        _("The backup of %(made)s is back and checked. Rows: %(rows)s, waiting files: %(uploads)s.")
        % {
            "rows": number(report.rows),
            "uploads": number(report.uploads),
            "made": report.made_at[:16].replace("T", " "),
        }
    )
    if report.erased.erasures:
        text = ngettext(
            "%(n)s erasure made after this backup was applied again.",
            "%(n)s erasures made after this backup were applied again.",
            report.erased.erasures,
        )
        print(text % {"n": number(report.erased.erasures)})
    for row in report.erased.doubtful:
        kind = _("Person") if row.kind == PERSON else _("Client")
        print(
            _("%(what)s %(n)s was erased since, but is merged into another here: look at it under Privacy.")
            % {"what": kind, "n": row.id}
        )
    if report.before:
        print(_("The former database is kept as %(file)s; delete it when all is well.") % {"file": report.before})
