"""The client list: every filter against a plain computation, pages that neither lose nor repeat a client."""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.search.search import index_pending
from tenure.journeys.client_lists import client_list_sql
from tenure.journeys.client_lists.client_filters import CHOICES, RFM_SEGMENTS, ListFilters, read_filters, written
from tenure.journeys.client_lists.client_list import client_list, read_cursor, scope_for, write_cursor
from tenure.kernel.errors import BadInput
from tenure.orders.models import ClientScore
from tenure.orders.summary import BaseSummary, Totals
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 5, 12)
COUNT = 90


@pytest.fixture
def base(head_of_sales: User, salesperson: User) -> list[ClientScore]:
    """Ninety clients of every kind, many with equal or missing keys."""
    chance = random.Random(3)
    run = factories.make_run(
        as_of=AS_OF,
        summary={
            "all": BaseSummary(Totals(clients=COUNT, countries={"Moldova": 9, "Iceland": 1})).to_json(),
            "owners": {},
        },
    )
    for number in range(COUNT):
        name = f"{chance.choice(['Luna', 'Сол', 'Țara'])} {number % 40}"
        client = factories.make_client(
            name,
            normal_name=normal_name(name),
            search_text=search_text(name),
            owner=chance.choice([None, salesperson, head_of_sales]),
            country=chance.choice(["", "Moldova", "Iceland"]),
        )
        factories.make_score(client, run, **_score(chance))
    index_pending()
    return list(ClientScore.objects.select_related("client"))


def _score(chance: random.Random) -> dict[str, Any]:
    silence = chance.choice([None, 0, 5, 5, 40, 400])
    last = None if silence is None else AS_OF - timedelta(days=silence)
    status = chance.choice(CHOICES["status"])
    judged = status in ("ok", "short_history")
    silent = judged and silence == 400 and chance.random() < 0.8
    return {
        "status": status, "silence_days": silence, "last_day": last, "is_silent": silent,
        "is_falling": judged and chance.random() < 0.3, "p_active": chance.choice([None, 0.2, 0.9]),
        "abc_class": chance.choice(["", "A", "B", "C"]), "abc_margin_class": chance.choice(["", "A", "B", "C"]),
        "xyz_stability_class": chance.choice(["", "X", "Y", "Z"]), "xyz_frequency_class": chance.choice(["X", "Z"]),
        "value_12m_minor": chance.choice([None, 0, 0, 0, 100, 250, 900]), "rfm_recency": chance.randint(1, 5),
        "rfm_frequency": chance.randint(1, 5),
        "window_from": None if last is None else last + timedelta(days=chance.choice([3, 60])),
    }  # fmt: skip


def expected(base: list[ClientScore], filters: ListFilters) -> list[int]:
    """The same list by the plainest means."""
    keys = {"value": "value_12m_minor", "silence": "last_day", "last_order": "last_day"}
    descending = filters.sort in ("value", "last_order")
    rows = [score for score in base if _fits(score, filters)]

    def key(score: ClientScore) -> Any:
        return score.client.normal_name if filters.sort == "name" else getattr(score, keys[filters.sort])

    present = sorted((s for s in rows if key(s) is not None), key=lambda s: (key(s), s.pk), reverse=descending)
    missing = sorted((s for s in rows if key(s) is None), key=lambda s: s.pk, reverse=descending)
    return [score.pk for score in [*present, *missing]]


def _fits(score: ClientScore, filters: ListFilters) -> bool:
    abc = score.abc_margin_class if filters.measure == "margin" else score.abc_class
    xyz = score.xyz_frequency_class if filters.regularity == "frequency" else score.xyz_stability_class
    silent = score.is_silent
    states = {
        "": True, "silent": silent, "left": silent and score.p_active is not None and score.p_active < 0.5,
        "falling": score.is_falling, "due": _due(score),
    }  # fmt: skip
    owner = str(score.owner_id) if score.owner_id else "none"
    return bool(
        filters.abc in ("", abc or "none")
        and filters.xyz in ("", xyz or "none")
        and states[filters.state]
        and filters.status in ("", score.status)
        and filters.owner in ("", owner)
        and filters.country in ("", score.client.country)
        and (not filters.rfm or (score.rfm_recency, score.rfm_frequency) in RFM_SEGMENTS[filters.rfm])
        and (not filters.q or search_text(filters.q) in score.client.search_text)
    )


