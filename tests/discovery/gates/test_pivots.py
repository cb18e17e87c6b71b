"""Pivots: the changed blocks come from the canvas, evidence goes over by its weight, nothing is lost; the runway."""

from datetime import date
from typing import Any

import pytest

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.gates.decisions import decisions_of
from tenure.discovery.gates.pivots import WantedPivot, pivot_draft, pivots_of, record_pivot
from tenure.discovery.gates.runway import LoopCost, runway, runway_of
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence, withdraw_evidence_of
from tenure.discovery.hypotheses.hypotheses import remove_hypothesis, restore_hypothesis
from tenure.discovery.models import Evidence, Hypothesis, HypothesisLink, Venture
from tenure.engine.evidence.beliefs import Rates, Result, reckon
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_hypothesis, make_venture

pytestmark = pytest.mark.django_db


def proven(hypothesis: Hypothesis, times: int = 2, *, supports: bool = True) -> int:
    piece = 0
    for number in range(times):
        piece = add_evidence(
            actor=hypothesis.venture.owner, hypothesis_id=hypothesis.pk, supports=supports, level=4,
            text=f"Seen {number}", observed_on=clock.today(),
        )  # fmt: skip
    return piece


class Story:
    """A venture whose segment was reworded after a version was saved."""

    def __init__(self, owner: User) -> None:
        self.venture: Venture = make_venture(owner)
        self.segment = make_hypothesis(self.venture, "Hotels with own bakery", block="segments")
        self.price = make_hypothesis(self.venture, "€49 a month", block="revenue_streams")
        self.trigger = proven(self.segment, supports=False)
        proven(self.price)
        self.before = save_version(actor=owner, venture_id=self.venture.pk)
        Hypothesis.objects.filter(pk=self.segment.pk).update(title="Bakeries with 2–6 shops")
        self.segment.refresh_from_db()

    def wanted(self, **changes: Any) -> WantedPivot:
        values: dict[str, Any] = {
            "kind": "segment", "before": self.before, "reason": "Hotels bake at noon", "evidence": [self.trigger],
            "fates": {self.segment.pk: ("carried", 0.5)}, "phase": "discovery",
        }  # fmt: skip
        return WantedPivot(**(values | changes))

    def record(self, **changes: Any) -> int:
        return record_pivot(actor=self.venture.owner, venture_id=self.venture.pk, wanted=self.wanted(**changes))


@pytest.fixture
def story(salesperson: User) -> Story:
    return Story(salesperson)


def test_the_changed_blocks_are_taken_from_the_canvas_and_a_loop_begins(story: Story) -> None:
    story.record()
    found = pivots_of(actor=story.venture.owner, venture_id=story.venture.pk)[0]
    assert list(found.blocks) == ["segments"]
    assert found.blocks["segments"]["reworded"] == [["Hotels with own bakery", "Bakeries with 2–6 shops"]]
    assert (found.loop_before, found.loop_after) == (1, 2)
    assert [piece.id for piece in found.evidence] == [story.trigger]
    assert list(story.venture.loops.order_by("number").values_list("end", flat=True)) == ["pivot", ""]
    assert decisions_of(actor=story.venture.owner, venture_id=story.venture.pk)[0].choice == "pivot"


def test_carried_evidence_counts_at_its_weight_and_the_old_stays_readable(story: Story) -> None:
    story.record()
    new = Hypothesis.objects.get(carried_from=story.segment)
    rates = Rates(0.65, 0.90)
    half = [Result(False, 4, rates, 0.5, None, 4)] * 2
    assert new.probability == pytest.approx(reckon(new.prior, new.prior_size, half).probability)
    story.segment.refresh_from_db()
    assert story.segment.removed_at is not None
    assert story.segment.evidence.count() == 2
    assert list(new.evidence.values_list("source", "relevance")) == [("carried", 0.5)] * 2


def test_what_is_kept_keeps_its_number_its_evidence_and_its_probability(story: Story) -> None:
    story.price.refresh_from_db()
    before = story.price.probability
    story.record()
    story.price.refresh_from_db()
    assert (story.price.probability, story.price.removed_at) == (before, None)


