"""What counted people are drawn from, and which numbers of a scenario are one fact: people and cost of the same channels."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.discovery.economics.inputs import InputRow
from tenure.discovery.economics.link_values import OF_CHANNELS, From, LinkRow
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.models import EconomicsScenario
from tenure.engine.economics.distributions import CostEach, Distribution, People

PEOPLE_PAIR = ("users", "user_cost")


@dataclass(frozen=True)
class CountedFrom:
    """Where a linked number comes from, and how many people were counted there."""

    source: str
    people: int


def counts_of(row: EconomicsScenario) -> dict[str, CountedFrom]:
    """By metric, of a scenario as it is stored. One query."""
    rows = row.links.filter(metric__in=PEOPLE_PAIR).values_list("metric", "source", "counted")
    return {metric: CountedFrom(source, people) for metric, source, people in rows}


def counts_told(links: Mapping[str, LinkRow]) -> dict[str, CountedFrom]:
    """By metric, of links that were read."""
    return {
        name: CountedFrom(links[name].wanted.source, links[name].found.counted) for name in PEOPLE_PAIR if name in links
    }


def shared(inputs: Mapping[str, InputRow], counts: Mapping[str, CountedFrom]) -> bool:
    """Whether UA and CPA are counted from the same people of the channels: then CPA is what was spent over UA, one draw."""
    users, cost = (counts.get(metric) for metric in PEOPLE_PAIR)
    if users is None or cost is None or "user_cost" not in inputs or not _counted(inputs, users):
        return False
    return users.source == From.CHANNELS and cost.source in OF_CHANNELS and users.people == cost.people


def distributions(inputs: Mapping[str, InputRow], counts: Mapping[str, CountedFrom]) -> dict[str, Distribution]:
    """What each metric is drawn from. People that were counted vary as any count does, and what one of them cost is the
    money spent over them: value * people = spent. All inputs must be there."""
    found = {metric: inputs[metric].distribution for metric in METRICS}
    users, cost = (counts.get(metric) for metric in PEOPLE_PAIR)
    if users is not None and _counted(inputs, users):
        found["users"] = People(users.people)
    if cost is not None and cost.people:
        found["user_cost"] = CostEach(inputs["user_cost"].value * cost.people, People(cost.people))
    return found


def _counted(inputs: Mapping[str, InputRow], users: CountedFrom) -> bool:
    """Whether UA is the very count: a file may bring another number beside its link."""
    return "users" in inputs and inputs["users"].value == users.people > 0
