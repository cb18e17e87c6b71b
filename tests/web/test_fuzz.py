"""Anything at all in an address: a page, a redirect, or a sentence, and never a fault of ours."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.journeys.client_lists.client_filters import CHOICES
from tenure.kernel import clock
from tenure.orders.summary import BaseSummary, Cell, Totals
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
FUZZ = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FINE = {200, 204, 302, 303, 400, 403, 404, 405}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
BIG = st.sampled_from(["0", "-1", "9" * 18, "9" * 19, "9" * 40, "1e9", "٣", "1_0", " 1", "NaN"])
LIKELY = sorted({value for values in CHOICES.values() for value in values} | {"none", "all", "luna", "Moldova", "1"})
ANY = st.one_of(TEXT, BIG, st.sampled_from(LIKELY), st.dates().map(str))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
CURSOR = st.lists(JSON, min_size=2, max_size=2).map(
    lambda pair: urlsafe_b64encode(json.dumps(pair).encode()).decode().rstrip("=")
)
LIST_NAMES = st.sampled_from([*CHOICES, "owner", "country", "q", "name"])
LIST = st.dictionaries(LIST_NAMES, ANY, max_size=5)
CHOSEN = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*values, "none"]) for name, values in CHOICES.items()}
    | {"owner": st.sampled_from(["none", "1", "77"]), "country": st.sampled_from(["Moldova", "Iceland", "x"]),
       "q": st.sampled_from(["lu", "luna", "сол", "%", "_", "1", "a@b"])},
)  # fmt: skip
OTHERS = st.tuples(
    st.sampled_from(
        [
            "/",
            "/base/",
            "/find/",
            "/clients/similar/",
            "/settings/",
            "/settings/audit/",
            "/import/",
            "/today/new/",
            "/sign-in/",
        ]
    ),
    st.dictionaries(
        st.sampled_from(
            "whose kind below more task q measure regularity actor action first last before id said n".split()
        ),
        ANY,
        max_size=4,
    ),
)


@pytest.fixture
def browsers(workspace: Workspace, administrator: User, salesperson: User) -> list[Any]:
    """An administrator and a salesperson, before a small base of every kind."""
    figures = BaseSummary(
        Totals(clients=8, silent=2, countries={"Moldova": 4}), {"revenue.stability": (Cell("A", "X", 4, 9, None, 1),)}
    ).to_json()
    run = factories.make_run(summary={"all": figures, "owners": {f"u{salesperson.pk}": figures}})
    for number in range(8):
        client = factories.make_client(
            f"Luna {number}", owner=salesperson if number % 2 else None, country="Moldova" if number % 2 else ""
        )
        fields = {"is_silent": True, "silence_days": 90, "last_day": clock.today()} if number == 1 else {}
        factories.make_score(client, run, abc_class="ABC"[number % 3], value_12m_minor=number or None, **fields)
        factories.make_task(client, kind="silence", worth_per_minute=number)
    return [factories.signed_in(user) for user in (administrator, salesperson)]


@FUZZ
@given(query=LIST, sort=st.sampled_from(["", *CHOICES["sort"]]))
def test_a_list_takes_any_filter(browsers: list[Any], query: dict[str, str], sort: str) -> None:
    for browser in browsers:
        assert browser.get("/clients/", {**query, "sort": sort}).status_code in FINE


@FUZZ
@given(query=CHOSEN)
def test_every_combination_of_filters_there_are_gives_a_page(browsers: list[Any], query: dict[str, str]) -> None:
    wrong = any(query.get(name) == "none" and "none" not in values for name, values in CHOICES.items())
    for browser in browsers:
        assert browser.get("/clients/", query).status_code == (400 if wrong else 200)


@FUZZ
@given(query=CHOSEN, cursor=st.one_of(CURSOR, ANY), way=st.sampled_from(["after", "before"]))
def test_a_list_takes_any_cursor(browsers: list[Any], query: dict[str, str], cursor: str, way: str) -> None:
    for browser in browsers:
        assert browser.get("/clients/", {**query, way: cursor}).status_code in FINE


@FUZZ
@given(asked=OTHERS, fragment=st.booleans())
def test_every_other_page_takes_any_parameter(browsers: list[Any], asked: Any, fragment: bool) -> None:
    address, query = asked
    headers = {"HX-Request": "true"} if fragment else {}
    for browser in browsers:
        assert browser.get(address, query, headers=headers).status_code in FINE


@FUZZ
@given(query=CHOSEN, kind=ANY)
def test_an_export_takes_any_filter(browsers: list[Any], query: dict[str, str], kind: str) -> None:
    for browser in browsers:
        assert browser.post("/clients/export/", {**query, "format": kind}).status_code in FINE


@FUZZ
@given(query=LIST, name=TEXT)
def test_a_view_takes_any_filter_and_name(browsers: list[Any], query: dict[str, str], name: str) -> None:
    for browser in browsers:
        answer = browser.post("/clients/views/", {**query, "name": name})
        assert answer.status_code in FINE
    for browser in browsers:
        assert browser.get("/clients/").status_code == 200
