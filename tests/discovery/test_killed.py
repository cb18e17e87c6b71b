"""The machine loses power while a venture is taken in, a test locked, a pivot recorded: all of it stands, or nothing.

Each story runs in a fork that is killed after a step of its own; what stands afterwards is compared table by table.
"""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.files import take_in
from tenure.discovery.files.export import venture_file
from tenure.discovery.gates import decisions, pivots
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.testing import lock
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories, venture_factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    factories.make_workspace()
    return venture_factories.make_venture(head_of_sales)


def everything() -> dict[str, list[Any]]:
    """Every row of ventures, the agenda and the audit log, those that tie two tables together too."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("discovery", "agenda", "privacy")
    }


def killed(module: ModuleType, step: str, act: Callable[[], Any]) -> None:
    """Act in a process of its own that dies right after the step."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        inner = getattr(module, step)

        def die(*args: Any, **more: Any) -> None:
            inner(*args, **more)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(module, step, die)
        try:
            act()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def all_or_nothing(module: ModuleType, step: str, act: Callable[[], Any]) -> None:
    """Killed, nothing of it stands; done again, nothing is in its way."""
    before = everything()
    killed(module, step, act)
    assert everything() == before
    act()
    assert everything() != before


@pytest.mark.parametrize("step", ["_late_links", "check_tests", "_welcome"])
def test_a_venture_comes_in_whole_or_not_at_all(venture: Venture, head_of_sales: User, step: str) -> None:
    venture_factories.make_ready_test(venture_factories.make_hypothesis(venture))
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    all_or_nothing(take_in, step, lambda: take_in.take_in_venture(actor=head_of_sales, raw=raw))


@pytest.mark.parametrize("step", ["refresh_belief", "ask_to_run", "step"])
def test_a_test_is_locked_whole_or_not_at_all(venture: Venture, head_of_sales: User, step: str) -> None:
    card = venture_factories.make_ready_test(venture_factories.make_hypothesis(venture))
    all_or_nothing(lock, step, lambda: lock.lock_test(actor=head_of_sales, test_id=card.pk, version=1))


@pytest.mark.parametrize("step", ["write_decision", "_follow", "_step"])
def test_a_gate_is_decided_whole_or_not_at_all(venture: Venture, head_of_sales: User, step: str) -> None:
    decisions.ask_review(actor=head_of_sales, venture_id=venture.pk)
    override = decisions.WantedOverride("The season begins", clock.today() + timedelta(days=60))
    all_or_nothing(
        decisions, step,
        lambda: decisions.decide_gate(
            actor=head_of_sales, venture_id=venture.pk, phase=venture.phase, choice="proceed", reasons="Now", override=override
        ),
    )  # fmt: skip


@pytest.mark.parametrize("step", ["write_decision", "begin_loop", "carry", "record_step"])
def test_a_pivot_is_recorded_whole_or_not_at_all(venture: Venture, head_of_sales: User, step: str) -> None:
    one = venture_factories.make_hypothesis(venture, "Hotels with own bakery", block="segments")
    trigger = venture_factories.make_evidence(one, head_of_sales)
    version = save_version(actor=head_of_sales, venture_id=venture.pk)
    Hypothesis.objects.filter(pk=one.pk).update(title="Bakeries with 2–6 shops")
    wanted = pivots.WantedPivot("segment", version, "Noon", [trigger.pk], {one.pk: ("carried", 0.5)}, "discovery")
    all_or_nothing(pivots, step, lambda: pivots.record_pivot(actor=head_of_sales, venture_id=venture.pk, wanted=wanted))
    assert venture.hypotheses.filter(carried_from=one).count() == 1
