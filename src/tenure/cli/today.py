"""`tenure today`: the ranked list of the day on the terminal."""

import json
from typing import Annotated, Any

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tenure.agenda import reasons
from tenure.journeys.today.today import TaskRow, Today, list_reader, todays_list
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.privacy.workspace import WorkspaceView, current_workspace

app = typer.Typer(add_completion=False)
EXAMPLE = """Examples:

    tenure today

    tenure today --user elena@example.com --json

Without --user: the list of everyone's clients, as an administrator sees it. Tasks below the line are left out
unless --all is given.
"""


@app.command(epilog=EXAMPLE)
def show(
    user: Annotated[str, typer.Option(help="E-mail of the person whose list to print.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="The tasks below the line too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Print today's ranked list."""
    workspace = current_workspace()
    if workspace is None:
        raise BadInput("today_no_workspace")
    reader = list_reader(user)
    with translation.override(reader.language):
        page = todays_list(reader, workspace, whose=str(reader.pk) if user else "", include_below=everything)
        if as_json:
            print(json.dumps(_plain(page, workspace), ensure_ascii=False))
        else:
            _print(page, workspace)


def _print(page: Today, workspace: WorkspaceView) -> None:
    console = Console(highlight=False)
    console.print(Text(formats.weekday(page.day), style="bold"))
    if page.fresh.stale and page.fresh.as_of:
        console.print(_("Orders are known until %(day)s.") % {"day": formats.day(page.fresh.as_of)})
    if not page.rows and not page.below_rows:
        text = (
            _("Nothing more is worth your time today")
            if page.fresh.has_orders
            else _("Tasks appear when there are orders")
        )
        console.print(text)
    else:
        console.print(_table(page, workspace.currency))
    if page.below.tasks and not page.below_rows:
        count = len(page.below.tasks)
        text = ngettext("Below the line: %(n)s task", "Below the line: %(n)s tasks", count)
        console.print(text % {"n": formats.number(count)})


def _table(page: Today, currency: str) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column(_("Task"), overflow="fold", ratio=1)
    table.add_column(_("Worth"), justify="right", no_wrap=True)
    table.add_column(_("Time"), justify="right", no_wrap=True)
    for place, row in enumerate((*page.rows, *page.below_rows), start=1):
        stake = "" if row.stake is None else formats.money(row.stake, currency)
        table.add_row(str(place), _what(row, currency), stake, formats.duration(row.minutes))
    return table


def _what(row: TaskRow, currency: str) -> Text:
    """Title, client and reason; built as text, so that nothing stored is taken for markup."""
    what = Text(reasons.title(row.kind, row.reason, row.title), style="bold")
    if row.client:
        what.append(f"\n{row.client.name}", style="not bold cyan")
    why = reasons.plain(reasons.sentence(row.reason, currency))
    if why:
        what.append(f"\n{why}", style="not bold dim")
    return what


def _plain(page: Today, workspace: WorkspaceView) -> dict[str, Any]:
    return {
        "day": page.day.isoformat(),
        "as_of": page.fresh.as_of.isoformat() if page.fresh.as_of else None,
        "currency": workspace.currency,
        "measure": "margin" if page.margin else "revenue",
        "tasks": [_task(row, workspace.currency, below=False) for row in page.rows]
        + [_task(row, workspace.currency, below=True) for row in page.below_rows],
        "left": len(page.ranked),
        "left_minutes": page.left_minutes,
        "done": len(page.done),
        "below_line": len(page.below.tasks),
    }


def _task(row: TaskRow, currency: str, *, below: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "client": row.client.name if row.client else None,
        "client_id": row.client.id if row.client else None,
        "action": reasons.title(row.kind, row.reason, row.title),
        "reason": reasons.plain(reasons.sentence(row.reason, currency)),
        "worth_minor": row.stake,
        "worth_low_minor": row.stake_low,
        "worth_high_minor": row.stake_high,
        "minutes": row.minutes,
        "due": row.due_on.isoformat() if row.due_on else None,
        "below_line": below,
    }
