"""`tenure rescore`: compute all scores again and bring today's tasks in line."""

import json
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.scoring.rescore import RescoreResult, rescore
from tenure.kernel import formats

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure rescore

Imports do this by themselves. Run it after changing the share of false alarms allowed, or after a restore.
"""
PHASES = {
    "reading": lambda: _("reading orders"),
    "scoring": lambda: _("computing scores"),
    "figures": lambda: _("summing up the base"),
    "tasks": lambda: _("choosing tasks"),
    "writing": lambda: _("storing"),
}


@app.command(epilog=EXAMPLE)
def compute(as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False) -> None:
    """Compute all scores and today's tasks again."""
    result = rescore(actor=None, progress=None if as_json else _tell)
    print(json.dumps(_plain(result)) if as_json else _sentence(result))


def _tell(phase: str) -> None:
    typer.echo(PHASES[phase](), err=True)


def _plain(result: RescoreResult) -> dict[str, object]:
    return {
        "run": result.run_id,
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "clients": result.clients,
        "verdict": result.verdict,
        "tasks_created": result.tasks.created,
        "tasks_renewed": result.tasks.renewed,
        "tasks_expired": result.tasks.expired,
        "left_out": result.left_out,
        "seconds": round(result.seconds, 2),
    }


def _sentence(result: RescoreResult) -> str:
    clients = ngettext("%(n)s client scored", "%(n)s clients scored", result.clients)
    parts = [clients % {"n": formats.number(result.clients)}]
    if result.as_of:
        parts.append(_("orders known until %(day)s") % {"day": formats.table_day(result.as_of)})
    parts.append(_("new tasks: %(n)s") % {"n": formats.number(result.tasks.created)})
    parts.append(_("ended: %(n)s") % {"n": formats.number(result.tasks.expired)})
    parts.append(formats.seconds(result.seconds))
    return "; ".join(parts)
