"""What a card of the demo company tells: plain data, days counted from today, people named by short keys."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Someone:
    """A person of the client. seat, attitude and the rest: as in the decision unit; born: (years ago, days ahead)."""

    key: str
    name: str
    title: str
    role: str
    weight: float
    attitude: int | None
    language: str
    phone: str
    email: str = ""
    susceptibility: float = 0.5
    veto: float = 0.0
    contact: int = 1
    criteria: tuple[tuple[str, int], ...] = ()
    interest: str = ""
    objection: str = ""
    next_step: str = ""
    effort_minutes: int = 60
    since_years: int = 4
    reports_to: str = ""
    rival_attitude: int | None = None


@dataclass(frozen=True)
class Known:
    """A fact. about: a person's key, empty for the company; ahead: its value is the day so many days from today;
    years: that day lies so many years back (a birthday to come)."""

    kind: str
    value: str = ""
    about: str = ""
    days: int = 20
    confidence: float = 0.8
    told_by: str = ""
    source: str = ""
    how: str = "told"
    hidden: bool = False
    beside: bool = False
    ahead: int | None = None
    years: int = 0


@dataclass(frozen=True)
class Said:
    """A conversation, so many days ago; lines of what came of it."""

    days: int
    kind: str
    people: tuple[str, ...]
    outcome: str
    text: str
    minutes: int = 10
    readiness: str = ""


@dataclass(frozen=True)
class Word:
    """A promise; due in `due` days (below zero: that long ago); kept: on time, late or not yet."""

    title: str
    due: int
    given: int
    theirs: bool = False
    whom: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Puzzle:
    """A question of a decision table: about whom, the fact it is, the possible answers with their per cent."""

    text: str
    answers: tuple[tuple[str, int], ...]
    about: str = ""
    kind: str = ""
    right: int = 80
    minutes: int = 40


@dataclass(frozen=True)
class BigDeal:
    """A decision table: tactics with their cost, and by case (the last question running fastest) the per cent to win."""

    tactics: tuple[tuple[str, int], ...]
    puzzles: tuple[Puzzle, ...]
    chances: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Story:
    """One client known well."""

    deal: str
    value: int
    template: str
    people: tuple[Someone, ...]
    listens: tuple[tuple[str, str, int], ...]
    conflicts: tuple[tuple[str, str], ...]
    arguments: tuple[tuple[str, dict[str, float]], ...]
    facts: tuple[Known, ...]
    talks: tuple[Said, ...]
    words: tuple[Word, ...]
    rival: str
    rival_sells: str
    companies: tuple[tuple[str, str, str], ...] = field(default=())  # kind, name, what
    table: BigDeal | None = None


@dataclass(frozen=True)
class Language:
    """The cards one salesperson keeps, and who answers the telephone at their other clients."""

    stories: tuple[Story, ...]
    contacts: tuple[tuple[str, str], ...]  # name, post
    plain_facts: tuple[Known, ...]
