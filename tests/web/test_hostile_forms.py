"""Every form of the card filled in by somebody who means harm: any text in any field, anybody's numbers, sent twice.

The forms are read off the pages themselves, so that a new field is attacked from its first day.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from tenure.clients.models import Client
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
EVIL = '<img src=x onerror="alert(1)">'
TEXTS = {
    "markup": f"{EVIL}</textarea></script><script>alert(1)</script>",
    "quotes": "'\"`--; DROP TABLE clients_fact; {{ 7*7 }} {% csrf %} ${7*7} %(name)s %s {0}",
    "right to left": "\u202eevil\u202c \u200f שלום مرحبا \u2066x\u2069",
    "nul and controls": "a\x00b\x01c\x1b[31m\x7f\ufffe\u2028d",
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 𝕏 Z͑ͫ̓a͑l͒g̈o",
    "a hundred kilobytes": "щ" * 100_000,
    "one endless word": "W" * 3_000,
    "numbers that are none": "９" * 30,
    "huge number": "9" * 40,
    "minus": "-1",
    "nothing": "   \u00a0\t\n ",
}
WORST = ("markup", "nul and controls", "huge number")
FINE = {200, 204, 303, 302, 400, 403, 404, 405, 409, 413, 422}
FREE = {"text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", "textarea", "hidden"}


@dataclass
class Form:
    """A form of a page: where it posts, its fields with what stands in them and what kind each is."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """All forms of a page that post, and of those that name a button with another address, that one too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(a.get("action", "")) if a.get("method", "").lower() == "post" else None
            if self._open:
                self.found.append(self._open)
        form = self._open
        if form is None:
            return
        if tag == "button" and a.get("formaction"):
            self.found.append(Form(a["formaction"], form.values, form.kinds))
        name = a.get("name", "")
        if tag == "option" and self._select and ("selected" in a or self._select not in form.values):
            form.values[self._select] = a.get("value", "")
        if not name:
            return
        if tag == "select":
            self._select = name
            form.kinds[name] = "select"
        elif tag == "textarea":
            form.kinds[name] = "textarea"
            form.values.setdefault(name, "")
        elif tag == "input":
            kind = a.get("type", "text")
            form.kinds[name] = kind
            if kind not in ("checkbox", "radio") or "checked" in a:
                form.values[name] = a.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""


@dataclass
class Card:
    """A client of the salesperson's with one of everything, and the same of somebody else."""

    client: Client
    ids: dict[str, int]
    theirs: dict[str, int]


def everything_of(owner: User, name: str) -> dict[str, int]:
    """One of everything about a client, by what it is; every name in it begins with `name`."""
    client = factories.make_client(f"{name} SRL", owner=owner)
    person = factories.make_person(f"{name} Person", client)
    second = factories.make_person(f"{name} Second", client)
    unit = factories.make_unit(client, title=f"{name} deal")
    member, other = factories.make_member(unit, person), factories.make_member(unit, second)
    company = factories.make_company(f"{name} Rival")
    talk = factories.make_interaction(client, owner, [person], text=f"{name} said so")
    return {
        "client": client.pk,
        "person": person.pk,
        "post": person.posts.get().pk,
        "channel": factories.make_channel(person, f"+3736900{client.pk:04}").pk,
        "unit": unit.pk,
        "member": member.pk,
        "tie": factories.make_tie(member, other).pk,
        "argument": unit.arguments.create(text=f"{name} argument", proof={}).pk,
        "company_tie": factories.make_company_tie(client, company, what=f"{name} film").pk,
        "fact": factories.make_fact(client, owner, f"{name} fact").pk,
        "talk": talk.pk,
        "task": factories.make_task(client).pk,
        "promise": factories.make_promise(client, title=f"{name} promise").pk,
        "note": factories.make_note(client, owner, f"{name} note").pk,
        "script": factories.make_script(owner, title=f"{name} script").pk,
        "objection": factories.make_objection(owner, text=f"{name} objection").pk,
    }


