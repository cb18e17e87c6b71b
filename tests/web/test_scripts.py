"""The pages of scripts, objections and techniques as people use them, with and without a script of the page's own."""

import pytest
from django.urls import reverse

from tenure.conversations.models import Objection, ObjectionUse, Script, Technique
from tests.factories import make_answer, make_client, make_objection, make_script, make_technique, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HOSTILE = "<script>alert(1)</script>\"'{{7*7}}"
FORM = {
    "do": "save", "title": "Call", "language": "en", "segment": "", "need": "", "value": "",
    "s1-kind": "say", "s1-text": "Good morning.", "s1-a1-text": "", "s1-a1-to": "2",
    "s2-kind": "ask", "s2-text": "How do you order?", "s2-a1-text": "By phone", "s2-a1-to": "0",
}  # fmt: skip


def page(answer):
    return answer.content.decode()


def test_a_script_is_written_in_one_form(salesperson, visit):
    answer = visit(salesperson).post(reverse("new_script"), FORM)
    script = Script.objects.get()
    assert answer["Location"].startswith(reverse("script", kwargs={"script_id": script.pk}))
    assert (script.owner_id, script.title) == (salesperson.pk, "Call")
    assert [step["answers"] for step in script.steps] == [[["", 2]], [["By phone", 0]]]


def test_the_head_of_sales_chooses_for_whom(head_of_sales, visit):
    browser = visit(head_of_sales)
    browser.post(reverse("new_script"), FORM | {"shared": "on"})
    browser.post(reverse("new_script"), FORM)
    assert list(Script.objects.order_by("pk").values_list("owner", flat=True)) == [None, head_of_sales.pk]


def test_a_salesperson_who_asks_for_all_writes_for_themselves(salesperson, visit):
    visit(salesperson).post(reverse("new_script"), FORM | {"shared": "on"})
    assert Script.objects.get().owner_id == salesperson.pk


@pytest.mark.parametrize(
    ("do", "kept"),
    [
        ("add-step", 3),
        ("remove-1", 1),
        ("up-2", 2),
        ("down-1", 2),
        ("answer-2", 2),
        ("look", 2),
        ("up-99", 2),
        ("odd", 2),
    ],
)
def test_the_buttons_rearrange_and_store_nothing(salesperson, visit, do, kept):
    answer = visit(salesperson).post(reverse("new_script"), FORM | {"do": do}, headers=HTMX)
    assert answer.status_code == 200
    assert page(answer).count("<fieldset") == kept
    assert "How do you order?" in page(answer)
    assert not Script.objects.exists()


def test_answers_follow_their_step_when_it_is_moved(salesperson, visit):
    browser = visit(salesperson)
    browser.post(reverse("new_script"), FORM)
    script = Script.objects.get()
    moved = browser.post(reverse("edit_script", kwargs={"script_id": script.pk}), FORM | {"do": "up-2", "version": "1"})
    assert moved.status_code == 200
    assert '<option value="1" selected>1  How do you order?' in page(moved)


def test_refused_text_stays_with_its_sentence_beside_the_step(salesperson, visit):
    answer = visit(salesperson).post(reverse("new_script"), FORM | {"s2-text": " ", "title": "Kept"})
    assert answer.status_code == 422
    assert "Step 2 has no words" in page(answer)
    assert 'value="Kept"' in page(answer)


def test_of_two_people_at_once_the_second_sees_both_versions_and_may_save_again(head_of_sales, administrator, visit):
    script = make_script()
    address = reverse("edit_script", kwargs={"script_id": script.pk})
    visit(head_of_sales).post(address, FORM | {"version": "1", "title": "First one"})
    answer = visit(administrator).post(address, FORM | {"version": "1", "title": "Second one"})
    assert answer.status_code == 422
    assert "First one" in page(answer)
    assert "Second one" in page(answer)
    assert 'name="version" value="2"' in page(answer)
    visit(administrator).post(address, FORM | {"version": "2", "title": "Second one"})
    assert Script.objects.get().title == "Second one"


def test_hostile_text_is_shown_as_text_everywhere(salesperson, visit):
    browser = visit(salesperson)
    form = {
        name: HOSTILE if name in {"title", "segment", "need", "s1-text", "s2-a1-text"} else value
        for name, value in FORM.items()
    }
    browser.post(reverse("new_script"), form)
    script = Script.objects.get()
    client = make_client(HOSTILE, owner=salesperson)
    make_answer(make_objection(salesperson, text=HOSTILE), text=HOSTILE)
    for name in ("script", "edit_script", "run_script"):
        shown = page(browser.get(reverse(name, kwargs={"script_id": script.pk}), {"client": client.pk, "path": "1"}))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown
    for name in ("scripts", "objections"):
        assert "<script>alert" not in page(browser.get(reverse(name)))


def test_the_linter_answers_while_one_writes(salesperson, visit):
    sent = {"step": "2", "s2-text": "Don't you think so?", "s2-kind": "ask", "language": "en"}
    answer = visit(salesperson).post(reverse("lint_text"), sent, headers=HTMX)
    assert "carries its own answer" in page(answer)
    assert visit(salesperson).post(reverse("lint_text"), {"text": "Как дела?", "language": "ru"}).content.strip() == b""


