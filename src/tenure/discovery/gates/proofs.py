"""What evidence a gate takes for a proof: a record of the venture behind it that still stands, and not too old. One query."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When

from tenure.discovery.hypotheses.belief import FRESH_DAYS, is_stale
from tenure.discovery.models import Evidence, Presale, Quote, Refund, Survey, TestCard, Venture
from tenure.discovery.offers.presale_weight import KNOWS_US
from tenure.discovery.reading_once import remembered
from tenure.kernel.compiled_query import Query, compiled_once, named

Source = Evidence.Source
# Words and surveys stop here (method 2.5): alone they lift no hypothesis far, unless a locked test counted them.
DEED = 3
# Who owes us nothing, or only knows us, is a record alone; friends, family and a bent talk weigh half, and two of them
# are one (docs/adr/0018).
ENOUGH = KNOWS_US - 1e-9
FRESH = timedelta(days=FRESH_DAYS)


class Piece(NamedTuple):
    """A row of evidence that counts. expires_on: the day from which its hypothesis is stale; reliability: how far
    who gave it speaks for people who owe us nothing, 0..1; cluster: whose voice, empty: one of its own;
    stands: the record it came from is there, is of this venture, and counts."""

    id: int
    hypothesis: int
    supports: bool
    level: int
    source: str
    source_id: int | None
    observed_on: date
    expires_on: date | None
    relevance: float
    reliability: float
    cluster: str = ""
    stands: bool = True


class Proof(NamedTuple):
    """Behind one hypothesis; levels are -1 without any.

    level: the highest that enough of fresh records speak for (a decided test, a quote, a presale, a survey, orders), each
    voice by its weight; light: the highest of those that are not enough; old: of records too old;
    noted: of bare notes, which prove nothing at a gate; against: of whatever speaks against it;
    decided: a fresh test was decided in its favour; tried: a fresh record speaks for or against it.
    """

    level: int = -1
    old: int = -1
    noted: int = -1
    gone: int = -1
    against: int = -1
    light: int = -1
    decided: bool = False
    tried: bool = False

    @property
    def proven(self) -> bool:
        """Enough stands behind it to speak of its probability at a gate at all."""
        return self.decided or self.level >= DEED


NOTHING = Proof()


@remembered
def proofs_of(venture: Venture, today: date) -> dict[int, Proof]:
    """By hypothesis; those without evidence are left out. One query."""
    return proofs(pieces_of(venture), today)


@remembered
def pieces_of(venture: Venture) -> tuple[Piece, ...]:
    """All evidence that counts, of a venture already found to be in sight. One query."""
    return tuple(named(Piece, _pieces(venture.pk)))


@compiled_once
def _pieces(venture_id: int) -> Query:
    rows = Evidence.objects.filter(hypothesis__venture=venture_id, withdrawn_at=None).order_by("pk")
    return rows.values_list(
        "pk", "hypothesis_id", "supports", "level", "source", "source_id", "observed_on", "hypothesis__expires_on",
        "relevance", "reliability", "cluster", _stands(),
    )  # fmt: skip


def _stands() -> Case:
    """Whether the record is still what the evidence was written from: a test that was decided and may decide, a quote of a
    talk that was not withdrawn, a presale, a refund, a survey."""
    behind: dict[Source, QuerySet[Any]] = {
        Source.TEST: TestCard.objects.filter(
            venture=OuterRef("hypothesis__venture"), state=TestCard.State.DECIDED, exploratory=False
        ),
        Source.QUOTE: Quote.objects.filter(
            interview__venture=OuterRef("hypothesis__venture"), interview__withdrawn_at=None
        ),
        Source.PRESALE: Presale.objects.filter(venture=OuterRef("hypothesis__venture")),
        Source.REFUND: Refund.objects.filter(presale__venture=OuterRef("hypothesis__venture")),
        Source.SURVEY: Survey.objects.filter(venture=OuterRef("hypothesis__venture")),
    }
    cases = [When(source=kind, then=Exists(rows.filter(pk=OuterRef("source_id")))) for kind, rows in behind.items()]
    return Case(*cases, default=Value(False), output_field=BooleanField())


def proofs(pieces: Iterable[Piece], today: date) -> dict[int, Proof]:
    """As `proofs_of`, of pieces already read. Pure."""
    by_id = {one.id: one for one in pieces}
    found: dict[int, dict[str, Any]] = {}
    records: dict[int, list[Piece]] = {}
    for piece in by_id.values():
        if piece.relevance * piece.reliability > 0:
            marks = found.setdefault(piece.hypothesis, {})
            for name, value in _says(piece, origin(piece, by_id), today):
                if name == "level":
                    records.setdefault(piece.hypothesis, []).append(piece)
                elif value > marks.get(name, -1):
                    marks[name] = value
    for hypothesis, of in records.items():
        level, highest = _weighed(of), max(piece.level for piece in of)
        found[hypothesis] |= {"level": level, "light": highest if highest > level else -1}
    return {hypothesis: Proof(**marks) for hypothesis, marks in found.items()}


def _weighed(records: Iterable[Piece]) -> int:
    """The highest level that enough speak for on it or above, a voice once by the best it gave; -1 without any."""
    voices: dict[str | int, float] = {}
    for piece in sorted(records, key=lambda one: -one.level):
        voice = piece.cluster or piece.id
        voices[voice] = max(voices.get(voice, 0.0), piece.reliability)
        if sum(voices.values()) >= ENOUGH:
            return piece.level
    return -1


def origin(piece: Piece, by_id: Mapping[int, Piece]) -> Piece:
    """What a piece carried over pivots began as; itself where it was carried from nowhere known."""
    while piece.source == Source.CARRIED:
        older = by_id.get(piece.source_id or 0)
        if older is None or older.id >= piece.id:  # a copy is written after what it was made of; else it is forged
            break
        piece = older
    return piece


def _says(piece: Piece, root: Piece, today: date) -> tuple[tuple[str, int], ...]:
    """What one piece adds to the fields of a `Proof`, of which the largest counts."""
    record = root.source not in (Source.NOTE, Source.CARRIED)
    if record and not root.stands:
        return (("gone", piece.level),) if piece.supports else ()
    fresh = is_fresh(piece, today)
    if not piece.supports:
        return (("against", piece.level), ("tried", record and fresh))
    if not record:
        return (("noted", piece.level),)
    if not fresh:
        return (("old", piece.level),)
    return (("level", piece.level), ("decided", root.source == Source.TEST), ("tried", True))


def is_fresh(piece: Piece, today: date) -> bool:
    """Whether what was seen still counts as known: not longer ago than `FRESH_DAYS`, and where the hypothesis itself has
    gone stale, after that day."""
    if piece.observed_on < today - FRESH:
        return False
    return not is_stale(piece.expires_on, today) or piece.expires_on is None or piece.observed_on > piece.expires_on
