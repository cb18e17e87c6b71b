"""A venture with a hypothesis and a test that is ready to be locked."""

from collections.abc import Callable
from datetime import date

import pytest

from tenure.discovery.models import Hypothesis, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import observe
from tenure.privacy.models import User, Workspace
from tests.venture_factories import make_hypothesis, make_ready_test, make_venture

DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def founder(workspace: Workspace, head_of_sales: User) -> User:
    return head_of_sales


@pytest.fixture
def venture(founder: User) -> Venture:
    return make_venture(founder)


@pytest.fixture
def hypothesis(venture: Venture) -> Hypothesis:
    return make_hypothesis(venture, statement="At least 40 % of bakeries with a night shift will pay €49 a month")


@pytest.fixture
def draft(hypothesis: Hypothesis) -> TestCard:
    return make_ready_test(hypothesis)


@pytest.fixture
def locked(founder: User, draft: TestCard) -> TestCard:
    lock_test(actor=founder, test_id=draft.pk, version=draft.version)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def enter(founder: User) -> Callable[..., list[int]]:
    """`enter(card, [1, 0, 1])`: observations of today, one after another."""

    def enter(card: TestCard, wins: list[int], **more: object) -> list[int]:
        return [
            observe(actor=founder, test_id=card.pk, success=bool(won), happened_on=DAY, **more)  # type: ignore[arg-type]
            for won in wins
        ]

    return enter
