"""The number of tested hypotheses is what was learnt (S000-33): no tidying of the canvas makes it smaller."""

from itertools import pairwise

import pytest

from tenure.discovery.gates.pivots import carry
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.hypotheses import park_hypothesis, remove_hypothesis, restore_hypothesis, rows_of
from tenure.discovery.hypotheses.search import Search, search_of
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
    """A hypothesis that a locked test has decided, the evidence agreeing."""
    one = make_hypothesis(venture, "They sell it better than managers")
    verdict = "supported" if supports else "refuted"
    make_test_card(one, state="decided", verdict=verdict, decided_at=clock.now())
    for company in range(6):
        make_evidence(one, venture.owner, supports=supports, cluster=f"company {company}")
    refresh_belief(one)
    assert one.state == verdict
    return one


def tally(venture: Venture) -> Tally:
    found = tally_of(venture.pk)
    by_id = results_of(actor=venture.owner, venture_id=venture.pk)
    rows, removed = rows_of(venture), rows_of(venture, removed=True)
    assert search_of(venture) == Search(rows, removed, by_id, found)  # read together or one by one
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


@pytest.mark.parametrize("weight", [1.0, 0.05])
def test_one_carried_over_is_counted_once_and_never_lost(venture: Venture, weight: float) -> None:
    """However much the new one takes along, no test of its own has decided it, and the old result still stands."""
    new = carry(decided(venture, supports=False), weight, 2)
    assert tally(venture) == Tally(every=2, refuted=1, away=1, moved=1)
    make_test_card(new, state="decided", verdict="refuted", decided_at=clock.now())
    refresh_belief(new)
    assert tally(venture) == Tally(every=1, refuted=1)


def test_what_deeds_alone_have_decided_is_told_apart_from_what_was_tested(venture: Venture) -> None:
    one = make_hypothesis(venture, "They renew")
    for company in range(6):
        make_evidence(one, venture.owner, cluster=f"company {company}")
    refresh_belief(one)
    make_hypothesis(venture, "Nobody has said a word on it")
    assert one.state == "supported"
    assert (tally_of(venture.pk), tally_of(venture.pk).open) == (Tally(every=2, moved=1), 1)
    assert results_of(actor=venture.owner, venture_id=venture.pk) == {one.pk: "supported"}


def test_one_its_tests_contradict_each_other_on_is_not_tested(venture: Venture) -> None:
    one = decided(venture, supports=False)
    make_test_card(one, state="decided", verdict="supported", decided_at=clock.now())
    refresh_belief(one)
    assert (one.state, tally(venture)) == ("undecided", Tally(every=1, moved=1))


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
