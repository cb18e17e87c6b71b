"""What to test next by money, what learning has cost, how good predictions were, and several tests as one number."""

from collections.abc import Callable
from datetime import date

import pytest

from tenure.discovery.models import Hypothesis, TestCard, Venture
from tenure.discovery.testing.calibration import calibrated, calibration_of
from tenure.discovery.testing.costs import learning_cost, record_work
from tenure.discovery.testing.design_help import Asked, design_help
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.kinds import KINDS, SUITS
from tenure.discovery.testing.next_test import what_to_test_next
from tenure.discovery.testing.none_pays import agreeing
from tenure.discovery.testing.pooling import PooledTest, pool
from tenure.engine.evidence.value_of_information import Experiment, Stake
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User
from tests.venture_factories import make_hypothesis, make_test_card

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def stake(venture: Venture) -> Hypothesis:
    """The stake of D3: p .3, gain 100,000, loss 40,000, in cents."""
    return make_hypothesis(venture, prior=0.3, gain_minor=10_000_000, loss_minor=4_000_000)


def plan_d3(stake: Hypothesis) -> None:
    for name, sensitivity, specificity, cost, days in (
        ("10 interviews", 0.8, 0.5, 600, 4), ("landing page", 0.7, 0.8, 1500, 10), ("presale", 0.6, 0.95, 4000, 21),
        ("concierge", 0.85, 0.9, 9000, 30),
    ):  # fmt: skip
        make_test_card(
            stake, name, kind="presale", sensitivity=sensitivity, specificity=specificity, cost_minor=cost * 100,
            days=days,
        )  # fmt: skip


def test_planned_tests_are_ranked_as_in_the_worked_example(founder: User, stake: Hypothesis) -> None:
    plan_d3(stake)
    found = what_to_test_next(actor=founder, venture_id=stake.venture_id)
    planned = {row.name: row for row in found.candidates if row.test_id}
    assert {name: round(row.engs / 100) for name, row in planned.items()} == {
        "10 interviews": 7400, "landing page": 11900, "presale": 10600, "concierge": 11700,
    }  # fmt: skip
    assert {name: round(row.per_day / 100) for name, row in planned.items()} == {
        "10 interviews": 1850, "landing page": 1190, "presale": 505, "concierge": 390,
    }  # fmt: skip
    assert round(planned["10 interviews"].per_money, 2) == 13.33
    assert [row.per_day for row in found.candidates] == sorted((row.per_day for row in found.candidates), reverse=True)


def test_certainty_is_worth_what_the_worked_example_says(founder: User, stake: Hypothesis) -> None:
    (only,) = what_to_test_next(actor=founder, venture_id=stake.venture_id).hypotheses
    assert only.evpi == pytest.approx(2_800_000)


def test_a_test_dearer_than_certainty_is_never_recommended(founder: User, stake: Hypothesis) -> None:
    make_test_card(stake, "Palace", sensitivity=0.99, specificity=0.99, cost_minor=2_900_000)
    names = [row.name for row in what_to_test_next(actor=founder, venture_id=stake.venture_id).candidates]
    assert "Palace" not in names


def test_waiting_has_its_price(founder: User, venture: Venture, stake: Hypothesis) -> None:
    plan_d3(stake)
    Venture.objects.filter(pk=venture.pk).update(delay_cost_minor=50_000)
    found = what_to_test_next(actor=founder, venture_id=venture.pk)
    assert all(row.days <= 21 for row in found.candidates)


def test_a_running_test_is_waited_for(founder: User, stake: Hypothesis) -> None:
    make_test_card(stake, state="locked")
    found = what_to_test_next(actor=founder, venture_id=stake.venture_id)
    assert (found.best, found.decide, found.hypotheses[0].running) == (None, False, 1)


def test_where_nothing_pays_it_is_time_to_decide(founder: User, venture: Venture) -> None:
    make_hypothesis(venture, prior=0.98, gain_minor=50_000, loss_minor=10_000)
    assert what_to_test_next(actor=founder, venture_id=venture.pk).decide


def test_where_no_single_test_turns_the_decision_that_is_said(founder: User, venture: Venture) -> None:
    """Certainty is worth €8,000, a hundred times the cheapest test; only tests that agree would turn 2 % into a go."""
    make_hypothesis(venture, prior=0.02, gain_minor=40_000_000, loss_minor=80_000_000, critical=True)
    found = what_to_test_next(actor=founder, venture_id=venture.pk)
    assert (found.best, found.decide) == (None, False)
    assert found.none_pays is not None
    assert (found.none_pays.why, round(found.none_pays.evpi), found.hypotheses[0].settled) == (
        "unmoved",
        800_000,
        False,
    )
    assert found.none_pays.untested is not None


