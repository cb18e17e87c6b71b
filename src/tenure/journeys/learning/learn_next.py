"""What to learn next of one client: every unknown or ageing fact with its worth and cost, and where to stop asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.fact_catalogue.profiles import Profile, profile_for
from tenure.clients.facts.facts import KnownFact, Subject, facts_of
from tenure.clients.facts.minimal_profiles import minimal_profiles
from tenure.clients.people.people import PersonHere, people_of
from tenure.clients.sight import Sight, look
from tenure.clients.units.decision_units import main_unit, units_of, won_share
from tenure.journeys.learning.client_sort import client_sort
from tenure.journeys.learning.learn_questions import Chosen, Question, Whom, candidates, choose
from tenure.journeys.learning.question_terms import TOLD_BY_ORDERS, AtStake, Chance, account_value, applicable, askable
from tenure.journeys.units.unit_outlook import UnitOutlook, outlook_at
from tenure.kernel.errors import NotFound
from tenure.orders.scores import ClientScores, client_scores, newest_parameter
from tenure.privacy.models import User
from tenure.privacy.workspace import WorkspaceView, current_workspace

USUAL_HOUR_MINOR = 2000
DEAREST_SHOWN = 3


@dataclass(frozen=True)
class Least:
    """The least worth knowing of such a client. wanted: how many facts that is; missing: those not known, or no longer;
    only: nothing beyond them is worth asking."""

    wanted: int
    missing: tuple[FactKind, ...]
    only: bool = False

    @property
    def known(self) -> int:
        return self.wanted - len(self.missing)


@dataclass(frozen=True)
class LearnNext:
    """What is worth asking a client, and why no more.

    stake, chance: what hangs on it and how likely it turns out well; chosen: the questions in order, and the rest; people:
    those whose facts count; mapped: False when nobody is on the map and everybody counts alike; deals: closed deals the
    lifts could be learned from, `fewest` that it takes; least: how much of the least profile is known.
    """

    client_id: int
    stake: AtStake
    chance: Chance
    chosen: Chosen
    people: tuple[Whom, ...]
    mapped: bool
    hour_cost_minor: int
    deals: int
    fewest: int
    least: Least = Least(0, ())

    @property
    def asked(self) -> tuple[Question, ...]:
        """Worth asking, in this order."""
        return self.chosen.asked

    @property
    def nothing(self) -> bool:
        """Whether nothing is worth asking now (K3)."""
        return not self.chosen.asked

    @property
    def below(self) -> tuple[Question, ...]:
        """The dearest of what costs more than it brings; what is worth nothing at all is left out."""
        return tuple(row for row in self.chosen.left if row.gain_minor > 0 and row.cost_minor is not None)

    def question(self, key: str) -> Question:
        """One question by its key; NotFound for one that is not asked here."""
        for row in (*self.chosen.asked, *self.chosen.left):
            if row.key == key:
                return row
        raise NotFound(f"question {key}")


@dataclass(frozen=True)
class Ground:
    """What the questions rest on, for callers that have read it already. kinds: the catalogue; lifts: what was learned
    from closed deals, as the newest run stored it."""

    outlook: UnitOutlook | None
    people: tuple[PersonHere, ...]
    facts: Mapping[Subject, Sequence[KnownFact]]
    scores: ClientScores | None
    kinds: Mapping[str, FactKind]
    workspace: WorkspaceView | None
    lifts: Mapping[str, Any]


def learn_next(*, actor: User, client_id: int, by: str = "net", ground: Ground | None = None) -> LearnNext:
    """The questions worth asking a client in sight; NotFound otherwise. A known number of queries.

    by: "net", what brings most first; "ratio", what brings most for its time first. ground: what was read before.
    """
    if ground is None:
        ground = read_ground(actor=actor, client_id=client_id)
    client, lifts = Subject("client", client_id), ground.lifts
    hour = ground.workspace.hour_cost_minor if ground.workspace else USUAL_HOUR_MINOR
    people = whom_of(ground)
    stake = at_stake(ground)
    chance = chance_of(ground, stake)
    told_of = ground.facts.get(client, ())
    sort = client_sort(told_of, ground.scores.abc_class if ground.scores else "")
    profile = profile_for(sort, minimal_profiles())
    told = TOLD_BY_ORDERS if ground.scores and ground.scores.window_from else frozenset()
    kinds = {
        code: kind
        for code, kind in askable(ground.kinds).items()
        if code not in told and applicable(kind, sort, profile)
    }
    found = candidates(
        kinds, client=client, people=people, facts=ground.facts, stake=stake, chance=chance, hour_cost_minor=hour,
        learned=lifts.get("classes", {}),
    )  # fmt: skip
    return LearnNext(
        client_id=client_id,
        stake=stake,
        chance=chance,
        chosen=choose(found, chance, by=by),
        people=people,
        mapped=ground.outlook is not None and bool(ground.outlook.unit.members),
        hour_cost_minor=hour,
        deals=int(lifts.get("deals", 0)),
        fewest=int(lifts.get("fewest", 0)),
        least=least_known(profile, ground.kinds, told_of, told),
    )


def least_known(
    profile: Profile, kinds: Mapping[str, FactKind], claims: Sequence[KnownFact], told: frozenset[str]
) -> Least:
    """How much of the least profile is known of the client; what has aged out counts as unknown. told: by its orders."""
    wanted = [
        kinds[code]
        for code in profile.codes
        if code in kinds and kinds[code].subject == "client" and not kinds[code].hidden and code not in told
    ]
    known = {claim.kind for claim in claims if not claim.stale}
    return Least(len(wanted), tuple(kind for kind in wanted if kind.code not in known), profile.only)


def read_ground(*, actor: User, client_id: int, sight: Sight | None = None) -> Ground:
    """Read what the questions of one client rest on."""
    sight = look(actor, client_id, sight)
    scores, workspace = client_scores(client_id), current_workspace()
    head = main_unit(units_of(actor=actor, client_id=client_id, sight=sight))
    outlook = outlook_at(actor=actor, head=head, scores=scores, workspace=workspace) if head else None
    return ground_of(
        actor=actor, client_id=client_id, outlook=outlook, scores=scores, workspace=workspace,
        people=people_of(actor=actor, client_id=client_id, sight=sight), lifts=newest_parameter("lifts") or {},
    )  # fmt: skip


def ground_of(
    *, actor: User, client_id: int, outlook: UnitOutlook | None, people: tuple[PersonHere, ...],
    scores: ClientScores | None, workspace: WorkspaceView | None, lifts: Mapping[str, Any],
) -> Ground:  # fmt: skip
    """What was read of a client in sight, with the facts about it and its people."""
    client, kinds = Subject("client", client_id), fact_kinds()
    seen = {client, *(Subject("person", person.id) for person in people)}
    members = (Subject("person", person_id) for person_id in _members(outlook))
    subjects = [client, *members, *(Subject("person", person.id) for person in people)]
    facts = facts_of(actor=actor, subjects=subjects, seen=seen, kinds=kinds)
    return Ground(outlook, people, facts, scores, kinds, workspace, lifts)


def _members(outlook: UnitOutlook | None) -> list[int]:
    return [member.person_id for member in outlook.unit.members] if outlook else []


def whom_of(ground: Ground) -> tuple[Whom, ...]:
    """The people whose facts count: those on the map by their share; with nobody there, everybody in post, in equal
    parts."""
    outlook = ground.outlook
    if outlook is not None and outlook.unit.members:
        shares = {one.row.id: one.share for one in outlook.members}
        alike = 1 / len(outlook.unit.members)
        return tuple(
            Whom(
                row.person_id, row.name, row.post, shares.get(row.id, alike), row.access,
                frozenset([*(["attitude"] if row.attitude is not None else []),
                           *(["selection_criteria"] if row.criteria else [])]),
            )
            for row in outlook.unit.members
        )  # fmt: skip
    here = [person for person in ground.people if person.is_here]
    return tuple(Whom(one.id, one.name, one.title, 1 / len(here), 0.0) for one in here)


def at_stake(ground: Ground) -> AtStake:
    """The open deal, where it has a value; else what is expected of the client in 12 months."""
    head = ground.outlook.unit.head if ground.outlook else None
    if head is not None and head.title and head.state == "open" and head.value_minor:
        return AtStake(head.value_minor, "deal", head.title, head.id)
    scores = ground.scores
    if scores is None:
        return AtStake(0, "nothing")
    return account_value(scores.value_12m_minor, scores.margin_12m_minor, scores.revenue_12m_minor)


def chance_of(ground: Ground, stake: AtStake) -> Chance:
    """Of winning the deal; of a client at large, that it still buys."""
    if stake.source == "deal" and ground.outlook is not None:
        if ground.outlook.win is not None:
            return Chance(ground.outlook.win, "unit")
        return Chance(ground.outlook.base_rate, "base")
    if ground.scores is not None and ground.scores.p_active is not None:
        return Chance(ground.scores.p_active, "active")
    return Chance(ground.outlook.base_rate if ground.outlook else won_share().expected, "base")
