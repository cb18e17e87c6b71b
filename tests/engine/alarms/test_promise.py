"""The promise on bases whose truth is known: kept where it is made, and not made where it could not be."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tenure.engine.alarms.days import OrderDays, order_days
from tenure.engine.alarms.evidence import SCORES, Window
from tenure.engine.alarms.promise import Promise, as_json, from_json, learn_promise, lowest_before, promise_from
from tenure.engine.alarms.raising import raise_alarms
from tenure.engine.alarms.record import track_record
from tenure.engine.alarms.replay import NEVER, Replay, replay
from tenure.engine.alarms.season import Season
from tenure.engine.errors import BadInput, NotEnoughData
from tests.engine.alarms.bases import simulated
from tests.engine.simulation import Truth

TRUTHS = {
    "by chance": Truth(clients=1600),
    "evenly": Truth(clients=1600, evenness=4.0),
    "in bursts": Truth(clients=1600, evenness=0.6),
    "seldom": Truth(clients=1600, r=0.8, alpha=60.0, observed=1300),
}


@pytest.fixture(scope="module", params=TRUTHS, ids=list(TRUTHS))
def known(request: pytest.FixtureRequest) -> tuple[OrderDays, np.ndarray, int]:
    return simulated(TRUTHS[request.param], seed=7)


@pytest.fixture(scope="module")
def by_chance() -> tuple[OrderDays, np.ndarray, int]:
    return simulated(Truth(clients=1600), seed=3)


@pytest.fixture(scope="module")
def past(by_chance: tuple[OrderDays, np.ndarray, int]) -> Replay:
    days, _active, until = by_chance
    return replay(days, until=until, season=Season())


@pytest.fixture(scope="module")
def promise(past: Replay) -> Promise:
    return promise_from(past, at=past.until)


def rhythmic(clients: int, *, stop: int = 0, last: int = 700, step: int = 10) -> OrderDays:
    """Clients who order every `step` days, the first `stop` of them until day 400 only."""
    days = [np.arange(0, 400 if number < stop else last, step) + number % step for number in range(clients)]
    client = np.repeat(np.arange(clients), [each.size for each in days])
    return order_days(client, np.concatenate(days), np.ones(client.size))


def test_the_promise_is_made_and_held_on_months_it_was_not_learned_from(
    known: tuple[OrderDays, np.ndarray, int],
) -> None:
    days, _active, until = known
    record = track_record(days, until=until)
    assert record.total.judged > 100
    assert record.is_kept
    assert record.total.false_share is not None
    assert record.total.false_share < 0.22
    assert record.total.recall is not None
    assert record.total.recall > 0.2


def test_the_alarmed_have_left_more_often_than_the_silence_of_others_says(
    known: tuple[OrderDays, np.ndarray, int],
) -> None:
    days, active, until = known
    promise = learn_promise(days, until=until)
    alarms = raise_alarms(days, promise, until=until)
    assert alarms.is_calibrated
    still = active[alarms.client]
    assert still[alarms.is_alarm].mean() < 0.2 < still[~alarms.is_alarm].mean()


def test_the_chance_of_an_order_is_about_what_comes_of_it(past: Replay) -> None:
    learned = promise_from(past, at=past.until - 300)
    rows = np.flatnonzero((past.origin > past.until - 300) & (past.origin <= past.until - 182))
    chance = learned.rule.chance(past.scores[rows], past.usual[rows], past.orders[rows], past.window[rows])
    # Each silence counts once, as it did in the learning.
    _names, place = np.unique(past.silence[rows], return_inverse=True)
    weight = 1 / np.bincount(place)[place]
    for low, high in ((0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0)):
        part = (chance > low) & (chance <= high)
        came = np.average(past.returns[rows[part]], weights=weight[part])
        assert came == pytest.approx(np.average(chance[part], weights=weight[part]), abs=0.1)


def test_a_stricter_level_raises_fewer_alarms(past: Replay) -> None:
    promises = [promise_from(past, at=past.until, level=level) for level in (0.05, 0.2, 0.4)]
    assert [promise.verdict for promise in promises] == ["kept"] * 3
    assert promises[0].threshold < promises[1].threshold < promises[2].threshold
    assert promises[0].recall < promises[1].recall < promises[2].recall
    assert all(promise.false_share < promise.upper <= promise.level for promise in promises)


def test_an_origin_knows_nothing_of_what_comes_after(
    by_chance: tuple[OrderDays, np.ndarray, int], past: Replay
) -> None:
    days, _active, until = by_chance
    cut = until - 210
    kept = days.day <= cut
    names, client = np.unique(days.client[kept], return_inverse=True)
    before = order_days(client, days.day[kept], days.amount[kept])
    short = replay(before, until=cut, season=Season())
    origin = int(np.intersect1d(past.origins, short.origins)[-1])

    def at(seen: Replay, number: np.ndarray) -> dict[int, np.ndarray]:
        rows = np.flatnonzero(seen.origin == origin)
        return {int(number[seen.client[row]]): seen.scores[row] for row in rows}

    able = np.flatnonzero(np.diff(days.starts) >= 3)
    able_before = names[np.flatnonzero(np.diff(before.starts) >= 3)]
    early, late = at(short, able_before), at(past, able)
    assert len(early) > 200
    assert early.keys() <= late.keys()
    assert all(late[client] == pytest.approx(scores, rel=1e-6) for client, scores in early.items())


def test_one_silence_alarms_once(past: Replay) -> None:
    chance = np.random.default_rng(1).random(past.silence.size)
    raised = (chance <= 0.3) & (lowest_before(past.silence, chance) > 0.3)
    _silences, alarms = np.unique(past.silence[raised], return_counts=True)
    assert alarms.max() == 1
    assert alarms.size == np.unique(past.silence[chance <= 0.3]).size


def test_what_came_of_a_silence_is_counted_from_the_days_themselves() -> None:
    days = order_days([0] * 6, [0, 10, 20, 30, 130, 500], [1.0] * 6)
    past = replay(days, until=600, season=Season(), window=Window(3, 28, 182))
    rows = (past.last_day == 30) & (past.origin < 130)
    assert past.returns[rows].tolist() == (past.origin[rows] + 30 >= 130).tolist()
    assert (past.next_day[past.last_day == 500] == NEVER).all()
    assert (past.usual[rows] == 10).all()


def test_too_short_a_history_promises_nothing_and_says_what_is_missing() -> None:
    days, _active, until = simulated(Truth(clients=150, observed=400), seed=1)
    promise = learn_promise(days, until=until)
    assert (promise.verdict, promise.is_calibrated) == ("too_short", False)
    assert promise.days_more > 0
    assert promise.alarms_needed >= 11
    alarms = raise_alarms(days, promise, until=until)
    assert not alarms.is_calibrated
    rhythm = alarms.scores[:, SCORES.index("rhythm")]
    assert alarms.is_alarm.tolist() == (rhythm <= 0.05).tolist()


def test_a_level_no_threshold_comes_near_is_out_of_reach() -> None:
    # Everybody pauses now and then and always comes back after six weeks.
    rng = np.random.default_rng(2)
    gaps = np.where(rng.random((400, 80)) < 0.12, 45, 10)
    days = np.cumsum(gaps, axis=1)
    client = np.repeat(np.arange(400), 80)
    base = order_days(client, days.reshape(-1), np.ones(client.size))
    promise = learn_promise(base, until=800, level=0.05, window=Window(6, 60, 182))
    assert promise.verdict == "out_of_reach"
    assert promise.days_more == 0
    assert not promise.is_calibrated


def test_leaving_regular_clients_are_all_found_and_nobody_else() -> None:
    days = rhythmic(300, stop=60)
    alarms = raise_alarms(days, learn_promise(days, until=640), until=640)
    assert sorted(alarms.client[alarms.is_alarm]) == list(range(60))


def test_a_silence_in_a_dead_season_counts_less() -> None:
    days = rhythmic(60, last=590)
    promise = learn_promise(days, until=589)
    dead = [1.0] * 12
    for month in (7, 8):  # day 589 is 13 August 1971
        dead[month] = 0.1
    quiet = replace(promise, season=Season(tuple(np.array(dead) / np.mean(dead)), "ok"))
    plain, seasonal = (raise_alarms(days, each, until=620) for each in (promise, quiet))
    rhythm = SCORES.index("rhythm")
    assert plain.scores[:, rhythm].max() < 1e-3
    assert seasonal.client.size == 0 or seasonal.scores[:, rhythm].min() > plain.scores[:, rhythm].max()


def test_alarms_carry_their_reasons(by_chance: tuple[OrderDays, np.ndarray, int], promise: Promise) -> None:
    days, _active, until = by_chance
    alarms = raise_alarms(days, promise, until=until)
    place = int(np.flatnonzero(alarms.is_alarm)[0])
    reasons = alarms.reasons(place)
    assert tuple(reasons) == SCORES
    assert SCORES[alarms.leading[place]] in reasons
    assert alarms.silence_days[place] == until - days.day[days.starts[alarms.client[place] + 1] - 1]
    assert (alarms.judged_by > until).all()


def test_a_promise_survives_the_way_through_text(promise: Promise) -> None:
    assert from_json(json.loads(json.dumps(as_json(promise)))) == promise


@pytest.mark.parametrize(
    "days",
    [
        order_days([0], [100], [5.0]),
        order_days([0, 0, 0], [1, 2, 3], [5.0, -5.0, 0.0]),
        order_days(np.arange(500), np.full(500, 90), np.zeros(500)),
        rhythmic(50),
    ],
    ids=["one order", "one client, worthless orders", "all ordered once", "all alike"],
)
def test_meagre_bases_get_an_answer_without_holes(days: OrderDays) -> None:
    promise = learn_promise(days, until=740)
    alarms = raise_alarms(days, promise, until=740)
    assert np.isfinite(alarms.scores).all()
    assert np.isfinite(alarms.chance).all()
    assert np.isfinite([promise.threshold, promise.upper, promise.false_share, promise.lowest]).all()


def test_orders_of_the_future_are_not_known() -> None:
    days = rhythmic(40)
    promise = learn_promise(days, until=-50)
    assert promise.verdict == "too_short"
    assert raise_alarms(days, promise, until=-50).client.size == 0


def test_a_base_without_orders_is_refused() -> None:
    nothing = order_days(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))
    with pytest.raises(NotEnoughData, match="no order"):
        learn_promise(nothing, until=100)


@pytest.mark.parametrize(("level", "confidence"), [(0.0, 0.9), (1.0, 0.9), (np.nan, 0.9), (0.2, 1.0), (0.2, 0.1)])
def test_impossible_promises_are_refused(level: float, confidence: float) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        learn_promise(rhythmic(5), until=700, level=level, confidence=confidence)


@pytest.mark.parametrize("window", [(0, 28, 182), (3, 0, 182), (3, 200, 182), (np.nan, 28, 182)])
def test_impossible_windows_are_refused(window: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput, match="window is impossible"):
        Window(*window)
