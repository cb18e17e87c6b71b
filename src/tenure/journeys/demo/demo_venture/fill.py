"""The ventures of the demo company, told through the product's own writers: one that became a company, one given up, one in the
middle."""

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
    staying,
    versions,
)
from tenure.journeys.demo.demo_venture.cast import Cast
from tenure.kernel import clock
from tenure.privacy.models import User

# The days the chapters count back from: of the search for a problem, the first sales, the growth, and of the venture given up.
DISCOVERED, VALIDATED, GROWN, GIVEN_UP = 272, 195, 95, 60


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
    selling.promise(cast)
    selling.serve(cast)
    chores.tick_discovery(cast)
    gate.clear(cast)
    cast.until = VALIDATED
    selling.tell(cast)
    versions.tell(cast)
    counting.tell(cast)
    chores.tick_validation(cast)
    chores.fund(cast)
    cast.until = GROWN
    growing.tell(cast)
    cast.until = 0
    staying.tell(cast)
    chores.learn_from_work(cast)
    chores.tick_creation(cast)
    staying.pass_on(cast)
    chores.tick_building(cast)
    labels.tell(Cast(founder, seller, clock.today(), until=GIVEN_UP))
    crates.tell(Cast(founder, seller, clock.today()))
    return cast.venture
