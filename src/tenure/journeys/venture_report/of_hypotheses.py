"""What is proven at what strength, and what is not: hypotheses with their evidence and the tests that decided them."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import ngettext

from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.discovery.hypotheses.importance import placed
from tenure.discovery.hypotheses.ladder import WORDS_UP_TO, level_name
from tenure.discovery.hypotheses.strength import Strength
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.next_test import Candidate, NextStep
from tenure.discovery.testing.told import ToldTest
from tenure.discovery.words import hypothesis_states
from tenure.journeys.venture_report.document import Cell, Finding, Findings, Part, Section, Table, TestTold, Words
from tenure.journeys.venture_report.of_tests import told
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

DECIDED = ("supported", "refuted")
NOTHING = Strength()


def proven(
    rows: Sequence[HypothesisRow], results: Mapping[int, str], away: Collection[int],
    strengths: Mapping[int, Strength], tests: Sequence[ToldTest],
) -> Section:  # fmt: skip
    """Supported ones, then refuted ones, the surest of each first; what no longer lies on the canvas was learnt all the
    same. results: of what was tested; away: those taken off."""
    known = [row for row in rows if row.id in results]
    known.sort(key=lambda row: (results[row.id] == "refuted", row.id in away, -abs(row.likely - 0.5), row.number))
    heading = _("What is proven, and how strongly")
    if not known:
        nothing = _("Nothing is decided yet: no hypothesis is supported or refuted.")
        return Section("proven", heading, (Words((nothing,), "missing"),))
    by_hypothesis: dict[int, list[TestTold]] = {}
    for test in tests:
        by_hypothesis.setdefault(test.card.hypothesis_id, []).append(told(test))
    found = tuple(
        _finding(
            row, results[row.id], row.id in away, strengths.get(row.id, NOTHING), by_hypothesis.get(row.id, [])
        )
        for row in known
    )  # fmt: skip
    return Section("proven", heading, (Findings(found),))


def _finding(row: HypothesisRow, result: str, away: bool, strength: Strength, tests: Sequence[TestTold]) -> Finding:
    same = row.statement.strip().rstrip(".").casefold() == row.title.strip().rstrip(".").casefold()
    low, high = (row.likely, row.likely) if row.low is None or row.high is None else (row.low, row.high)
    return Finding(
        number=f"H{row.number}", title=row.title, statement="" if same else row.statement, state=result,
        state_name=_state(row, result, away), share=formats.percent(row.likely), low=_place(low), likely=_place(row.likely),
        high=_place(high), interval=interval(row), strength=strength_words(strength), tests=tuple(tests),
        untested="" if tests else _often()["untested"],
    )  # fmt: skip


def _state(row: HypothesisRow, result: str, away: bool) -> str:
    states = hypothesis_states()
    more = _("off the canvas") if away else states["parked"] if row.state == "parked" else ""
    if not more and row.stale:
        more = states["stale"]
    return f"{states[result]}, {more}" if more else states[result]


def _place(share: float) -> float:
    return round(100 * share, 1)


def interval(row: HypothesisRow) -> str:
    """The probability's range, or that nothing has been counted; empty where both ends read as the probability does."""
    if row.low is None or row.high is None:
        return _often()["assumed"]
    low, high = formats.percent(row.low), formats.percent(row.high)
    return "" if low == high == formats.percent(row.likely) else _often()["range"] % {"low": low, "high": high}


def strength_words(strength: Strength) -> str:
    """How many pieces speak for and against it, and the best of them."""
    count = strength.pro + strength.con
    if not count:
        return _("No evidence.")
    told = {"pro": formats.number(strength.pro), "con": formats.number(strength.con)}
    sides = _often()["sides"] % told
    level = strength.best or 0
    best = _often()["best"] % {"level": level, "name": level_name(level)}
    words = _often()["words"]
    return f"{sides} {best} {words}" if level <= WORDS_UP_TO else f"{sides} {best}"


