"""Hypotheses: first guesses stay visible, dependencies form no circle, critical ones are taken together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tenure.discovery.hypotheses.calibration import ENOUGH, adopt_ladder, calibration
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.hypotheses.hypotheses import (
    add_hypothesis,
    edit_hypothesis,
    hypotheses_of,
    park_hypothesis,
    remove_hypothesis,
    restore_hypothesis,
)
from tenure.discovery.hypotheses.importance import critical, placed
from tenure.discovery.hypotheses.ladder import ladder
from tenure.discovery.hypotheses.links import circle_of, link_hypotheses, unlink_hypotheses
from tenure.discovery.hypotheses.page import hypothesis_page, text_of
from tenure.discovery.hypotheses.statement import Parts, built
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.models import Hypothesis, Venture
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.kernel.formats import speaking
from tenure.privacy.models import User
from tests.venture_factories import make_evidence, make_hypothesis, make_segment, make_test_card, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def test_a_changed_first_guess_stays_visible_with_who_and_why(head_of_sales: User, venture: Venture) -> None:
    one = make_hypothesis(venture)
    add_evidence(
        actor=head_of_sales, hypothesis_id=one.pk, supports=True, level=5, text="Paid", observed_on=clock.today()
    )
    text = replace(text_of(one), prior=0.2)
    with pytest.raises(InvalidValue) as refused:
        edit_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, text=text, version=1)
    assert refused.value.problem.code == "prior_reason_missing"
    text = replace(text, prior_reason="Two bakers laughed at the price")
    edit_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, text=text, version=1)
    one.refresh_from_db()
    assert one.probability == pytest.approx(0.25 * 12 / (1 + 0.25 * 12))
    page = hypothesis_page(actor=head_of_sales, hypothesis_id=one.pk)
    assert [(step.before, step.after, step.author) for step in page.priors] == [(0.5, 0.2, head_of_sales.name)]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"prior": 0.0}, "prior_outside"),
        ({"prior": 1.0}, "prior_outside"),
        ({"prior": float("nan")}, "prior_outside"),
        ({"prior_size": 0.0}, "prior_size_outside"),
        ({"impact": 11}, "impact_outside"),
        ({"title": " "}, "hypothesis_title_missing"),
        ({"title": "x" * 161}, "discovery_text_long"),
        ({"block": "dreams"}, "block_unknown"),
        ({"kind": "magic"}, "choice_unknown"),
        ({"threshold": float("inf")}, "number_unreadable"),
        ({"loss_minor": -1}, "money_outside"),
        ({"segment_id": 10**9}, "segment_unknown"),
    ],
)
def test_an_impossible_hypothesis_is_refused(
    head_of_sales: User, venture: Venture, wrong: dict[str, Any], code: str
) -> None:
    text = replace(HypothesisText(block="segments", title="Bakeries"), **wrong)
    with pytest.raises(InvalidValue) as refused:
        add_hypothesis(actor=head_of_sales, venture_id=venture.pk, text=text)
    assert refused.value.problem.code == code


def test_a_segment_of_another_venture_is_no_choice(head_of_sales: User, venture: Venture) -> None:
    foreign = make_segment(make_venture(head_of_sales, "Another"))
    text = HypothesisText(block="segments", title="Bakeries", segment_id=foreign.pk)
    with pytest.raises(InvalidValue):
        add_hypothesis(actor=head_of_sales, venture_id=venture.pk, text=text)


def test_a_claim_that_a_test_was_locked_on_is_not_turned_into_another(head_of_sales: User, venture: Venture) -> None:
    one = make_hypothesis(venture, statement="4 of 10 bakeries pay €49", threshold=40)
    make_test_card(one, state="locked")
    easier = replace(text_of(one), statement="1 of 10 bakeries pays", threshold=10)
    with pytest.raises(InvalidValue) as refused:
        edit_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, text=easier, version=1)
    problems = [error.problem for error in (refused.value, *refused.value.more)]
    assert [(problem.code, problem.data["field"]) for problem in problems] == [
        ("claim_was_tested", "statement"),
        ("claim_was_tested", "threshold"),
    ]
    edit_hypothesis(
        actor=head_of_sales, hypothesis_id=one.pk, text=replace(text_of(one), title="They pay", impact=9), version=1
    )
    one.refresh_from_db()
    assert (one.title, one.impact, one.statement) == ("They pay", 9, "4 of 10 bakeries pay €49")


def test_a_claim_with_a_draft_of_a_test_can_still_be_said_better(head_of_sales: User, venture: Venture) -> None:
    one = make_hypothesis(venture, statement="Bakeries pay")
    make_test_card(one, state="draft")
    better = replace(text_of(one), statement="4 of 10 bakeries pay €49")
    edit_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, text=better, version=1)
    assert text_of(Hypothesis.objects.get()).statement == "4 of 10 bakeries pay €49"


def test_what_is_taken_off_is_kept_and_comes_back(head_of_sales: User, venture: Venture) -> None:
    one = make_hypothesis(venture)
    remove_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=1)
    assert hypotheses_of(actor=head_of_sales, venture_id=venture.pk) == ()
    (row,) = hypotheses_of(actor=head_of_sales, venture_id=venture.pk, removed=True)
    restore_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=row.version)
    assert len(hypotheses_of(actor=head_of_sales, venture_id=venture.pk)) == 1


def test_what_was_set_aside_comes_back_with_the_state_its_evidence_gives(head_of_sales: User, venture: Venture) -> None:
    one = make_hypothesis(venture)
    park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=1, parked=True)
    add_evidence(
        actor=head_of_sales, hypothesis_id=one.pk, supports=True, level=6, text="Renewed", observed_on=clock.today(),
        source="orders",
    )  # fmt: skip
    one.refresh_from_db()
    assert one.state == "parked"
    park_hypothesis(actor=head_of_sales, hypothesis_id=one.pk, version=2, parked=False)
    one.refresh_from_db()
    assert one.state == "supported"


def test_a_circle_is_refused_with_its_way(head_of_sales: User, venture: Venture) -> None:
    first, second, third = (make_hypothesis(venture, title) for title in ("a", "b", "c"))
    link_hypotheses(actor=head_of_sales, child_id=first.pk, parent_id=second.pk)
    link_hypotheses(actor=head_of_sales, child_id=second.pk, parent_id=third.pk)
    with pytest.raises(InvalidValue) as refused:
        link_hypotheses(actor=head_of_sales, child_id=third.pk, parent_id=first.pk)
    assert refused.value.problem.data["circle"] == "H3 → H1 → H2 → H3"
    with pytest.raises(InvalidValue):
        link_hypotheses(actor=head_of_sales, child_id=first.pk, parent_id=first.pk)
    unlink_hypotheses(actor=head_of_sales, child_id=second.pk, parent_id=third.pk)
    link_hypotheses(actor=head_of_sales, child_id=third.pk, parent_id=first.pk)


def test_the_way_of_a_circle_is_the_shortest() -> None:
    links = [(1, 2), (2, 3), (3, 4), (1, 4)]
    assert circle_of(links, 4, 1) == [1, 4]
    assert circle_of(links, 1, 4) == ()
    assert circle_of([], 1, 1) == [1]


def test_children_of_a_refuted_parent_are_marked(head_of_sales: User, venture: Venture) -> None:
    parent, child = make_hypothesis(venture, "parent", state="refuted"), make_hypothesis(venture, "child")
    link_hypotheses(actor=head_of_sales, child_id=child.pk, parent_id=parent.pk)
    rows = {row.title: row for row in hypotheses_of(actor=head_of_sales, venture_id=venture.pk)}
    assert (rows["child"].refuted_parent, rows["parent"].refuted_parent) == (1, None)
    assert hypothesis_page(actor=head_of_sales, hypothesis_id=child.pk).row.refuted_parent == 1


def test_what_expired_is_stale(head_of_sales: User, venture: Venture) -> None:
    make_hypothesis(venture, state="supported", expires_on=clock.today() - timedelta(days=1))
    (row,) = hypotheses_of(actor=head_of_sales, venture_id=venture.pk)
    assert (row.stale, row.shown, row.state) == (True, "stale", "supported")


def test_critical_ones_are_taken_together_with_their_bounds(head_of_sales: User, venture: Venture) -> None:
    """Vector C6: .378 with bounds .2 to .6."""
    for chance in (0.9, 0.7, 0.6):
        make_hypothesis(venture, f"{chance}", critical=True, probability=chance, evidence_count=1)
    make_hypothesis(venture, "another", probability=0.1, evidence_count=1)
    found = critical(hypotheses_of(actor=head_of_sales, venture_id=venture.pk)).together
    assert found is not None
    assert (found.product, found.low, found.high) == pytest.approx((0.378, 0.2, 0.6))


def test_the_most_important_and_least_known_comes_first(head_of_sales: User, venture: Venture) -> None:
    make_hypothesis(venture, "known", impact=10, probability=0.97, evidence_count=3)
    make_hypothesis(venture, "open", impact=8, probability=0.5, evidence_count=1)
    make_hypothesis(venture, "small", impact=2)
    make_hypothesis(venture, "fallen", impact=10, state="refuted")
    found = placed(hypotheses_of(actor=head_of_sales, venture_id=venture.pk))
    assert [one.row.title for one in found] == ["open", "small", "known"]
    assert found[0].urgency == pytest.approx(8.0)
    assert found[1].known == 0.0


def test_a_sentence_is_built_in_the_language_of_the_reader() -> None:
    parts = Parts("bakeries", "night baking", "will", "pay €49 a month", "in 40 of 100 cases", "the flour comes late")
    assert built(parts) == (
        "We believe that bakeries in night baking will pay €49 a month in 40 of 100 cases because the flour comes late."
    )
    with speaking("ru"):
        assert built(parts).startswith("Мы считаем, что bakeries (night baking) будут")
    assert built(Parts(who="bakeries")) == ""


def test_a_page_takes_a_fixed_number_of_queries(
    head_of_sales: User, venture: Venture, django_assert_num_queries
) -> None:
    one = make_hypothesis(venture)
    for number in range(30):
        make_evidence(one, head_of_sales, f"{number}")
        make_hypothesis(venture, f"other {number}")
    with django_assert_num_queries(10):
        page = hypothesis_page(actor=head_of_sales, hypothesis_id=one.pk)
    assert len(page.belief.lines) == 30
    with django_assert_num_queries(3):
        hypotheses_of(actor=head_of_sales, venture_id=venture.pk)


def closed_hypotheses(author: User, venture: Venture, count: int, verdict: str, clicks_for: int) -> None:
    for number in range(count):
        one = make_hypothesis(venture, f"{verdict} {number}")
        make_test_card(one, state="decided", verdict=verdict, decided_at=clock.now())
        make_evidence(one, author, level=3, supports=number < clicks_for)
        make_evidence(one, author, level=3, supports=True, source="test")


def test_measured_rates_replace_the_assumed_after_thirty_closed_hypotheses(
    head_of_sales: User, venture: Venture
) -> None:
    closed_hypotheses(head_of_sales, venture, 20, "supported", clicks_for=18)
    with pytest.raises(InvalidValue) as refused:
        adopt_ladder(actor=head_of_sales)
    assert refused.value.problem.data["enough"] == ENOUGH
    closed_hypotheses(head_of_sales, venture, 10, "refuted", clicks_for=4)
    (click,) = [one for one in calibration().levels if one.level == 3]
    assert (click.hits, click.true_results, click.rights, click.false_results) == (18, 20, 6, 10)
    assert click.rates.sensitivity == pytest.approx((20 * 0.7 + 18) / 40)
    assert click.rates.specificity == pytest.approx((20 * 0.8 + 6) / 30)
    adopt_ladder(actor=head_of_sales)
    rung = ladder()[3]
    assert not rung.assumed
    assert rung.rates.sensitivity == pytest.approx(click.rates.sensitivity)
    assert ladder()[5].rates.sensitivity == pytest.approx(0.6)


def test_only_who_works_with_all_ventures_changes_the_ladder(analyst: User, venture: Venture) -> None:
    with pytest.raises(NotAllowed):
        adopt_ladder(actor=analyst)


def test_a_hypothesis_out_of_sight_is_not_there(venture: Venture, other_salesperson: User) -> None:
    one = make_hypothesis(venture)
    with pytest.raises(NotFound):
        hypothesis_page(actor=other_salesperson, hypothesis_id=one.pk)
    assert Hypothesis.objects.filter(pk=one.pk).exists()
