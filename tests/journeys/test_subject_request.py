"""A person asks: all that is held in one place, a copy, and to be forgotten, with accounting and proof kept."""

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, Field, JSONField, Sum, TextField

from tenure.clients.models import (
    Argument,
    Channel,
    Client,
    Company,
    CompanyTie,
    Consent,
    Criterion,
    DecisionUnit,
    Fact,
    FactFile,
    OurContact,
    Person,
    Post,
    RivalAttitude,
    Tie,
    UnitMember,
)
from tenure.conversations.models import Interaction, Participant
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Candidate, Commitment, Evidence, InterviewProblem, Quote
from tenure.journeys.keeping.subject_request import erase_subject, find, proofs, subject_copy, subject_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotAllowed, NotFound
from tenure.orders.models import Order
from tenure.privacy.audit import record_change
from tenure.privacy.models import AuditRow, Erasure, Reading, User
from tenure.privacy.personal_fields import CLIENT, FIELDS, PERSON, columns
from tenure.privacy.sealing import seal
from tests import factories, venture_factories
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
NAME = "Елена Русу"
# What these columns hold besides words, or words that a copy tells in another way; and why.
NOT_WORDS = {
    "clients.Person.normal_name",  # made of the name
    "clients.Person.search_text",  # made of the name
    "clients.Person.moved",  # numbers of rows
    "clients.Channel.normal",  # made of the value
    "clients.Channel.kind",
    "clients.Consent.purpose",
    "clients.Consent.basis",
    "clients.UnitMember.role",
    "clients.Tie.kind",
    "clients.Fact.type_code",
    "clients.Fact.sealed",
    "clients.Fact.how",
    "clients.Person.language",
    "privacy.Reading.type_code",
    "agenda.Task.state",
}


NOTE = "Русу Елена ZxclientsPersonname просит звонить на +373 69 123 456 после двух"


def marker(label: str, name: str) -> str:
    return f"Zx{label.replace('.', '')}{name.replace('_', '')}"


def words_of(label: str, kind: str) -> dict[str, str]:
    """A word of its own for every text column of this kind, to be looked for later."""
    model = apps.get_model(label)
    texts = {}
    for name in columns(label, kind):
        field = model._meta.get_field(name)
        if (
            f"{label}.{name}" not in NOT_WORDS
            and isinstance(field, Field)
            and isinstance(field, CharField | TextField | JSONField)
        ):
            texts[name] = marker(label, name)
    return texts


