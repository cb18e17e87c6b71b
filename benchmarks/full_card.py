"""A card as full as the limit speaks of, and what its page costs: `TENURE_HOME=/some/demo python -m benchmarks.full_card`.

Takes the client of a demo company that is known best and fills its card up to 200 facts, 12 people who are all on the
map, 500 conversations and 2,000 orders, once. Then its page is asked for through the whole application, without a
network. The last line is JSON for `benchmarks.card`, which makes a demo company of its own for it.
"""

import argparse
import cProfile
import json
import pstats
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tenure.clients.fact_catalogue import fact_kinds  # noqa: E402
from tenure.clients.models import Client, DecisionUnit, Fact, Tie, UnitMember  # noqa: E402
from tenure.clients.people.people import add_person, people_of  # noqa: E402
from tenure.conversations.models import Interaction, Participant  # noqa: E402
from tenure.kernel import clock  # noqa: E402
from tenure.orders.models import Order  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

FACTS, PEOPLE, TALKS, ORDERS = 200, 12, 500, 2000
RUNS = 25


def best_known() -> tuple[Client, User]:
    """The client with a map of people of whom most facts are known, and who answers for it."""
    rows = Client.objects.filter(decision_units__isnull=False).annotate(known=Count("facts")).order_by("-known", "id")
    client = rows.select_related("owner")[0]
    assert client.owner is not None
    return client, client.owner


def fill(client: Client, owner: User) -> str:
    """Fill the card up to its numbers; says what stands on it."""
    chance = random.Random(1)
    people = _people(client, owner)
    _facts(client, owner, people)
    talks = Interaction.objects.filter(client=client)
    begin, missing = datetime(2026, 5, 11, 8, tzinfo=UTC), TALKS - talks.count()
    Interaction.objects.bulk_create(
        Interaction(client=client, author=owner, kind=chance.choice(("call", "meeting", "email")), outcome="reached",
                    at=begin - timedelta(days=2 * n), text="They compare prices before every order. " * 4,
                    created_at=clock.now())
        for n in range(missing)
    )  # fmt: skip
    silent = talks.filter(participants=None).values_list("id", flat=True)
    Participant.objects.bulk_create(Participant(interaction_id=pk, person_id=chance.choice(people)) for pk in silent)
    orders = Order.objects.filter(client=client)
    Order.objects.bulk_create(
        Order(client=client, day=date(2026, 5, 10) - timedelta(days=n % 1100), amount_minor=chance.randint(2000, 90000),
              currency="EUR", number=f"F{n}")
        for n in range(ORDERS - orders.count())
    )  # fmt: skip
    known = Fact.objects.filter(Q(client=client) | Q(person_id__in=people), superseded_at=None)
    return f"{known.count()} facts, {len(people)} people, {talks.count()} conversations, {orders.count():,} orders"


def _people(client: Client, owner: User) -> list[int]:
    """Twelve people in post, everybody on the map and listening to three others."""
    people = [one.id for one in people_of(actor=owner, client_id=client.pk)]
    unit = DecisionUnit.objects.filter(client=client).order_by("id")[0]
    while len(people) < PEOPLE:
        number = len(people)
        people.append(add_person(
            actor=owner, client_id=client.pk, name=f"Person {number} Țurcanu", title="Technologist",
            phone=f"+37369{400_000 + number}", email=f"person{number}@example.com",
        ))  # fmt: skip
    on_map = set(UnitMember.objects.filter(unit=unit).values_list("person_id", flat=True))
    UnitMember.objects.bulk_create(
        UnitMember(unit=unit, person_id=person, weight=5, attitude=n % 3 - 1, contact=n % 3, objection="Too dear")
        for n, person in enumerate(people) if person not in on_map
    )  # fmt: skip
    members = list(UnitMember.objects.filter(unit=unit).order_by("id").values_list("id", flat=True))
    around = [Tie(unit=unit, kind="listens", who_id=members[n], whom_id=members[(n + step) % len(members)], strength=step)
              for n in range(len(members)) for step in (1, 2, 3)]  # fmt: skip
    Tie.objects.bulk_create(around, ignore_conflicts=True)
    return people


def _facts(client: Client, owner: User, people: list[int]) -> None:
    """Texts and numbers of every kind that fits, the client first, then the people in turn."""
    plain = [kind for kind in fact_kinds().values() if kind.value_kind in ("text", "number") and not kind.special]
    subjects: list[dict[str, int]] = [{"client_id": client.pk}, *({"person_id": person} for person in people)]
    rows = Fact.objects.filter(Q(client=client) | Q(person_id__in=people), superseded_at=None)
    count = rows.count()
    new: list[Fact] = []
    known = set(rows.values_list("client_id", "person_id", "type_code"))
    for kind in plain:
        for subject in subjects:
            fits = kind.subject == ("client" if "client_id" in subject else "person")
            key = (subject.get("client_id"), subject.get("person_id"), kind.code)
            if not fits or key in known or count + len(new) >= FACTS:
                continue
            value = 40 if kind.value_kind == "number" else "What is known of it, said in a few words"
            new.append(Fact(**subject, type_code=kind.code, value=value, source="Their buyer, on the telephone",
                            confidence=0.8, known_on=date(2026, 3, 1), recorded_by=owner,
                            recorded_at=clock.now() - timedelta(days=len(new) % 60)))  # fmt: skip
    Fact.objects.bulk_create(new)


def measured(ask: Callable[[], object]) -> tuple[float, float]:
    """Median and least CPU milliseconds of asking for the page."""
    times = []
    for _ in range(RUNS + 2):
        begun = time.process_time()
        ask()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times[2:]), min(times[2:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="where the time goes, function by function")
    profile = parser.parse_args().profile
    settings.ALLOWED_HOSTS = ["testserver"]
    client, owner = best_known()
    print(fill(client, owner))
    browser, address = Browser(), f"/clients/{client.pk}/"
    browser.force_login(owner)
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    asked = [query["sql"] for query in queries.captured_queries]
    median, least = measured(lambda: browser.get(address))
    if profile:
        _profile(lambda: browser.get(address), asked)
    figures = {"median_ms": median, "least_ms": least, "queries": len(asked), "kilobytes": len(answer.content) / 1000}
    print(json.dumps(figures))


def _profile(ask: Callable[[], object], queries: list[str]) -> None:
    for number, sql in enumerate(queries, 1):
        print(f"{number:>3} {sql[:150]}")
    watch = cProfile.Profile()
    watch.enable()
    for _ in range(10):
        ask()
    watch.disable()
    pstats.Stats(watch).sort_stats("cumtime").print_stats(110)


if __name__ == "__main__":
    main()