def test_what_is_critical_and_untested_is_not_told_to_be_left(founder: User, venture: Venture) -> None:
    make_hypothesis(venture, prior=0.98, gain_minor=50_000, loss_minor=10_000, critical=True)
    found = what_to_test_next(actor=founder, venture_id=venture.pk)
    assert found.none_pays is not None
    assert (found.decide, found.none_pays.why, found.hypotheses[0].settled) == (False, "certain", True)


def test_a_result_worth_less_than_waiting_is_too_dear(founder: User, venture: Venture, stake: Hypothesis) -> None:
    Venture.objects.filter(pk=venture.pk).update(delay_cost_minor=5_000_000)
    none = what_to_test_next(actor=founder, venture_id=venture.pk).none_pays
    assert none is not None
    assert (none.why, none.hypothesis.number, none.untested) == ("dear", stake.number, None)


def test_so_many_that_agree_turn_the_decision() -> None:
    """Odds of 10 against: a yes four times as likely if true makes 4, two make 16; of going ahead by 10 it is the no."""
    test = Experiment("", 0.8, 0.8, 100.0)
    assert agreeing(Stake(0.5, 1_000, 10_000), [test]) == 2
    assert agreeing(Stake(0.5, 10_000, 1_000), [test]) == 2
    assert agreeing(Stake(0.5, 1_000, 10_000), [Experiment("", 0.5, 0.5, 100.0)]) is None
    assert agreeing(Stake(0.5, 1_000, 10_000), [Experiment("", 0.8, 0.8, 300.0)]) is None


def test_without_money_the_quick_order_stands_in(founder: User, venture: Venture) -> None:
    for impact, prior in ((10, 0.5), (8, 0.95), (9, 0.3)):  # D1
        make_hypothesis(venture, impact=impact, prior=prior)
    found = what_to_test_next(actor=founder, venture_id=venture.pk)
    assert [round(row.priority, 2) for row in found.unpriced] == [10.0, 7.93, 2.29]


def test_two_hundred_hypotheses_are_ranked_in_a_known_number_of_queries(
    founder: User, venture: Venture, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for place in range(200):
        make_hypothesis(venture, prior=0.2 + place % 60 / 100, gain_minor=10_000_000, loss_minor=2_000_000)
    with django_assert_max_num_queries(9):
        assert len(what_to_test_next(actor=founder, venture_id=venture.pk).hypotheses) == 200


def test_hours_and_money_become_the_price_of_a_decision(founder: User, venture: Venture, draft: TestCard) -> None:
    record_work(actor=founder, venture_id=venture.pk, test_id=draft.pk, on=DAY, minutes=120, money_minor=5000)
    record_work(actor=founder, venture_id=venture.pk, on=DAY, minutes=60, money_minor=0)
    Hypothesis.objects.update(state="refuted")
    TestCard.objects.update(state="decided", verdict="refuted")
    found = learning_cost(actor=founder, venture_id=venture.pk)
    assert (found.tests[0].total_minor, found.general.minutes, found.total_minor) == (9000, 60, 11000)
    assert (found.decided, found.per_decided_minor) == (1, 11000)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"minutes": -5}, "work_minutes"), ({"money_minor": -1}, "money_outside"), ({}, "work_nothing"),
     ({"minutes": 5, "on": date(2026, 6, 1)}, "work_in_future")],
)  # fmt: skip
def test_impossible_work_is_refused(founder: User, venture: Venture, changes: dict[str, object], code: str) -> None:
    values = {"on": DAY, "minutes": 0, "money_minor": 0} | changes
    with pytest.raises(InvalidValue, match=code):
        record_work(actor=founder, venture_id=venture.pk, **values)  # type: ignore[arg-type]


def test_predictions_are_scored_against_what_came(founder: User, hypothesis: Hypothesis) -> None:
    for prediction, verdict in ((0.8, "supported"), (0.6, "refuted"), (0.5, "undecided")):
        make_test_card(hypothesis, state="decided", prediction=prediction, verdict=verdict, predicted_by=founder)
    (only,) = calibration_of(actor=founder)
    assert (only.n, round(only.brier, 4)) == (2, 0.2)