class Everything:
    """A person on whom every table holds something, beside a colleague on whom nothing may change."""

    def __init__(self, owner: User) -> None:
        now = clock.now()
        self.client = factories.make_client("Lumina SRL", owner=owner)
        self.order = factories.make_order(self.client, TODAY, 12_345)
        self.person = Person.objects.create(
            name=f"{NAME} {marker('clients.Person', 'name')}", normal_name="елена русу", created_at=now
        )
        self.colleague = Person.objects.create(name="Виктор Чобану", normal_name="виктор чобану", created_at=now)
        Channel.objects.create(person=self.person, kind="phone", normal="+37369123456",
                               value=marker("clients.Channel", "value"))  # fmt: skip
        Post.objects.create(person=self.person, client=self.client, created_at=now, **words_of("clients.Post", PERSON))
        Post.objects.create(person=self.colleague, client=self.client, created_at=now, reports_to=self.person)
        Consent.objects.create(
            person=self.person, purpose="email", basis="consent", given_on=TODAY, recorded_by=owner, recorded_at=now,
            **words_of("clients.Consent", PERSON),
        )  # fmt: skip
        self.fact = self.tell(owner, person=self.person, **words_of("clients.Fact", PERSON))
        FactFile.objects.create(fact=self.tell(owner, person=self.person), media_type="image/png", size=3,
                                content=b"abc", **words_of("clients.FactFile", PERSON))  # fmt: skip
        self.sealed = self.tell(owner, person=self.person, sealed=seal(json.dumps("диабет")), type_code="health")
        self.about_client = self.tell(owner, client=self.client, value=f"Решает Елена, {NAME} сказала сама",
                                      source="из письма Елены Русу", source_person=self.person)  # fmt: skip
        self.unit_of(owner)
        self.talk = Interaction.objects.create(
            client=self.client, author=owner, kind="call", at=now, created_at=now,
            text="Говорили с Еленой и Виктором Чобану о цене", answers={"who": "Елена Русу"},
        )  # fmt: skip
        self.interviewed(owner)
        Participant.objects.create(interaction=self.talk, person=self.person)
        Participant.objects.create(interaction=self.talk, person=self.colleague)
        self.note = factories.make_note(
            self.client,
            owner,
            NOTE,
        )
        words = words_of("agenda.Task", PERSON)
        self.task = factories.make_task(
            self.client, person=self.person, **(words | {"reason": {"code": "", "x": words["reason"]}})
        )
        Reading.objects.create(
            at=now, actor=owner, person_id=self.person.pk, fact_id=self.sealed.pk, type_code="health"
        )
        record_change(actor=owner, action="create", subject_kind="person", subject_id=self.person.pk,
                      name=marker("privacy.AuditRow", "details"))  # fmt: skip
        record_change(actor=owner, action="merge", subject_kind="client", subject_id=self.client.pk, with_whom=NAME)

    def interviewed(self, owner: User) -> None:
        venture = venture_factories.make_venture(owner)
        problem = venture_factories.make_problem(venture)
        plan = venture_factories.make_plan(venture)
        Candidate.objects.create(plan=plan, person=self.person, added_by=owner, created_at=clock.now(),
                                 changed_at=clock.now(), **words_of("discovery.Candidate", PERSON))  # fmt: skip
        talk = venture_factories.make_interview(venture, person=self.person, **words_of("discovery.Interview", PERSON))
        InterviewProblem.objects.create(
            interview=talk, problem=problem, **words_of("discovery.InterviewProblem", PERSON)
        )
        Quote.objects.create(
            interview=talk, author=owner, created_at=clock.now(), **words_of("discovery.Quote", PERSON)
        )
        Commitment.objects.create(interview=talk, kind="time", **words_of("discovery.Commitment", PERSON))
        version = venture_factories.make_mvp(venture_factories.make_product(venture))
        words = words_of("discovery.MvpShowing", PERSON)
        venture_factories.make_showing(version, "", interview=talk, **words)
        claim = venture_factories.make_hypothesis(venture)
        Evidence.objects.create(
            hypothesis=claim, supports=True, level=1, author=owner, source="quote",
            source_id=talk.quotes.get().pk, text=f"так сказала {NAME}", observed_on=TODAY, created_at=clock.now(),
        )  # fmt: skip
        refresh_belief(claim)

    def tell(self, owner: User, **fields: Any) -> Fact:
        defaults = {"type_code": "hobbies", "confidence": 0.8, "known_on": TODAY, "recorded_by": owner,
                    "recorded_at": clock.now()}  # fmt: skip
        return Fact.objects.create(**(defaults | fields))

    def unit_of(self, owner: User) -> None:
        rival = Company.objects.create(
            name="Rival SA", normal_name="rival", created_at=clock.now(), note=f"Знает: {NAME}"
        )
        CompanyTie.objects.create(client=self.client, company=rival, kind="supplier", what=f"через {NAME}",
                                  created_at=clock.now())  # fmt: skip
        unit = DecisionUnit.objects.create(client=self.client, title="Линия для Елены Русу", created_at=clock.now())
        member = UnitMember.objects.create(unit=unit, person=self.person, **words_of("clients.UnitMember", PERSON))
        other = UnitMember.objects.create(unit=unit, person=self.colleague, interest="Слушает Елену Русу")
        Criterion.objects.create(member=member, **words_of("clients.Criterion", PERSON))
        RivalAttitude.objects.create(member=member, company=rival, attitude=-1)
        Tie.objects.create(unit=unit, kind="listens", who=other, whom=member)
        OurContact.objects.create(member=member, user=owner)
        Argument.objects.create(unit=unit, text=f"Для {NAME}: срок поставки")


@pytest.fixture
def everything(salesperson: User, workspace: Any) -> Everything:
    return Everything(salesperson)


def erase(administrator: User, person: Person) -> Any:
    page = subject_page(actor=administrator, kind="person", subject_id=person.pk)
    return erase_subject(actor=administrator, kind="person", subject_id=person.pk, seen=page.digest)


def all_markers() -> set[str]:
    return {word for label in FIELDS for word in words_of(label, PERSON).values()}


def test_the_story_fills_every_personal_column(everything: Everything) -> None:
    """So that a new column cannot be forgotten by the copy and the erasure: declared personal, it must appear here."""
    written = everything_written()
    assert {word for word in all_markers() if word not in written} == set()


def test_the_copy_holds_every_personal_word(administrator: User, everything: Everything) -> None:
    copy = json.dumps(subject_copy(actor=administrator, kind="person", subject_id=everything.person.pk))
    assert {word for word in all_markers() if word not in copy} == set()