def test_what_is_set_aside_keeps_its_evidence(story: Story) -> None:
    story.record(fates={story.segment.pk: ("parked", 1.0)})
    story.segment.refresh_from_db()
    assert story.segment.state == "parked"
    assert Evidence.objects.filter(hypothesis=story.segment, withdrawn_at=None).count() == 2


def test_dependencies_go_over_with_what_is_carried(story: Story) -> None:
    HypothesisLink.objects.create(child=story.price, parent=story.segment)
    story.record()
    new = Hypothesis.objects.get(carried_from=story.segment)
    assert HypothesisLink.objects.filter(child=story.price, parent=new).exists()


def test_a_pivot_from_validation_goes_back_to_discovery(story: Story) -> None:
    Venture.objects.filter(pk=story.venture.pk).update(phase="validation")
    story.record(phase="discovery")
    story.venture.refresh_from_db()
    assert story.venture.phase == "discovery"
    assert story.venture.gates.get(phase="validation").state == "returned"


def test_without_a_changed_block_it_is_no_pivot(story: Story) -> None:
    Hypothesis.objects.filter(pk=story.segment.pk).update(title="Hotels with own bakery")
    with pytest.raises(InvalidValue) as caught:
        story.record()
    assert caught.value.problem.code == "pivot_no_change"
    assert story.venture.loops.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "luck"}, "pivot_kind"),
        ({"reason": " "}, "gate_reason_missing"),
        ({"before": 99}, "pivot_version"),
        ({"evidence": []}, "pivot_evidence_missing"),
        ({"phase": "validation"}, "gate_not_earlier"),
    ],
)
def test_an_incomplete_pivot_is_refused_and_changes_nothing(story: Story, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        story.record(**changes)
    assert caught.value.problem.code == code
    assert not story.venture.pivots.exists()


@pytest.mark.parametrize("fate", [("carried", 1.5), ("burnt", 1.0)])
def test_impossible_fates_are_refused(story: Story, fate: tuple[str, float]) -> None:
    with pytest.raises(InvalidValue):
        story.record(fates={story.segment.pk: fate})
    assert not story.venture.pivots.exists()


def test_the_draft_proposes_half_weight_where_the_block_changed(story: Story) -> None:
    fates = {one.row.id: (one.fate, one.weight) for one in pivot_draft(
        actor=story.venture.owner, venture_id=story.venture.pk
    ).hypotheses}  # fmt: skip
    assert fates[story.price.pk] == ("kept", 1.0)
    assert fates[story.segment.pk][0] in {"carried", "kept"}


def test_the_draft_reads_each_thing_once(story: Story, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        pivot_draft(actor=story.venture.owner, venture_id=story.venture.pk)


def test_a_reader_records_no_pivot(story: Story, other_salesperson: User) -> None:
    let_in(story.venture, other_salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        record_pivot(actor=other_salesperson, venture_id=story.venture.pk, wanted=story.wanted())


def test_the_runway_is_cash_over_the_mean_cost_of_a_loop() -> None:
    ended = [LoopCost(1, 30, 100_000), LoopCost(2, 60, 140_000)]
    found = runway(
        cash_minor=2_000_000, days_since=0, burn_minor=None, ended=ended, loop_days=28, loop_budget_minor=None
    )
    assert (found.pivots, found.loop_minor, found.months) == (16, 120_000, None)


def test_the_money_burnt_since_it_was_counted_is_gone() -> None:
    found = runway(
        cash_minor=900_000, days_since=61, burn_minor=300_000, ended=[], loop_days=30, loop_budget_minor=10_000
    )
    assert found.cash_minor == pytest.approx(298_800, rel=0.01)
    assert found.pivots == 0
    assert found.measured == 0


def test_without_cash_or_costs_nothing_is_told() -> None:
    found = runway(cash_minor=None, days_since=0, burn_minor=0, ended=[], loop_days=28, loop_budget_minor=None)
    assert (found.pivots, found.months, found.loop_minor) == (None, None, None)


def test_a_pivot_sent_twice_is_recorded_once(story: Story) -> None:
    story.record()
    with pytest.raises(InvalidValue) as refusal:
        story.record()
    assert refusal.value.problem.code == "pivot_version_old"
    assert len(pivots_of(actor=story.venture.owner, venture_id=story.venture.pk)) == 1
    assert story.venture.loops.count() == 2


def test_what_a_pivot_carried_over_is_no_change_for_the_next(story: Story) -> None:
    story.record()
    draft = pivot_draft(actor=story.venture.owner, venture_id=story.venture.pk)
    assert draft.changed is not None
    assert draft.changed.nothing
    assert draft.before is not None
    with pytest.raises(InvalidValue) as refusal:
        story.record(before=draft.before)
    assert refusal.value.problem.code == "pivot_no_change"


def test_the_day_between_two_loops_is_paid_once(head_of_sales: User) -> None:
    """The work of that day once counted in both loops, and each loop was a day longer."""
    venture = make_venture(head_of_sales, cash_minor=100_000, burn_minor=0)
    first = venture.loops.get()
    days = [date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 31)]
    first.started_on, first.ended_on = days[:2]
    first.save()
    venture.loops.create(number=2, phase=venture.phase, started_on=days[1], ended_on=days[2])
    for day in days:
        venture.work.create(on=day, minutes=0, money_minor=300, author=head_of_sales, created_at=clock.now())
    assert runway_of(venture, days[2]).loop_minor == 450


def heir(hypothesis: Hypothesis) -> Hypothesis:
    return Hypothesis.objects.get(carried_from=hypothesis)


def twice_carried(story: Story) -> Hypothesis:
    """The segment after two pivots, each at half weight."""
    story.record()
    first = heir(story.segment)
    number = save_version(actor=story.venture.owner, venture_id=story.venture.pk)
    Hypothesis.objects.filter(pk=first.pk).update(title="Bakeries with a night shift")
    story.record(before=number, fates={first.pk: ("carried", 0.5)})
    return heir(first)


def test_over_two_pivots_every_piece_counts_once_at_both_weights(story: Story) -> None:
    last = twice_carried(story)
    assert list(last.evidence.values_list("source", "relevance")) == [("carried", 0.25)] * 2
    rates = Rates(0.8, 0.8)
    alone = reckon(last.prior, last.prior_size, [Result(False, 4, rates, 0.25)] * 2)
    assert last.probability is not None
    assert (last.probability < last.prior) == (alone.probability < last.prior)


def test_what_is_withdrawn_where_it_was_heard_falls_after_the_pivots_too(story: Story) -> None:
    last = twice_carried(story)
    withdraw_evidence(actor=story.venture.owner, evidence_id=story.trigger, reason="Heard wrong")
    assert last.evidence.filter(withdrawn_at=None).count() == 1
    last.refresh_from_db()
    assert last.evidence_count == 1


def test_a_record_counted_anew_after_a_pivot_counts_once(story: Story) -> None:
    owner = story.venture.owner
    told: dict[str, Any] = {
        "supports": False, "level": 1, "text": "We bake at noon", "observed_on": clock.today(), "source": "quote",
        "source_id": 7,
    }  # fmt: skip
    add_evidence(actor=owner, hypothesis_id=story.segment.pk, **told)
    last = twice_carried(story)
    add_evidence(actor=owner, hypothesis_id=last.pk, **told)
    counted = last.evidence.filter(withdrawn_at=None)
    assert [row.relevance for row in counted.filter(text="We bake at noon")] == [1.0]
    assert counted.count() == 3
    withdraw_evidence_of(actor=owner, source="quote", source_id=7, reason="Taken back")
    assert last.evidence.filter(withdrawn_at=None).count() == 2


def test_the_old_and_the_new_never_lie_on_the_canvas_together(story: Story) -> None:
    owner, new = story.venture.owner, twice_carried(story)
    old = Hypothesis.objects.get(pk=story.segment.pk)
    with pytest.raises(InvalidValue) as refusal:
        restore_hypothesis(actor=owner, hypothesis_id=old.pk, version=old.version)
    assert refusal.value.problem.data == {"field": "", "number": old.number, "other": new.number}
    remove_hypothesis(actor=owner, hypothesis_id=new.pk, version=new.version)
    restore_hypothesis(actor=owner, hypothesis_id=old.pk, version=old.version)
    new.refresh_from_db()
    with pytest.raises(InvalidValue):
        restore_hypothesis(actor=owner, hypothesis_id=new.pk, version=new.version)
