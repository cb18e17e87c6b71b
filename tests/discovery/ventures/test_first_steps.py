"""The first steps of a search: told from what is stored, gone once they are taken, and no burden to a full venture."""

from typing import Any

import pytest

from tenure.discovery.gates.decisions import ask_review, set_state
from tenure.discovery.gates.view import gate_for
from tenure.discovery.hypotheses.hypotheses import rows_of
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.ventures.first_steps import FirstSteps, first_steps_for
from tenure.discovery.ventures.overview import overview_of
from tenure.kernel import clock
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace
from tests.venture_factories import let_in, make_hypothesis, make_interview, make_ready_test, make_venture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


def steps(actor: User, venture: Venture) -> FirstSteps | None:
    workspace = current_workspace()
    assert workspace is not None
    return overview_of(actor=actor, venture_id=venture.pk, workspace=workspace).steps


def done(actor: User, venture: Venture) -> list[str]:
    found = steps(actor, venture)
    assert found is not None
    return [code for code, taken in found.done.items() if taken]


def thought_through(venture: Venture, **fields: Any) -> Hypothesis:
    return make_hypothesis(venture, "They pay", **({"critical": True, "impact": 9, "prior": 0.4} | fields))


def test_an_empty_venture_begins_with_its_canvas(salesperson: User) -> None:
    venture = make_venture(salesperson)
    found = steps(salesperson, venture)
    assert found is not None
    assert list(found.done) == ["canvas", "riskiest", "doubt", "test", "talks", "gate"]
    assert (found.taken, found.next) == (0, "canvas")


def test_each_step_is_done_once_the_record_of_it_is_there(salesperson: User) -> None:
    venture = make_venture(salesperson)
    make_hypothesis(venture, "Somebody wants it")
    assert done(salesperson, venture) == ["canvas"]
    one = make_hypothesis(venture, "They pay", critical=True)
    assert done(salesperson, venture) == ["canvas", "riskiest"]
    Hypothesis.objects.filter(pk=one.pk).update(impact=9, prior=0.4)
    assert done(salesperson, venture) == ["canvas", "riskiest", "doubt"]
    make_ready_test(one)
    assert done(salesperson, venture) == ["canvas", "riskiest", "doubt"], "a draft promises nothing"
    one.tests.update(state="locked", locked_at=clock.now())
    assert done(salesperson, venture) == ["canvas", "riskiest", "doubt", "test"]
    ask_review(actor=salesperson, venture_id=venture.pk)
    assert "gate" not in done(salesperson, venture), "a review decides nothing yet"
    set_state(venture, "discovery", "returned")
    assert done(salesperson, venture)[-1] == "gate"
    for _ in range(3):
        make_interview(venture)
    assert steps(salesperson, venture) is None


def test_one_as_likely_as_not_is_thought_about_when_its_reason_is_said(salesperson: User) -> None:
    venture = make_venture(salesperson)
    one = thought_through(venture, prior=0.5)
    assert "doubt" not in done(salesperson, venture)
    Hypothesis.objects.filter(pk=one.pk).update(prior_reason="Two of four whom we know pay for it")
    assert "doubt" in done(salesperson, venture)


def test_the_next_steps_are_taken_on_the_riskiest_one_and_on_the_draft_that_waits(salesperson: User) -> None:
    venture = make_venture(salesperson)
    make_hypothesis(venture, "Loud but harmless", impact=10)
    one = thought_through(venture)
    draft = make_ready_test(one)
    found = steps(salesperson, venture)
    assert found is not None
    assert (found.hypothesis_id, found.draft_id, found.next) == (one.pk, draft.pk, "test")


@pytest.mark.parametrize("past", ["phase", "tested", "given up"])
def test_a_search_under_way_is_past_its_first_steps_and_asks_nothing_more(
    salesperson: User, past: str, django_assert_num_queries: Any
) -> None:
    venture = make_venture(
        salesperson, **{"phase": {"phase": "validation"}, "given up": {"state": "exited"}}.get(past, {})
    )
    make_hypothesis(venture, "They pay", state="supported" if past == "tested" else "untested", evidence_count=1)
    assert steps(salesperson, venture) is None
    rows, gate = rows_of(venture), gate_for(salesperson, venture)
    with django_assert_num_queries(0):
        assert first_steps_for(venture, rows, gate, loop=1) is None


def test_whoever_only_reads_is_not_sent_to_work(salesperson: User, other_salesperson: User) -> None:
    venture = make_venture(salesperson)
    let_in(venture, other_salesperson, may_work=False)
    assert steps(other_salesperson, venture) is None
