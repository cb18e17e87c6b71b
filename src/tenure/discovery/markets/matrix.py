"""Segment x problem: who has what, how badly, what it costs them, how large that is; ranked by what is sure of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from statistics import fmean, median
from typing import NamedTuple

from tenure.discovery.interviews.counting import Heard, Mentions
from tenure.discovery.interviews.counts import HeardProblem, InterviewCounts, counted, heard_problems, talks_of
from tenure.discovery.markets.asked import Prevalence, Stated, prevalence, stated_of
from tenure.discovery.markets.pressing import NOBODY, pressing
from tenure.discovery.markets.problems import ProblemRow, problems_for
from tenure.discovery.markets.ranges import Range, Size, carries_company
from tenure.discovery.markets.segments import SegmentRow, segments_for
from tenure.discovery.markets.sizes import NO_SIZE, SizeText, reckon, sizes_of
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, works_in
from tenure.engine.evidence.picked import error_of_each
from tenure.engine.market import LOW, product, with_share
from tenure.privacy.models import User

MONTHS = 12


class Cell(NamedTuple):
    """One problem in one segment. stated: what a survey says of it; prevalence: which of talks and survey decides how many
    have it for the market; severity: median of those asked; spend_minor: mean a year today of those who said;
    hours: a month; value, value_low: accounts x prevalence x spend, its mean and what it reaches with 9 chances of 10,
    minor units a year; size: the market, None while something in `missing` is unknown; margin: of its revenue; carries:
    "yes", "no", "undecided" or "unknown"; alternatives: how many work around it today; ranks: of each person who said how
    bad it is, its place among all that person named, 1 the worst; weights: what each of them is worth, colleagues
    discounted (C5); paying: how many people pay for it or work around it at a cost they named."""

    segment_id: int
    problem_id: int
    mentions: Mentions
    stated: Stated | None
    prevalence: Prevalence
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
    ranks: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    paying: int = 0


@dataclass(frozen=True)
class Ranked:
    """A problem in the backlog with its best cell; best is None where nothing is known of its worth."""

    problem: ProblemRow
    best: Cell | None
    mentions: int


@dataclass(frozen=True)
class Matrix:
    """cells: by (segment, problem); order: cells with a value, the largest lower bound first (E3); backlog: the problem
    taken, then the open ones in that order, unknown last, then the dropped ones; sure_minor: what the first of `order` is worth
    at least with 9 chances in 10 although it was picked from all of them, minor units a year; None without any."""

    segments: tuple[SegmentRow, ...]
    problems: tuple[ProblemRow, ...]
    counts: InterviewCounts
    cells: dict[tuple[int, int], Cell]
    order: tuple[tuple[int, int], ...]
    backlog: tuple[Ranked, ...]
    least_company_minor: int | None
    sure_minor: int | None = None

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
    """The matrix of a venture in sight. Six queries, seven for a member, two more where surveys ask about problems."""
    venture = seen_venture(actor, venture_id)
    return matrix_for(venture, may_work=works_in(actor, venture))


@remembered
def matrix_for(venture: Venture, *, may_work: bool) -> Matrix:
    """As `matrix_of`, for a venture already found to be in sight. Five queries, two more where surveys ask about problems."""
    segments, problems = segments_for(venture, may_work=may_work), problems_for(venture, may_work=may_work)
    heard = heard_problems(venture.pk)
    talks, others = talks_of(venture.pk, heard)
    stated = stated_of(venture.pk) if any(one.surveyed for one in problems) else {}
    return _reckoned(
        segments, problems, tuple(talks), tuple(others.items()), tuple(heard), tuple(sizes_of(venture.pk).items()),
        tuple(stated.items()), venture.least_company_minor,
    )  # fmt: skip


# Until somebody is heard again it is the same: overview, gate, board of the fit, economics and report all ask for it.
@lru_cache(maxsize=8)
def _reckoned(
    segments: tuple[SegmentRow, ...], problems: tuple[ProblemRow, ...], talks: tuple[Heard, ...],
    others: tuple[tuple[str, int], ...], heard: tuple[HeardProblem, ...],
    typed: tuple[tuple[tuple[int, int], tuple[SizeText, int]], ...], asked: tuple[tuple[tuple[int, int], Stated], ...],
    least_company_minor: int | None,
) -> Matrix:  # fmt: skip
    """Pure. others: talks with whom is no customer, by side; typed, asked: by (segment, problem)."""
    sizes, stated = dict(typed), dict(asked)
    counts = counted(
        {one.id: one.text.name for one in segments}, {one.id: one.name for one in problems}, talks, dict(others)
    )
    by_segment = {one.segment: one for one in counts.segments}
    said, pressed = _said(talks, heard), pressing(talks, heard)
    shares = {
        (segment.id, problem.id): prevalence(
            by_segment[segment.id].problems[problem.id], stated.get((segment.id, problem.id))
        )
        for segment in segments
        for problem in problems
    }
    found: dict[tuple[int, int], Cell] = {}
    values = _values(segments, problems, shares, said)
    for segment in segments:
        accounts = accounts_of(segment)
        for problem in problems:
            key = (segment.id, problem.id)
            mentions = by_segment[segment.id].problems[problem.id]
            text, version = sizes.get(key, NO_SIZE)
            told, pain = said.get(key, SILENCE), pressed.get(key, NOBODY)
            size, missing = reckon(text, accounts, shares[key].share)
            found[key] = Cell(
                segment_id=segment.id, problem_id=problem.id, mentions=mentions, stated=stated.get(key), prevalence=shares[key],
                severity=median(told.severities) if told.severities else None, asked=len(told.severities),
                spend_minor=told.spend_minor, priced=len(told.costs),
                hours=fmean(told.hours) if told.hours else None, alternatives=told.alternatives,
                value_minor=values.get(key, (None, None))[0], value_low_minor=values.get(key, (None, None))[1],
                size=size, missing=missing, margin=text.margin,
                carries=carries_company(size, text.margin, least_company_minor), size_version=version,
                ranks=pain.ranks, weights=pain.weights, paying=pain.paying,
            )  # fmt: skip
    order = tuple(sorted(values, key=lambda key: -values[key][1]))
    return Matrix(
        segments, problems, counts, found, order, _backlog(problems, found, order), least_company_minor,
        _picked(order, segments, shares, said),
    )  # fmt: skip


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
        told = found.get((segment, one.problem))
        if told is None:
            told = found[segment, one.problem] = _Said()
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
    segments: Sequence[SegmentRow], problems: Sequence[ProblemRow], shares: dict[tuple[int, int], Prevalence],
    said: dict[tuple[int, int], _Said],
) -> dict[tuple[int, int], tuple[int, int]]:  # fmt: skip
    """Pure: mean and lower 10 % quantile of the cells whose accounts and spend are known (E3), the accounts as uncertain
    as they were typed, so that a wide guess does not win."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for segment in segments:
        accounts = accounts_of(segment)
        if accounts is None:
            continue
        count = product(*([part] for part in accounts.factor))
        for problem in problems:
            yearly = said.get((segment.id, problem.id), SILENCE).spend_minor
            share = shares[segment.id, problem.id].share
            if yearly is None or share is None:
                continue
            mean, low = count.mean * share.mean, with_share(count, share, LOW)
            found[segment.id, problem.id] = round(mean * yearly), round(low * yearly)
    return found


def _picked(
    order: Sequence[tuple[int, int]], segments: Sequence[SegmentRow], shares: dict[tuple[int, int], Prevalence],
    said: dict[tuple[int, int], _Said],
) -> int | None:  # fmt: skip
    """Pure: the lower bound of the best cell that bears having been picked: each of k cells is held to a bound k times as
    sure (Bonferroni), so that all of them hold together with 9 chances in 10, and with them whichever comes first."""
    if not order:
        return None
    accounts = accounts_of(next(one for one in segments if one.id == order[0][0]))
    yearly = said[order[0]].spend_minor
    assert accounts is not None
    assert yearly is not None
    share, count = shares[order[0]].share, product(*([part] for part in accounts.factor))
    return round(with_share(count, share, error_of_each(LOW, len(order))) * yearly)


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
