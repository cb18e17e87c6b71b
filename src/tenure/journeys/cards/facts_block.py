"""The Facts of a client's card: what is known of the company and of its people, and how much is left to learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tenure.clients.fact_catalogue import ClientSort, FactKind, fact_kinds
from tenure.clients.facts.facts import KnownFact, Subject, facts_of
from tenure.clients.people.people import PersonHere, people_of
from tenure.journeys.learning.client_sort import client_sort
from tenure.orders.scores import client_scores
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, sees_sensitive

# The parts of the block, in the order read.
GROUPS = ("buying", "needs", "money", "decision", "live", "company")


@dataclass(frozen=True)
class FactLine:
    """What is known of one kind about one subject. facts: the surest claim first; several contradict each other;
    none: not known yet."""

    subject: Subject
    kind: FactKind
    facts: Sequence[KnownFact]

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"f-{self.subject.kind}-{self.subject.id}-{self.kind.code}"


@dataclass(frozen=True)
class FactGroup:
    """One part of the block. unknown: how many kinds more could be learnt here. person: whose facts they are."""

    code: str
    subject: Subject
    lines: tuple[FactLine, ...]
    unknown: int
    person: PersonHere | None = None


@dataclass(frozen=True)
class FactsBlock:
    """Groups about the client, then one for each person of whom something is known; others: people of whom nothing is."""

    client_id: int
    groups: tuple[FactGroup, ...]
    people: tuple[FactGroup, ...]
    others: tuple[PersonHere, ...]
    may_work: bool
    opens_sealed: bool

    @property
    def known(self) -> int:
        """How many kinds something is known of."""
        return sum(len(group.lines) for group in (*self.groups, *self.people))


def facts_block(
    *, actor: User, client_id: int, people: tuple[PersonHere, ...] | None = None,
    facts: Mapping[Subject, Sequence[KnownFact]] | None = None, kinds: Mapping[str, FactKind] | None = None,
    value_class: str | None = None,
) -> FactsBlock:  # fmt: skip
    """Facts of a client in sight and of its people (read here unless given). At most twelve queries, however many."""
    staff = people_of(actor=actor, client_id=client_id) if people is None else people
    subject = Subject("client", client_id)
    wanted = [subject, *(Subject("person", one.id) for one in staff)]
    kinds = fact_kinds() if kinds is None else kinds
    found = facts_of(actor=actor, subjects=wanted, kinds=kinds) if facts is None else facts
    offered = offered_kinds(kinds, _sort(subject, found[subject], kinds, value_class))
    known = [one for one in staff if found[Subject("person", one.id)]]
    return FactsBlock(
        client_id=client_id,
        groups=_groups(subject, found[subject], kinds, offered),
        people=tuple(_of_person(one, found[Subject("person", one.id)], kinds, offered) for one in known),
        others=tuple(one for one in staff if one not in known and one.is_here),
        may_work=may(actor, Right.WORK_WITH_CLIENTS),
        opens_sealed=sees_sensitive(actor),
    )


def facts_about(*, actor: User, subject: Subject) -> FactGroup:
    """What is known of one person or company, for a page of their own."""
    facts = facts_of(actor=actor, subjects=[subject])[subject]
    kinds = fact_kinds()
    lines = _lines(subject, facts, kinds)
    known = {line.kind.code for line in lines}
    unknown = sum(kind.fits(subject.kind) and kind.code not in known for kind in offered_kinds(kinds))
    return FactGroup("person", subject, lines, unknown)


def fact_line(*, actor: User, subject: Subject, kind: str) -> FactLine | None:
    """One line of the block as it stands now; None for a kind there is none of."""
    found = fact_kinds().get(kind)
    if found is None:
        return None
    facts = facts_of(actor=actor, subjects=[subject])[subject]
    return FactLine(subject, found, tuple(fact for fact in facts if fact.kind == kind))


def unknown_lines(*, actor: User, subject: Subject, group: str = "") -> tuple[FactLine, ...]:
    """The kinds of which nothing is known yet about the subject, of one group or of all."""
    facts = facts_of(actor=actor, subjects=[subject])[subject]
    known = {fact.kind for fact in facts}
    kinds = fact_kinds()
    offered = offered_kinds(kinds, _sort(subject, facts, kinds, None))
    return tuple(
        FactLine(subject, kind, ())
        for kind in offered
        if kind.fits(subject.kind) and kind.code not in known and (not group or kind.group == group)
    )


def offered_kinds(kinds: Mapping[str, FactKind], sort: ClientSort | None = None) -> tuple[FactKind, ...]:
    """The kinds to be asked of such a client: neither hidden, nor switched off, nor meant for others."""
    shown = (kind for kind in kinds.values() if kind.enabled and not kind.hidden)
    return tuple(kind for kind in shown if kind.applies_to(*(sort or ClientSort())))


def _sort(
    subject: Subject, facts: Sequence[KnownFact], kinds: Mapping[str, FactKind], value_class: str | None
) -> ClientSort:
    """Of which sort the client is; its value class is read where it decides anything, unless given. One query at most."""
    if value_class is None and any(kind.applies.get("value_classes") for kind in kinds.values()):
        scores = client_scores(subject.id) if subject.kind == "client" else None
        value_class = scores.abc_class if scores else ""
    return client_sort(facts, value_class or "")


def _groups(
    subject: Subject, facts: Sequence[KnownFact], kinds: Mapping[str, FactKind], offered: tuple[FactKind, ...]
) -> tuple[FactGroup, ...]:
    lines = _lines(subject, facts, kinds)
    known = {line.kind.code for line in lines}
    left = [kind for kind in offered if kind.subject == "client" and kind.code not in known]
    groups = []
    for code in GROUPS:
        own = tuple(line for line in lines if line.kind.group == code)
        unknown = sum(kind.group == code for kind in left)
        if own or unknown:
            groups.append(FactGroup(code, subject, own, unknown))
    return tuple(groups)


def _of_person(
    person: PersonHere, facts: Sequence[KnownFact], kinds: Mapping[str, FactKind], offered: tuple[FactKind, ...]
) -> FactGroup:
    subject = Subject("person", person.id)
    lines = _lines(subject, facts, kinds)
    known = {line.kind.code for line in lines}
    unknown = sum(kind.subject == "person" and kind.code not in known for kind in offered)
    return FactGroup("person", subject, lines, unknown, person)


def _lines(subject: Subject, facts: Sequence[KnownFact], kinds: Mapping[str, FactKind]) -> tuple[FactLine, ...]:
    """By kind; facts come in the order of the catalogue. Those of a kind the catalogue has lost stay out."""
    return tuple(
        FactLine(subject, kinds[code], tuple(claims))
        for code, claims in groupby(facts, key=lambda fact: fact.kind)
        if code in kinds
    )
