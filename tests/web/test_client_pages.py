"""Pages of the base, the client list and one client: hostile names, kept text, refused requests."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import django.test
import pytest

from tenure.clients.models import Client, Note, SavedView
from tenure.kernel import clock
from tenure.orders.summary import BaseSummary, Cell, Concentration, Step, Totals, scope_of
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db
Visit = Callable[..., django.test.Client]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}%(name)s \u202e"


def silent_client(name: str, owner: User | None = None) -> Client:
    """A client with everything a page can show."""
    today = clock.today()
    figures = BaseSummary(
        Totals(clients=1, silent=1, revenue_12m_minor=5000, margin_12m_minor=400, statuses={"ok": 1}),
        {
            "revenue.frequency": (Cell("A", "X", 1, 5000, 400, 1),),
            "margin.stability": (Cell("A", "", 1, 5000, 400, 1),),
        },
        {"revenue": Concentration(1, 5000, 1, 1.0, 0.0, ((0.0, 0.0), (1.0, 1.0)))},
        (Step("A", "left", 1), Step("new", "B", 4), Step("left", "C", 2)),
        today,
    ).to_json()
    client = factories.make_client(
        name,
        owner=owner,
        email="secret@theirs.example",
        phone="+373 5",
        country=name[:80],
        tax_id="1",
        external_id=name[:120],
    )
    run = factories.make_run(
        as_of=today, summary={"all": figures, "owners": {scope_of(owner.pk if owner else None): figures}}
    )
    factories.make_score(
        client, run, last_day=today - timedelta(days=60), silence_days=60, interval_days=9.5, interval_spread_days=3,
        is_silent=True, silence_probability=0.004, p_active=0.4, p_active_before=0.9, abc_class="A", order_days=12,
        xyz_stability_class="Y", value_12m_minor=90000, value_12m_low_minor=100, value_12m_high_minor=200000,
        orders_12m=3.3, orders_12m_low=1, orders_12m_high=6, average_order_minor=700, tenure_days=900,
        first_day=today - timedelta(days=900), window_from=today - timedelta(days=50), rfm_recency=2, rfm_frequency=4,
        rfm_money=5, window_to=today - timedelta(days=40), margin_12m_minor=400,
    )  # fmt: skip
    factories.make_orders(client, [today - timedelta(days=60 + 9 * step) for step in range(25)], number=name[:120])
    factories.make_order(client, today - timedelta(days=70), -900, is_return=True, looks_damaged=True)
    factories.make_task(client, kind="plain", title=name[:200])
    return client


def pages_of(client: Client) -> list[str]:
    order = client.orders.first()
    return [
        "/base/", "/base/?measure=margin&regularity=stability", "/clients/", "/clients/?q=script",
        "/clients/?state=silent",
        f"/clients/{client.pk}/", f"/clients/{client.pk}/edit/", f"/clients/{client.pk}/orders/",
        f"/clients/{client.pk}/orders/{order.pk}/", f"/clients/{client.pk}/notes/", "/clients/new/",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_a_hostile_name_is_only_text_on_every_page(visit: Visit, administrator: User, language: str) -> None:
    administrator.language = language
    administrator.save()
    client = silent_client(HOSTILE)
    factories.make_note(client, administrator, HOSTILE)
    SavedView.objects.create(
        owner=administrator, name=HOSTILE[:80], filters={"state": "silent"}, created_at=clock.now()
    )
    browser = visit(administrator)
    for address in pages_of(client):
        response = browser.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
        assert "style=" not in text, address
    assert html.escape(HOSTILE, quote=False)[:20] in browser.get(f"/clients/{client.pk}/").content.decode()


def test_a_base_without_scores_orders_or_own_clients_has_a_page(visit: Visit, salesperson: User, analyst: User) -> None:
    for user in (salesperson, analyst):
        assert visit(user).get("/base/").status_code == 200
    factories.make_run(summary={"all": BaseSummary(Totals(clients=3)).to_json(), "owners": {}})
    for user in (salesperson, analyst):
        assert visit(user).get("/base/").status_code == 200
        assert visit(user).get("/clients/").status_code == 200


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refused_edit_keeps_what_was_typed(visit: Visit, administrator: User, htmx: bool) -> None:
    client = silent_client("Luna")
    headers = {"HX-Request": "true"} if htmx else {}
    values = {"name": "Luna Nova", "email": "no address", "phone": "+40 7", "stamp": "old"}
    response = visit(administrator).post(f"/clients/{client.pk}/edit/", values, headers=headers)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="Luna Nova"' in text
    assert 'value="+40 7"' in text
    client.refresh_from_db()
    assert client.name == "Luna"


def test_an_edit_after_a_colleagues_edit_shows_both(visit: Visit, administrator: User) -> None:
    client = silent_client("Luna")
    browser = visit(administrator)
    form = browser.get(f"/clients/{client.pk}/edit/").content.decode()
    stamp = form.split('name="stamp" value="')[1].split('"')[0]
    Client.objects.filter(pk=client.pk).update(name="Luna Plena")
    values = {"name": "Luna Nova", "email": "", "phone": "", "tax_id": "", "country": "", "external_id": ""}
    text = browser.post(f"/clients/{client.pk}/edit/", values | {"stamp": stamp}).content.decode()
    assert "Luna Plena" in text
    assert "Luna Nova" in text


def test_an_empty_note_is_refused_beside_the_field_and_a_written_one_appears(visit: Visit, salesperson: User) -> None:
    client = silent_client("Luna", salesperson)
    browser = visit(salesperson)
    address = f"/clients/{client.pk}/notes/"
    assert browser.post(address, {"text": " "}, headers={"HX-Request": "true"}).status_code == 422
    text = browser.post(address, {"text": "After ten."}, headers={"HX-Request": "true"}).content.decode()
    assert "After ten." in text
    assert "<html" not in text
    note = Note.objects.get()
    assert "After ten." in browser.get(f"/notes/{note.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert browser.post(address, {"text": "Plain form."}).status_code == 303


def test_adding_a_similar_client_asks_first_and_loses_nothing(visit: Visit, head_of_sales: User) -> None:
    silent_client("Luna")
    browser = visit(head_of_sales)
    response = browser.post("/clients/new/", {"name": "Sol", "tax_id": "1", "country": "Moldova"})
    assert response.status_code == 422
    assert "Luna" in response.content.decode()
    assert 'value="Moldova"' in response.content.decode()
    response = browser.post("/clients/new/", {"name": "Sol", "tax_id": "1", "although_similar": "yes"})
    assert response.headers["Location"] == f"/clients/{Client.objects.get(name='Sol').pk}/"


def test_ticked_clients_change_hands_and_none_ticked_changes_nothing(
    visit: Visit, head_of_sales: User, salesperson: User
) -> None:
    client = silent_client("Luna")
    browser = visit(head_of_sales)
    assert browser.post("/clients/assign/", {"owner": str(salesperson.pk)}).status_code == 400
    assert browser.post("/clients/assign/", {"client": "x", "owner": "1"}).status_code == 400
    response = browser.post("/clients/assign/", {"client": str(client.pk), "owner": str(salesperson.pk)})
    client.refresh_from_db()
    assert (response.status_code, client.owner_id) == (303, salesperson.pk)
    assert "1 client" in browser.get(response.headers["Location"]).content.decode()


def test_a_view_is_saved_shown_and_forgotten(visit: Visit, salesperson: User) -> None:
    browser = visit(salesperson)
    response = browser.post("/clients/views/", {"name": "Quiet", "state": "silent", "sort": "silence"})
    assert response.headers["Location"] == "/clients/?state=silent&sort=silence"
    assert "Quiet" in browser.get("/clients/").content.decode()
    browser.post(f"/clients/views/{SavedView.objects.get().pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_downloaded_by_a_post_only(visit: Visit, salesperson: User, form: str) -> None:
    silent_client("Luna", salesperson)
    browser = visit(salesperson)
    assert browser.get("/clients/export/").status_code == 405
    response = browser.post("/clients/export/", {"format": form, "state": "silent"})
    content = b"".join(response.streaming_content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert (b"Luna" in content) if form == "csv" else content.startswith(b"PK")
    assert AuditRow.objects.filter(action="export").count() == 1


def test_the_address_of_a_merged_client_leads_to_the_one_that_stays(
    visit: Visit, head_of_sales: User, salesperson: User
) -> None:
    kept = silent_client("Luna")
    gone = factories.make_client("Luna SRL", merged_into=kept)
    assert visit(head_of_sales).get(f"/clients/{gone.pk}/").headers["Location"] == f"/clients/{kept.pk}/"
    assert visit(salesperson).get(f"/clients/{gone.pk}/").status_code == 404


def test_the_base_says_how_much_of_its_money_looks_damaged(
    visit: Visit, salesperson: User, head_of_sales: User
) -> None:
    totals = Totals(clients=3, revenue_12m_minor=900_000_00, damaged_12m=12, damaged_12m_minor=800_000_00)
    own = Totals(clients=1, revenue_12m_minor=5_000_00)
    figures = {"all": BaseSummary(totals).to_json(), "owners": {scope_of(salesperson.pk): BaseSummary(own).to_json()}}
    factories.make_run(as_of=clock.today(), summary=figures)
    everything = visit(head_of_sales).get("/base/").content.decode()
    assert "€800k stands on 12 orders whose amounts look damaged; forecasts leave them out." in everything
    assert '<a href="/import/amounts/">Which they are</a>' in everything
    assert "damaged" not in visit(salesperson).get("/base/").content.decode()


def test_a_salespersons_base_is_their_own(visit: Visit, salesperson: User, other_salesperson: User) -> None:
    silent_client("Luna", salesperson)
    own = visit(salesperson).get("/base/").content.decode()
    assert "Luna" in own
    assert "<b>1 client</b>" in own
    assert "Luna" not in visit(other_salesperson).get("/base/").content.decode()


@pytest.mark.parametrize("address", ["/clients/?sort=x", "/clients/?after=x", "/clients/?owner=x", "/clients/?abc=%00"])
def test_a_wrong_filter_is_a_sentence_not_a_failure(visit: Visit, analyst: User, address: str) -> None:
    response = visit(analyst).get(address)
    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


def test_the_list_waits_for_the_first_scores_instead_of_saying_there_is_nobody(
    visit: Visit, head_of_sales: User
) -> None:
    factories.make_client("Luna")
    factories.make_run(state="to_run", as_of=None)
    page = visit(head_of_sales).get("/clients/").content.decode()
    assert "The scores are being computed" in page
    assert "No clients yet" not in page


def test_an_empty_list_leads_those_who_may_to_the_import(visit: Visit, head_of_sales: User, salesperson: User) -> None:
    assert "Import orders" in visit(head_of_sales).get("/clients/").content.decode()
    assert "Import orders" not in visit(salesperson).get("/clients/").content.decode()


def test_the_buttons_of_a_note_stand_in_its_own_line(visit: Visit, head_of_sales: User) -> None:
    client = factories.make_client("Luna")
    visit(head_of_sales).post(f"/clients/{client.pk}/notes/", {"text": "Calls after two"})
    page = visit(head_of_sales).get(f"/clients/{client.pk}/").content.decode()
    before_delete = page[: page.index("/delete/")]
    assert "<p" not in before_delete[before_delete.rindex("<li>") :]  # a form ends a paragraph it stands in


def test_no_part_of_the_page_stands_twice(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    factories.make_person("Elena", client)
    page = visit(salesperson).get(f"/clients/{client.pk}/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
