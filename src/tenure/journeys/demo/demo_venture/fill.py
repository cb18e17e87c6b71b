"""The ventures of the demo company, told through the product's own writers: one finished, one given up, one in the middle."""

from tenure.discovery.ventures.ventures import ventures_of
from tenure.journeys.demo.demo_venture import (
    chores,
    counting,
    crates,
    first_loop,
    gate,
    growing,
    labels,
    second_loop,
    selling,
)
from tenure.journeys.demo.demo_venture.cast import Cast
from tenure.kernel import clock
from tenure.privacy.models import User

# The days the chapters count back from: of the search for a problem, of the first sales, and of the venture given up.
DISCOVERED, VALIDATED, GIVEN_UP = 177, 100, 60


def fill_ventures(*, founder: User, seller: User) -> int:
    """Tell the stories once. Returns the first venture; where one is there already they stay as they are."""
    known = ventures_of(actor=founder)
    if known:
        return known[-1].id
    cast = Cast(founder, seller, clock.today())
    cast.until = DISCOVERED
    first_loop.tell(cast)
    gate.refuse(cast)
    second_loop.tell(cast)
    selling.serve(cast)
    chores.tick_discovery(cast)
    gate.clear(cast)
    cast.until = VALIDATED
    selling.tell(cast)
    counting.tell(cast)
    chores.tick_validation(cast)
    chores.fund(cast)
    cast.until = 0
    growing.tell(cast)
    chores.learn_from_work(cast)
    chores.tick_creation(cast)
    labels.tell(Cast(founder, seller, clock.today(), until=GIVEN_UP))
    crates.tell(Cast(founder, seller, clock.today()))
    return cast.venture
