"""CPU time of the pages at scale, beside the limits: `python -m benchmarks.pages` on a home filled by big_base.

    TENURE_HOME=/some/folder python -m benchmarks.pages

Requests go through the whole application (middleware, rights, queries, template) without a network; CPU time of this
process, the median of several runs after one to warm up.
"""

import resource
import statistics
import time
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from tenure.clients.clients import Details, similar_clients  # noqa: E402
from tenure.clients.models import Client  # noqa: E402
from tenure.journeys.cards.edit_clients import add_client  # noqa: E402
from tenure.journeys.client_lists.client_list import write_cursor  # noqa: E402
from tenure.orders.models import ClientScore  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

LIMIT, CREATE_LIMIT = 25.0, 35.0
RUNS = 9


def cpu_ms(work: Callable[[], object]) -> float:
    """Median CPU milliseconds of a piece of work, programs it started included, after one run to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        begun = spent()
        work()
        times.append(1000 * (spent() - begun))
    return statistics.median(times)


def spent() -> float:
    """CPU seconds of this process and of the programs it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def addresses() -> list[tuple[str, str]]:
    """What is measured: a name and an address."""
    middle = ClientScore.objects.filter(value_12m_minor__gt=0).order_by("-client_id").first()
    some = Client.objects.order_by("-id")[Client.objects.count() // 3]
    word = some.name.split()[1][:6]
    deep = write_cursor((middle.pk, middle.value_12m_minor)) if middle else ""
    deep_name = write_cursor((some.pk, some.normal_name))
    return [
        ("list, first page", "/clients/"),
        ("list, deep page", f"/clients/?after={deep}"),
        ("list by name, deep page", f"/clients/?sort=name&after={deep_name}"),
        ("filter: one cell", "/clients/?abc=A&xyz=X&regularity=frequency"),
        ("filter: silent, longest first", "/clients/?state=silent&sort=silence"),
        ("filter: A, falling", "/clients/?abc=A&state=falling"),
        ("filter: a rare country", "/clients/?country=Iceland"),
        ("filter: RFM at risk", "/clients/?rfm=at_risk"),
        ("search: part of a name", f"/clients/?q={word}"),
        ("search: client number", f"/clients/?q={some.external_id}"),
        ("search: two letters", "/clients/?q=lu"),
        ("find or do", f"/find/?q={word}"),
        ("client page", f"/clients/{some.pk}/"),
        ("base", "/base/"),
        ("today", "/"),
    ]


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.get(role="head_of_sales")
    browser = Browser()
    browser.force_login(user)
    print(f"{Client.objects.count():,} clients; CPU ms, median of {RUNS}")
    print(f"{'page':<34}{'CPU ms':>9}{'limit':>8}")
    for name, address in addresses():
        status = browser.get(address).status_code
        spent = cpu_ms(lambda address=address: browser.get(address))  # type: ignore[misc]
        note = "" if status == 200 else f"  status {status}"
        print(f"{name:<34}{spent:>9.1f}{LIMIT:>8.0f}{'  OVER' if spent > LIMIT else ''}{note}")
    numbers = iter(range(1, 1000))
    stamp = int(time.time())
    made: list[int] = []

    def create() -> None:
        details = Details(
            f"Benchmark {stamp} {next(numbers)} SRL",
            external_id=f"B{stamp}-{next(numbers)}",
            email=f"b{next(numbers)}@example.com",
            tax_id=f"{stamp}{next(numbers)}",
        )
        made.append(add_client(actor=user, details=details))

    spent = cpu_ms(create)
    print(
        f"{'create with duplicate check':<34}{spent:>9.1f}{CREATE_LIMIT:>8.0f}{'  OVER' if spent > CREATE_LIMIT else ''}"
    )
    alone = cpu_ms(lambda: similar_clients(actor=user, details=Details("Benchmark SRL", email="none@example.com")))
    print(f"{'  of which the check':<34}{alone:>9.1f}")
    ClientScore.objects.filter(pk__in=made).delete()
    Client.objects.filter(pk__in=made).delete()


if __name__ == "__main__":
    main()
