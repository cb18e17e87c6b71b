"""Gates decided: refused while a must is unmet, overridden for a time, fallen back, returned from with nothing lost."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tenure.discovery.gates.changes import add_criterion, edit_criterion, remove_criterion
from tenure.discovery.gates.criteria import criteria_of, decide_criterion
from tenure.discovery.gates.decisions import (
    WantedOverride,
    ask_review,
    decide_gate,
    decisions_of,
    end_override,
    return_to_phase,
)
from tenure.discovery.gates.snapshot import hash_of
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.gates.standing import standings_of
from tenure.discovery.gates.view import gate_of
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.models import Evidence, GateDecision, GateOverride, Hypothesis, Venture
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_hypothesis, make_presale, make_problem, make_segment, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User) -> Venture:
    """One whose owner has taken away the usual criteria, for all to see: the gate hangs on one, decided by hand."""
    found = make_venture(salesperson)
    for usual in CRITERIA["discovery"]:
        remove_criterion(
            actor=salesperson, venture_id=found.pk, phase="discovery", code=usual.code, version=0,
            reason="A venture of one promise: three bakers who agree in writing",
        )  # fmt: skip
    add_criterion(actor=salesperson, venture_id=found.pk, phase="discovery", title="Three bakers agreed", need="must")
    return found


def word(venture: Venture, met: bool = True) -> None:
    decide_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="discovery", code="E1", met=met, reason="Seen with own eyes"
    )


def decide(venture: Venture, choice: str = "proceed", override: WantedOverride | None = None) -> int:
    ask_review(actor=venture.owner, venture_id=venture.pk)
    return decide_gate(
        actor=venture.owner,
        venture_id=venture.pk,
        phase=gate_of(actor=venture.owner, venture_id=venture.pk).phase,
        choice=choice,
        reasons="Because of E1",
        override=override,
    )


def in_days(days: int) -> WantedOverride:
    return WantedOverride("The trade fair is next week", clock.today() + timedelta(days=days))


def test_the_gate_refuses_while_a_must_is_unmet_and_names_it(venture: Venture) -> None:
    with pytest.raises(InvalidValue) as caught:
        decide(venture)
    assert caught.value.problem.code == "gate_unmet"
    assert "E1" in sentence(caught.value)
    assert not GateDecision.objects.exists()


def test_met_by_a_reasoned_word_the_gate_opens_and_the_next_phase_begins_a_loop(venture: Venture) -> None:
    word(venture)
    decide(venture)
    venture.refresh_from_db()
    loops = list(venture.loops.order_by("number").values_list("phase", "end"))
    assert (venture.phase, loops) == ("validation", [("discovery", "passed"), ("validation", "")])
    assert standings_of(venture, clock.today()).by_phase["discovery"] == "passed"


def test_a_decision_needs_the_review_and_its_reasons(venture: Venture) -> None:
    word(venture)
    with pytest.raises(InvalidValue) as caught:
        decide_gate(actor=venture.owner, venture_id=venture.pk, phase="discovery", choice="proceed", reasons="Ready")
    assert caught.value.problem.code == "gate_not_in_review"
    with pytest.raises(InvalidValue) as caught:
        decide_gate(actor=venture.owner, venture_id=venture.pk, phase="discovery", choice="proceed", reasons="  ")
    assert caught.value.problem.code == "gate_reasons_missing"


def test_the_snapshot_keeps_the_numbers_as_they_were(venture: Venture) -> None:
    make_hypothesis(venture, "They pay monthly", probability=0.93, critical=True)
    word(venture)
    decide(venture)
    Hypothesis.objects.update(probability=0.2)
    word(venture, met=False)
    found = decisions_of(actor=venture.owner, venture_id=venture.pk)[0].snapshot
    assert found["hypotheses"][0]["probability"] == 0.93
    assert found["criteria"][0]["state"] == "met"
    assert GateDecision.objects.get().snapshot_hash == hash_of(found)


def test_an_override_needs_a_reason_and_an_end_and_only_who_answers_may_give_it(
    venture: Venture, other_salesperson: User
) -> None:
    for wanted in (
        WantedOverride("", clock.today() + timedelta(days=9)),
        WantedOverride("Fair", None),
        in_days(0),
        in_days(400),
    ):
        with pytest.raises(InvalidValue):
            decide(venture, override=wanted)
    let_in(venture, other_salesperson)
    with pytest.raises(NotAllowed):
        decide_gate(
            actor=other_salesperson,
            venture_id=venture.pk,
            phase="discovery",
            choice="proceed",
            reasons="Fair",
            override=in_days(9),
        )
    assert not GateOverride.objects.exists()


def test_when_the_override_ends_the_gate_falls_back_for_everybody_to_see(
    venture: Venture, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(venture, override=in_days(9))
    venture.refresh_from_db()
    assert venture.phase == "validation"
    view = gate_of(actor=venture.owner, venture_id=venture.pk)
    assert (view.phase, view.fallen_on) == ("validation", None)
    assert [one.unmet for one in view.standings.running] == [("E1",)]
    later = clock.now() + timedelta(days=11)
    monkeypatch.setenv("TENURE_NOW", later.isoformat())
    view = gate_of(actor=venture.owner, venture_id=venture.pk)
    assert view.phase == "discovery"
    assert view.fallen_on is not None
    assert view.standings.running == ()


def test_a_fallen_gate_is_passed_again_once_its_musts_are_met(venture: Venture) -> None:
    decide(venture, override=in_days(9))
    end_override(actor=venture.owner, venture_id=venture.pk, override_id=GateOverride.objects.get().pk)
    assert gate_of(actor=venture.owner, venture_id=venture.pk).phase == "discovery"
    word(venture)
    decide(venture)
    venture.refresh_from_db()
    assert venture.phase == "validation"
    assert venture.loops.count() == 2
    assert gate_of(actor=venture.owner, venture_id=venture.pk).phase == "validation"


def test_a_gate_passed_by_its_criteria_needs_its_override_no_more(
    venture: Venture, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(venture, override=in_days(9))
    return_to_phase(actor=venture.owner, venture_id=venture.pk, phase="discovery", reason="Prove it first")
    word(venture)
    decide(venture)
    venture.refresh_from_db()
    standings = standings_of(venture, clock.today())
    assert standings.running == ()
    assert standings.overrides[0].outgrown_on == clock.today()
    monkeypatch.setenv("TENURE_NOW", (clock.now() + timedelta(days=11)).isoformat())
    assert gate_of(actor=venture.owner, venture_id=venture.pk).fallen_on is None


def test_iterating_at_a_fallen_gate_is_going_back_to_that_phase(venture: Venture) -> None:
    decide(venture, override=in_days(9))
    end_override(actor=venture.owner, venture_id=venture.pk, override_id=GateOverride.objects.get().pk)
    decide(venture, "iterate")
    venture.refresh_from_db()
    assert venture.phase == "discovery"
    assert standings_of(venture, clock.today()).by_phase["validation"] == "returned"


def test_going_back_a_phase_loses_nothing(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They pay monthly")
    add_evidence(
        actor=venture.owner, hypothesis_id=hypothesis.pk, supports=True, level=5, text="Paid", observed_on=clock.today()
    )
    word(venture)
    decide(venture)
    before = Hypothesis.objects.values().get()
    evidence = list(Evidence.objects.values())
    return_to_phase(actor=venture.owner, venture_id=venture.pk, phase="discovery", reason="Nobody buys")
    venture.refresh_from_db()
    assert (venture.phase, venture.loops.count()) == ("discovery", 3)
    assert Hypothesis.objects.values().get() == before
    assert list(Evidence.objects.values()) == evidence
    assert gate_of(actor=venture.owner, venture_id=venture.pk).lines[0].state == "met"
    assert len(decisions_of(actor=venture.owner, venture_id=venture.pk)) == 1
    decide(venture)
    venture.refresh_from_db()
    assert venture.phase == "validation"


def test_a_venture_given_up_at_a_gate_keeps_everything_and_decides_no_more(venture: Venture) -> None:
    decide(venture, "exit")
    venture.refresh_from_db()
    assert venture.state == "exited"
    with pytest.raises(InvalidValue) as caught:
        ask_review(actor=venture.owner, venture_id=venture.pk)
    assert caught.value.problem.code == "gate_exited"


def test_what_numbers_decide_nobody_decides_by_hand(salesperson: User) -> None:
    venture = make_venture(salesperson)
    with pytest.raises(InvalidValue) as caught:
        decide_criterion(
            actor=salesperson, venture_id=venture.pk, phase="discovery", code="D7", met=True, reason="I say so"
        )
    assert caught.value.problem.code == "gate_computed"


def test_a_word_counts_on_evidence_of_this_venture_only(venture: Venture, salesperson: User) -> None:
    other = make_hypothesis(make_venture(salesperson, "Other"))
    piece = add_evidence(
        actor=salesperson, hypothesis_id=other.pk, supports=True, level=5, text="Paid", observed_on=clock.today()
    )
    with pytest.raises(InvalidValue):
        decide_criterion(
            actor=salesperson,
            venture_id=venture.pk,
            phase="discovery",
            code="E1",
            met=True,
            reason="So",
            evidence_id=piece,
        )


def test_marks_are_edited_within_bounds_and_by_one_at_a_time(salesperson: User) -> None:
    venture = make_venture(salesperson)

    def edit(version: int, least: float) -> None:
        edit_criterion(
            actor=salesperson, venture_id=venture.pk, phase="discovery", code="D1", version=version, need="wish",
            marks={"least": least, "strangers": 2}, reason="A market of twenty firms",
        )  # fmt: skip

    edit(0, 8)
    found = next(one for one in criteria_of(venture, "discovery") if one.code == "D1")
    assert (found.need, dict(found.marks)) == ("wish", {"least": 8, "strangers": 2})
    with pytest.raises(Conflict):
        edit(0, 9)
    with pytest.raises(InvalidValue):
        edit(1, 0)
    with pytest.raises(InvalidValue):
        edit(1, 2.5)


def test_a_gate_without_a_must_stays_shut(venture: Venture) -> None:
    remove_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="discovery", code="E1", version=1, reason="Signed"
    )
    assert not gate_of(actor=venture.owner, venture_id=venture.pk).open


def test_a_stranger_sees_no_gate_and_a_reader_decides_nothing(venture: Venture, other_salesperson: User) -> None:
    with pytest.raises(NotFound):
        gate_of(actor=other_salesperson, venture_id=venture.pk)
    let_in(venture, other_salesperson, may_work=False)
    assert not gate_of(actor=other_salesperson, venture_id=venture.pk).may_work
    with pytest.raises(NotAllowed):
        ask_review(actor=other_salesperson, venture_id=venture.pk)


def test_the_gate_of_two_hundred_hypotheses_is_read_in_few_queries(
    salesperson: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    venture = make_venture(salesperson)
    for number in range(200):
        make_hypothesis(venture, f"Claim {number}", critical=number % 10 == 0)
    with django_assert_max_num_queries(22):
        view = gate_of(actor=salesperson, venture_id=venture.pk)
    assert len(view.lines) == 9
    assert view.step is not None


def test_interviews_and_a_presale_are_read_where_they_are_kept(salesperson: User) -> None:
    venture = make_venture(salesperson)
    segment = make_segment(venture, "Bakeries")
    make_problem(venture, "Late flour")
    make_presale(venture, "A baker", paid_on=clock.today())
    found = {line.criterion.code: line for line in gate_of(actor=salesperson, venture_id=venture.pk).lines}
    assert found["D1"].finding.data == {"segment": segment.name, "held": 0, "strangers": 0}
    assert found["D1"].finding.step == "more_talks"
    sold = {
        line.criterion.code: line
        for line in gate_of(actor=salesperson, venture_id=venture.pk, phase="validation").lines
    }
    assert sold["V1"].finding.data["buyers"] == 1
    assert sold["V1"].state == "open"


def test_who_looked_at_a_gate_that_was_passed_meanwhile_decides_on_no_other(venture: Venture) -> None:
    word(venture)
    ask_review(actor=venture.owner, venture_id=venture.pk, phase="discovery")
    decide(venture)
    ask_review(actor=venture.owner, venture_id=venture.pk, phase="validation")
    with pytest.raises(Conflict):
        decide_gate(actor=venture.owner, venture_id=venture.pk, phase="discovery", choice="exit", reasons="Enough")
    with pytest.raises(Conflict):
        ask_review(actor=venture.owner, venture_id=venture.pk, phase="discovery")
    assert GateDecision.objects.count() == 1
    venture.refresh_from_db()
    assert (venture.phase, venture.state) == ("validation", "active")
