"""Silence alarms with a promised share of false ones: the threshold is learned on past dates of the same base.

A *silence* is the time after one order until the next; it alarms once, on the first (weekly) date on which the chance
of an order of itself falls to the threshold. The alarm is *false* when the client orders again within its judging
window (`evidence.Window`). *Gone* on a date is a client silent beyond its usual interval, for a year at most, who
places no order within the judging window after that date; *recall* is the share of the gone whose silence had alarmed
by then, counted at month ends. The promise: with the stated confidence, of the alarms raised this way at most the level
is false, so long as the base goes on as it did on the dates learned from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from scipy import special

from tenure.engine.alarms.bounds import UNSHOWABLE, Share, fewest_rows, loosest_passing, rows_to_show, share_of
from tenure.engine.alarms.days import OrderDays
from tenure.engine.alarms.evidence import USUAL_WINDOW, Window
from tenure.engine.alarms.replay import Replay, replay
from tenure.engine.alarms.rule import Rule, learn_rule
from tenure.engine.alarms.season import Season, month_of, season_of
from tenure.engine.errors import BadInput
from tenure.engine.summary import YEAR_DAYS
from tenure.engine.tuples import Floats, Ints

LEVEL = 0.20
CONFIDENCE = 0.90
UNCALIBRATED = 0.05  # of the rhythm score, when nothing can be promised
FOLDS = 5
# Thresholds tried, as odds; the rule's chance is of the order of the share of false alarms it leads to, so tests of a
# level set out from thresholds at the level, at a quarter and at a sixteenth of it.
THRESHOLDS = special.expit(np.linspace(-7.0, 4.0, 56))
STARTS = (1.0, 0.25, 0.0625)
OTHER_SEASON = 0.5
PATIENCE_DAYS = 5 * YEAR_DAYS  # what would take longer to show is out of reach
NEVER_DAYS = 1_000_000


@dataclass(frozen=True)
class Promise:
    """A threshold and what was seen when it was learned.

    verdict: "kept"; "too_short" (too few alarms have been judged to promise the level) or "out_of_reach" (no threshold
    comes near it). threshold: alarm when the rule's chance is at or below it. false_share: weighted share of false
    alarms among the `alarms` judged of `clients` clients; upper: its bound at `confidence`. recall: share caught of the
    `gone` (clients, counted at every month end). median_days: silence when the alarm came. alarms_needed: judged alarms
    it would take, days_more: days until there are as many at the present pace; both 0 when kept. lowest: the lowest
    level that could have been promised, 1 when none. first_origin, until: epoch days.
    """

    level: float
    confidence: float
    verdict: str
    rule: Rule
    threshold: float
    window: Window
    season: Season
    until: int
    first_origin: int = 0
    false_share: float = 0.0
    upper: float = 1.0
    alarms: int = 0
    clients: int = 0
    recall: float = 0.0
    gone: int = 0
    median_days: float = 0.0
    alarms_needed: int = 0
    days_more: int = 0
    lowest: float = 1.0

    @property
    def is_calibrated(self) -> bool:
        """Whether the share of false alarms is promised at all."""
        return self.verdict == "kept"


@dataclass(frozen=True)
class Trial:
    """Thresholds tried, strictest first: the rows of the replay at which each raises its alarms, and what came of it."""

    thresholds: Floats
    alarms: list[Ints] = field(repr=False)
    shares: list[Share]


def learn_promise(
    days: OrderDays,
    *,
    until: int,
    level: float = LEVEL,
    confidence: float = CONFIDENCE,
    window: Window = USUAL_WINDOW,
) -> Promise:
    """The promise that the orders known at the end of epoch day `until` allow.

    Raises BadInput on a level or confidence outside 0..1, NotEnoughData on a base without orders. Too short a history
    is no error: the verdict says so and `days_more` how much is missing.
    """
    check_level(level, confidence)
    past = replay(days, until=until, season=season_of(days.day, until=until), window=window)
    return promise_from(past, at=until, level=level, confidence=confidence)


def check_level(level: float, confidence: float) -> None:
    """Raises BadInput on what cannot be promised."""
    if not (0 < level < 1 and 0.5 <= confidence < 1):
        raise BadInput(
            "alarm_level",
            "The share of false alarms lies between 0 and 1, the confidence between 0.5 and 1",
            remedy="A usual choice is 0.2 with confidence 0.9.",
        )


def promise_from(past: Replay, *, at: int, level: float = LEVEL, confidence: float = CONFIDENCE) -> Promise:
    """The promise that a replay allows at the end of epoch day `at`, from what was known of it then."""
    check_level(level, confidence)
    seen = np.flatnonzero(past.origin <= at)
    followed = seen[past.judged_by[seen] <= at]
    rule = learn_rule(past, followed)
    chance = crossed_chances(past, seen, followed, rule)
    tried = try_thresholds(past, seen, chance, at)
    risk = 1 - confidence
    part_of_risk = risk / len(STARTS)
    common: dict[str, Any] = {"level": level, "confidence": confidence, "until": at}
    common |= {"window": past.judging, "season": past.season}
    common |= {"lowest": min((share.upper(part_of_risk) for share in tried.shares), default=1.0)}
    common |= {"first_origin": int(past.origins[0]) if past.origins.size else at}
    starts = [int(np.searchsorted(THRESHOLDS, part * level, "right")) - 1 for part in STARTS]
    place = loosest_passing(tried.shares, level, risk, starts)
    if place is None:
        needed, more = what_is_missing(tried.shares, level, part_of_risk, at - common["first_origin"])
        verdict = "too_short" if more <= PATIENCE_DAYS else "out_of_reach"
        more = more if verdict == "too_short" else 0
        return Promise(
            **common, verdict=verdict, rule=Rule(), threshold=UNCALIBRATED, alarms_needed=needed, days_more=more
        )
    rows, share = tried.alarms[place], tried.shares[place]
    caught, gone = recall_of(past, seen, so_far(past.silence[seen], chance) <= tried.thresholds[place], at)
    return Promise(
        **common,
        verdict="kept",
        rule=rule,
        threshold=float(tried.thresholds[place]),
        false_share=share.value,
        upper=share.upper(part_of_risk),
        alarms=int(rows.size),
        clients=int(np.unique(past.client[rows]).size),
        recall=caught / gone if gone else 0.0,
        gone=gone,
        median_days=float(np.median(past.origin[rows] - past.last_day[rows])),
    )


def what_is_missing(shares: Sequence[Share], level: float, risk: float, days: int) -> tuple[int, int]:
    """(judged alarms it takes, further days until there are as many) at the threshold that gets there first.

    Supposes that shares and the pace of the `days` so far stay as they are; no days at all so far: a year.
    """
    fewest, soonest = fewest_rows(level, risk), NEVER_DAYS
    for share in shares:
        if share.effective == 0:
            continue
        needed = rows_to_show(share.value, level, risk)
        more = (
            int(np.ceil((needed - share.effective) * max(days, 1) / share.effective))
            if needed < UNSHOWABLE
            else NEVER_DAYS
        )
        if more < soonest:
            fewest, soonest = needed, max(more, 1)
    return fewest, soonest if any(share.effective for share in shares) else YEAR_DAYS


def crossed_chances(past: Replay, seen: Ints, followed: Ints, rule: Rule) -> Floats:
    """The rule's chance of each row of `seen`, a client's rows judged by a rule learned from the other clients."""
    chance = np.empty(seen.size)
    for fold in range(FOLDS):
        others = followed[past.client[followed] % FOLDS != fold]
        own = np.flatnonzero(past.client[seen] % FOLDS == fold)
        part = seen[own]
        apart = learn_rule(past, others) if rule.kind == "combined" else rule
        # A fold without a rule of its own takes the whole's, so that all chances stay on one scale.
        fitted = apart if apart.kind == rule.kind else rule
        chance[own] = fitted.chance(past.scores[part], past.usual[part], past.orders[part], past.window[part])
    return chance


def try_thresholds(past: Replay, seen: Ints, chance: Floats, at: int) -> Trial:
    """All thresholds, strictest first: whom they would have alarmed, and the share of false ones."""
    before = lowest_before(past.silence[seen], chance)
    judged = (past.judged_by[seen] <= at) & ~past.is_first[seen]
    # A row raises its silence's alarm at every threshold from its chance up to the lowest chance before it.
    alarms = [seen[judged & (chance <= level) & (before > level)] for level in THRESHOLDS]
    return Trial(THRESHOLDS, alarms, [judged_share(past, rows, at) for rows in alarms])


def lowest_before(silence: Ints, chance: Floats) -> Floats:
    """The lowest chance on earlier rows of the same silence, infinity on its first; rows sorted by silence."""
    first = np.flatnonzero(np.diff(silence, prepend=-1))
    # Runs are pushed apart by more than chances differ, so that one running minimum serves all silences.
    apart = 2.0 * np.cumsum(np.diff(silence, prepend=-1) != 0)
    lowest = np.minimum.accumulate(chance - apart) + apart
    before = np.concatenate(([np.inf], lowest[:-1]))[: lowest.size]
    before[first] = np.inf
    return before


def judged_share(past: Replay, rows: Ints, at: int) -> Share:
    """The share of false ones among alarms: same months of the year count full, others half; months and clients are
    allowed to differ."""
    month, coming = month_of(past.origin[rows]), int(month_of(np.array([at + 1]))[0])
    apart = np.abs((month - coming + 6) % 12 - 6)
    weight = np.where(apart <= 1, 1.0, OTHER_SEASON)
    return share_of(past.returns[rows], weight, past.client[rows], month)


def so_far(silence: Ints, chance: Floats) -> Floats:
    """The lowest chance of each silence up to and including the row."""
    return np.minimum(lowest_before(silence, chance), chance)


def recall_of(past: Replay, seen: Ints, alarmed: np.ndarray, at: int) -> tuple[int, int]:
    """(caught, all) of the gone at the month ends among the rows `seen`; alarmed: whether each row's silence had."""
    ends = month_ends(past.origins[past.origins <= at])
    gone = np.isin(past.origin[seen], ends) & (past.judged_by[seen] <= at) & ~past.returns[seen]
    gone &= past.origin[seen] - past.last_day[seen] <= YEAR_DAYS
    return int((gone & alarmed).sum()), int(gone.sum())


def month_ends(origins: Ints) -> Ints:
    """The last origin of each calendar month; origins ascending."""
    month = month_of(origins)
    return origins[np.flatnonzero(np.diff(month, append=month[-1:] + 1))]


def as_json(promise: Promise) -> dict[str, Any]:
    """A promise as plain values, to be kept until it is used."""
    return asdict(promise)


def from_json(kept: Mapping[str, Any]) -> Promise:
    """The promise that `as_json` turned into plain values, also after a way through JSON text."""
    rule = {**kept["rule"], "weights": tuple(kept["rule"]["weights"])}
    season = {**kept["season"], "factors": tuple(kept["season"]["factors"])}
    return Promise(**{**kept, "rule": Rule(**rule), "season": Season(**season), "window": Window(**kept["window"])})