def _due(score: ClientScore) -> bool:
    """Due: the window has begun by the day the silence is counted to, and the history allows a verdict."""
    if score.is_silent or score.window_from is None or (score.status not in ("ok",) and not score.is_falling):
        return False
    return score.window_from <= AS_OF


def pages(actor: User, query: dict[str, str], limit: int) -> Iterator[list[int]]:
    """All pages forward from the first."""
    cursor: dict[str, str] = {}
    for _ in range(COUNT + 2):
        page = client_list(actor=actor, query={**query, **cursor}, limit=limit)
        yield [row.client.id for row in page.rows]
        if not page.next_page:
            return
        cursor = {"after": page.next_page}
    raise AssertionError("the pages never end")


QUERIES: list[dict[str, str]] = [
    {},
    {"abc": "A"},
    {"abc": "none"},
    {"xyz": "X"},
    {"abc": "B", "xyz": "Z"},
    {"xyz": "none", "regularity": "frequency"},
    {"abc": "A", "measure": "margin"},
    {"abc": "C", "xyz": "X", "measure": "margin", "regularity": "frequency"},
    {"state": "silent"},
    {"state": "left"},
    {"state": "falling"},
    {"state": "due"},
    {"state": "falling", "status": "ok"},
    {"status": "one_order"},
    {"status": "short_history"},
    {"status": "ok"},
    {"rfm": "best"},
    {"rfm": "past", "abc": "A"},
    {"owner": "none"},
    {"owner": "none", "state": "silent"},
    {"country": "Moldova"},
    {"country": "Iceland", "abc": "A"},
    {"q": "luna"},
    {"q": "сол 1", "state": "falling"},
    {"q": "ţara"},
    {"abc": "A", "state": "silent"},
    {"state": "due", "status": "one_order"},
    {"state": "left", "status": "no_orders", "country": "Iceland"},
    {"state": "due", "status": "two_orders", "q": "luna"},
]


@pytest.mark.parametrize("few", [7000, 5], ids=["few fetched", "read in order"])
@pytest.mark.parametrize("sort", CHOICES["sort"])
def test_every_filter_and_order_gives_each_client_once(
    base: list[ClientScore], head_of_sales: User, sort: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_list_sql, "FEW", few)
    for query in QUERIES:
        wanted = expected(base, read_filters({**query, "sort": sort}))
        walked = list(pages(head_of_sales, {**query, "sort": sort}, limit=7))
        assert list(itertools.chain(*walked)) == wanted, query


@pytest.mark.parametrize("sort", CHOICES["sort"])
def test_the_way_back_shows_the_same_pages(base: list[ClientScore], head_of_sales: User, sort: str) -> None:
    query = {"sort": sort, "xyz": "X"}
    wanted = list(pages(head_of_sales, query, limit=4))
    page = client_list(actor=head_of_sales, query=query, limit=4)
    while page.next_page:
        page = client_list(actor=head_of_sales, query={**query, "after": page.next_page}, limit=4)
    walked = [[row.client.id for row in page.rows]]
    while page.previous_page:
        page = client_list(actor=head_of_sales, query={**query, "before": page.previous_page}, limit=4)
        walked.insert(0, [row.client.id for row in page.rows])
    assert list(itertools.chain(*walked)) == list(itertools.chain(*wanted))


