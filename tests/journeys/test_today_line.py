"""The line of the day: what stands above it, what below, and why."""

from tenure.journeys.today.today_line import Ranked, draw_line

HOUR_COST = 2000  # a task of ten minutes must bring 334


def task(number: int, *, minutes: int = 10, stake: int | None = 1000, due: bool = False) -> Ranked:
    return Ranked(number, "silence", minutes, stake, (stake or 0) / minutes, due)


def ids(tasks) -> list[int]:
    return [one.id for one in tasks]


def test_everything_that_fits_and_pays_stands_above():
    above, below = draw_line([task(1), task(2)], budget=60, hour_cost_minor=HOUR_COST)
    assert (ids(above), below.tasks) == ([1, 2], ())


def test_what_brings_less_than_its_time_costs_goes_below():
    above, below = draw_line([task(1), task(2, stake=300)], budget=60, hour_cost_minor=HOUR_COST)
    assert ids(above) == [1]
    assert (ids(below.tasks), below.too_little, below.no_room) == ([2], 1, 0)


def test_the_first_that_does_not_fit_draws_the_line_for_all_after_it():
    tasks = [task(1, minutes=20), task(2, minutes=20), task(3, minutes=5)]
    above, below = draw_line(tasks, budget=30, hour_cost_minor=HOUR_COST)
    assert ids(above) == [1]
    assert (ids(below.tasks), below.no_room) == ([2, 3], 2)


def test_what_is_due_stays_above_however_full_the_day():
    tasks = [task(1, minutes=50, due=True, stake=None), task(2, minutes=50, due=True, stake=0), task(3)]
    above, below = draw_line(tasks, budget=40, hour_cost_minor=HOUR_COST)
    assert ids(above) == [1, 2]
    assert ids(below.tasks) == [3]


def test_a_task_of_unknown_worth_stays_when_there_is_room():
    tasks = [task(1), task(2, stake=None)]
    assert ids(draw_line(tasks, budget=20, hour_cost_minor=HOUR_COST)[0]) == [1, 2]
    assert ids(draw_line(tasks, budget=15, hour_cost_minor=HOUR_COST)[0]) == [1]


def test_below_the_line_sums_minutes_and_money():
    _, below = draw_line([task(1, stake=100), task(2, stake=None)], budget=0, hour_cost_minor=HOUR_COST)
    assert (below.minutes, below.stake) == (20, 100)


def test_a_day_already_worked_leaves_no_room():
    above, below = draw_line([task(1)], budget=-30, hour_cost_minor=HOUR_COST)
    assert (above, below.no_room) == ((), 1)
