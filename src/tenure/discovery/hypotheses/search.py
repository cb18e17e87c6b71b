"""Every hypothesis of a venture, on the canvas and off it, and what was tested of them, in one reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.discovery.hypotheses.belief import is_stale
from tenure.discovery.hypotheses.hypotheses import STORED, HypothesisRow, broken_by, rows_of
from tenure.discovery.hypotheses.tested import TESTED, Tally, Told, tally_of, told_tests
from tenure.discovery.models import Hypothesis, TestCard, Venture
from tenure.discovery.reading_once import answered
from tenure.discovery.testing.cards import every_card
from tenure.engine.evidence.edition import EDITION
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once


@dataclass(frozen=True)
class Search:
    """rows: on the canvas, by block and place; removed: those taken off; results: supported or refuted by id, by a test
    or by deeds on record; tally: as the headline counts them."""

    rows: tuple[HypothesisRow, ...]
    removed: tuple[HypothesisRow, ...]
    results: Mapping[int, str]
    tally: Tally


def search_of(venture: Venture) -> Search:
    """Of a venture already found to be in sight. Three queries; within `reading_once`, `rows_of` and `tally_of` need none
    any more."""
    broken, today = broken_by(venture), clock.today()
    every: tuple[list[HypothesisRow], list[HypothesisRow]] = ([], [])
    told: list[Told] = []
    for pk, expires_on, removed_at, decided_on, carried_from, edition, *stored in _every(venture.pk):
        row = HypothesisRow(pk, is_stale(expires_on, today), broken.get(pk), *stored)
        every[removed_at is not None].append(row)
        told.append(
            Told(
                pk,
                row.state,
                removed_at is not None,
                decided_on is not None,
                carried_from,
                row.probability,
                row.evidence_count > 0,
                edition is not None and edition < EDITION,
            )
        )
    tally, results = told_tests(told, _verdicts(venture))
    rows, removed = map(tuple, every)
    answered(rows_of, venture, answer=rows)
    answered(rows_of, venture, removed=True, answer=removed)
    answered(tally_of, venture.pk, answer=tally)
    return Search(rows, removed, results, tally)


@compiled_once
def _every(venture_id: int) -> Query:
    columns = ("pk", "expires_on", "removed_at", "decided_on", "carried_from_id", "rules_edition")
    found = Hypothesis.objects.filter(venture=venture_id).order_by("block", "position", "number")
    return found.values_list(*columns, *STORED)


def _verdicts(venture: Venture) -> dict[int, set[str]]:
    """What the tests that count said of each hypothesis, yes or no."""
    found: dict[int, set[str]] = {}
    for card in every_card(venture):
        if card.state == TestCard.State.DECIDED and not card.exploratory and card.verdict in TESTED:
            found.setdefault(card.hypothesis_id, set()).add(card.verdict)
    return found
