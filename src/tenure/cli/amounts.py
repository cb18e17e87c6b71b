"""`tenure import amounts`, `settle` and `take-back`: amounts that look damaged, and what a person says of them."""

import json
from typing import Annotated, Any

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.today.today import list_reader
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.kernel.money import to_minor, to_units
from tenure.orders.suspected import (
    DecisionView,
    Kind,
    SuspectedLine,
    decisions_on_amounts,
    settle_amounts,
    settle_every,
    suspected_among,
    suspected_lines,
    suspicions,
    take_back_amounts,
)
from tenure.orders.suspected_words import settling_words, suspicion_words
from tenure.privacy.workspace import current_workspace

AMOUNTS_EXAMPLE = """Examples:

    tenure import amounts

    tenure import amounts --lines --import 12 --suspicion thousandfold

    tenure import amounts --json

They count in revenue as they are written and stay out of forecasts until somebody says what they are.
"""
SETTLE_EXAMPLE = """Examples:

    tenure import settle divide 4711 4712 --reason "The export of March lost its decimal marks"

    tenure import settle divide --import 12 --suspicion thousandfold --reason "Amounts were in bani"

    tenure import settle write 4711 --amount 52.50 --reason "Invoice 2291"

    tenure import settle right 4713 --reason "They bought a whole warehouse"

Lines are numbered as `tenure import amounts --lines` shows them. `right` leaves the amount and lets it count everywhere.
Scores are counted anew by `tenure serve`, or by `tenure work --once`.
"""
TAKE_BACK_EXAMPLE = "Example:\n\n    tenure import take-back 5"
Group = tuple[int | None, str, str, int]  # an import, the name of its file, a suspicion, how many lines
KINDS = {"divide": Kind.DIVIDED, "write": Kind.WRITTEN, "right": Kind.RIGHT}
Account = Annotated[str, typer.Option("--user", help="E-mail of the account that acts; else the first administrator.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON.")]
Batch = Annotated[int | None, typer.Option("--import", help="Of this import alone, by its number.")]
Suspicion = Annotated[str, typer.Option(help="Of this suspicion alone: thousandfold or lost_decimal.")]


def amounts(
    lines: Annotated[bool, typer.Option("--lines", help="The lines too, the newest 50 of them.")] = False,
    batch: Batch = None,
    suspicion: Suspicion = "",
    after: Annotated[int | None, typer.Option(help="The lines that follow this one, for the next page.")] = None,
    as_json: AsJson = False,
    user: Account = "",
) -> None:
    """List the amounts in doubt: how many by import and suspicion, and what was said of others."""
    actor = list_reader(user)
    _check_suspicion(suspicion)
    with translation.override(actor.language):
        groups = [
            one for one in suspicions(actor=actor) if batch in (None, one[0]) and suspicion in ("", one[2])
        ]  # fmt: skip
        decisions = decisions_on_amounts(actor=actor)
        asked = lines or after is not None
        rows, older = (
            suspected_lines(actor=actor, damage=suspicion, batch_id=batch, after=after) if asked else ((), None)
        )
        if as_json:
            print(json.dumps(_plain(groups, rows, older, decisions), ensure_ascii=False))
            return
        _print_groups(groups)
        _print_lines(rows, older)
        _print_decisions(decisions)


def settle(
    how: Annotated[str, typer.Argument(help="divide (by 1000), write (the right amount) or right (as it stands).")],
    lines: Annotated[list[int] | None, typer.Argument(help="Numbers of the lines.")] = None,
    batch: Batch = None,
    suspicion: Suspicion = "",
    amount: Annotated[str, typer.Option(help="With write: the right amount, in units of the company's currency.")] = "",
    reason: Annotated[str, typer.Option(help="How you know; it stays with the amounts.")] = "",
    as_json: AsJson = False,
    user: Account = "",
) -> None:
    """Say of amounts in doubt what they are; it can be taken back."""
    if how not in KINDS:
        raise BadInput("amounts_how", value=how)
    _check_suspicion(suspicion)
    if bool(lines) == bool(batch and suspicion) or (lines and (batch or suspicion)):
        raise BadInput("amounts_which")
    actor, kind = list_reader(user), KINDS[how]
    with translation.override(actor.language):
        new = _minor(amount) if kind == Kind.WRITTEN else None
        said: dict[str, Any] = {"actor": actor, "kind": kind, "reason": reason, "amount_minor": new}
        if batch:
            made = settle_every(batch_id=batch, damage=suspicion, **said)
        else:
            numbers = lines or []
            try:
                made = ((settle_amounts(line_ids=numbers, **said), len(set(numbers))),)
            except Conflict:
                raise _no_doubt(numbers, suspected_among(actor=actor, line_ids=numbers)) from None
        _tell_settled(made, as_json=as_json)