@pytest.fixture
def card(workspace: object, salesperson: User, other_salesperson: User) -> Card:
    ids = everything_of(salesperson, "Mine")
    return Card(Client.objects.get(pk=ids["client"]), ids, everything_of(other_salesperson, "Theirs"))


PAGES: dict[str, Callable[[dict[str, int]], str]] = {
    "fact": lambda it: f"/facts/{it['fact']}/",
    "suppliers": lambda it: f"/clients/{it['client']}/facts/add/?kind=main_suppliers",
    "money": lambda it: f"/clients/{it['client']}/facts/add/?kind=purchasing_budget",
    "ally": lambda it: f"/clients/{it['client']}/facts/add/?kind=ally",
    "birthday": lambda it: f"/people/{it['person']}/facts/add/?kind=birthday",
    "edit person": lambda it: f"/people/{it['person']}/edit/",
    "post": lambda it: f"/people/posts/{it['post']}/",
    "channel": lambda it: f"/people/contacts/{it['channel']}/",
    "company tie": lambda it: f"/companies/ties/{it['company_tie']}/",
    "edit unit": lambda it: f"/units/{it['unit']}/edit/",
    "member": lambda it: f"/units/people/{it['member']}/",
    "record": lambda it: f"/clients/{it['client']}/record/?task={it['task']}",
    "talk": lambda it: f"/interactions/{it['talk']}/",
    "consents": lambda it: f"/privacy/people/{it['person']}/consents/",
}  # fmt: skip


def forms_of(browser: Browser, address: str) -> list[Form]:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    found = Forms(answer.content.decode()).found
    for form in found:
        form.values.pop("csrfmiddlewaretoken", None)
        form.action = form.action or address
    ours = [form for form in found if "sign-out" not in form.action and "password" not in form.action]
    return list({(form.action, tuple(sorted(form.kinds))): form for form in ours}.values())[:3]


def assert_unharmed(answer: Any, what: object) -> None:
    page = answer.content.decode("utf-8", "replace")
    assert answer.status_code in FINE, (what, answer.status_code)
    assert EVIL not in page, what
    assert "<script>alert(1)" not in page, what
    assert "Theirs" not in page, what


@pytest.mark.parametrize("page", PAGES)
def test_any_text_in_every_field_is_kept_or_refused_in_a_sentence(
    card: Card, salesperson: User, visit: Callable[..., Browser], page: str
) -> None:
    browser = visit(salesperson)
    address = PAGES[page](card.ids)
    for form in forms_of(browser, address):
        for name, text in TEXTS.items():
            values = {
                key: text if form.kinds.get(key) in FREE - {"hidden"} else old for key, old in form.values.items()
            }
            assert_unharmed(browser.post(form.action, values), (form.action, name))
            every = dict.fromkeys(form.values, text)  # hidden ones and choices too
            assert_unharmed(browser.post(form.action, every), (form.action, name, "every field"))
    assert_unharmed(browser.get(f"/clients/{card.client.pk}/"), "card")


@pytest.mark.parametrize("page", PAGES)
def test_numbers_of_other_peoples_records_lead_nowhere(
    card: Card, salesperson: User, visit: Callable[..., Browser], page: str
) -> None:
    browser = visit(salesperson)
    strange = sorted({card.theirs[name] for name in ("client", "person", "member", "fact")})
    before = stored_of(card)
    for form in forms_of(browser, PAGES[page](card.ids)):
        for name, kind in form.kinds.items():
            stands = form.values.get(name, "")
            if kind in ("hidden", "select", "radio", "checkbox") and (not stands or re.search(r"\d", stands)):
                for id in strange:
                    told = re.sub(r"\d+", str(id), stands, count=1) if stands else str(id)
                    assert_unharmed(browser.post(form.action, form.values | {name: told}), (form.action, name, told))
    assert stored_of(card) == before