@formats.per_language
def _often() -> dict[str, str]:
    """What every hypothesis says."""
    return {
        "assumed": _("assumed, before any data"), "range": _("%(low)s to %(high)s"),
        "sides": _("Evidence: %(pro)s for, %(con)s against."), "best": _("The strongest: level %(level)s of 6, %(name)s."),
        "words": _("Words only, no deeds."), "critical": _("critical"), "wrong_if": _("wrong if: %(words)s"),
        "seen": _("%(pro)s for, %(con)s against"), "impact": _("%(n)s of 10"), "none": _("none"),
        "untested": _("No locked test decided it; it follows from the evidence alone."),
    }  # fmt: skip


def open_still(
    rows: Sequence[HypothesisRow], strengths: Mapping[int, Strength], tests: Sequence[ToldTest],
    planned: Sequence[tuple[int, str, int]], ahead: NextStep, numbers: Mapping[int, int],
) -> Section:  # fmt: skip
    """What is assumed, by harm times doubt, and what is tested next. numbers: of all hypotheses, by id."""
    heading = _("What is not proven yet")
    unknown = [one.row for one in placed(rows) if one.row.state not in DECIDED]
    if not unknown:
        return Section("open", heading, (Words((_("No hypothesis on the canvas is open."),), "missing"),))
    running = {test.card.hypothesis_id: test.card.number for test in tests if test.card.state == "locked"}
    lead = _("Ranked by what a mistake would cost times how little is known.")
    heads = (_("Hypothesis"), _("Harm"), _("Probability"), _("Evidence"))
    lines = tuple(_open(row, strengths.get(row.id, NOTHING), running.get(row.id)) for row in unknown)
    parts: list[Part] = [Words((lead,), "note"), Table("", heads, (45, 9, 25, 21), lines)]
    return Section("open", heading, (*parts, _next(tests, planned, ahead, numbers)))


def _open(row: HypothesisRow, strength: Strength, running: int | None) -> tuple[Cell, ...]:
    often = _often()
    words = [
        often["critical"] if row.critical else "",
        often["wrong_if"] % {"words": row.falsifier} if row.falsifier else "",
        _("rests on H%(n)s, refuted") % {"n": row.refuted_parent} if row.refuted_parent else "",
        _("test T%(n)s is running") % {"n": running} if running else "",
    ]
    count = strength.pro + strength.con
    best = level_name(strength.best) if strength.best is not None else ""
    seen = often["seen"] % {
        "pro": formats.number(strength.pro), "con": formats.number(strength.con)
    }  # fmt: skip
    return (
        Cell(f"H{row.number} {row.title}", "; ".join(word for word in words if word)),
        Cell(often["impact"] % {"n": formats.number(row.impact)}),
        Cell(formats.percent(row.likely), interval(row)),
        Cell(seen if count else often["none"], best),
    )


def _next(
    tests: Sequence[ToldTest], planned: Sequence[tuple[int, str, int]], ahead: NextStep, numbers: Mapping[int, int]
) -> Words:
    lines = [
        _("Running: T%(n)s %(name)s (H%(hypothesis)s).")
        % {"n": test.card.number, "name": test.card.name, "hypothesis": numbers[test.card.hypothesis_id]}
        for test in tests
        if test.card.state == "locked"
    ]
    lines += [
        _("Planned: T%(n)s %(name)s (H%(hypothesis)s).")
        % {"n": number, "name": name, "hypothesis": numbers[hypothesis]}
        for number, name, hypothesis in planned
    ]
    if ahead.best is not None:
        lines.append(_worth_most(ahead.best))
    elif ahead.decide:
        lines.append(_("No further test is worth its price: it is time to decide."))
    elif ahead.none_pays is not None:
        lines.append(_("No single test pays for itself now."))
    if not lines:
        return Words((_("What is tested next is not decided."),), "missing")
    return Words((_("What is tested next"), *lines), "list")


def _worth_most(best: Candidate) -> str:
    name = best.name or kind_words()[best.kind].name
    days = round(best.days)
    span = ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.number(days)}
    told = {"hypothesis": best.hypothesis.number, "name": name, "span": span}
    return _("Worth most for its price now: %(name)s about H%(hypothesis)s, %(span)s.") % told
