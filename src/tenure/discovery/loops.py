"""The rounds of a venture's search."""

from tenure.discovery.models import Loop, Venture
from tenure.discovery.reading_once import remembered


@remembered
def loop_of(venture: Venture) -> Loop:
    """The round that goes on now, or the last one. One query."""
    return venture.loops.order_by("-number")[0]


def loop_number(venture: Venture) -> int:
    """Number of the round that goes on now, from 1. One query."""
    return loop_of(venture).number
