"""What is done once a day, whoever is at work: reminders of consents, occasions and visits, and what has outlived its time."""

from datetime import date

from tenure.discovery.economics.earlier_draws import redraw_earlier
from tenure.journeys.keeping.storage_periods import let_go
from tenure.journeys.today.occasions import renew_all_occasions
from tenure.journeys.today.remind_of_consents import remind_of_consents
from tenure.journeys.today.remind_of_visits import remind_of_visits
from tenure.privacy.daily_runs import day_of_run, finish_daily

NAME = "daily"


def run_daily(run_id: int) -> None:
    """Carry out a claimed run; one that has ended already is left alone."""
    day = day_of_run(run_id)
    if day is None:
        return
    do_daily(today=day)
    finish_daily(run_id)


def do_daily(*, today: date) -> dict[str, int]:
    """Every step, in order; each can be repeated on the same day without harm."""
    occasions = renew_all_occasions(today=today)
    done = {"reminders": remind_of_consents(today=today), "occasions": occasions.created}
    redraw_earlier()
    return done | {"visits": remind_of_visits(today=today)} | let_go(today=today)
