"""`tenure retention`: let go of what has outlived its storage period, or show what would go."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from tenure.journeys.daily import do_daily
from tenure.journeys.keeping.storage_periods import Due, what_would_go
from tenure.kernel import clock, formats

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure retention --dry-run

`tenure work` (and so `tenure serve`) does this once a day by itself. Periods are set on the page Privacy, Storage.
"""


@app.command(epilog=EXAMPLE)
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go today.")] = False,
) -> None:
    """Let go of what has outlived its storage period."""
    console = Console(highlight=False, soft_wrap=True)
    today = clock.today()
    if dry_run:
        for due in what_would_go(actor=None, today=today):
            console.print(_line(due), markup=False)
        return
    gone = do_daily(today=today)
    for kind, count in gone.items():
        console.print(f"{kind:<14} {formats.number(count)}", markup=False)
    if not any(gone.values()):
        console.print(_("Nothing has outlived its period."))


def _line(due: Due) -> str:
    if due.days is None or due.before is None:
        return f"{due.kind:<14} {_('kept for good')}"
    text = ngettext("%(count)s would go, from before %(day)s", "%(count)s would go, from before %(day)s", due.count)
    said = text % {"count": formats.number(due.count), "day": formats.table_day(due.before)}
    names = f": {', '.join(due.examples)}" if due.examples else ""
    return f"{due.kind:<14} {said}{names}"