def test_an_erasure_leaves_no_word_of_the_person_in_any_table(administrator: User, everything: Everything) -> None:
    erase(administrator, everything.person)
    written = everything_written()
    left = {word for word in (*all_markers(), "Русу", "Елен", "русу", "69 123 456", "37369123456") if word in written}
    assert left == set()


def test_the_colleague_the_client_and_the_accounts_stay(administrator: User, everything: Everything) -> None:
    before = Order.objects.aggregate(total=Sum("amount_minor"))
    erase(administrator, everything.person)
    assert Order.objects.aggregate(total=Sum("amount_minor")) == before
    assert Client.objects.get(pk=everything.client.pk).name == "Lumina SRL"
    assert Person.objects.get(pk=everything.colleague.pk).name == "Виктор Чобану"
    everything.talk.refresh_from_db()
    everything.note.refresh_from_db()
    assert everything.talk.text == "Говорили с ••• и Виктором Чобану о цене"
    assert everything.note.text == "••• просит звонить на ••• после двух"
    assert everything.talk.participants.count() == 1
    assert UnitMember.objects.get().person_id == everything.colleague.pk


def test_the_log_is_redacted_not_deleted(administrator: User, everything: Everything) -> None:
    rows = AuditRow.objects.count()
    erase(administrator, everything.person)
    assert AuditRow.objects.count() == rows + 1
    assert AuditRow.objects.get(action="create", subject_kind="person").details == {"name": "•••"}
    assert AuditRow.objects.get(action="merge").details == {"with_whom": "•••"}


def test_the_proof_says_when_by_whom_and_how_much(administrator: User, everything: Everything) -> None:
    proof = erase(administrator, everything.person)
    assert proofs(actor=administrator) == (proof,)
    assert (proof.by, len(proof.digest)) == ("Ana Rusu", 64)
    counts = {name: proof.counts[name] for name in ("channels", "facts", "decisions", "participations", "tasks")}
    assert counts == {"channels": 1, "facts": 3, "decisions": 1, "participations": 1, "tasks": 1}


def test_a_second_erasure_is_refused_and_writes_nothing(administrator: User, everything: Everything) -> None:
    erase(administrator, everything.person)
    with pytest.raises(BadInput, match="subject_erased"):
        erase_subject(actor=administrator, kind="person", subject_id=everything.person.pk, seen="x")
    assert Erasure.objects.count() == 1


def test_what_was_recorded_meanwhile_is_looked_at_first(
    administrator: User, salesperson: User, everything: Everything
) -> None:
    page = subject_page(actor=administrator, kind="person", subject_id=everything.person.pk)
    everything.tell(salesperson, person=everything.person, value="новое")
    with pytest.raises(BadInput, match="subject_changed"):
        erase_subject(actor=administrator, kind="person", subject_id=everything.person.pk, seen=page.digest)
    assert Person.objects.get(pk=everything.person.pk).erased_at is None
    assert not Erasure.objects.exists()


def test_a_copy_withholds_what_must_not_be_shown_and_never_names_the_source(
    administrator: User, salesperson: User, everything: Everything
) -> None:
    everything.tell(salesperson, person=everything.person, value="ищет новую работу", not_to_be_shown=True,
                    source="сказал её водитель")  # fmt: skip
    arguments: dict[str, Any] = {"actor": administrator, "kind": "person", "subject_id": everything.person.pk}
    short = json.dumps(subject_copy(**arguments), ensure_ascii=False)
    whole = json.dumps(subject_copy(**arguments, hidden=True), ensure_ascii=False)
    assert "ищет новую работу" not in short
    assert "ищет новую работу" in whole
    assert "водитель" not in short + whole


def test_a_sealed_fact_opens_in_a_copy_only_for_whoever_may_and_is_logged(
    administrator: User, everything: Everything
) -> None:
    arguments: dict[str, Any] = {"actor": administrator, "kind": "person", "subject_id": everything.person.pk}
    readings = Reading.objects.count()
    assert "диабет" not in json.dumps(subject_copy(**arguments), ensure_ascii=False)
    assert Reading.objects.count() == readings
    User.objects.filter(pk=administrator.pk).update(may_see_sensitive=True)
    administrator.refresh_from_db()
    assert "диабет" in json.dumps(subject_copy(**arguments), ensure_ascii=False)
    assert Reading.objects.count() == readings + 1


def test_every_copy_is_written_down(administrator: User, everything: Everything) -> None:
    subject_copy(actor=administrator, kind="person", subject_id=everything.person.pk)
    assert AuditRow.objects.get(action="export_subject").subject_id == everything.person.pk


