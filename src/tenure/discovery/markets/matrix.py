"""Segment x problem: who has what, how badly, what it costs them, how large that is; ranked by what is sure of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean, median

from tenure.discovery.interviews.counting import Heard, Mentions, SegmentCounts
from tenure.discovery.interviews.counts import HeardProblem, InterviewCounts, counted, heard_problems, talks_of
from tenure.discovery.markets.problems import ProblemRow, problems_for
from tenure.discovery.markets.ranges import Range, Size, carries_company
from tenure.discovery.markets.segments import SegmentRow, segments_for
from tenure.discovery.markets.sizes import NO_SIZE, reckon, sizes_of
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, works_in
from tenure.engine.market import cells
from tenure.privacy.models import User

MONTHS = 12


@dataclass(frozen=True)
class Cell:
    """One problem in one segment. severity: median of those asked; spend_minor: mean a year today of those who said;
    hours: a month; value, value_low: accounts x prevalence x spend, its mean and its lower 10 % bound, minor units a
    year; size: the market, None while something in `missing` is unknown; margin: of its revenue; carries: "yes", "no",
    "undecided" or "unknown"; alternatives: how many work around it today."""

    segment_id: int
    problem_id: int
    mentions: Mentions
    severity: float | None
    asked: int
    spend_minor: int | None
    priced: int
    hours: float | None
    alternatives: int
    value_minor: int | None
    value_low_minor: int | None
    size: Size | None
    missing: tuple[str, ...]
    margin: float | None
    carries: str
    size_version: int


@dataclass(frozen=True)
class Ranked:
    """A problem in the backlog with its best cell; best is None where nothing is known of its worth."""

    problem: ProblemRow
    best: Cell | None
    mentions: int


@dataclass(frozen=True)
class Matrix:
    """cells: by (segment, problem); order: cells with a value, the largest lower bound first (E3); backlog: the problem
    taken, then the open ones in that order, unknown last, then the dropped ones."""

    segments: tuple[SegmentRow, ...]
    problems: tuple[ProblemRow, ...]
    counts: InterviewCounts
    cells: dict[tuple[int, int], Cell]
    order: tuple[tuple[int, int], ...]
    backlog: tuple[Ranked, ...]
    least_company_minor: int | None

    @property
    def next_problem(self) -> ProblemRow | None:
        """What to take at a dead end: the open one with the largest sure worth."""
        return next((one.problem for one in self.backlog if one.problem.state == "open"), None)


@dataclass(frozen=True)
class _Said:
    """What people of a segment said of a problem."""

    severities: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    around: list[int] = field(default_factory=list)

    @cached_property
    def spend_minor(self) -> int | None:
        """Mean a year."""
        return round(sum(self.costs) / len(self.costs) * MONTHS) if self.costs else None

    @property
    def alternatives(self) -> int:
        return len(self.around)


SILENCE = _Said()


def matrix_of(*, actor: User, venture_id: int) -> Matrix:
    """The matrix of a venture in sight. Six queries, seven for a member, however many interviews."""
    venture = seen_venture(actor, venture_id)
    return matrix_for(venture, may_work=works_in(actor, venture))


@remembered
def matrix_for(venture: Venture, *, may_work: bool) -> Matrix:
    """As `matrix_of`, for a venture already found to be in sight. Five queries."""
    segments, problems = segments_for(venture, may_work=may_work), problems_for(venture, may_work=may_work)
    heard = heard_problems(venture.pk)
    talks, others = talks_of(venture.pk, heard)
    counts = counted({one.id: one.text.name for one in segments}, {one.id: one.name for one in problems}, talks, others)
    by_segment = {one.segment: one for one in counts.segments}
    said = _said(talks, heard)
    sizes = sizes_of(venture.pk)
    found: dict[tuple[int, int], Cell] = {}
    values = _values(segments, problems, by_segment, said)
    for segment in segments:
        for problem in problems:
            key = (segment.id, problem.id)
            mentions = by_segment[segment.id].problems[problem.id]
            text, version = sizes.get(key, NO_SIZE)
            told = said.get(key, SILENCE)
            size, missing = reckon(text, accounts_of(segment), mentions.share if mentions.people else None)
            found[key] = Cell(
                segment_id=segment.id, problem_id=problem.id, mentions=mentions,
                severity=median(told.severities) if told.severities else None, asked=len(told.severities),
                spend_minor=told.spend_minor, priced=len(told.costs),
                hours=fmean(told.hours) if told.hours else None, alternatives=told.alternatives,
                value_minor=values.get(key, (None, None))[0], value_low_minor=values.get(key, (None, None))[1],
                size=size, missing=missing, margin=text.margin,
                carries=carries_company(size, text.margin, venture.least_company_minor), size_version=version,
            )  # fmt: skip
    order = tuple(sorted(values, key=lambda key: -values[key][1]))
    return Matrix(
        segments, problems, counts, found, order, _backlog(problems, found, order), venture.least_company_minor
    )


def accounts_of(segment: SegmentRow) -> Range | None:
    """Pure: how many there are in the segment; None: unknown."""
    low, high = segment.text.accounts_low, segment.text.accounts_high
    return Range(low, high) if low is not None and high is not None else None


def _said(talks: Iterable[Heard], heard: Iterable[HeardProblem]) -> dict[tuple[int, int], _Said]:
    """Pure: what customers said of severity, cost and ways around it, by (segment, problem)."""
    segment_of = {talk.interview: talk.segment for talk in talks}
    found: dict[tuple[int, int], _Said] = {}
    for one in heard:
        segment = segment_of.get(one.talk)
        if segment is None:
            continue
        told = found.setdefault((segment, one.problem), _Said())
        if one.severity:
            told.severities.append(one.severity)
        if one.cost_minor is not None:
            told.costs.append(one.cost_minor)
        if one.hours is not None:
            told.hours.append(one.hours)
        if one.around:
            told.around.append(one.talk)
    return found


def _values(
    segments: Sequence[SegmentRow], problems: Sequence[ProblemRow], counts: dict[int | None, SegmentCounts],
    said: dict[tuple[int, int], _Said],
) -> dict[tuple[int, int], tuple[int, int]]:  # fmt: skip
    """Pure: mean and lower bound of the cells whose accounts and spend are known (E3); the low end of the accounts too
    counts for the bound, so that a wide guess does not win."""
    keys, won, trials, middle, least, spend = [], [], [], [], [], []
    for segment in segments:
        accounts, people = accounts_of(segment), counts[segment.id]
        for problem in problems:
            yearly = said.get((segment.id, problem.id), SILENCE).spend_minor
            if accounts is None or yearly is None:
                continue
            share = people.problems[problem.id].share
            keys.append((segment.id, problem.id))
            won.append(share.alpha - 1)
            trials.append(share.alpha - 1 + share.beta - 1)
            middle.append(accounts.middle)
            least.append(accounts.low)
            spend.append(float(yearly))
    if not keys:
        return {}
    whole, low = cells(won, trials, middle, spend), cells(won, trials, least, spend)
    worth = zip(keys, whole.value.tolist(), low.value_low.tolist(), strict=True)
    return {key: (round(value), round(least)) for key, value, least in worth}


def _backlog(
    problems: Sequence[ProblemRow], found: dict[tuple[int, int], Cell], order: Sequence[tuple[int, int]]
) -> tuple[Ranked, ...]:
    best: dict[int, tuple[int, int]] = {}
    for key in order:
        best.setdefault(key[1], key)
    place = {problem: at for at, problem in enumerate(best)}
    states = {"chosen": 0, "open": 1, "dropped": 2}
    mentions = {
        problem.id: sum(cell.mentions.unprompted for (_, of), cell in found.items() if of == problem.id)
        for problem in problems
    }
    ranked = sorted(problems, key=lambda one: (states[one.state], place.get(one.id, len(place)), -mentions[one.id]))
    return tuple(Ranked(one, found[best[one.id]] if one.id in best else None, mentions[one.id]) for one in ranked)
