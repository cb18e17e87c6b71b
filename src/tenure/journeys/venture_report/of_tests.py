"""A locked test as the report tells it: the promise, its seal, what came of it and what was changed on the way."""

from django.utils.translation import ngettext

from tenure.discovery.testing.test_page import AmendmentRow
from tenure.discovery.testing.told import ToldTest
from tenure.discovery.testing.words import criterion, criterion_missing, fields, headline, states, verdicts
from tenure.journeys.venture_report.document import TestTold
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

TONES = {"supported": "good", "refuted": "bad", "undecided": "warn"}
LONGEST_VALUE = 200


def told(test: ToldTest) -> TestTold:
    """One test in words."""
    card = test.card
    ended = card.state == "decided"
    verdict = verdicts()[card.verdict] if ended else states()[card.state]
    often = _often()
    found, more = headline(test)
    rows = [
        (often["population"], card.population),
        (often["success"], card.metric),
        (often["proven_when"], criterion(card) or criterion_missing(card)),
        (often["result"], f"{found} {more}".strip()),
        (often["learnt"], test.learned),
    ]
    return TestTold(
        heading=f"T{card.number} {card.name}",
        verdict=f"{verdict}, {often['loose']}" if card.exploratory else verdict,
        tone=TONES.get(card.verdict, "") if ended and not card.exploratory else "muted",
        rows=tuple((name, text) for name, text in rows if text),
        seal=card.lock_hash,
        seal_note=_seal(test),
        seal_holds=test.lock.whole,
        amendments=tuple(_amendment(row) for row in test.amendments),
    )


@formats.per_language
def _often() -> dict[str, str]:
    """What every test says."""
    return {
        "population": _("Population"), "success": _("Success"), "proven_when": _("Proven when"), "result": _("Result"),
        "learnt": _("Learnt"), "loose": _("exploratory, not counted"), "never": _("Never locked."),
        "holds": _(
            "Locked on %(moment)s, before the first result that counts; the seal was checked for this report and holds."
        ),
        "broken": _("Locked on %(moment)s. The seal does not hold: %(names)s."),
    }  # fmt: skip


def _seal(test: ToldTest) -> str:
    """When it was locked and whether the lock holds."""
    card = test.card
    if card.locked_at is None:
        return _often()["never"]
    when = formats.moment(card.locked_at)
    if test.lock.whole:
        return _often()["holds"] % {"moment": when}
    names = ", ".join(fields().get(name, name) for name in test.lock.broken)
    return _often()["broken"] % {"moment": when, "names": names}


def _amendment(row: AmendmentRow) -> str:
    seen = ngettext("%(n)s result seen", "%(n)s results seen", row.seen) % {"n": formats.number(row.seen)}
    values = {
        "when": formats.moment(row.at), "who": row.author, "field": fields().get(row.field, row.field),
        "before": _short(row.before), "after": _short(row.after), "reason": row.reason, "seen": seen,
    }  # fmt: skip
    return _("%(when)s, %(who)s: %(field)s from “%(before)s” to “%(after)s”, %(seen)s. %(reason)s") % values


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
