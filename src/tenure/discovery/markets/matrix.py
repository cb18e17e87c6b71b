"""Segment x problem: who has what, how badly, what it costs them, how large that is; ranked by what is sure of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from tenure.discovery.interviews.counting import Mentions, SegmentCounts
from tenure.discovery.interviews.counts import InterviewCounts, interview_counts
from tenure.discovery.markets.problems import ProblemRow, problems_of
from tenure.discovery.markets.ranges import Range, Size, carries_company
from tenure.discovery.markets.segments import SegmentRow, segments_of
from tenure.discovery.markets.sizes import reckon, text_of
from tenure.discovery.models import InterviewProblem, MarketSize
from tenure.discovery.models.interviews import Side
from tenure.discovery.sight import seen_venture
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

    severities: list[int]
    costs: list[int]
    hours: list[float]
    alternatives: int


def matrix_of(*, actor: User, venture_id: int) -> Matrix:
    """The matrix of a venture in sight. At most fifteen queries, however many interviews."""
    venture = seen_venture(actor, venture_id)
    counts = interview_counts(actor=actor, venture_id=venture_id)
    segments = segments_of(actor=actor, venture_id=venture_id)
    problems = problems_of(actor=actor, venture_id=venture_id)
    by_segment = {one.segment: one for one in counts.segments}
    said = _said(venture_id)
    sizes = {(row.segment_id, row.problem_id): row for row in MarketSize.objects.filter(segment__venture=venture_id)}
    found: dict[tuple[int, int], Cell] = {}
    values = _values(segments, problems, by_segment, said)
    for segment in segments:
        for problem in problems:
            key = (segment.id, problem.id)
            mentions = by_segment[segment.id].problems[problem.id]
            row, told = sizes.get(key), said.get(key, _Said([], [], [], 0))
            size, missing = reckon(text_of(row), accounts_of(segment), mentions.share if mentions.people else None)
            margin = row.margin if row else None
            found[key] = Cell(
                segment_id=segment.id, problem_id=problem.id, mentions=mentions,
                severity=median(told.severities) if told.severities else None, asked=len(told.severities),
                spend_minor=_spend(told), priced=len(told.costs),
                hours=mean(told.hours) if told.hours else None, alternatives=told.alternatives,
                value_minor=values.get(key, (None, None))[0], value_low_minor=values.get(key, (None, None))[1],
                size=size, missing=missing, margin=margin,
                carries=carries_company(size, margin, venture.least_company_minor), size_version=row.version if row else 0,
            )  # fmt: skip
    order = tuple(sorted(values, key=lambda key: -values[key][1]))
    return Matrix(
        segments, problems, counts, found, order, _backlog(problems, found, order), venture.least_company_minor
    )


def accounts_of(segment: SegmentRow) -> Range | None:
    """Pure: how many there are in the segment; None: unknown."""
    low, high = segment.text.accounts_low, segment.text.accounts_high
    return Range(low, high) if low is not None and high is not None else None


def _said(venture_id: int) -> dict[tuple[int, int], _Said]:
    """What was said of severity, cost and ways around it, by (segment, problem). One query."""
    rows = InterviewProblem.objects.filter(
        interview__venture=venture_id, interview__side=Side.CONSUMER, interview__segment__isnull=False
    ).order_by("pk")
    columns = ("interview__segment_id", "problem_id", "severity", "cost_minor", "hours", "alternative")
    found: dict[tuple[int, int], _Said] = {}
    for segment, problem, severity, cost, hours, alternative in rows.values_list(*columns):
        told = found.get((segment, problem), _Said([], [], [], 0))
        found[(segment, problem)] = _Said(
            told.severities + ([severity] if severity else []),
            told.costs + ([cost] if cost is not None else []),
            told.hours + ([hours] if hours is not None else []),
            told.alternatives + bool(alternative),
        )
    return found


def _spend(told: _Said) -> int | None:
    return round(mean(told.costs) * MONTHS) if told.costs else None


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
            yearly = _spend(said.get((segment.id, problem.id), _Said([], [], [], 0)))
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
    return {key: (round(whole.value[at]), round(low.value_low[at])) for at, key in enumerate(keys)}


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
