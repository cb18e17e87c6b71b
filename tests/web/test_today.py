"""Today in the browser's words: the page, its actions with and without script, and hostile text."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.engine.edition import EDITION
from tenure.kernel import clock
from tenure.orders.models import ScoreRun
from tests.factories import make_client, make_run, make_score, make_task

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
HOSTILE = "<script>alert('x')</script> ** %(n)s {{ 7*7 }} «И»"
REASON = {
    "code": "silence", "as_of": "2026-05-10", "measure": "margin", "margin_share": 0.31, "days": 41, "gap": 14.0,
    "spread": 4.0, "chance": 1 / 59, "orders": 60, "action": "call", "yearly": 4_820_000, "years": 2.0, "left": 0.38,
    "overdue": 27, "share": 0.16, "share_low": 0.08, "share_high": 0.28,
}  # fmt: skip


@pytest.fixture
def task(workspace, salesperson):
    client = make_client("Brutăria Spicul de Aur SA", owner=salesperson, phone="+373 231 00 417")
    run = make_run(as_of=date(2026, 5, 10), parameters={"verdict": "ok", "margin_share": 0.31})
    make_score(client, run, abc_class="A", xyz_stability_class="X", p_active=0.62, p_active_before=0.97,
               value_12m_minor=4_820_000, value_12m_low_minor=3_600_000, value_12m_high_minor=5_900_000,
               last_day=date(2026, 4, 1), silence_days=39, tenure_days=2250, is_silent=True)  # fmt: skip
    return make_task(
        client, kind="silence", reason=REASON, stake_minor=620_000, stake_low_minor=310_000, stake_high_minor=980_000,
        worth_per_minute=62_000, minutes=10,
    )  # fmt: skip


def act(browser, name, task, headers=None, **fields):
    version = Task.objects.get(pk=task.pk).version
    return browser.post(reverse(name, args=[task.pk]), {"version": version} | fields, **(headers or {}))


def test_the_page_says_what_to_do_why_and_what_hangs_on_it(visit, salesperson, task):
    page = visit(salesperson).get("/").content.decode()
    assert "Call about the missing order" in page
    assert "No order for <b>41\u00a0days</b>; the usual gap is <b>14\u00a0±\u00a04</b>." in page
    assert "<b>1 time in 59</b>" in page
    assert "<b>€6,200</b><span>€3.1–9.8k</span>" in page
    assert "€48,200 a year while ordering × margin 31\u00a0% × 38\u00a0% probability of having left" in page


@pytest.mark.parametrize("more", [0, 12])
def test_it_takes_the_same_queries_for_any_number_of_tasks(visit, head_of_sales, task, more, django_assert_num_queries):
    for number in range(more):
        make_task(
            make_client(f"Farm {number}"),
            kind="silence",
            reason=REASON,
            stake_minor=100_000,
            worth_per_minute=20_000,
            minutes=5,
        )
    browser = visit(head_of_sales)
    with django_assert_num_queries(20):
        page = browser.get("/").content.decode()
    assert page.count('class="rank"') == 1 + more


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("ru", "Нет заказа <b>41\u00a0день</b>; обычный перерыв <b>14\u00a0±\u00a04</b>."),
        ("ro", "Nicio comandă de <b>41\u00a0de\u00a0zile</b>; pauza obișnuită este <b>14\u00a0±\u00a04</b>."),
    ],
)
def test_the_reason_is_in_the_readers_language(visit, salesperson, task, language, why):
    salesperson.language = language
    salesperson.save()
    assert why in visit(salesperson).get("/").content.decode()


def test_done_by_a_plain_form_goes_back_to_the_list_with_the_way_back(visit, salesperson, task):
    browser = visit(salesperson)
    answer = act(browser, "task_done", task)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Done: 1" not in page
    assert reverse("task_undo", args=[task.pk]) in page
    assert Task.objects.get().state == "done"
    assert (
        reverse("task_undo", args=[task.pk]) + '" hx-post'
        not in browser.get("/").content.decode().partition("<details")[0]
    )


def test_done_by_script_brings_the_list_alone_and_says_so(visit, salesperson, task):
    answer = act(visit(salesperson), "task_done", task, HTMX)
    assert answer.headers["X-Say"] == "Done"
    assert "<html" not in answer.content.decode()
    assert "Nothing more is worth your time today" in answer.content.decode()


def test_undo_puts_the_task_back_on_the_list(visit, salesperson, task):
    browser = visit(salesperson)
    act(browser, "task_not_useful", task, HTMX)
    page = act(browser, "task_undo", task, HTMX).content.decode()
    assert f'id="t{task.pk}" tabindex="-1" aria-current="true"' in page
    assert Task.objects.get().state == "open"


def test_the_next_row_is_marked_after_an_action(visit, salesperson, task):
    second, third = (
        make_task(make_client(owner=salesperson), kind="due", stake_minor=n, worth_per_minute=n) for n in (9000, 8000)
    )
    page = act(visit(salesperson), "task_done", second, HTMX, next=third.pk).content.decode()
    assert f'id="t{third.pk}" tabindex="-1" aria-current="true"' in page


def test_the_second_person_sees_the_list_as_it_is_and_nothing_is_overwritten(visit, salesperson, head_of_sales, task):
    visit(salesperson).post(reverse("task_done", args=[task.pk]), {"version": 1})
    for headers, status in (({}, 409), (HTMX, 200)):
        answer = visit(head_of_sales).post(reverse("task_not_useful", args=[task.pk]), {"version": 1}, **headers)
        assert answer.status_code == status
        assert "already dealt with" in answer.content.decode()
    assert Task.objects.get().state == "done"


def test_postponing_asks_for_day_and_reason_and_keeps_them(visit, salesperson, task, workspace):
    browser = visit(salesperson)
    form = browser.get(reverse("task_postpone", args=[task.pk])).content.decode()
    assert "The client asked for later" in form
    until = clock.today() + timedelta(days=5)
    act(browser, "task_postpone", task, until="other", day=until.isoformat(), reason="away", other="")
    stored = Task.objects.get()
    assert (stored.show_from, stored.postpone_reason) == (until, "away")
    assert "The person is away" in browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("day", "said"), [("", "is not a date"), ("2026-02-31", "is not a date"), ("2020-01-01", "not later than today")]
)
def test_a_day_that_cannot_be_is_told_beside_the_form_which_keeps_the_rest(visit, salesperson, task, day, said):
    answer = act(
        visit(salesperson), "task_postpone", task, HTMX, until="other", day=day, reason="", other="my own words"
    )
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#postpone")
    assert said in answer.content.decode()
    assert "my own words" in answer.content.decode()
    assert Task.objects.get().show_from is None


def test_why_it_was_not_useful_can_be_added(visit, salesperson, task):
    browser = visit(salesperson)
    page = act(browser, "task_not_useful", task, HTMX).content.decode()
    assert "Seasonal client, not due yet" in page
    page = act(browser, "task_explain", task, HTMX, note="seasonal").content.decode()
    assert Task.objects.get().close_note == "seasonal"
    assert "Seasonal client, not due yet" in page


def test_a_task_of_ones_own_is_added_for_the_only_client_that_fits(visit, salesperson, task, workspace):
    browser, today = visit(salesperson), clock.today()
    fields = {
        "title": "Send samples",
        "minutes": "15",
        "due_on": today.isoformat(),
        "client": "spicul",
        "client_id": "",
    }
    answer = browser.post(reverse("add_task"), fields)
    assert answer.status_code == 303
    added = Task.objects.get(kind="plain")
    assert (added.title, added.client, added.minutes) == ("Send samples", task.client, 15)
    assert "Send samples" in browser.get(answer.headers["Location"]).content.decode()


def test_several_clients_are_offered_and_what_was_typed_stays(visit, salesperson, workspace):
    first, second = make_client("Alfa Print SRL", owner=salesperson), make_client("Alfa Pack SRL", owner=salesperson)
    day = clock.today().isoformat()  # in the evening that is tomorrow already
    fields = {"title": "Call", "minutes": "5", "due_on": day, "client": "Alfa", "client_id": ""}
    answer = visit(salesperson).post(reverse("add_task"), fields, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Alfa Print SRL" in page
    assert 'value="Call"' in page
    visit(salesperson).post(reverse("add_task"), fields | {"client_id": str(second.pk)})
    assert Task.objects.get().client == second
    assert first.pk != second.pk


def test_an_unknown_client_writes_nothing(visit, salesperson, workspace):
    fields = {"title": "Call", "minutes": "5", "due_on": clock.today().isoformat(), "client": "Nobody"}
    answer = visit(salesperson).post(reverse("add_task"), fields)
    assert answer.status_code == 422
    assert "No client is found by “Nobody”" in answer.content.decode()
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"minutes": "x"}, {"minutes": "-1"}, {"due_on": "soon"}, {"title": "\x00"}, {"client": "\x00'"}]
)
def test_broken_fields_are_answered_with_a_sentence(visit, salesperson, workspace, fields):
    good = {"title": "Call", "minutes": "5", "due_on": clock.today().isoformat(), "client": ""}
    assert visit(salesperson).post(reverse("add_task"), good | fields).status_code in (303, 422)


def test_an_analyst_sees_the_list_without_buttons_and_contacts(visit, analyst, task):
    page = visit(analyst).get("/").content.decode()
    assert "Call about the missing order" in page
    assert 'data-key="e"' not in page
    assert "+373 231 00 417" not in page
    assert act(visit(analyst), "task_done", task).status_code == 403
    assert Task.objects.get().state == "open"


def test_hostile_text_is_shown_as_text(visit, salesperson, workspace):
    client = make_client(HOSTILE, owner=salesperson)
    make_task(client, title=HOSTILE, due_on=date(2020, 1, 1), postpone_reason=HOSTILE, postponed_times=1)
    make_task(client, title=HOSTILE, state="done", closed_by=salesperson, closed_at=clock.now(), close_note=HOSTILE)
    make_task(client, title=HOSTILE, show_from=date(2199, 1, 1), postpone_reason=HOSTILE)
    answer = visit(salesperson).get("/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    "query", ["?kind=nonsense", "?below=x", "?task=99999999999999999999", "?task=-1", "?more=2", "?kind=due&below=1"]
)
def test_an_address_that_asks_for_nonsense_is_the_usual_page(visit, salesperson, task, query):
    assert visit(salesperson).get(f"/{query}").status_code == 200


@pytest.mark.parametrize("whose", ["999999999", "abc", "1 OR 1=1", "-1"])
def test_a_list_that_is_not_theirs_is_not_found(visit, salesperson, head_of_sales, task, whose):
    for user in (salesperson, head_of_sales):
        assert visit(user).get("/", {"whose": whose}).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_broken_version_changes_nothing(visit, salesperson, task, version):
    answer = visit(salesperson).post(reverse("task_done", args=[task.pk]), {"version": version})
    assert answer.status_code == 400
    assert Task.objects.get().state == "open"


def test_without_orders_the_page_points_to_the_import(visit, workspace, head_of_sales, salesperson):
    assert "Import orders" in visit(head_of_sales).get("/").content.decode()
    assert "imported by the head of sales" in visit(salesperson).get("/").content.decode()


def test_while_scores_are_computed_the_page_says_so(visit, workspace, salesperson):
    make_run(state="to_run", as_of=None)
    assert "The scores are being computed" in visit(salesperson).get("/").content.decode()


def test_while_scores_are_computed_tasks_of_ones_own_stand_on_the_page(visit, workspace, salesperson):
    day = clock.today()
    make_run(state="to_run", as_of=None)
    tomorrow = day + timedelta(days=1)
    make_task(owner=salesperson, kind="plain", title="Visit the mill", due_on=tomorrow, show_from=tomorrow)
    page = visit(salesperson).get("/").content.decode()
    assert "Meanwhile 1 task waits for its day below." in page
    assert '<details class="done" open>' in page
    make_task(owner=salesperson, kind="plain", title="Call the printer", due_on=day, show_from=day)
    page = visit(salesperson).get("/").content.decode()
    assert "Call the printer" in page
    assert "The scores are being computed: the rest of the list follows" in page


def test_an_empty_day_is_not_called_free_while_new_orders_are_being_scored(visit, workspace, salesperson):
    make_run(as_of=clock.today() - timedelta(days=38), parameters={"verdict": "ok"})
    make_run(state="to_run", as_of=None)
    page = visit(salesperson).get("/").content.decode()
    assert "The scores are being computed" in page
    assert "Nothing more is worth your time" not in page
    assert "38 days ago" not in page


def test_old_orders_are_named_with_their_day(visit, workspace, salesperson):
    make_run(as_of=clock.today() - timedelta(days=9), parameters={"verdict": "ok"})
    assert "9 days ago" in visit(salesperson).get("/").content.decode()


def test_scores_are_asked_for_by_those_who_may(visit, workspace, head_of_sales, salesperson):
    assert visit(salesperson).post(reverse("rescore")).status_code == 403
    assert not ScoreRun.objects.exists()
    assert visit(head_of_sales).post(reverse("rescore")).status_code == 303
    assert ScoreRun.objects.get().state == "to_run"


def test_a_long_list_begins_with_its_best_and_offers_the_rest(visit, workspace, salesperson):
    salesperson.day_minutes = 480
    salesperson.save()
    for number in range(40):
        make_task(
            make_client(owner=salesperson), kind="due", reason={}, stake_minor=5000, worth_per_minute=900 - number
        )
    browser = visit(salesperson)
    assert browser.get("/").content.decode().count('<li id="t') == 25
    assert browser.get("/?more=1").content.decode().count('<li id="t') == 40


def test_the_reason_of_an_alarm_leads_to_what_alarms_promise(visit, salesperson, task):
    page = visit(salesperson).get(reverse("task_preview", args=[task.pk])).content.decode()
    assert f'href="{reverse("base")}#h-trust"' in page


def test_a_question_worth_asking_stands_on_the_list_with_its_reckoning(visit, workspace, salesperson):
    reason = {
        "code": "learn", "kind": "supplier_contract_end", "as_of": "2026-05-12", "worth": 41_000, "minutes": 10,
        "known": 0.0, "lift_state": "assumed", "value": 2_000_000, "openness": 0.91, "influence": 1.0, "lift": 0.12,
        "unknown": 1.0, "p_find": 0.6, "p_use": 0.9,
    }  # fmt: skip
    task = make_task(
        make_client(owner=salesperson), kind="learn", reason=reason, stake_minor=41_000, worth_per_minute=4e3
    )
    browser = visit(salesperson)
    page = browser.get("/").content.decode()
    assert "Ask: " in page
    assert "The answer is worth about <b>€410</b>" in page
    assert "lift 12 %, assumed" in browser.get(reverse("task_preview", args=[task.pk])).content.decode().replace(
        "\xa0", " "
    )


def test_scores_from_before_a_change_of_the_rules_are_named_as_such(visit, salesperson, head_of_sales, task):
    said = "computed by earlier rules"
    make_run(as_of=clock.today(), parameters={"verdict": "ok"}, model_version=f"none/{EDITION - 1}")
    assert said in visit(salesperson).get("/").content.decode()
    assert said in visit(head_of_sales).get(reverse("base")).content.decode()
    make_run(as_of=clock.today(), parameters={"verdict": "ok"}, model_version=f"none/{EDITION}")
    assert said not in visit(salesperson).get("/").content.decode()
    assert said not in visit(head_of_sales).get(reverse("base")).content.decode()
