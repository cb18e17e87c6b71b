"""What the page of amounts in doubt costs on a base full of them: `TENURE_HOME=/some/folder python -m benchmarks.amounts_page`.

Asks for the page through the whole application, without a network: first, last and narrowed; then says of ten thousand amounts
what they are, as many as a person can in ten steps, and asks again. The last line is JSON for `benchmarks.amounts`.
"""

import gc
import json
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from benchmarks.venture_pages import asked, measured  # noqa: E402
from tenure.orders.models import ImportBatch, OrderLine  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

PAGE, STEPS = "/import/amounts/", 10
DOUBTS = ("thousandfold", "lost_decimal")


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Browser()
    browser.force_login(User.objects.filter(role="administrator")[0])
    batch, rarer = ImportBatch.objects.order_by("pk").values_list("pk", flat=True)[:2]
    doubtful = OrderLine.objects.filter(damage__in=DOUBTS)
    few = f"{PAGE}?import={rarer}&damage=lost_decimal"
    last = doubtful.order_by("pk")[20].pk
    pages = {
        "the first page": PAGE, "the last page": f"{PAGE}?after={last}", "narrowed to the rarer suspicion": few,
        "narrowed, the last page": f"{few}&after={doubtful.filter(damage='lost_decimal').order_by('pk')[20].pk}",
    }  # fmt: skip
    browser.get(PAGE)
    gc.collect()
    gc.freeze()
    rows = [row_of(browser, name, address) for name, address in pages.items()]
    words = {"every": "on", "kind": "divided", "reason": "Export"}
    times = []
    for _step in range(STEPS):
        begun = time.process_time()
        assert browser.post(f"{PAGE}?import={batch}&damage=thousandfold", words).status_code == 303
        times.append(1000 * (time.process_time() - begun))
    rows.append(("a thousand settled at once", min(times), sorted(times)[STEPS // 2], 0, 0.0))
    rows.append(row_of(browser, "the first page, 10,000 settled", PAGE))
    print(json.dumps([doubtful.count(), rows]))


def row_of(browser: Browser, name: str, address: str) -> tuple[str, float, float, int, float]:
    """Name, least and median CPU milliseconds, queries, and the size in kB."""
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    queries = asked(lambda: browser.get(address))
    return (name, *measured(lambda: browser.get(address)), len(queries), len(answer.content) / 1000)


if __name__ == "__main__":
    main()
