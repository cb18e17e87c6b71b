"""What the rule of a test allows to be said now, and whether it is decided. Pure: plan and answers in, a view out.

A rule of fixed size is silent until its size is reached: no share, no interval, only how many are missing. An
always-valid rule may be looked at after every answer. There is no third way (method 2.15).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tenure.discovery.testing.counting import ID, Counting, counting
from tenure.discovery.testing.plan import (
    BAYES,
    E_PROCESS,
    EXACT,
    REFUTED,
    SPRT,
    SUPPORTED,
    TWO_ARM_E,
    TWO_ARM_EXACT,
    UNDECIDED,
    Answer,
    Plan,
)
from tenure.engine.evidence import boundary, designs, proportions, sequential, two_arms
from tenure.engine.tuples import Floats

# Raised whenever the same plan and answers would come to another verdict, or stop elsewhere. A verdict keeps the edition it
# was taken by: what was decided then is a fact of then.
EDITION = 3
NEVER = 10**9
FEW_FIXES = 3  # corrections looked at, the newest: each takes a reading of everything before it
INTERVAL = 0.8  # of the band on pages: in 8 of 10 cases
# Why a test of fixed size and mark has ended: at its last answer, and before it.
EXACT_ENDS = {
    SUPPORTED: ("passed", "certain_pass"), REFUTED: ("failed", "certain_fail"), UNDECIDED: ("missed", "certain_miss")
}  # fmt: skip
STOPS_EARLY = frozenset({"proven", "disproven", "futile"}.union(*EXACT_ENDS.values()))


@dataclass(frozen=True)
class EvidencePath:
    """Evidence after each answer or pair, 1 is none; `level` proves. below: against the claim. after_success,
    after_failure: where one more would take it; None once it has stopped. wins: which answers were successes."""

    above: tuple[float, ...]
    below: tuple[float, ...]
    level: float
    wins: tuple[bool, ...]
    after_success: float | None = None
    after_failure: float | None = None
    low: float | None = None  # SPRT: where it is refuted; log-likelihood ratios instead of evidence

    @property
    def now(self) -> float:
        return self.above[-1] if self.above else 1.0


@dataclass(frozen=True)
class RunningView:
    """What may be seen of a running test.

    n: answers counted, of two arms those of A and of B; missing: until the planned size, None where the rule has none
    to wait for. over: nothing more counts; verdict: supported, refuted, undecided, empty while it goes on; why: code of
    the reason: passed, failed, missed, certain_pass, certain_fail, certain_miss, likely, unlikely, open, proven,
    disproven, size, deadline, futile. stopped_at: the answer that decided. wins, share, low, high: None as long as the
    rule allows no look. chance: probability or p-value the verdict rests on. corrected_after: one of the newest corrections
    was entered when the rule had already stopped, by somebody who could know the result.
    """

    rule: str
    n: int
    n_arms: tuple[int, ...]
    missing: int | None
    over: bool
    verdict: str
    why: str
    stopped_at: int | None = None
    wins: tuple[int, ...] | None = None
    share: tuple[float, ...] | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    futile: float | None = None
    path: EvidencePath | None = None
    corrected_after: bool = False
    left_out: Counting = field(default_factory=lambda: Counting((), 0, 0, 0, 0, 0.0))


def running_view(plan: Plan, answers: Iterable[Answer], *, today: date) -> RunningView:
    """The view of a test on this day."""
    rows = list(answers)
    sorted_out = counting(rows)
    view = VIEWS[plan.rule](plan, sorted_out.counted)
    after = bool(sorted_out.corrected) and _corrected_after(plan, rows)
    view = replace(view, left_out=sorted_out, corrected_after=after)
    if not view.over and plan.ends_on is not None and today > plan.ends_on:
        view = replace(view, over=True, verdict=UNDECIDED, why="deadline", path=_without_next(view.path))
    return view


def _corrected_after(plan: Plan, answers: list[Answer]) -> bool:
    rows = sorted(answers, key=ID)
    fixes = [at for at, row in enumerate(rows) if row.corrects is not None and not row.exploratory]
    return any(VIEWS[plan.rule](plan, counting(rows[:at]).counted).over for at in fixes[-FEW_FIXES:])


def takes_more(plan: Plan, answers: Iterable[Answer], *, today: date, arm: int = 0) -> bool:
    """Whether one more answer would still count."""
    view = running_view(plan, answers, today=today)
    return not view.over and not (plan.arms == 2 and view.n_arms[arm] >= plan.most)


def _exact(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    rows, mark = counted[: plan.most], plan.pass_mark or plan.most
    won = np.cumsum([row.success for row in rows], dtype=np.int64)
    n, lost = len(rows), np.arange(1, len(rows) + 1) - won
    looks = _looks(rows, plan.most)
    ends = {"passed": _where((won >= mark) & looks), "failed": _where((lost > plan.most - mark) & looks)}
    futile = None
    if plan.futility is not None and n:
        ahead = boundary.chances_ahead(
            boundary.at_the_end(plan.most, mark), [row.success for row in rows], a=plan.prior_a, b=plan.prior_b
        )[1:]
        ends["futile"] = _where((ahead < plan.futility) & (lost <= plan.most - mark) & looks)
        futile = ahead
    at, why = min((at, why) for why, at in ends.items()) if ends else (NEVER, "")
    if at > n:
        return _silent(plan, n, (n,), plan.most - n)
    # A claim whose share was seen is not refuted by a mark set higher, to be sure of it.
    lost_verdict = REFUTED if won[at - 1] < plan.threshold * at else UNDECIDED
    if why == "futile":
        view = replace(_said(plan, rows[:at], lost_verdict, why, at), futile=float(futile[at - 1]))  # type: ignore[index]
        return _with_sequence(view, plan)  # it was looked at after every answer
    verdict = SUPPORTED if why == "passed" else lost_verdict
    view = _said(plan, rows[:at], verdict, EXACT_ENDS[verdict][at < plan.most], at)
    return replace(view, chance=designs.at_least(mark, plan.most, plan.threshold))


def _bayes(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    rows = counted[: plan.most]
    n, won = len(rows), sum(row.success for row in rows)
    if n < plan.most:
        return _silent(plan, n, (n,), plan.most - n)
    after = proportions.posterior(won, n, a0=plan.prior_a, b0=plan.prior_b)
    verdict = after.verdict(plan.threshold, sure=plan.sure)
    found = {"supported": (SUPPORTED, "likely"), "refuted": (REFUTED, "unlikely")}.get(verdict, (UNDECIDED, "open"))
    low, high = after.interval(INTERVAL)
    chance = after.above(plan.threshold)
    return replace(_said(plan, rows, *found, n), low=low, high=high, share=(after.mean,), chance=chance)


def _sprt(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    rows = counted[: plan.most]
    wins = [row.success for row in rows]
    found = sequential.sprt(wins, plan.threshold, plan.hoped or 0.0, alpha=plan.alpha, beta=1 - plan.power)
    path = EvidencePath(tuple(found.path.tolist()), (), found.upper, tuple(wins), low=found.lower)
    at = _where(((found.path >= found.upper) | (found.path <= found.lower)) & _looks(rows, plan.most))
    if at <= len(rows):
        yes = bool(found.path[at - 1] >= found.upper)
        view = _said(plan, rows[:at], SUPPORTED if yes else REFUTED, "proven" if yes else "disproven", at)
        return _with_sequence(replace(view, path=path), plan)
    last = path.above[-1] if path.above else 0.0
    up = math.log((plan.hoped or 0.0) / plan.threshold)
    down = math.log((1 - (plan.hoped or 0.0)) / (1 - plan.threshold))
    return _open(plan, rows, replace(path, after_success=last + up, after_failure=last + down))


def _e_process(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    rows = counted[: plan.most]
    wins = np.array([row.success for row in rows], dtype=np.float64)
    above, below = sequential.e_processes(wins, plan.threshold, alpha=plan.alpha)
    path = EvidencePath(tuple(above.path.tolist()), tuple(below.path.tolist()), 1 / plan.alpha,
                        tuple(row.success for row in rows))  # fmt: skip
    looks = _looks(rows, plan.most)
    reached = [_where((found.path >= 1 / plan.alpha) & looks) for found in (above, below)]
    stopped = _first(reached[0], reached[1], plan.least, looks)
    futile_at, chance = _futile(plan, wins, looks)
    if stopped is not None and stopped[0] <= futile_at:
        at, yes = stopped
        view = _said(plan, rows[:at], SUPPORTED if yes else REFUTED, "proven" if yes else "disproven", at)
        return _with_sequence(replace(view, path=path, chance=_anytime(above if yes else below, at, looks)), plan)
    if futile_at <= len(rows):
        view = replace(_said(plan, rows[:futile_at], UNDECIDED, "futile", futile_at), futile=chance, path=path)
        return _with_sequence(view, plan)
    won, n = int(wins.sum()), len(rows)
    after = [math.exp(float(sequential.log_e_value(won + s, n - won + 1 - s, plan.threshold))) for s in (1, 0)]
    return _with_sequence(_open(plan, rows, replace(path, after_success=after[0], after_failure=after[1])), plan)


def _futile(plan: Plan, wins: Floats, looks: NDArray[np.bool_]) -> tuple[int, float]:
    """The answer after which proof is out of reach, beyond all answers when it never is, and the chance then."""
    if plan.futility is None or not wins.size:
        return NEVER, 1.0
    line = boundary.boundary(plan.most, plan.threshold, alpha=plan.alpha)
    ahead = boundary.chances_ahead(line, wins, a=plan.prior_a, b=plan.prior_b)[1:]
    size = np.arange(1, ahead.size + 1)
    at = _where((ahead < plan.futility) & (size >= plan.least) & (size < plan.most) & looks[: ahead.size])
    return at, float(ahead[at - 1]) if at <= ahead.size else 1.0


def _two_arm_exact(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    a, b = _arms(plan, counted)
    missing = 2 * plan.most - len(a) - len(b)
    if missing:
        return _silent(plan, len(a) + len(b), (len(a), len(b)), missing)
    won_a, won_b, n = sum(a), sum(b), plan.most
    better = two_arms.fisher_exact(won_a, n, won_b, n)
    worse = two_arms.fisher_exact(won_b, n, won_a, n)
    if better <= plan.alpha:
        found = SUPPORTED, "passed"
    elif worse <= plan.alpha:
        found = REFUTED, "failed"
    else:
        found = UNDECIDED, "open"
    return replace(_of_arms(plan, a, b, *found, n), chance=worse if found[0] == REFUTED else better)


def _two_arm_e(plan: Plan, counted: Sequence[Answer]) -> RunningView:
    a, b = _arms(plan, counted)
    pairs = min(len(a), len(b))
    better = two_arms.two_arms(a[:pairs], b[:pairs], alpha=plan.alpha)
    worse = two_arms.two_arms(b[:pairs], a[:pairs], alpha=plan.alpha)
    path = EvidencePath(tuple(better.path.tolist()), tuple(worse.path.tolist()), 1 / plan.alpha, ())
    looks = _pair_looks(plan, counted, pairs)
    reached = [_where((found.path >= 1 / plan.alpha) & looks) for found in (better, worse)]
    stopped = _first(reached[0], reached[1], plan.least, looks)
    if stopped is not None:
        at, yes = stopped
        found = (SUPPORTED, "proven") if yes else (REFUTED, "disproven")
        view = replace(
            _of_arms(plan, a, b, *found, at), path=path, chance=_anytime(better if yes else worse, at, looks)
        )
    elif pairs >= plan.most:
        view = replace(_of_arms(plan, a, b, UNDECIDED, "size", None), path=path)
    else:
        after = _next_pair(a, b, pairs)
        path = replace(path, after_success=after[0], after_failure=after[1])
        view = replace(_of_arms(plan, a, b, "", "", None), over=False, path=path)
    if not a or not b:
        return view
    low, high = two_arms.difference_sequence(sum(a), len(a), sum(b), len(b), alpha=1 - INTERVAL)
    return replace(view, low=low, high=high)


VIEWS = {
    EXACT: _exact, BAYES: _bayes, SPRT: _sprt, E_PROCESS: _e_process,
    TWO_ARM_EXACT: _two_arm_exact, TWO_ARM_E: _two_arm_e,
}  # fmt: skip


def _where(stops: NDArray[np.bool_]) -> int:
    """The first answer, from 1, at which it stops; NEVER when at none."""
    found = np.flatnonzero(stops)
    return int(found[0]) + 1 if found.size else NEVER


def _anytime(found: sequential.EProcess | two_arms.TwoArms, at: int, looks: NDArray[np.bool_]) -> float:
    """The p-value of what had been looked at when it stopped: later answers count for nothing."""
    return 1 / max(1.0, float(found.path[:at][looks[:at]].max()))


def _said(plan: Plan, rows: Sequence[Answer], verdict: str, why: str, at: int | None) -> RunningView:
    """A verdict of one arm: everything may be seen."""
    n, won = len(rows), sum(row.success for row in rows)
    view = RunningView(plan.rule, n, (n,), None, True, verdict, why, at, wins=(won,))
    if not n:
        return view
    low, high = proportions.intervals(won, n, level=INTERVAL).wilson
    return replace(view, share=(won / n,), low=low, high=high)


def _open(plan: Plan, rows: Sequence[Answer], path: EvidencePath) -> RunningView:
    """An always-valid rule that has not stopped; at its last answer it ends undecided."""
    n, won = len(rows), sum(row.success for row in rows)
    share = (won / n,) if n else None
    if n >= plan.most:
        return RunningView(
            plan.rule, n, (n,), None, True, UNDECIDED, "size", wins=(won,), share=share, path=_without_next(path)
        )
    return RunningView(plan.rule, n, (n,), plan.most - n, False, "", "", wins=(won,), share=share, path=path)


def _silent(plan: Plan, n: int, arms: tuple[int, ...], missing: int) -> RunningView:
    """A rule of fixed size before its size: nothing but how many are missing."""
    return RunningView(plan.rule, n, arms, missing, False, "", "")


def _with_sequence(view: RunningView, plan: Plan) -> RunningView:
    """The interval that bears being looked at after every answer."""
    if view.wins is None or not view.n:
        return view
    low, high = sequential.confidence_sequence(view.wins[0], view.n, alpha=1 - INTERVAL)
    return replace(view, low=float(low[0]), high=float(high[0]))


def _of_arms(plan: Plan, a: Sequence[bool], b: Sequence[bool], verdict: str, why: str, at: int | None) -> RunningView:
    arms, wins = (len(a), len(b)), (sum(a), sum(b))
    shares = tuple(won / size if size else 0.0 for won, size in zip(wins, arms, strict=True))
    left = 2 * plan.most - sum(arms)
    return RunningView(
        plan.rule, sum(arms), arms, left if not verdict else None, True, verdict, why, at, wins=wins, share=shares
    )


def _arms(plan: Plan, counted: Sequence[Answer]) -> tuple[list[bool], list[bool]]:
    a, b = ([row.success for row in counted if row.arm == arm][: plan.most] for arm in (0, 1))
    return a, b


def _first(above: int, below: int, least: int, looks: NDArray[np.bool_]) -> tuple[int, bool] | None:
    """The look at which the first of two directions is decided, not before `least` answers, and which it was."""
    at, yes = min((above, True), (below, False))
    stop = _where(looks & (np.arange(1, looks.size + 1) >= max(at, least)))
    return None if stop == NEVER else (stop, yes)


def _looks(rows: Sequence[Answer], most: int) -> NDArray[np.bool_]:
    """After which answers the rule looks: of a total only after the last. At its size it looks whatever the answer was."""
    return np.array([row.look or place == most for place, row in enumerate(rows, 1)], dtype=np.bool_)


def _pair_looks(plan: Plan, counted: Sequence[Answer], pairs: int) -> NDArray[np.bool_]:
    """After which pairs it looks: as after the answer that made the pair whole."""
    a, b = ([row for row in counted if row.arm == arm][: plan.most] for arm in (0, 1))
    return np.array([max(a[k], b[k], key=lambda row: row.id).look for k in range(pairs)], dtype=np.bool_)


def _next_pair(a: Sequence[bool], b: Sequence[bool], pairs: int) -> tuple[float, float]:
    """Evidence after one more pair: B succeeds and A fails, or the other way."""
    firsts, seconds = list(a[:pairs]), list(b[:pairs])
    return tuple(  # type: ignore[return-value]
        math.exp(float(two_arms.log_two_arms([*firsts, not won], [*seconds, won])[-1])) for won in (True, False)
    )


def _without_next(path: EvidencePath | None) -> EvidencePath | None:
    return None if path is None else replace(path, after_success=None, after_failure=None)


def beyond_stop(plan: Plan, answers: Iterable[Answer]) -> frozenset[int]:
    """Answers that came after the rule had stopped; they are shown and count for nothing."""
    counted = counting(answers).counted
    view = VIEWS[plan.rule](plan, counted)
    stop = view.stopped_at if view.why in STOPS_EARLY else None
    if plan.arms == 1:
        return frozenset(row.id for row in counted[plan.most if stop is None else min(stop, plan.most) :])
    at = plan.most if stop is None else stop
    late = [row.id for arm in (0, 1) for row in [one for one in counted if one.arm == arm][at:]]
    return frozenset(late)
