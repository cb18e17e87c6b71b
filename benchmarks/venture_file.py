"""What the file of the largest venture costs out and in: `TENURE_HOME=/some/demo python -m benchmarks.venture_file`.

The last line is JSON for `benchmarks.ventures`: by way, CPU seconds, queries and MB of the file, then of memory.
"""

import json
import resource
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.full_venture import full_venture  # noqa: E402
from tenure.discovery.files.export import venture_file  # noqa: E402
from tenure.discovery.files.take_in import check_venture_file, take_in_venture  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

MEGABYTE = 1e6


def honest(raw: bytes) -> bytes:
    """The file with its tests of the benchmark, which were written as decided without a lock, as the drafts they are."""
    content = json.loads(raw)
    rows = content["tables"]
    for card in rows["TestCard"]:
        if not card["locked_text"]:
            card.update(state="draft", verdict="", decided_at=None)
    rows["LearningCard"] = []
    rows["Evidence"] = [row for row in rows["Evidence"] if row["source"] != "test"]
    return json.dumps(content).encode()


def cost(work: Callable[[], Any]) -> tuple[float, int]:
    """CPU seconds without anybody counting queries, and the queries. What is written is let go of."""
    with transaction.atomic():
        started = time.process_time()
        work()
        spent = time.process_time() - started
        transaction.set_rollback(True)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        work()
        transaction.set_rollback(True)
    return spent, len(asked)


def main() -> None:
    settings.DEBUG = False
    founder = User.objects.get(email="victor@demo.example")
    venture = full_venture(founder, User.objects.get(email="elena@demo.example"))
    raw = honest(venture_file(actor=founder, venture_id=venture.pk, people=True))
    ways = {
        "out": lambda: venture_file(actor=founder, venture_id=venture.pk, people=True),
        "looked at": lambda: check_venture_file(actor=founder, raw=raw),
        "in": lambda: take_in_venture(actor=founder, raw=raw),
    }
    rows = [(name, *cost(work)) for name, work in ways.items()]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    print(json.dumps([rows, len(raw) / MEGABYTE, memory]))


if __name__ == "__main__":
    main()