@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_only_an_administrator_answers_requests(role: str, everything: Everything) -> None:
    actor = factories.make_user(role=role)
    person: dict[str, Any] = {"actor": actor, "kind": "person", "subject_id": everything.person.pk}
    asks: tuple[Any, ...] = (subject_page, subject_copy)
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask(**person)
    with pytest.raises(NotAllowed):
        erase_subject(**person, seen="x")
    with pytest.raises(NotAllowed):
        find(actor=actor, text="Русу")


def test_a_person_who_does_not_exist_is_not_found(administrator: User) -> None:
    for kind in ("person", "client", "company"):
        with pytest.raises(NotFound):
            subject_page(actor=administrator, kind=kind, subject_id=10**9)


@pytest.mark.parametrize("text", ["Русу", "РУСУ", "русу ел", "елена", "69123456", "+373 69 123 456"])
def test_a_person_is_found_by_name_or_phone_in_any_case(administrator: User, everything: Everything, text: str) -> None:
    assert everything.person.pk in {one.id for one in find(actor=administrator, text=text) if one.kind == "person"}


def test_people_merged_into_one_are_one_subject(administrator: User, salesperson: User, everything: Everything) -> None:
    twin = Person.objects.create(name="Е. Русу-Зорина", normal_name="е русу зорина", created_at=clock.now(),
                                 merged_into=everything.person)  # fmt: skip
    everything.tell(salesperson, person=twin, value="двойник")
    erase(administrator, everything.person)
    written = everything_written()
    assert "двойник" not in written
    assert "Зорина" not in written


def test_namesakes_at_the_same_client_are_not_hidden(administrator: User, everything: Everything) -> None:
    other = Person.objects.create(name="Елена Мунтяну", normal_name="елена мунтяну", created_at=clock.now())
    Post.objects.create(person=other, client=everything.client, created_at=clock.now())
    everything.note.text = "Елена Мунтяну за, Русу против"
    everything.note.save()
    erase(administrator, everything.person)
    everything.note.refresh_from_db()
    assert everything.note.text == "Елена Мунтяну за, ••• против"


def test_a_client_that_is_one_person_is_erased_with_its_orders_kept(
    administrator: User, salesperson: User, workspace: Any
) -> None:
    client = factories.make_client(
        "Ион Брага", owner=salesperson, email="ion.braga@mail.md", phone="+373 79 555 111", tax_id="2003400012345",
        external_id="C-77", search_text="ион брага c-77 2003400012345",
    )  # fmt: skip
    order = factories.make_order(client, TODAY, 5000)
    factories.make_note(client, salesperson, "Ион Брага переехал")
    factories.make_note(
        factories.make_client("Другой SRL", owner=salesperson), salesperson, "сосед Иона Браги, ion.braga@mail.md"
    )
    wife = Person.objects.create(name="Нина Брага", normal_name="нина брага", created_at=clock.now())
    Post.objects.create(person=wife, client=client, created_at=clock.now())
    Interaction.objects.create(client=client, author=salesperson, kind="call", at=clock.now(), created_at=clock.now(),
                               text="звонил")  # fmt: skip
    page = subject_page(actor=administrator, kind="client", subject_id=client.pk)
    assert page.also_erased == 1
    assert page.held["orders"][0]["amount_minor"] == 5000
    proof = erase_subject(actor=administrator, kind="client", subject_id=client.pk, seen=page.digest)
    written = everything_written()
    assert [
        word for word in ("Брага", "брага", "Браги", "braga", "555 111", "2003400012345", "C-77") if word in written
    ] == []
    order.refresh_from_db()
    assert (order.amount_minor, order.client_id, proof.counts["orders_kept"]) == (5000, client.pk, 1)
    with pytest.raises(BadInput, match="subject_erased"):
        subject_page(actor=administrator, kind="client", subject_id=client.pk)


def test_every_word_about_a_client_goes_too(administrator: User, salesperson: User, workspace: Any) -> None:
    client = factories.make_client(**words_of("clients.Client", CLIENT), owner=salesperson)
    page = subject_page(actor=administrator, kind="client", subject_id=client.pk)
    told = json.dumps(subject_copy(actor=administrator, kind="client", subject_id=client.pk))
    made_of_the_name = {"normal_name", "search_text"}
    assert [word for name, word in words_of("clients.Client", CLIENT).items()
            if name not in made_of_the_name and word not in told] == []  # fmt: skip
    erase_subject(actor=administrator, kind="client", subject_id=client.pk, seen=page.digest)
    assert "Zxclients" not in everything_written()
