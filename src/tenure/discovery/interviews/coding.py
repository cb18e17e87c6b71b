"""Whether two coders mean the same by a theme, where they differ, and whether new talks still bring new themes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from tenure.discovery.models import Coding, Quote
from tenure.discovery.sight import seen_venture
from tenure.engine.evidence.agreement import Agreement, tagged_alike
from tenure.engine.evidence.designs import interviews_needed
from tenure.engine.evidence.saturation import Saturation, saturation
from tenure.privacy.models import User

GOOD_KAPPA = 0.6  # from here on the themes of two coders may be counted (Landis and Koch: substantial)
COVERED = 0.9
LAST = 2**63  # after every account


@dataclass(frozen=True)
class Said:
    """What one coder put on a quote; coder_id None: somebody without an account here, known by name; theme None: fits
    none."""

    coder: str
    coder_id: int | None
    theme_id: int | None

    @property
    def key(self) -> tuple[int, str]:
        """Who it is: our own people in the order of their accounts, then those from outside by name."""
        return (self.coder_id, "") if self.coder_id is not None else (LAST, self.coder)


@dataclass(frozen=True)
class CodedQuote:
    """A quote with what each coder said of it, blind to the other until they have said their own."""

    id: int
    interview_id: int
    text: str
    problem: str
    said: tuple[Said, ...]
    theme_id: int | None
    settled: bool

    @property
    def disputed(self) -> bool:
        """Coders differ and nobody has settled it."""
        return not self.settled and len({one.theme_id for one in self.said}) > 1


@dataclass(frozen=True)
class Pair:
    """Two coders: quotes both tagged, and their agreement. few: too few quotes to tell good from chance luck."""

    first: str
    second: str
    quotes: int
    agreement: Agreement

    @property
    def good(self) -> bool:
        return self.agreement.kappa is not None and self.agreement.kappa >= GOOD_KAPPA

    @property
    def few(self) -> bool:
        return self.good and self.agreement.low is not None and self.agreement.low < GOOD_KAPPA


@dataclass(frozen=True)
class Step:
    """After so many talks: how many different themes were heard."""

    talks: int
    themes: int


@dataclass(frozen=True)
class CodingPage:
    """to_do: quotes the viewer has not tagged; disputed: to be settled; saturated: of all talks with a theme; curve:
    talk by talk, oldest first."""

    quotes: tuple[CodedQuote, ...]
    to_do: tuple[CodedQuote, ...]
    disputed: tuple[CodedQuote, ...]
    pairs: tuple[Pair, ...]
    saturated: Saturation
    curve: tuple[Step, ...]


def coding_page(*, actor: User, venture_id: int) -> CodingPage:
    """All quotes of a venture in sight with what coders said. Three queries."""
    seen_venture(actor, venture_id)
    counted = Quote.objects.filter(interview__venture=venture_id, interview__withdrawn_at=None)
    rows = counted.filter(interview__forgotten_at=None).select_related("problem")
    quotes = list(rows.order_by("pk"))
    said: dict[int, list[Said]] = {}
    codings = Coding.objects.filter(quote__interview__venture=venture_id)
    columns = ("quote_id", "coder_id", "coder__name", "outside", "theme_id")
    for quote, coder_id, coder, outside, theme in codings.values_list(*columns):
        said.setdefault(quote, []).append(Said(outside or coder, coder_id, theme))
    found = tuple(
        CodedQuote(
            row.pk, row.interview_id, row.text, row.problem.name if row.problem else "",
            tuple(sorted(said.get(row.pk, ()), key=attrgetter("key"))),
            row.theme_id, row.settled_at is not None,
        )
        for row in quotes
    )  # fmt: skip
    heard = heard_by_talk(found)
    return CodingPage(
        quotes=found,
        to_do=tuple(one for one in found if all(coder.coder_id != actor.pk for coder in one.said)),
        disputed=tuple(one for one in found if one.disputed),
        pairs=pairs_of(found),
        saturated=saturation_of(heard),
        curve=curve_of(heard),
    )


def pairs_of(quotes: Iterable[CodedQuote]) -> tuple[Pair, ...]:
    """Pure: kappa of each two coders, over the quotes both tagged, as they tagged them before anything was settled."""
    both: dict[tuple[tuple[int, str], tuple[int, str]], list[tuple[Said, Said]]] = {}
    for quote in quotes:
        for one, other in combinations(sorted(quote.said, key=attrgetter("key")), 2):
            both.setdefault((one.key, other.key), []).append((one, other))
    return tuple(
        Pair(
            said[0][0].coder, said[0][1].coder, len(said),
            tagged_alike([one.theme_id for one, _ in said], [other.theme_id for _, other in said]),
        )
        for said in both.values()
    )  # fmt: skip


def heard_by_talk(quotes: Iterable[CodedQuote]) -> list[frozenset[int]]:
    """Pure: the themes of each talk that has any, in the order of the talks; one person repeating it counts once."""
    talks: dict[int, set[int]] = {}
    for quote in quotes:
        if quote.theme_id is not None:
            talks.setdefault(quote.interview_id, set()).add(quote.theme_id)
    return [frozenset(talks[talk]) for talk in sorted(talks)]


def saturation_of(talks: Iterable[frozenset[int]]) -> Saturation:
    """Pure: coverage and themes still unheard, from in how many talks each theme was heard (A10)."""
    return saturation(list(Counter(theme for talk in talks for theme in talk).values()))


def curve_of(talks: list[frozenset[int]]) -> tuple[Step, ...]:
    """Pure: how many themes were heard, talk by talk."""
    heard: set[int] = set()
    found = []
    for count, themes in enumerate(talks, 1):
        heard |= themes
        found.append(Step(count, len(heard)))
    return tuple(found)


def talks_to_hear(prevalence: float, certainty: float = COVERED) -> int:
    """Pure: talks it takes to hear a problem of this prevalence at least once (A8)."""
    return interviews_needed(prevalence, certainty)
