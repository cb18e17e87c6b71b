"""Ventures and what lies in them, for tests: straight into the tables, with nothing asked."""

from typing import Any

from tenure.discovery.models import Hypothesis, Loop, Problem, Segment, TestCard, Venture, VentureMember
from tenure.kernel import clock
from tenure.privacy.models import User


def make_venture(owner: User, name: str = "Night delivery for bakeries", **fields: Any) -> Venture:
    """A venture in its first loop of discovery."""
    venture = Venture.objects.create(name=name, owner=owner, created_at=clock.now(), **fields)
    Loop.objects.create(venture=venture, number=1, phase=venture.phase, started_on=clock.today())
    return venture


def let_in(venture: Venture, user: User, *, may_work: bool = True) -> VentureMember:
    return VentureMember.objects.create(venture=venture, user=user, may_work=may_work)


def make_segment(venture: Venture, name: str = "Bakeries with 2–6 shops", **fields: Any) -> Segment:
    return Segment.objects.create(venture=venture, name=name, **fields)


def make_problem(venture: Venture, name: str = "Flour comes too late for the night shift", **fields: Any) -> Problem:
    return Problem.objects.create(venture=venture, name=name, **fields)


def make_hypothesis(venture: Venture, title: str = "They will pay for it monthly", **fields: Any) -> Hypothesis:
    number = Hypothesis.objects.filter(venture=venture).count() + 1
    values = {"block": "revenue_streams", "number": number, "created_at": clock.now()} | fields
    return Hypothesis.objects.create(venture=venture, title=title, **values)


def make_test_card(hypothesis: Hypothesis, name: str = "Will they pay monthly?", **fields: Any) -> TestCard:
    venture = hypothesis.venture
    number = TestCard.objects.filter(venture=venture).count() + 1
    values = {"kind": "presale", "number": number, "created_at": clock.now(), "threshold": 0.4} | fields
    return TestCard.objects.create(venture=venture, hypothesis=hypothesis, name=name, **values)
