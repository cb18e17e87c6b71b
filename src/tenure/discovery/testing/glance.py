"""The test that runs now, as little as a page of the venture needs: its card and what its rule allows to be seen."""

from dataclasses import dataclass

from tenure.discovery.models import TestCard, Venture
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.cards import answers_of, plan_of
from tenure.discovery.testing.learning import Surprise
from tenure.discovery.testing.plan import Plan
from tenure.discovery.testing.verdicts import RunningView, running_view
from tenure.kernel import clock
from tenure.privacy.models import User


@dataclass(frozen=True)
class Glance:
    """The newest locked test; others: how many more run. Nothing is changed from here, nobody learns a surprise."""

    card: TestCard
    plan: Plan
    view: RunningView
    others: int
    may_work: bool = False
    surprise: Surprise | None = None
    earlier_edition: int = 0  # a test that runs has no verdict yet


def running_glance(*, actor: User, venture_id: int) -> Glance | None:
    """The newest running test of a venture in sight, None while none runs. Four queries; its lock is checked on its
    own page."""
    return glance_for(seen_venture(actor, venture_id))


def glance_for(venture: Venture) -> Glance | None:
    """As `running_glance`, for a venture already found to be in sight. Three queries."""
    rows = TestCard.objects.filter(venture=venture, state=TestCard.State.LOCKED).order_by("-number")
    running = list(rows.values_list("pk", flat=True))
    if not running:
        return None
    card = TestCard.objects.select_related("hypothesis").get(pk=running[0])
    plan = plan_of(card)
    view = running_view(plan, answers_of(card), today=clock.today())
    return Glance(card, plan, view, len(running) - 1)
