"""A venture goes out by its settings and comes in by the list of ventures: shown first, written when confirmed."""

import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from tenure.discovery.models import Venture
from tenure.privacy.models import AuditRow, User, Workspace
from tenure.web.discovery.files import packed
from tests import venture_factories

pytestmark = pytest.mark.django_db
PLACE = "/ventures/import/"


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    venture = venture_factories.make_venture(head_of_sales, "Пекарня <b>№1</b>")
    venture_factories.make_hypothesis(venture, "They bake at night")
    venture_factories.make_interview(venture, name="Doina Lupu")
    return venture


def taken_out(browser: Browser, venture: Venture, **form: str) -> bytes:
    answer = browser.post(f"/ventures/{venture.pk}/file/", form)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)


def sent(raw: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("venture.json", raw, "application/json")}


def test_a_venture_goes_out_and_comes_in_seen_before_it_is_written(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    page = browser.post(PLACE, sent(taken_out(browser, venture, people="on")))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Пекарня &lt;b&gt;№1&lt;/b&gt;" in text
    assert "A venture of this name is here already" in text
    assert Venture.objects.count() == 1
    waiting = re.search(r'name="packed" value="([^"]+)"', text)
    assert waiting
    answer = browser.post(PLACE, {"packed": waiting[1]})
    new = Venture.objects.exclude(pk=venture.pk).get()
    assert answer["Location"] == f"/ventures/{new.pk}/"
    assert new.hypotheses.get().title == "They bake at night"
    assert new.interviews.get().name == "Doina Lupu"


def test_the_file_gets_another_name_where_one_is_typed(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    text = browser.post(PLACE, sent(taken_out(browser, venture))).content.decode()
    fields = dict(re.findall(r'name="(packed|key)" value="([^"]+)"', text))
    long = browser.post(PLACE, fields | {"name": "x" * 201})
    assert (long.status_code, Venture.objects.count()) == (422, 1)
    page = long.content.decode()
    assert f'value="{"x" * 201}"' in page
    assert "Shorten" in page
    assert f'value="{fields["packed"]}"' in page, "nothing has to be sent again"
    hostile = "  Spring\n <b>trial</b> "
    answer = browser.post(PLACE, fields | {"name": hostile})
    new = Venture.objects.exclude(pk=venture.pk).get()
    assert (answer["Location"], new.name) == (f"/ventures/{new.pk}/", "Spring <b>trial</b>")
    assert new.events.get(kind="take_in_venture").details["before"] == venture.name
    assert browser.post(PLACE, fields | {"name": "Third"})["Location"] == answer["Location"], "sent twice, it is one"
    assert "Spring &lt;b&gt;trial&lt;/b&gt;" in browser.get(answer["Location"]).content.decode()


def test_an_empty_name_keeps_that_of_the_file(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    text = browser.post(PLACE, sent(taken_out(browser, venture))).content.decode()
    browser.post(PLACE, dict(re.findall(r'name="(packed|key)" value="([^"]+)"', text)) | {"name": "   "})
    new = Venture.objects.exclude(pk=venture.pk).get()
    assert new.name == venture.name
    assert "before" not in new.events.get(kind="take_in_venture").details


def test_taking_out_is_written_down_and_without_a_tick_nobody_is_named(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    raw = taken_out(visit(head_of_sales), venture)
    assert "Doina" not in raw.decode()
    row = AuditRow.objects.get(action="export_venture")
    assert (row.actor_id, row.details["people"]) == (head_of_sales.pk, False)


def test_a_member_who_works_is_offered_no_people(
    visit: Callable[..., Browser], salesperson: User, venture: Venture
) -> None:
    venture_factories.let_in(venture, salesperson)
    browser = visit(salesperson)
    assert 'name="people"' not in browser.get(f"/ventures/{venture.pk}/settings/").content.decode()
    assert browser.post(f"/ventures/{venture.pk}/file/", {"people": "on"}).status_code == 403
    assert "Doina" not in taken_out(browser, venture).decode()


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 10_000, b'{"format": NaN}', b"\xff\xfe", b'{"a": 1, "a": 2}', b"[]"])
def test_a_bad_file_is_told_on_the_page_and_writes_nothing(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, raw: bytes
) -> None:
    for form in (sent(raw), {"packed": packed(raw)}):
        answer = visit(head_of_sales).post(PLACE, form)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert Venture.objects.count() == 1


def test_what_waited_in_the_page_is_checked_again(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    """Whatever is sent back as the checked file: torn, or a small thing that unfolds into gigabytes."""
    browser = visit(head_of_sales)
    good = packed(taken_out(browser, venture))
    for text in ("", "%%%", "é", good[:-8], good[:40], packed(b" " * 90_000_000)):
        assert browser.post(PLACE, {"packed": text}).status_code == 422
    changed = json.loads(taken_out(browser, venture))
    changed["tables"]["Hypothesis"][0]["state"] = "proved"
    answer = browser.post(PLACE, {"packed": packed(json.dumps(changed).encode())})
    assert "“proved” cannot stand in column “state”" in answer.content.decode()
    assert Venture.objects.count() == 1


def test_two_hundred_megabytes_are_refused_before_they_are_read(
    visit: Callable[..., Browser], head_of_sales: User, salesperson: User
) -> None:
    answer = visit(head_of_sales).post(PLACE, {}, CONTENT_LENGTH="200000000")
    assert answer.status_code == 413
    assert "The file has 200000000 bytes; at most 20000000 are read." in answer.content.decode()
    assert visit(salesperson).post(PLACE, {}, CONTENT_LENGTH="6000000").status_code == 413