def test_who_hopes_too_much_is_told() -> None:
    found = calibrated(1, "Ana", [(0.9, 0), (0.8, 1), (0.9, 0), (1.0, 1), (0.8, 0)])
    assert found.lean == pytest.approx(0.48)
    assert [(one.start, one.n) for one in found.bins] == [(0.8, 5)]


def pooled(won: int, n: int, weight: float = 1.0, effective: float | None = None) -> PooledTest:
    return PooledTest(n, n, "T", won, n, weight, float(n if effective is None else effective))


def test_counts_of_one_population_are_added_at_their_weight() -> None:
    found = pool((pooled(9, 12, 0.3), pooled(25, 200), pooled(4, 10)), same=True)
    assert found.share == pytest.approx(0.1516697588)  # C2


def test_different_populations_that_differ_are_not_made_one_number() -> None:
    found = pool((pooled(9, 12), pooled(25, 200), pooled(4, 10), pooled(30, 60)), same=False)
    assert (found.refused, found.share) == (True, None)  # C3
    assert found.i2 == pytest.approx(0.9343536301)


def test_colleagues_weigh_less_in_the_pool() -> None:
    alone, together = (
        pool((pooled(15, 30), pooled(15, 30)), same=True),
        pool((pooled(15, 30, effective=16.67), pooled(15, 30, effective=16.67)), same=True),
    )
    assert (together.high or 0) - (together.low or 0) > (alone.high or 0) - (alone.low or 0)


def test_the_help_gives_size_and_mark_together() -> None:
    found = design_help(Asked("exact", threshold=0.2, hoped=0.4))
    assert found.exact is not None
    assert (found.exact.n, found.exact.min_successes) == (35, 12)  # A5
    assert design_help(Asked("exact", threshold=0.3)).interviews == 7


def test_the_help_tells_the_risks_of_a_bayesian_mark() -> None:
    found = design_help(Asked("bayes", threshold=0.4, most=20, sure=0.9))
    assert found.bayes is not None
    assert (found.bayes.min_successes, round(found.false_yes or 0, 3)) == (11, 0.128)  # A6


def test_the_help_knows_what_looking_costs() -> None:
    found = design_help(Asked("e_process", threshold=0.4, hoped=0.65, most=60))
    assert (round(found.false_yes or 0, 4), round(found.hit or 0, 3), round(found.mean or 0, 1)) == (
        0.0282,
        0.903,
        27.5,
    )


def test_the_help_finds_the_size_that_pays() -> None:
    found = design_help(
        Asked(
            "e_process",
            threshold=0.25,
            prior_a=2,
            prior_b=8,
            worth=200_000,
            outlay=50_000,
            fixed_cost=300,
            unit_cost=60,
        )
    )
    assert found.by_value is not None
    assert (found.by_value.size, round(found.by_value.net), round(found.by_value.certainty)) == (20, 2920, 6007)  # D4


def test_impossible_designs_are_told_in_a_sentence() -> None:
    for asked, code in (
        (Asked("exact", threshold=1.4), "test_share_outside"), (Asked("exact", threshold=0.4, hoped=0.3), "test_hoped_order"),
        (Asked("exact", threshold=0.4, hoped=0.4001), "test_design_large"),
    ):  # fmt: skip
        problem = design_help(asked).problem
        assert problem is not None
        assert problem.code == code


def test_a_kind_that_cannot_tell_is_not_proposed(founder: User, venture: Venture) -> None:
    make_hypothesis(venture, kind="feasibility", prior=0.5, gain_minor=20_000_000, loss_minor=10_000_000)
    kinds = {row.kind for row in what_to_test_next(actor=founder, venture_id=venture.pk).candidates}
    assert "spike" in kinds
    assert kinds.isdisjoint({"fake_door", "landing_page", "renewal"})


def test_every_kind_of_the_library_has_its_words_and_suits_something() -> None:
    assert set(KINDS) == set(kind_words()) == set().union(*SUITS.values())


def test_a_test_of_two_variants_is_early_before_both_are_full(founder: User, venture: Venture, draft: TestCard) -> None:
    """Sixty of forty and forty: half again the size of one variant, and still early."""
    TestCard.objects.filter(pk=draft.pk).update(
        rule="two_arm_e", most=40, observed=60, state=TestCard.State.DECIDED, verdict="refuted"
    )
    assert learning_cost(actor=founder, venture_id=venture.pk).killed_early == 1
    TestCard.objects.update(rule="exact")
    assert learning_cost(actor=founder, venture_id=venture.pk).killed_early == 0