def take_back(
    decisions: Annotated[list[int], typer.Argument(help="Numbers of what was said, as `settle` printed them.")],
    as_json: AsJson = False,
    user: Account = "",
) -> None:
    """Take back what was said of amounts: they and the doubts stand as before."""
    actor = list_reader(user)
    with translation.override(actor.language):
        for number in decisions:
            try:
                take_back_amounts(actor=actor, decision_id=number)
            except NotFound:
                raise BadInput("amounts_decision", value=number) from None
        if as_json:
            print(json.dumps({"taken_back": decisions}))
            return
        print(_("Taken back."))


def _no_doubt(lines: list[int], known: frozenset[int]) -> BadInput:
    """Names the lines that are in doubt no more, or never were."""
    return BadInput("amounts_sure", lines=", ".join(str(number) for number in lines if number not in known))


def _check_suspicion(word: str) -> None:
    if word and word not in suspicion_words():
        raise BadInput("amounts_suspicion", value=word)


def _minor(text: str) -> int:
    """The amount as typed, 1 250,5 or 1250.5, in minor units."""
    try:
        value = float("".join(text.split()).replace("\u2212", "-").replace(",", "."))
    except ValueError:
        value = float("nan")
    if not -1e13 < value < 1e13:
        raise BadInput("amounts_amount", value=text)
    return to_minor(value, _currency())


def _currency() -> str:
    workspace = current_workspace()
    if workspace is None:
        raise BadInput("today_no_workspace")
    return workspace.currency


def _plain(
    groups: list[Group], rows: tuple[SuspectedLine, ...], older: int | None, decisions: tuple[DecisionView, ...]
) -> dict[str, Any]:
    """What --json prints: money in units."""
    currency = _currency()
    return {
        "currency": currency,
        "in_doubt": sum(count for *_group, count in groups),
        "groups": [
            {"import": batch, "file": name, "suspicion": damage, "lines": count} for batch, name, damage, count in groups
        ],
        "lines": [
            {
                "line": row.id, "import": row.batch_id, "client": row.client_id, "name": row.client, "order": row.number,
                "day": row.day.isoformat(), "product": row.product, "amount": to_units(row.amount_minor, currency),
                "divided": to_units(row.divided_minor, currency), "suspicion": row.damage,
            }
            for row in rows
        ],
        "after": older,
        "settled": [
            {"decision": one.id, "kind": one.kind, "lines": one.count, "reason": one.reason, "by": one.actor,
             "at": one.at.isoformat(), "taken_back": one.undone_at is not None}
            for one in decisions
        ],
    }  # fmt: skip


def _print_groups(groups: list[Group]) -> None:
    words = suspicion_words()
    if not groups:
        print(_("No amount is in doubt."))
    for batch, name, damage, count in groups:
        told = {"import": batch or "–", "file": name or _("earlier"), "suspicion": words[damage]}
        print(_("%(import)s · %(file)s · %(suspicion)s: %(n)s") % {**told, "n": formats.number(count)})


def _print_lines(rows: tuple[SuspectedLine, ...], older: int | None) -> None:
    words, currency = suspicion_words(), _currency()
    for row in rows:
        amount, divided = (
            formats.money(minor, currency, exact=True) for minor in (row.amount_minor, row.divided_minor)
        )
        told = [row.client, formats.day(row.day), row.number, row.product, words[row.damage], f"{amount} → {divided}?"]
        print("  ".join([f"{row.id:>10}", " · ".join(part for part in told if part)]))
    if older:
        print(_("More follow: --after %(line)s") % {"line": older})


def _print_decisions(found: tuple[DecisionView, ...]) -> None:
    if found:
        print(_("Settled so far"))
    words = settling_words()
    for one in found:
        count = ngettext("%(n)s amount", "%(n)s amounts", one.count) % {"n": formats.number(one.count)}
        told = [words[one.kind], count, one.reason, one.actor, formats.moment(one.at)]
        told += [_("taken back")] if one.undone_at else []
        print("  ".join([f"{one.id:>10}", " · ".join(told)]))


def _tell_settled(made: tuple[tuple[int, int], ...], *, as_json: bool) -> None:
    count = sum(lines for _decision, lines in made)
    if as_json:
        print(json.dumps({"decisions": [decision for decision, _lines in made], "lines": count}))
        return
    numbers = " ".join(str(decision) for decision, _lines in made)
    text = ngettext("%(n)s amount settled.", "%(n)s amounts settled.", count) % {"n": formats.number(count)}
    print(text, _("To take it back: tenure import take-back %(numbers)s") % {"numbers": numbers})
    print(_("Scores are counted anew by tenure serve, or now by: tenure work --once"))
