"""CPU time of the brief and of what to learn next, beside the limit: `TENURE_HOME=/some/demo python -m benchmarks.brief`.

For the client of whom most facts are known. Requests go through the whole application without a network; the PDF is laid
out anew each time, its moment differs.
"""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from benchmarks.pages import cpu_ms  # noqa: E402
from tenure.clients.models import Client  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

LIMIT_MS = 100.0


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Browser()
    browser.force_login(User.objects.filter(role="head_of_sales").order_by("id")[0])
    client = Client.objects.annotate(known=Count("facts")).order_by("-known", "id")[0]
    for name, part in (("brief", "brief/"), ("brief as PDF", "brief.pdf"), ("questions", "questions/")):
        spent = cpu_ms(lambda part=part: browser.get(f"/clients/{client.pk}/{part}"))  # type: ignore[misc]
        print(f"{name:<16}{spent:>8.1f} ms CPU, limit {LIMIT_MS:.0f}{'  OVER' if spent > LIMIT_MS else ''}")


if __name__ == "__main__":
    main()
