"""The venture of the demo company: three months of search, told through the product's own writers."""

from tenure.discovery.ventures.ventures import ventures_of
from tenure.journeys.demo.demo_venture import first_loop, gate, second_loop, selling
from tenure.journeys.demo.demo_venture.cast import Cast
from tenure.kernel import clock
from tenure.privacy.models import User


def fill_venture(*, founder: User, seller: User) -> int:
    """Tell the story once. Returns the venture; one that is there already stays as it is."""
    known = ventures_of(actor=founder)
    if known:
        return known[0].id
    cast = Cast(founder, seller, clock.today())
    first_loop.tell(cast)
    second_loop.tell(cast)
    gate.tell(cast)
    selling.tell(cast)
    return cast.venture
