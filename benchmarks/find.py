"""CPU time of the search over everything, beside its limit: `python -m benchmarks.find --fill 1000000`.

    TENURE_HOME=/some/folder python -m benchmarks.find --fill 1000000     # an empty home is filled first
    TENURE_HOME=/some/folder python -m benchmarks.find                    # measured again

Names are made of 300,000 words in two alphabets, so that misspelt ones have something to be mistaken for. A fifth as
many people, notes and conversations stand beside the clients.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tenure.clients.matching.names import normal_name, search_text  # noqa: E402
from tenure.clients.models import Client  # noqa: E402
from tenure.clients.search.search import index_pending  # noqa: E402
from tenure.journeys.find_everything import find_everything, index_everything  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

LIMIT, RUNS, OWNERS = 50.0, 5, 40
MADE = datetime(2026, 1, 1, tzinfo=UTC)
CYRILLIC = "ба ве го ди жу зе ки ло ма ни по ра се ту фи хо ча ше ял юр ский ов ин ка ет ор ал".split()
LATIN = "ba ce di fo gu ha li mo ne pă ră să tu vi xo za ești escu ton ber ald șor țel îrn".split()
TRADE = "Пекарня Кафе Hotel Brutăria Farmacia Magazin Trade Foods Logistics Строй Сервис Market".split()
FORM = "ООО SRL Ltd SA ИП ÎI GmbH".split()
USER = """id password email name role is_active may_see_sensitive language theme single_keys day_minutes
    created_at""".split()
CLIENT = """id name normal_name search_text external_id email tax_id phone country owner_id created_at""".split()


def insert(table: str, columns: list[str], rows: Iterator[tuple[Any, ...]], size: int = 5000) -> None:
    """Write the rows, a few thousand at a time."""
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    batch: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for row in rows:
            batch.append(row)
            if len(batch) >= size:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)


def fill(count: int) -> None:
    """Clients, people, notes and conversations; then the index, timed."""
    chance = random.Random(3)
    words = ["".join(chance.choices(part, k=chance.randint(2, 5))).capitalize()
             for part in (CYRILLIC, LATIN) for _ in range(150_000)]  # fmt: skip

    def clients() -> Iterator[tuple[Any, ...]]:
        for n in range(1, count + 1):
            name = f"{chance.choice(TRADE)} {chance.choice(words)} {chance.choice(words)} {chance.choice(FORM)}"
            key, owner = f"K{n:07d}", None if n % 50 == 0 else 2 + n % OWNERS
            yield (n, name, normal_name(name), search_text(name, key), key, f"office{n}@example.com", f"10{n:09d}", "",
                   "Moldova", owner, MADE)  # fmt: skip

    fewer = range(1, count // 5 + 1)
    said = (" ".join(chance.choices(words, k=5)) for _ in iter(int, 1))
    roles = ["head_of_sales"] + ["salesperson"] * (OWNERS + 1)
    with transaction.atomic():
        insert("privacy_user", USER, ((n, "!", f"u{n}@example.com", f"User {n}", role, True, False, "en", "", True, 240,
                                       MADE) for n, role in enumerate(roles, 1)))  # fmt: skip
        insert("clients_client", CLIENT, clients())
        insert("clients_note", ["client_id", "author_id", "text", "created_at"],
               ((n, 2, f"{next(said)} звонили насчёт поставки", MADE) for n in fewer))  # fmt: skip
        insert("conversations_interaction", "client_id author_id kind at outcome readiness text answers created_at version"
               .split(), ((n, 2, "call", MADE, "", "", f"Разговор о {next(said)}", "{}", MADE, 1) for n in fewer))  # fmt: skip
        insert("clients_person", "id name normal_name search_text language moved created_at version".split(),
               ((n, f"{chance.choice(words)} {chance.choice(words)}", "", "", "", "{}", MADE, 1) for n in fewer))  # fmt: skip
        insert("clients_post", "person_id client_id title department duties is_contact created_at".split(),
               ((n, n, "director", "", "", False, MADE) for n in fewer))  # fmt: skip
    for name, work in (("clients", index_pending), ("the rest", index_everything)):
        begun = time.process_time()
        work()
        print(f"indexing {name}: {time.process_time() - begun:.1f} s CPU")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def slip(word: str) -> str:
    """The word with two letters swapped."""
    return word[:2] + word[3] + word[2] + word[4:]


def texts() -> list[tuple[str, str]]:
    """What is looked for, by what it tries."""
    some = Client.objects.order_by("id")[Client.objects.count() // 2 + 1]
    first, second = some.name.split()[1:3]
    word = max(first, second, key=len)
    return [
        ("whole name", some.name), ("one word", word), ("words turned round", f"{second} {first}"),
        ("misspelt", slip(f"{word}    ").strip()), ("both misspelt", f"{slip(first + '  ')} {slip(second + '  ')}"),
        ("a word many have", "пекарня"), ("a legal form", "srl"), ("client number", str(some.external_id)),
        ("middle of a word", word[1:5]), ("two letters", word[:2]), ("in many notes", "звонили"), ("nothing", "qqqxyzzy"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", type=int, default=0, metavar="CLIENTS")
    wanted = parser.parse_args().fill
    if wanted:
        call_command("migrate", verbosity=0)
        fill(wanted)
    print(f"{Client.objects.count():,} clients; CPU ms, median of {RUNS}, {connection.vendor}")
    print(f"{'search':<24}{'head':>9}{'seller':>9}{'limit':>8}")
    for name, text in texts():
        spent = [_cpu_ms(User.objects.get(pk=pk), text) for pk in (1, 5)]
        over = "  OVER" if max(spent) > LIMIT else ""
        print(f"{name:<24}{spent[0]:>9.1f}{spent[1]:>9.1f}{LIMIT:>8.0f}{over}")


def _cpu_ms(user: User, text: str) -> float:
    find_everything(actor=user, text=text)
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        find_everything(actor=user, text=text)
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


if __name__ == "__main__":
    main()
