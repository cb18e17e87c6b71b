"""What must not be said: no door of the product hands it out. Every address is asked, so a new one cannot be forgotten."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.models import Fact, FactType, Person
from tenure.kernel import clock
from tenure.privacy.models import Reading, User
from tenure.privacy.sealing import seal
from tests import factories
from tests.web.test_permissions import ALL, NO_SIGN_IN_NEEDED, ONLY_POST, Theirs

pytestmark = pytest.mark.django_db
HUSH, SEALED = "Zxhush", "Zxsealed"
# Pages of our own that help to prepare and show hushed facts marked as such; nothing of them is handed to a client.
OUR_EYES_ONLY = {
    "privacy_person", "privacy_client", "client", "client_brief", "client_facts", "person", "fact", "fact_history", "fact_claims"
}  # fmt: skip
# The brief has a switch: as it stands it prepares us, handed out it is for the client.
HANDED_OUT = {"client_brief", "client_brief_pdf", "run_script"}


class Everyone(Theirs):
    """Addresses with a person or a fact lead to those known here."""

    person: Person

    def __init__(self, owner: User) -> None:
        super().__init__(owner)
        self.made: dict[str, int] = {}

    def make(self, kind: str) -> int:
        if kind == "person_id":
            return self.person.pk
        if kind == "fact_id":
            return int(Fact.objects.filter(person=self.person, not_to_be_shown=True).values_list("pk", flat=True)[0])
        if kind not in self.made:
            self.made[kind] = super().make(kind)
        return self.made[kind]


@pytest.fixture
def known(other_salesperson: User, workspace: object) -> Theirs:
    """A client and a person of whom everything that can be hushed is known and hushed, and a little is sealed."""
    theirs = Everyone(other_salesperson)
    person = theirs.person = factories.make_person("Theirs Person", client=theirs.client)
    for code, kind in fact_kinds().items():
        subject = {"person": person} if kind.subject == "person" else {"client": theirs.client}
        told = {"value": f"{HUSH} {code}", "source": f"{HUSH} from {code}", "not_to_be_shown": True}
        if kind.special:
            FactType.objects.update_or_create(code=code, defaults={"enabled": True, "changed_at": clock.now()})
            told = {"sealed": seal(f'"{SEALED} {code}"'), "expires_on": date(2099, 1, 1)}
        elif kind.value_kind != "text":
            continue
        Fact.objects.create(type_code=code, confidence=0.9, known_on=date(2026, 5, 1), recorded_by=theirs.owner,
                            recorded_at=clock.now(), **subject, **told)  # fmt: skip
    return theirs


def texts_of(content: bytes) -> str:
    """What a file says: of a workbook every part, of anything else the bytes."""
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def answers(browser: Browser, theirs: Theirs) -> Iterator[tuple[str, str]]:
    """(name of the address, what it answers) of every address, as it stands and for the client where it takes one."""
    for name in sorted(set(ALL) - NO_SIGN_IN_NEEDED - ONLY_POST - {"sign_out"}):
        target = reverse(name, kwargs={kind: theirs.make(kind) for kind in ALL[name]})
        for query in ("", f"?client={theirs.client.pk}&q=Zx"):
            yield name, read(browser.get(target + query))


def read(answer: Any) -> str:
    return texts_of(b"".join(answer) if answer.streaming else answer.content)


def test_only_pages_for_our_eyes_show_what_must_not_be_said_and_none_a_sealed_value(
    known: Theirs, administrator: User, visit: Callable[..., Browser]
) -> None:
    """Asked by somebody who may see all of it, sealed facts too: even they must open each by hand."""
    User.objects.filter(pk=administrator.pk).update(may_see_sensitive=True)
    administrator.refresh_from_db()
    said = list(answers(visit(administrator), known))
    assert {name for name, content in said if HUSH in content} <= OUR_EYES_ONLY
    assert {name for name, content in said if SEALED in content} == set()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("name", sorted(HANDED_OUT & set(ALL)))
def test_what_is_marked_to_be_handed_out_says_nothing_of_it(
    known: Everyone, administrator: User, visit: Callable[..., Browser], name: str
) -> None:
    target = reverse(name, kwargs={kind: known.make(kind) for kind in ALL[name]})
    content = read(visit(administrator).get(f"{target}?handed_out=1"))
    assert HUSH not in content
    assert SEALED not in content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_neither_leaves_with_the_client_list(
    known: Theirs, administrator: User, visit: Callable[..., Browser], kind: str
) -> None:
    form = {"format": kind, "clients": [str(known.client.pk)], "scope": "all"}
    content = read(visit(administrator).post(reverse("export_clients"), form))
    assert "Theirs" in content
    assert HUSH not in content
    assert SEALED not in content


def test_neither_gets_into_a_copy_for_the_person_unless_it_is_decided(
    known: Theirs, administrator: User, visit: Callable[..., Browser]
) -> None:
    person = known.person.pk
    target = reverse("privacy_person_copy", kwargs={"person_id": person})
    for way in ("json", "page"):
        content = texts_of(visit(administrator).post(target, {"format": way}).content)
        assert "Theirs Person" in content
        assert HUSH not in content
        assert SEALED not in content
