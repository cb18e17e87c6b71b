"""The loop of an MVP read: of those a version was shown to, who would use it as it is, and which changes are asked for still
(S000-9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tenure.clients.clients import visible_clients
from tenure.discovery.models import MvpChange, MvpShowing, MvpVersion, OfferedProduct, Venture
from tenure.discovery.offers.presale_sums import Tally
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, works_in
from tenure.discovery.voices import cluster_of, same_company, voice_heard
from tenure.engine.evidence.proportions import more_needed, posterior
from tenure.kernel.compiled_query import Query, compiled_once, named
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

AS_IS, CHANGE = str(MvpShowing.Verdict.AS_IS), str(MvpShowing.Verdict.CHANGE)
HALF = 0.5  # most would use it: more than half of all such people, assumed to be what a working product needs
# Whether most would use a version as it is.
MOST, FEW, UNDECIDED = "most", "few", "undecided"
VERDICTS = {"supported": MOST, "refuted": FEW, "inconclusive": UNDECIDED}
# What became of a change: asked for, taken up, not taken up, or no longer asked for by anybody.
OPEN, TAKEN, DECLINED, DROPPED = "open", "taken", "declined", "dropped"
# What the loop asks for now.
BUILD, SHOW, CORRECT, DONE = "build", "show", "correct", "done"
LAST = 10**9  # after any version


@dataclass(frozen=True)
class Showing:
    """A version shown. who: as written, or as the interview has it, empty where that was forgotten; voice: one name for one
    voice, never shown; counts: it is the latest word of that voice on this version; asked: changes, by number."""

    id: int
    on: date
    who: str
    interview_id: int | None
    client_id: int | None
    client: str
    alone: bool
    verdict: str
    said: str
    asked: tuple[int, ...]
    voice: str
    counts: bool
    version: int


@dataclass(frozen=True)
class Version:
    """A version of a product in the order of its number. showings: oldest first."""

    id: int
    product_id: int
    product: str
    number: int
    ready_on: date
    does: str
    left_out: str
    minutes: int
    money_minor: int
    version: int
    showings: tuple[Showing, ...] = ()

    @property
    def heard(self) -> tuple[Showing, ...]:
        """The latest word of each voice."""
        return tuple(one for one in self.showings if one.counts)

    @cached_property
    def would(self) -> Tally:
        """Who would use it as it is, of those it was shown to."""
        return Tally(sum(one.verdict == AS_IS for one in self.heard), len(self.heard))

    @cached_property
    def verdict(self) -> str:
        """Whether most would, of all such people, as sure as the house asks: `MOST`, `FEW` or `UNDECIDED`."""
        return VERDICTS[posterior(self.would.k, self.would.n).verdict(HALF)] if self.would.n else UNDECIDED

    @property
    def more(self) -> int | None:
        """How many more would decide, if they answer as those before; None: nobody answered, or that would not."""
        return more_needed(self.would.k, self.would.n, HALF) if self.would.n else None

    def asked(self) -> set[int]:
        """Changes asked for by the latest words."""
        return {change for one in self.heard for change in one.asked}


@dataclass(frozen=True)
class Answer:
    """What a version made of a change."""

    number: int
    taken: bool
    why: str


@dataclass(frozen=True)
class Change:
    """A change as it stands. asked: voices that ask for it, since the last answer where there is one; of one answered, those that
    asked for it before; answer: the last one."""

    id: int
    text: str
    version: int
    state: str
    asked: int
    answer: Answer | None


@dataclass(frozen=True)
class Told:
    """A change as it is written, with the answers of versions by their numbers."""

    id: int
    product_id: int
    text: str
    version: int
    answers: Mapping[int, Answer]

    def before(self, number: int, versions: Iterable[Version]) -> Change:
        """As it stood before the version of this number. Pure."""
        last = max((one for one in self.answers.values() if one.number < number), key=_number, default=None)
        shown = [(one.number, shown) for one in versions if one.number < number for shown in one.heard]
        asked = [(at, one.voice) for at, one in shown if self.id in one.asked]
        again = {voice for at, voice in asked if last is None or at >= last.number}
        answered = (TAKEN if last.taken else DECLINED) if last else DROPPED
        voices = again or {voice for _at, voice in asked}
        return Change(self.id, self.text, self.version, OPEN if again else answered, len(voices), last)


@dataclass(frozen=True)
class MvpLoop:
    """All versions of a product, first to last; changes: open ones first, most asked for first."""

    venture_id: int
    product_id: int
    product: str
    versions: tuple[Version, ...]
    told: tuple[Told, ...]
    may_work: bool

    @property
    def last(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        rank = (OPEN, TAKEN, DECLINED)
        found = [one for one in self.before(LAST) if one.state in rank]
        return tuple(sorted(found, key=lambda one: (rank.index(one.state), -one.asked, one.id)))

    @property
    def open(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.state == OPEN)

    @property
    def step(self) -> str:
        """What comes next: build the first version, show the last one, correct it, or nothing: it works."""
        if self.last is None:
            return BUILD
        if not self.last.would.n:
            return SHOW
        if self.open or self.last.verdict == FEW:
            return CORRECT
        return DONE if self.last.verdict == MOST else SHOW

    def before(self, number: int) -> list[Change]:
        """Every change as it stood before the version of this number."""
        return [one.before(number, self.versions) for one in self.told]

    def to_answer(self, number: int) -> list[tuple[Change, Answer | None]]:
        """The changes a version of this number answers, or could: asked for then, or answered by it, and how."""
        pairs = [(one.before(number, self.versions), one.answers.get(number)) for one in self.told]
        return sorted(
            ((change, answer) for change, answer in pairs if answer or change.state == OPEN),
            key=lambda pair: (-pair[0].asked, pair[0].id),
        )


def mvp_loop(*, actor: User, product_id: int) -> MvpLoop:
    """The loop of a product of a venture in sight. Six queries."""
    row = OfferedProduct.objects.filter(pk=product_id).values_list("venture_id", "name").first()
    if row is None:
        raise NotFound
    venture = seen_venture(actor, row[0])
    versions = [one for one in versions_for(venture) if one.product_id == product_id]
    told = tuple(one for one in _told(venture) if one.product_id == product_id)
    seen = _clients_in_sight(actor, versions)
    shown = tuple(replace(one, showings=tuple(_in_sight(each, seen) for each in one.showings)) for one in versions)
    return MvpLoop(venture.pk, product_id, row[1], shown, told, works_in(actor, venture))


def version_of(*, actor: User, version_id: int) -> tuple[MvpLoop, Version]:
    """A version in sight, and its loop."""
    found = MvpVersion.objects.filter(pk=version_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    loop = mvp_loop(actor=actor, product_id=found)
    return loop, next(one for one in loop.versions if one.id == version_id)


def showing_of(*, actor: User, showing_id: int) -> tuple[MvpLoop, Version, Showing]:
    """A showing in sight, its version and its loop."""
    found = MvpShowing.objects.filter(pk=showing_id).values_list("mvp_id", flat=True).first()
    if found is None:
        raise NotFound
    loop, version = version_of(actor=actor, version_id=found)
    return loop, version, next(one for one in version.showings if one.id == showing_id)


def change_of(*, actor: User, change_id: int) -> tuple[MvpLoop, Change]:
    """A change in sight, and its loop."""
    found = MvpChange.objects.filter(pk=change_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    loop = mvp_loop(actor=actor, product_id=found)
    return loop, next(one for one in loop.before(LAST) if one.id == change_id)


@remembered
def versions_for(venture: Venture) -> tuple[Version, ...]:
    """Of all products of a venture already found to be in sight, by product and number. One query, two with clients."""
    rows = _rows_of(venture)
    voices = _voices(rows)
    shown: dict[int, dict[int, Showing]] = {}
    for row in rows:
        of = shown.setdefault(row.pk, {})
        if row.showing is not None:
            known = of.get(row.showing) or _showing(row, voices[row.showing])
            of[row.showing] = replace(known, asked=(*known.asked, row.asked)) if row.asked else known
    firsts = {row.pk: row for row in rows}
    return tuple(
        Version(
            row.pk, row.product_id, row.product, row.number, row.ready_on, row.does, row.left_out, row.minutes or 0,
            row.money_minor or 0, row.version, _latest(tuple(shown[pk].values())),
        )
        for pk, row in firsts.items()
    )  # fmt: skip


def shown_to(venture: Venture) -> frozenset[str]:
    """Whom versions were shown to beside the people of interviews, as they were written and as the base calls them: for what
    must name nobody. One query, none once the versions are read."""
    return frozenset(name for row in _rows_of(venture) for name in (row.who, row.client) if name)


@remembered
def _rows_of(venture: Venture) -> "tuple[_Row, ...]":
    return tuple(named(_Row, _rows(venture.pk)))


def _latest(showings: tuple[Showing, ...]) -> tuple[Showing, ...]:
    """Oldest first, with the latest word of each voice marked. Pure."""
    ordered = sorted(showings, key=lambda one: (one.on, one.id))
    last = {one.voice: one.id for one in ordered}
    return tuple(replace(one, counts=last[one.voice] == one.id) for one in ordered)


class _Row(NamedTuple):
    """A version with one of its showings and one of the changes asked for there, or without."""

    pk: int
    product_id: int
    product: str
    number: int
    ready_on: date
    does: str
    left_out: str
    minutes: int | None
    money_minor: int | None
    version: int
    showing: int | None
    on: date | None
    who: str | None
    client_id: int | None
    client: str | None
    alone: bool | None
    verdict: str | None
    said: str | None
    showing_version: int | None
    interview_id: int | None
    name: str | None
    company: str | None
    cluster: str | None
    person_id: int | None
    asked: int | None


@compiled_once
def _rows(venture_id: int) -> Query:
    own = ("pk", "product_id", "product__name", "number", "ready_on", "does", "left_out", "work__minutes",
           "work__money_minor", "version")  # fmt: skip
    shown = ("pk", "on", "who", "client_id", "client__name", "alone", "verdict", "said", "version", "interview_id",
             "interview__name", "interview__company", "interview__cluster", "interview__person_id", "asked__pk")  # fmt: skip
    rows = MvpVersion.objects.filter(product__venture=venture_id)
    rows = rows.order_by("product_id", "number", "showings__pk", "showings__asked__pk")
    return rows.values_list(*own, *(f"showings__{name}" for name in shown))


def _showing(row: _Row, voice: str) -> Showing:
    assert row.showing is not None
    assert row.on is not None
    who = row.name or row.company or "" if row.interview_id else row.who or ""
    return Showing(
        row.showing, row.on, who, row.interview_id, row.client_id, "", bool(row.alone), row.verdict or "",
        row.said or "", (), voice, False, row.showing_version or 1,
    )  # fmt: skip


def _voices(rows: Sequence[_Row]) -> dict[int, str]:
    """By showing, whose voice it is: of the interview, else of the client or the words, whatever the spelling of a company."""
    found: dict[int, str] = {}
    for row in rows:
        if row.showing is None:
            continue
        if row.interview_id:
            found[row.showing] = voice_heard(row.interview_id, row.cluster or "", row.person_id)
        else:
            found[row.showing] = cluster_of(row.client_id, row.who or "") or f"showing:{row.showing}"
    client_of = same_company(found.values())
    return {pk: client_of.get(voice, voice) for pk, voice in found.items()}


@remembered
def _told(venture: Venture) -> tuple[Told, ...]:
    """The changes of a venture with their answers. One query."""
    found: dict[int, Told] = {}
    answers: dict[int, dict[int, Answer]] = {}
    for pk, product, text, version, number, taken, why in _changes(venture.pk):
        of = answers.setdefault(pk, {})
        if number is not None:
            of[number] = Answer(number, taken, why)
        found[pk] = Told(pk, product, text, version, of)
    return tuple(found.values())


@compiled_once
def _changes(venture_id: int) -> Query:
    rows = MvpChange.objects.filter(product__venture=venture_id).order_by("pk", "answers__mvp__number")
    columns = ("pk", "product_id", "text", "version")
    return rows.values_list(*columns, "answers__mvp__number", "answers__taken", "answers__why")


def _clients_in_sight(actor: User, versions: Iterable[Version]) -> dict[int, str]:
    ids = {shown.client_id for one in versions for shown in one.showings if shown.client_id}
    return dict(visible_clients(actor).filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _in_sight(one: Showing, names: Mapping[int, str]) -> Showing:
    known = one.client_id if one.client_id in names else None
    return replace(one, client_id=known, client=names.get(known or 0, ""))


def _number(one: Answer) -> int:
    return one.number