def stored_of(card: Card) -> list[str]:
    """Whatever stands at the other client and its people: nothing of it may change, and nothing may come to it."""
    return list(_rows(card.theirs))


def _rows(ids: dict[str, int]) -> Iterator[str]:
    client = Client.objects.get(pk=ids["client"])
    yield repr(Client.objects.filter(pk=client.pk).values().get())
    for name in ("notes", "facts", "posts", "company_ties", "decision_units", "tasks", "interactions"):
        yield repr(list(getattr(client, name).order_by("pk").values()))
    for post in client.posts.order_by("pk"):
        yield repr(type(post.person).objects.filter(pk=post.person_id).values().get())
        for name in ("channels", "facts", "memberships", "participations", "posts"):
            yield repr(list(getattr(post.person, name).order_by("pk").values()))
    for unit in client.decision_units.all():
        yield repr([list(unit.members.order_by("pk").values()), list(unit.arguments.order_by("pk").values())])


LIES = {
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"<svg onload=alert(1)>" * 10,
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "../../etc/passwd.txt": b"root:x:0:0",
    "\u202efdp.exe": b"MZ\x90\x00",
    "empty.pdf": b"",
    "n" * 400 + ".txt": b"long",
    "nul\x00.txt": b"x",
}


@pytest.mark.parametrize("name", LIES)
def test_a_file_that_lies_is_refused_or_only_handed_out_for_saving(
    card: Card, salesperson: User, visit: Callable[..., Browser], name: str
) -> None:
    browser = visit(salesperson)
    form = {"kind": "org_chart_file", "confidence": "80", "how": "told",
            "file": SimpleUploadedFile(name, LIES[name], "application/pdf")}  # fmt: skip
    address = reverse("add_client_fact", kwargs={"client_id": card.client.pk})
    assert_unharmed(browser.post(address, form), name)
    for fact in card.client.facts.filter(type_code="org_chart_file"):
        answer = browser.get(reverse("fact_file", kwargs={"fact_id": fact.pk}))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "/" not in answer["Content-Disposition"].split("filename", 1)[1].replace("UTF-8''", "")


def test_a_form_sent_twice_writes_once(card: Card, salesperson: User, visit: Callable[..., Browser]) -> None:
    browser = visit(salesperson)
    (form,) = [one for one in forms_of(browser, PAGES["record"](card.ids)) if "record" in one.action]
    values = form.values | {"outcome": "reached", "text": "Twice", "owed-0": "Send it"}
    before = card.client.interactions.count()
    for _ in range(3):
        assert browser.post(form.action, values).status_code in {200, 303}
    assert card.client.interactions.count() == before + 1


def test_ten_thousand_companies_in_one_fact_are_refused(
    card: Card, salesperson: User, visit: Callable[..., Browser]
) -> None:
    address = reverse("add_client_fact", kwargs={"client_id": card.client.pk})
    many = {
        "kind": "main_suppliers",
        "confidence": "80",
        "how": "told",
        "value": ",".join(f"c{n}" for n in range(10_000)),
    }
    answer = visit(salesperson).post(address, many)
    assert_unharmed(answer, "many")
    assert not card.client.facts.filter(type_code="main_suppliers").exists() or answer.status_code == 422


def test_days_of_other_ages_are_refused_in_a_sentence(
    card: Card, salesperson: User, visit: Callable[..., Browser]
) -> None:
    browser = visit(salesperson)
    for page in ("record", "company tie", "post", "fact", "consents"):
        for form in forms_of(browser, PAGES[page](card.ids)):
            for day in (
                "0000-00-00",
                "9999-12-31",
                "0001-01-01",
                (clock.today() + timedelta(days=40_000)).isoformat(),
                str(date.max),
            ):
                values = {
                    key: day if form.kinds.get(key) in ("date", "datetime-local") else old
                    for key, old in form.values.items()
                }
                assert_unharmed(browser.post(form.action, values), (form.action, day))
