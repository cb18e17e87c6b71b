"""The number of tested hypotheses is what was learnt (S000-33): no tidying of the canvas makes it smaller."""

from itertools import pairwise

import pytest

from tenure.discovery.gates.pivots import carry
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.hypotheses import park_hypothesis, remove_hypothesis, restore_hypothesis
from tenure.discovery.hypotheses.tested import Tally, results_of, tally_of
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.testing.costs import learning_cost
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import make_evidence, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def decided(venture: Venture, *, supports: bool) -> Hypothesis:
    """A hypothesis that evidence has decided."""
    one = make_hypothesis(venture, "They sell it better than managers")
    for company in range(6):
        make_evidence(one, venture.owner, supports=supports, cluster=f"company {company}")
    refresh_belief(one)
    assert one.state == ("supported" if supports else "refuted")
    return one


def tally(venture: Venture) -> Tally:
    found = tally_of(venture.pk)
    results = list(results_of(actor=venture.owner, venture_id=venture.pk).values())
    assert (results.count("supported"), results.count("refuted")) == (found.supported, found.refuted)
    return found


def test_a_refuted_sticker_taken_off_stays_counted(venture: Venture, head_of_sales: User) -> None:
    one = decided(venture, supports=False)
    make_hypothesis(venture, "Still open")
    assert tally(venture) == Tally(every=2, refuted=1)
    remove_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version)
    assert tally(venture) == Tally(every=2, refuted=1, away=1)
    restore_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version + 1)
    assert tally(venture) == Tally(every=2, refuted=1)


def test_an_open_sticker_taken_off_was_learnt_nothing_from(venture: Venture, head_of_sales: User) -> None:
    one = make_hypothesis(venture)
    remove_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version)
    assert tally(venture) == Tally()


@pytest.mark.parametrize("supports", [True, False])
def test_one_set_aside_counts_as_it_was_decided(venture: Venture, head_of_sales: User, supports: bool) -> None:
    one = decided(venture, supports=supports)
    before = tally(venture)
    park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version, parked=True)
    assert tally(venture) == before == Tally(every=1, supported=int(supports), refuted=int(not supports))


def test_one_set_aside_counts_by_the_verdict_of_its_test(venture: Venture, head_of_sales: User) -> None:
    one = make_hypothesis(venture, prior=0.8)
    make_test_card(one, state="decided", verdict="refuted", decided_at=clock.now())
    refresh_belief(one)
    park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version, parked=True)
    assert tally(venture) == Tally(every=1, refuted=1)


def test_one_set_aside_while_open_is_not_counted(venture: Venture, head_of_sales: User) -> None:
    one = make_hypothesis(venture)
    park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version, parked=True)
    assert tally(venture) == Tally()


@pytest.mark.parametrize(("weight", "after"), [(1.0, Tally(every=1, refuted=1)), (0.05, Tally(2, 0, 1, 1))])
def test_one_carried_over_is_counted_once_and_never_lost(venture: Venture, weight: float, after: Tally) -> None:
    """At full weight the new one is refuted too; at little it is open again, and the old result still stands."""
    carry(decided(venture, supports=False), weight, 2)
    assert tally(venture) == after


def test_the_tested_ones_never_become_fewer_while_a_canvas_is_tidied(venture: Venture, head_of_sales: User) -> None:
    rows = [decided(venture, supports=place % 2 == 0) for place in range(4)]
    seen = [tally(venture).tested]
    for place, one in enumerate(rows):
        if place % 2:
            park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version, parked=True)
        else:
            remove_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=one.version)
        seen.append(tally(venture).tested)
    assert all(before <= after for before, after in pairwise(seen))
    assert learning_cost(actor=head_of_sales, venture_id=venture.pk).decided == 4