def test_a_salesperson_sees_only_their_own_whatever_the_address_says(
    base: list[ClientScore], salesperson: User, head_of_sales: User
) -> None:
    own = {score.pk for score in base if score.owner_id == salesperson.pk}
    for query in (
        {},
        {"owner": str(head_of_sales.pk)},
        {"owner": "none"},
        {"q": "luna"},
        {"abc": "A"},
        {"country": "Iceland"},
    ):
        for sort in CHOICES["sort"]:
            seen = set(itertools.chain(*pages(salesperson, {**query, "sort": sort}, limit=11)))
            assert seen <= own
            assert seen or query
    assert set(itertools.chain(*pages(salesperson, {}, limit=50))) == own


def test_a_page_takes_the_same_queries_however_long_it_is(base: list[ClientScore], head_of_sales: User) -> None:
    counts = []
    for limit in (3, 20):
        with CaptureQueriesContext(connection) as queries:
            client_list(actor=head_of_sales, query={}, limit=limit)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_the_count_is_told_only_when_it_is_known(base: list[ClientScore], head_of_sales: User) -> None:
    assert client_list(actor=head_of_sales, query={}, limit=5).count == COUNT
    assert client_list(actor=head_of_sales, query={"owner": "none"}, limit=5).count is None
    found = expected(base, read_filters({"q": "luna"}))
    assert client_list(actor=head_of_sales, query={"q": "luna"}, limit=5).count == len(found)
    narrow = {"abc": "A", "xyz": "X", "state": "falling"}
    whole = expected(base, read_filters(narrow))
    assert client_list(actor=head_of_sales, query=narrow, limit=90).count == len(whole)


def test_a_search_that_finds_too_much_says_so(
    base: list[ClientScore], head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenure.clients.search.search.matching.__kwdefaults__", {"limit": 4})
    page = client_list(actor=head_of_sales, query={"q": "luna"})
    assert page.search_cut == 4 == len(page.rows)


HOSTILE = ("'", '"', "; DROP TABLE clients_client", "%s", "%(x)s", "\x00", "🦆", "-1", "1e9", "A' OR '1'='1", "x" * 500)


@pytest.mark.parametrize("name", [*CHOICES, "owner", "country", "q", "after", "before"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_filters_are_refused_or_find_nothing(
    base: list[ClientScore], head_of_sales: User, name: str, value: str
) -> None:
    free_text = name in ("owner", "country", "q") and value != "\x00" and (name != "owner" or value.isdigit())
    if free_text:
        assert client_list(actor=head_of_sales, query={name: value}).rows == ()
    else:
        with pytest.raises(BadInput):
            client_list(actor=head_of_sales, query={name: value})
    assert ClientScore.objects.count() == COUNT


@pytest.mark.parametrize("text", ["W10", "WzEsMl0x", "bnVsbA", "W251bGwsIjEiXQ", "WzEuNSwxXQ", "W1tdLDFd", "e30", "é"])
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_cursor(text, backward=False)


@pytest.mark.parametrize("key", [None, 0, -5, 10**12, "имя; '%s", date(2026, 5, 1)])
def test_a_cursor_comes_back_as_it_went(key: object) -> None:
    cursor = read_cursor(write_cursor((7, key)), backward=True)
    assert (cursor.key, cursor.client_id, cursor.backward) == (
        key.isoformat() if isinstance(key, date) else key, 7, True,
    )  # fmt: skip


def test_filters_survive_being_written_and_read() -> None:
    filters = ListFilters(q="a b", abc="A", xyz="none", measure="margin", owner="12", sort="name")
    assert read_filters(written(filters)) == filters
    assert written(ListFilters()) == {}
    assert filters.narrowing == 4


def test_the_few_of_a_country_are_looked_for_only_where_the_whole_base_has_few(
    base: list[ClientScore], head_of_sales: User, salesperson: User
) -> None:
    filters, summary = ListFilters(country="Moldova"), BaseSummary(Totals(countries={"Moldova": 3}))
    scopes = [scope_for(user, filters, summary, None) for user in (head_of_sales, salesperson)]
    assert [scope.few_in_country for scope in scopes if scope] == [True, False]
