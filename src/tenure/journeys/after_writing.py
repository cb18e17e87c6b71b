"""What follows a written record a moment later, whoever wrote it: it can be found, and its dates are reminded of."""

from tenure.journeys.find_everything import index_written
from tenure.journeys.today.occasions import renew_after_facts


def after_writing(most: int | None = None) -> int:
    """Called by the worker whenever it has nothing else to do; returns how many records it dealt with."""
    written = index_written(most)
    facts = [record for kind, record in written if kind == "fact"]
    if facts:
        renew_after_facts(facts)
    return len(written)
