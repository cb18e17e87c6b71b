"""The page of a venture reads everything once, however much lies in it."""

from datetime import timedelta
from typing import Any

import pytest

from tenure.discovery.canvas.canvas import canvas_of
from tenure.discovery.economics.analysis import economics_of
from tenure.discovery.gates.view import gate_of
from tenure.discovery.models import InterviewProblem, Venture
from tenure.discovery.testing.next_test import NextStep, what_to_test_next
from tenure.discovery.ventures.overview import Overview, overview_of
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace
from tests.economics_factories import make_economics
from tests.venture_factories import (
    let_in,
    make_evidence,
    make_hypothesis,
    make_interview,
    make_observation,
    make_presale,
    make_problem,
    make_ready_test,
    make_run,
    make_segment,
    make_service,
    make_venture,
)

pytestmark = pytest.mark.django_db
BLOCKS = ("segments", "value_propositions", "channels", "revenue_streams", "costs")


def filled(owner: User, size: int, phase: str) -> Venture:
    """A venture with something of everything its page shows, `size` of each."""
    venture = make_venture(owner, phase=phase, least_company_minor=100_000)
    segment, problem = make_segment(venture, accounts_low=100, accounts_high=300), make_problem(venture)
    for place in range(size):
        one = make_hypothesis(venture, f"Claim {place}", block=BLOCKS[place % 5], critical=place % 3 == 0,
                              gain_minor=5_000_000, loss_minor=1_000_000)  # fmt: skip
        make_evidence(one, owner)
        talk = make_interview(venture, segment=segment, held_on=clock.today() - timedelta(place))
        InterviewProblem.objects.create(interview=talk, problem=problem, severity=8, cost_minor=30_000)
        make_presale(venture, f"Buyer {place}", paid_on=clock.today())
    test = make_ready_test(venture.hypotheses.order_by("pk")[0], state="locked", locked_at=clock.now())
    for place in range(size):
        make_observation(test, owner, success=place % 2 == 0)
    service = make_service(venture)
    for _ in range(size):
        make_run(service)
    make_economics(venture)
    return venture


def read(actor: User, venture: Venture) -> Overview:
    workspace = current_workspace()
    assert workspace is not None
    return overview_of(actor=actor, venture_id=venture.pk, workspace=workspace)


@pytest.mark.parametrize(("phase", "most"), [("discovery", 29), ("validation", 34), ("building", 34)])
def test_it_asks_little_however_much_there_is_and_says_what_the_pages_of_their_own_say(
    workspace: Any, salesperson: User, django_assert_max_num_queries: Any, phase: str, most: int
) -> None:
    venture = filled(salesperson, 12, phase)
    with django_assert_max_num_queries(most):
        found = read(salesperson, venture)
    assert found.running is not None
    assert found.canvas == canvas_of(actor=salesperson, venture_id=venture.pk)
    assert found.gate == gate_of(actor=salesperson, venture_id=venture.pk)
    whole = what_to_test_next(actor=salesperson, venture_id=venture.pk)
    assert found.next == NextStep(whole.best, whole.none_pays, whole.unpriced)
    assert found.economics == economics_of(actor=salesperson, venture_id=venture.pk, currency="EUR")


def test_a_venture_out_of_sight_is_not_found(workspace: Any, salesperson: User, other_salesperson: User) -> None:
    venture = make_venture(salesperson)
    with pytest.raises(NotFound):
        read(other_salesperson, venture)
    let_in(venture, other_salesperson, may_work=False)
    assert not read(other_salesperson, venture).frame.may_work