def test_advice_never_stops_from_saving(salesperson, visit):
    visit(salesperson).post(reverse("new_script"), FORM | {"s2-text": "Don't you agree that it is cheap, right?"})
    script = Script.objects.get()
    shown = page(visit(salesperson).get(reverse("script", kwargs={"script_id": script.pk})))
    assert "carries its own answer" in shown


def test_a_talk_is_followed_to_its_end_and_back(salesperson, visit):
    client, script = make_client("Prut Vin SRL", owner=salesperson), make_script()
    browser, address = visit(salesperson), reverse("run_script", kwargs={"script_id": script.pk})
    first = page(browser.get(address, {"client": client.pk}))
    assert "Good morning." in first
    assert f"{address}?client={client.pk}&amp;path=1" in first
    second = page(browser.get(address, {"client": client.pk, "path": "1"}))
    assert 'data-jump="2"' in second
    assert "By phone" in second
    end = page(browser.get(address, {"client": client.pk, "path": "1-1"}))
    assert "The talk is over" in end
    assert f"/clients/{client.pk}/record/?script=First+call" in end


def test_the_talk_is_recorded_with_the_name_of_its_script(salesperson, visit):
    client = make_client(owner=salesperson)
    address = reverse("record", kwargs={"client_id": client.pk})
    assert "Script: First call." in page(visit(salesperson).get(address, {"script": "First call"}))
    hostile = page(visit(salesperson).get(address, {"script": HOSTILE + "\n" * 9 + "x" * 9000}))
    assert "<script>alert" not in hostile
    assert "x" * 200 not in hostile


@pytest.mark.parametrize("path", ["9", "x", "-", "1-1-1-1", "1" * 400, "-".join(["1"] * 900)])
def test_a_made_up_path_breaks_nothing(salesperson, visit, path):
    script = make_script()
    answer = visit(salesperson).get(reverse("run_script", kwargs={"script_id": script.pk}), {"path": path})
    assert answer.status_code == 200


def test_an_answer_is_marked_during_the_talk(salesperson, visit):
    client, answer = make_client(owner=salesperson), make_answer()
    address = reverse("use_objection_answer", kwargs={"answer_id": answer.pk})
    shown = visit(salesperson).post(address, {"helped": "yes", "client": client.pk}, headers=HTMX)
    assert "it helped" in page(shown)
    plain = visit(salesperson).post(address, {"helped": "no", "back": "/scripts/1/run/?path=1"})
    assert plain["Location"] == "/scripts/1/run/?path=1"
    assert list(ObjectionUse.objects.order_by("pk").values_list("helped", "client")) == [
        (True, client.pk),
        (False, None),
    ]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_marking(salesperson, visit, back):
    answer = make_answer()
    address = reverse("use_objection_answer", kwargs={"answer_id": answer.pk})
    sent = visit(salesperson).post(address, {"helped": "yes", "back": back})
    assert sent["Location"].startswith("/objections/")


def test_an_objection_is_written_with_its_first_answer_and_shows_that_nobody_tried_it(salesperson, visit):
    browser = visit(salesperson)
    form = {
        "text": "Too far",
        "language": "en",
        "category": "terms",
        "answer": "How far is it?",
        "alternate": "Pick-up",
    }
    browser.post(reverse("new_objection"), form)
    objection = Objection.objects.get()
    shown = page(browser.get(reverse("objection", kwargs={"objection_id": objection.pk})))
    assert "How far is it?" in shown
    assert "not tried yet" in shown


def test_an_answer_without_words_is_refused_and_its_path_stays_typed(salesperson, visit):
    form = {"text": "Too far", "language": "en", "category": "terms", "alternate": "Offer pick-up"}
    answer = visit(salesperson).post(reverse("new_objection"), form)
    assert answer.status_code == 422
    assert "An answer needs words" in page(answer)
    assert "Offer pick-up" in page(answer)
    assert not Objection.objects.exists()


def test_the_head_of_sales_keeps_the_cards(head_of_sales, visit):
    card = make_technique(title="Open questions")
    address = reverse("edit_technique", kwargs={"technique_id": card.pk})
    visit(head_of_sales).post(address, {"title": "Ask", "text": "Who, what, how.", "example": "", "version": "1"})
    assert Technique.objects.get().title == "Ask"
    late = visit(make_user(role="administrator")).post(address, {"title": "Late", "text": "x", "version": "1"})
    assert late.status_code == 422
    assert "Late" in page(late)
    assert Technique.objects.get().title == "Ask"


def test_the_starter_library_is_offered_where_there_is_none(head_of_sales, salesperson, visit):
    assert "Load the starter library" in page(visit(head_of_sales).get(reverse("scripts")))
    assert "Load the starter library" not in page(visit(salesperson).get(reverse("scripts")))
    visit(head_of_sales).post(reverse("load_starter"))
    assert Script.objects.count() == 24
    assert "Load the starter library" not in page(visit(head_of_sales).get(reverse("scripts")))


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_the_lists_open_in_the_readers_language(visit, language):
    person = make_user(role="head_of_sales", language=language)
    browser = visit(person)
    browser.post(reverse("load_starter"))
    titles = {"en": "First call to a company", "ru": "Первый звонок", "ro": "Primul apel"}
    shown = page(browser.get(reverse("scripts")))
    assert titles[language] in shown
    assert [title for title in titles.values() if title in shown] == [titles[language]]
    assert browser.get(reverse("objections")).status_code == browser.get(reverse("techniques")).status_code == 200
