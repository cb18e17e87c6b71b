"""CPU time of what is ahead at a big base: `TENURE_HOME=/some/empty/folder python -m benchmarks.occasions --fill 100000`.

So many clients, each with one person whose birthday is known; asked for by somebody who sees all, and by a salesperson.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from benchmarks.find import USER, insert  # noqa: E402
from tenure.clients.models import Client  # noqa: E402
from tenure.journeys.today.occasions import renew_all_occasions  # noqa: E402
from tenure.kernel import clock  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

LIMIT, RUNS, OWNERS = 100.0, 5, 100
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def fill(count: int) -> None:
    """Clients, people with a post, and their birthdays on all days of the year."""
    roles, numbers = ["head_of_sales"] + ["salesperson"] * OWNERS, range(1, count + 1)
    born = date(1950, 1, 1)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        insert("privacy_workspace", "id name currency language time_zone hour_cost_minor silence_level".split(),
               iter([(1, "Codru Trade SRL", "EUR", "en", "Europe/Chisinau", 2000, 0.05)]))  # fmt: skip
        insert("privacy_user", USER, ((n, "!", f"u{n}@example.com", f"User {n}", role, True, False, "en", "", True, 240,
                                       MADE) for n, role in enumerate(roles, 1)))  # fmt: skip
        insert(
            "clients_client",
            "id name normal_name search_text email tax_id phone country owner_id created_at".split(),
            ((n, f"Client {n} SRL", f"client {n}", "", "", "", "", "Moldova", 2 + n % OWNERS, MADE) for n in numbers),
        )
        insert("clients_person", "id name normal_name search_text language moved created_at version".split(),
               ((n, f"Person {n}", "", "", "", "{}", MADE, 1) for n in numbers))  # fmt: skip
        insert("clients_post", "person_id client_id title department duties is_contact created_at".split(),
               ((n, n, "buyer", "", "", False, MADE) for n in numbers))  # fmt: skip
        insert("clients_fact", "person_id type_code value source how confidence known_on not_to_be_shown recorded_by_id "
               "recorded_at".split(), ((n, "birth_date", f'"{born + timedelta(days=n * 7 % 20_000)}"', "", "told", 0.9,
                                        "2026-01-01", False, 1, MADE) for n in numbers))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cpu_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Median and least CPU milliseconds, after one run to warm up."""
    times = []
    for _ in range(RUNS + 1):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times[1:]), min(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", type=int, default=0, metavar="CLIENTS")
    wanted = parser.parse_args().fill
    if wanted:
        fill(wanted)
    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{Client.objects.count():,} birthdays; CPU ms, median of {RUNS} and the least, {connection.vendor}")
    for name, pk in (("head of sales", 1), ("salesperson", 2)):
        browser = Browser()
        browser.force_login(User.objects.get(pk=pk))
        median, least = cpu_ms(lambda browser=browser: browser.get("/occasions/"))  # type: ignore[misc]
        print(f"{name:<24}{median:>9.1f}{least:>9.1f}{LIMIT:>8.0f}{'  OVER' if least > LIMIT else ''}")
    median, least = cpu_ms(lambda: renew_all_occasions(today=clock.today()))
    print(f"{'reminders renewed':<24}{median:>9.1f}{least:>9.1f}")


if __name__ == "__main__":
    main()
