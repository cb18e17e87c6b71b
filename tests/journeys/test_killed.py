"""The machine loses power in the middle of Record or of a merge: nothing half-done stands, and sending again finishes it.

Each story runs in a child process that is killed at a step of its own; what stands afterwards is compared table by table.
"""

import os
import signal
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tenure.agenda.models import Task
from tenure.clients.models import Client, Company, CompanyTie, Fact, Person
from tenure.conversations.models import Interaction, Participant
from tenure.journeys.merging.merge_companies import merge_companies, undo_merge_companies
from tenure.journeys.merging.merge_people import merge_people, undo_merge_people
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
KEY = uuid.UUID("6f6ff7f2-6f6b-4a6b-8f0d-1f5c0c1a0001")

DIE = """
import os, signal, uuid, django
django.setup()
from datetime import UTC, datetime, date
{imports}
from tenure.privacy.models import User
actor = User.objects.get(pk={actor})
def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
journey.{step} = {how}
{call}
"""
AFTER = "(lambda inner: lambda *args, **more: (inner(*args, **more), die()))(journey.{step})"

RECORD = """journey.record_contact(actor=actor, client_id={client}, record=journey.ContactRecord(
    talk=Talk(kind="call", at=datetime(2026, 5, 12, 6, 0, tzinfo=UTC), outcome="reached", people=({person},),
        readiness="month", text="They want it by June."),
    key=uuid.UUID("{key}"), attitudes=(({person}, 1),),
    answers=(journey.Answer("main_suppliers", "Lactis", Subject("client", {client})),),
    owed=(journey.Owed("promise", "Certificate 4B", date(2026, 5, 20)),
        journey.Owed("question", "On Sunday?", date(2026, 5, 13))),
    new_person=journey.NewPerson("Ion Ceban", phone="+37369000002"),
    channel=journey.NewChannel({person}, "email", "ana@moldpak.example"), task_id={task}, task_version=1))"""


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def client(salesperson: User) -> Client:
    factories.make_workspace()
    return factories.make_client("Moldpak SRL", owner=salesperson)


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ("clients", "agenda", "conversations", "orders", "privacy")
    }


def child(code: str, **words: Any) -> subprocess.CompletedProcess[bytes]:
    connection.close()
    return subprocess.run([sys.executable, "-c", code.format(**words)], check=False, env={**os.environ})


def killed(imports: str, step: str, call: str, actor: User, *, after: bool) -> None:
    how = AFTER.format(step=step) if after else "die"
    ended = child(DIE, imports=imports, step=step, call=call, actor=actor.pk, how=how)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", ["record_fact", "edit_member", "add_promise", "value_talks"])
def test_a_contact_is_recorded_whole_or_not_at_all_and_counts_once_when_sent_again(
    client: Client, salesperson: User, step: str
) -> None:
    person = factories.make_member(factories.make_unit(client), "Ana Rusu", attitude=0).person
    task = factories.make_task(client)
    imports = (
        "from tenure.journeys.contacts import record_contact as journey\n"
        "from tenure.conversations.interactions import Talk\nfrom tenure.clients.facts.fact_subjects import Subject"
    )
    call = RECORD.format(client=client.pk, person=person.pk, task=task.pk, key=KEY)
    before = everything()
    killed(imports, step, call, salesperson, after=True)
    assert everything() == before
    # The form and its draft are still there, with the same key: sent again it is written, and a third time it is known.
    again = DIE.replace("journey.{step} = {how}\n", "")
    for _ in range(2):
        assert child(again, imports=imports, call=call, actor=salesperson.pk).returncode == 0
    assert Interaction.objects.count() == 1
    assert Participant.objects.count() == 2
    assert Person.objects.filter(name="Ion Ceban").count() == 1
    assert Fact.objects.count() == 1
    assert CompanyTie.objects.get().company.name == "Lactis"
    assert Task.objects.filter(title="Certificate 4B").count() == 1


@pytest.mark.parametrize("step", ["hand_over", "_record"])
@pytest.mark.parametrize("what", ["people", "companies"])
def test_a_merge_is_done_whole_or_not_at_all(
    client: Client, salesperson: User, head_of_sales: User, what: str, step: str
) -> None:
    kept, gone = twins(what, client, salesperson)
    before = everything()
    imports = f"from tenure.journeys.merging import merge_{what} as journey"
    call = f"journey.merge_{what}(actor=actor, keep_id={kept}, gone_id={gone})"
    killed(imports, step, call, head_of_sales, after=True)
    assert everything() == before
    merge, undo = MERGES[what]
    merge(actor=head_of_sales, keep_id=kept, gone_id=gone)  # nothing is in the way of doing it now
    merged = everything()
    killed(imports, "give_back", f"journey.undo_merge_{what}(actor=actor, gone_id={gone})", head_of_sales, after=True)
    assert everything() == merged
    undo(actor=head_of_sales, gone_id=gone)
    for table in ("clients.Person", "clients.Company", "clients.Fact", "clients.Channel", "clients.CompanyTie"):
        assert everything()[table] == before[table]


MERGES: dict[str, tuple[Any, Any]] = {
    "people": (merge_people, undo_merge_people),
    "companies": (merge_companies, undo_merge_companies),
}


def twins(what: str, client: Client, salesperson: User) -> tuple[int, int]:
    """Two records of one, each with something of its own."""
    if what == "people":
        kept, gone = factories.make_person("Ana Rusu", client), factories.make_person("Rusu Ana")
        factories.make_channel(gone, "ana@moldpak.example", "email")
        factories.make_fact(client, salesperson, "chess", type_code="hobbies", source_person=gone)
        factories.make_interaction(client, salesperson, [gone])
        return kept.pk, gone.pk
    stays, goes = factories.make_company("Lactis"), factories.make_company("Lactis SRL", note="Milk")
    factories.make_company_tie(client, goes)
    Fact.objects.create(
        company=goes, type_code="activity", value="milk", confidence=0.8, known_on="2026-05-01", recorded_by=salesperson,
        recorded_at="2026-05-01T00:00Z",
    )  # fmt: skip
    return stays.pk, goes.pk


def test_the_register_has_no_company_that_no_fact_names(client: Client, salesperson: User) -> None:
    """Of a fact that was not written the new company was not written either."""
    imports = (
        "from tenure.clients.facts import facts as journey\nfrom tenure.clients.facts.fact_subjects import Subject"
    )
    call = (
        f'journey.record_fact(actor=actor, subject=Subject("client", {client.pk}), kind="main_suppliers",'
        ' value="Lactis", source=journey.Source())'
    )
    killed(imports, "follow_companies", call, salesperson, after=True)
    assert not Company.objects.exists()
    assert not Fact.objects.exists()
