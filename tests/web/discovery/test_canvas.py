"""Canvas, hypotheses, checklists and settings as people meet them: nothing typed is lost, nothing hostile runs."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tenure.discovery.models import Evidence, Hypothesis, Venture
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_evidence, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> “Тёплый хлеб” \u202e x' OR 1=1 {{ 7*7 }}"


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


@pytest.fixture
def browser(visit: Callable[..., Browser], head_of_sales: User) -> Browser:
    return visit(head_of_sales)


def page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_sticker_is_put_on_the_canvas_from_one_line(browser: Browser, venture: Venture) -> None:
    answer = browser.post(
        f"/ventures/{venture.pk}/hypotheses/new/",
        {"from_canvas": "1", "block": "channels", "title": "Drivers sell it", "csrfmiddlewaretoken": "x"},
    )
    assert answer["Location"] == f"/ventures/{venture.pk}/canvas/"
    assert "Drivers sell it" in page(browser, answer["Location"])
    one = Hypothesis.objects.get()
    assert (one.block, one.prior, one.reversible) == ("channels", 0.5, True)


def test_the_sentence_is_built_when_it_is_left_empty(browser: Browser, venture: Venture) -> None:
    form = {
        "block": "segments", "title": "They pay", "whole_form": "1", "who": "bakeries", "verb": "will",
        "behaviour": "pay €49 a month", "reason": "flour comes late", "prior": "30 %", "critical": "on",
    }  # fmt: skip
    browser.post(f"/ventures/{venture.pk}/hypotheses/new/", form)
    one = Hypothesis.objects.get()
    assert one.statement == "We believe that bakeries will pay €49 a month because flour comes late."
    assert (one.prior, one.critical, one.reversible) == (0.3, True, False)


def test_what_cannot_be_stored_stays_in_its_field_with_the_sentence(browser: Browser, venture: Venture) -> None:
    form = {"block": "segments", "title": "Kept words", "whole_form": "1", "prior": "much", "falsifier": "Kept too"}
    answer = browser.post(f"/ventures/{venture.pk}/hypotheses/new/", form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“much” is not a number" in text
    assert 'value="Kept words"' in text
    assert "Kept too</textarea>" in text


def test_of_two_editors_the_second_keeps_the_text_and_reads_the_first(browser: Browser, venture: Venture) -> None:
    one = make_hypothesis(venture)
    first = {"block": "channels", "title": "First wins", "whole_form": "1", "version": "1"}
    assert browser.post(f"/hypotheses/{one.pk}/edit/", first).status_code == 303
    answer = browser.post(f"/hypotheses/{one.pk}/edit/", first | {"title": "Second waits"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "First wins" in text
    assert 'value="Second waits"' in text


def test_a_sticker_moves_by_a_plain_form_and_by_the_script(browser: Browser, venture: Venture) -> None:
    one = make_hypothesis(venture, "Moved", block="channels")
    answer = browser.post(f"/hypotheses/{one.pk}/move/", {"block": "costs", "place": ""})
    assert answer["Location"] == f"/ventures/{venture.pk}/canvas/"
    headers = {"HX-Request": "true", "HX-Target": "canvas-block"}
    answer = browser.post(f"/hypotheses/{one.pk}/move/", {"block": "segments", "place": "1"}, headers=headers)
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div id="canvas-block" data-canvas>')
    one.refresh_from_db()
    assert one.block == "segments"


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_a_tested_sticker_dragged_to_another_block_lies_where_it_was_and_the_canvas_says_why(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, language: str
) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    browser, one = visit(head_of_sales), make_hypothesis(venture, "Tested", block="channels")
    make_test_card(one, state="locked", number=3)
    headers = {"HX-Request": "true", "HX-Target": "canvas-block"}
    answer = browser.post(f"/hypotheses/{one.pk}/move/", {"block": "costs", "place": "1"}, headers=headers)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.lstrip().startswith('<div id="canvas-block" data-canvas>')
    assert 'role="alert"' in text
    assert f"H{one.number}" in text.split('role="alert"')[1].split("</p>")[0]
    assert (
        text.index('data-block="channels"') < text.index(f'data-sticker="{one.pk}"') < text.index('data-block="costs"')
    )
    form = browser.post(f"/hypotheses/{one.pk}/move/", {"block": "costs", "place": "1"})
    assert form.status_code == 422
    one.refresh_from_db()
    assert (one.block, one.version) == ("channels", 1)
    within = browser.post(f"/hypotheses/{one.pk}/move/", {"block": "channels", "place": "1"}, headers=headers)
    assert (within.status_code, 'role="alert"' in within.content.decode()) == (200, False)


def test_evidence_is_added_and_withdrawn_on_the_page(browser: Browser, venture: Venture) -> None:
    one = make_hypothesis(venture)
    form = {"supports": "no", "level": "5", "text": "Asked the deposit back", "observed_on": clock.today().isoformat()}
    browser.post(f"/hypotheses/{one.pk}/evidence/", form)
    text = page(browser, f"/hypotheses/{one.pk}/")
    assert "Asked the deposit back" in text
    row = Evidence.objects.get()
    refused = browser.post(f"/evidence/{row.pk}/withdraw/", {"reason": " "})
    assert refused.status_code == 422
    assert "only with a reason" in refused.content.decode()
    browser.post(f"/evidence/{row.pk}/withdraw/", {"reason": "It was another baker"})
    assert "It was another baker" in page(browser, f"/hypotheses/{one.pk}/")


def test_the_arithmetic_stands_on_the_page(browser: Browser, venture: Venture, head_of_sales: User) -> None:
    one = make_hypothesis(venture, evidence_count=50, probability=0.8)
    for number in range(50):
        make_evidence(one, head_of_sales, f"Nice talk {number}", level=1)
    text = page(browser, f"/hypotheses/{one.pk}/")
    assert "Words, and what was only written by hand, stop at 80 % and 20 %" in text
    assert re.search(r"<b>80\s?%</b>", text.replace("\u00a0", " "))


def test_a_circle_is_refused_in_words(browser: Browser, venture: Venture) -> None:
    parent, child = make_hypothesis(venture, "parent"), make_hypothesis(venture, "child")
    browser.post(f"/hypotheses/{child.pk}/links/", {"parent": parent.pk})
    answer = browser.post(f"/hypotheses/{parent.pk}/links/", {"parent": child.pk})
    assert answer.status_code == 422
    assert "H1 → H2 → H1" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_hostile_words_stay_words_on_every_page(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, language: str
) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    one = make_hypothesis(
        venture, HOSTILE[:160], statement=HOSTILE, falsifier=HOSTILE, critical=True, metric=HOSTILE, block="partners"
    )
    make_evidence(one, head_of_sales, HOSTILE, cluster="<b>x</b>")
    make_test_card(one, HOSTILE)
    browser = visit(head_of_sales)
    browser.post(f"/ventures/{venture.pk}/canvas/versions/", {"name": HOSTILE})
    browser.post(f"/ventures/{venture.pk}/checklist/", {"phase": "discovery", "title": HOSTILE})
    browser.post(f"/ventures/{venture.pk}/canvas/kind/", {"canvas_kind": "lean"})
    start = f"/ventures/{venture.pk}/"
    places = (
        "",
        "canvas/",
        "canvas/wall/",
        "canvas/versions/",
        "canvas/difference/",
        "hypotheses/",
        "timeline/",
        "checklist/",
    )
    for address in [*(start + place for place in places), f"/hypotheses/{one.pk}/", f"/hypotheses/{one.pk}/edit/"]:
        text = page(browser, address)
        assert "<script>alert" not in text
        assert "<b>x</b>" not in text
        assert ">49<" not in text


def test_a_reader_sees_no_buttons_that_change(
    visit: Callable[..., Browser], venture: Venture, salesperson: User
) -> None:
    let_in(venture, salesperson, may_work=False)
    one = make_hypothesis(venture)
    browser = visit(salesperson)
    assert "draggable" not in page(browser, f"/ventures/{venture.pk}/canvas/")
    assert 'name="level"' not in page(browser, f"/hypotheses/{one.pk}/")
    assert browser.post(f"/hypotheses/{one.pk}/put/", {"what": "remove", "version": "1"}).status_code == 403


def test_a_member_is_let_in_and_shut_out(browser: Browser, venture: Venture, salesperson: User) -> None:
    address = f"/ventures/{venture.pk}/members/"
    browser.post(address, {"user": salesperson.pk, "what": "may_read"})
    assert venture.members.get().may_work is False
    browser.post(address, {"user": salesperson.pk, "what": "shut_out"})
    assert not venture.members.exists()


def test_giving_up_without_a_reason_says_so_and_loses_nothing(browser: Browser, venture: Venture) -> None:
    answer = browser.post(f"/ventures/{venture.pk}/state/", {"what": "exit", "reason": ""})
    assert answer.status_code == 422
    assert "needs a reason" in answer.content.decode()
    browser.post(f"/ventures/{venture.pk}/state/", {"what": "exit", "reason": "Nobody pays"})
    assert "Nobody pays" in page(browser, f"/ventures/{venture.pk}/timeline/")


@pytest.mark.parametrize(
    "address",
    [
        "canvas/difference/?before=99999",
        "canvas/difference/?before=999999999999999999",
        "timeline/?before=-1&loop=999999&kind=%00",
        "hypotheses/?state=%3Cscript%3E&sort=x",
        "canvas/patterns/?q=%00%27",
    ],
)
def test_addresses_made_by_hand_break_nothing(browser: Browser, venture: Venture, address: str) -> None:
    assert browser.get(f"/ventures/{venture.pk}/{address}").status_code in {200, 404}


def test_the_page_of_a_venture_costs_as_many_queries_full_as_empty(browser: Browser, venture: Venture) -> None:
    """Whatever blocks the slices put on it: more stickers must not mean more queries."""
    make_hypothesis(venture, "first", block="channels", critical=True)
    addresses = (f"/ventures/{venture.pk}/", f"/ventures/{venture.pk}/hypotheses/")
    before = [queries(browser, address) for address in addresses]
    for number in range(60):
        make_hypothesis(venture, f"{number}", block=("channels", "segments", "costs")[number % 3], critical=True)
    assert [queries(browser, address) for address in addresses] == before


def queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        page(browser, address)
    return len(found)
