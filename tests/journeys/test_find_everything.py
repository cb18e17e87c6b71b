"""Search over everything: what is found, in which order, and what never is."""

from typing import Any

import pytest

from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.models import (
    Channel,
    Client,
    Company,
    Fact,
    FactType,
    Person,
    Post,
    SearchEntry,
    SearchWaiting,
    SearchWord,
)
from tenure.clients.search import find_entries
from tenure.clients.search.find_triggers import mark_missing
from tenure.clients.search.find_words import forget_words
from tenure.clients.search.search import find_clients, index_pending
from tenure.conversations.models import Interaction
from tenure.journeys.find_everything import Everything, find_everything, index_everything, index_written, not_indexed
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def client(name: str, **fields: Any) -> Client:
    return factories.make_client(
        name, normal_name=normal_name(name), search_text=search_text(name, fields.get("external_id")), **fields
    )


def person(name: str, at: Client, title: str = "") -> Person:
    one = Person.objects.create(name=name, normal_name=normal_name(name), created_at=clock.now())
    Post.objects.create(person=one, client=at, title=title, created_at=clock.now())
    return one


def fact(code: str, value: Any, by: User, **subject: Any) -> Fact:
    return Fact.objects.create(
        type_code=code, value=value, confidence=0.8, known_on=clock.today(), recorded_by=by, recorded_at=clock.now(),
        **subject,
    )  # fmt: skip


def talk(about: Client, by: User, text: str) -> Interaction:
    return Interaction.objects.create(
        client=about, author=by, kind="call", at=clock.now(), text=text, created_at=clock.now()
    )


def texts(found: Everything) -> dict[str, list[str]]:
    """What was found, by kind: titles of people and companies, texts of the others."""
    groups = {group.kind: [row.title if group.kind in ("person", "company") else row.text for row in group.hits]
              for group in found.groups}  # fmt: skip
    return groups | ({"client": [one.name for one in found.clients]} if found.clients else {})


def looked_for(actor: User, text: str) -> dict[str, list[str]]:
    return texts(find_everything(actor=actor, text=text))


@pytest.fixture(autouse=True)
def types(db: None) -> None:
    """One type of fact of each sensitivity."""
    for code, sensitivity in (("needs", "ordinary"), ("hobby", "personal"), ("faith", "special")):
        block = "company" if code == "needs" else "person"
        FactType.objects.create(
            code=code,
            own=True,
            label=code,
            block=block,
            value_kind="text",
            sensitivity=sensitivity,
            enabled=True,
            changed_at=clock.now(),
        )


@pytest.fixture
def base(salesperson: User, other_salesperson: User) -> Client:
    """A client of the salesperson with something of every kind about wine; and another one of a colleague's."""
    mine = client("Vinăria Cricova SRL", owner=salesperson)
    theirs = client("Casa Vinului", owner=other_salesperson)
    for about, by in ((mine, salesperson), (theirs, other_salesperson)):
        factories.make_note(about, by, f"Buys wine boxes, {about.name}")
        talk(about, by, f"Spoke of wine labels, {about.name}")
        person(f"Wine Master of {about.name}", about, "winemaker")
        fact("needs", f"wine bottles, {about.name}", by, client=about)
    Company.objects.create(name="Wine Glass Co", normal_name="wine glass", created_at=clock.now())
    return mine


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "waiting"])
def test_every_kind_is_found_and_a_salesperson_finds_only_what_is_theirs(
    base: Client, salesperson: User, head_of_sales: User, indexed: bool
) -> None:
    if indexed:
        index_everything()
    own = looked_for(salesperson, "wine")
    assert own == {
        "person": ["Wine Master of Vinăria Cricova SRL"],
        "company": ["Wine Glass Co"],
        "fact": ["wine bottles, Vinăria Cricova SRL"],
        "interaction": ["Spoke of wine labels, Vinăria Cricova SRL"],
        "note": ["Buys wine boxes, Vinăria Cricova SRL"],
    }
    everyone = looked_for(head_of_sales, "wine")
    assert {kind: len(rows) for kind, rows in everyone.items()} == {
        "person": 2, "company": 1, "fact": 2, "interaction": 2, "note": 2,
    }  # fmt: skip


def test_what_is_out_of_sight_is_not_even_counted(base: Client, salesperson: User, other_salesperson: User) -> None:
    theirs = Client.objects.get(name="Casa Vinului")
    for number in range(20):
        factories.make_note(theirs, other_salesperson, f"amphora {number}")
    index_everything()
    found = find_everything(actor=salesperson, text="amphora", most=3)
    assert found.nothing
    assert not any(group.more for group in found.groups)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Вектор Снаб", "вектро"),  # letters swapped
        ("Вектор Снаб", "ветор"),  # one left out
        ("Вектор Снаб", "веектор снаб"),  # one too many
        ("Ёлочка", "Елачка"),  # one changed, ё as е
        ("Țărăncuța", "tarancuta"),
        ("Țărăncuța", "tarancuza"),
        ("Brutăria Soarelui", "soareluj brutaria"),  # and the words the other way round
        ("Northbridge Foods", "nortbridge"),
        ("Промышленные Решения", "прамышлинные"),  # two slips in a long word
    ],
)
def test_misspelt_names_are_found_in_three_alphabets(head_of_sales: User, written: str, typed: str) -> None:
    client(written)
    client("Совсем Другой")
    index_pending()
    assert [one.name for one in find_clients(actor=head_of_sales, text=typed)] == [written]


def test_words_may_stand_in_any_order(head_of_sales: User) -> None:
    client("Завод Красный Октябрь")
    index_pending()
    assert [one.name for one in find_clients(actor=head_of_sales, text="октябрь завод")] == ["Завод Красный Октябрь"]


def test_exact_names_come_first_then_beginnings_then_parts_then_near_spellings(head_of_sales: User) -> None:
    for name in ("Alunar", "Luna Park", "Big Luna", "Luna SRL", "Lunar"):
        client(name)
    index_pending()
    names = [one.name for one in find_clients(actor=head_of_sales, text="luna")]
    assert names == ["Luna SRL", "Lunar", "Luna Park", "Big Luna", "Alunar"]
    near = find_clients(actor=head_of_sales, text="lunq park")
    assert [(one.name, one.misspelt) for one in near] == [("Luna Park", True)]


def test_the_exact_name_is_first_however_many_hold_the_word(head_of_sales: User) -> None:
    for number in range(300):
        client(f"Trade House {number:03}")
    client("House")
    index_pending()
    assert find_clients(actor=head_of_sales, text="house", limit=3)[0].name == "House"


def test_a_number_is_never_taken_for_another(head_of_sales: User) -> None:
    client("Luna", external_id="K-00731")
    index_pending()
    assert find_clients(actor=head_of_sales, text="K-00732") == []


def test_special_facts_are_never_found_and_their_words_never_stored(head_of_sales: User, administrator: User) -> None:
    about = client("Luna")
    one = person("Ion Rusu", about)
    fact("faith", "zoroastrian", head_of_sales, person=one)
    index_everything()
    for actor in (head_of_sales, administrator):
        assert looked_for(actor, "zoroastrian") == {}
    assert not SearchEntry.objects.filter(text__contains="zoroastrian").exists()
    assert not_indexed() == 0


def test_personal_facts_are_found_by_right_only(base: Client, head_of_sales: User, analyst: User) -> None:
    fact("hobby", "falconry", head_of_sales, person=Person.objects.first())
    for indexed in (False, True):
        if indexed:
            index_everything()
        assert looked_for(head_of_sales, "falconry") == {"fact": ["falconry"]}
        assert looked_for(analyst, "falconry") == {}


def test_facts_not_to_be_shown_are_found_marked(base: Client, salesperson: User, other_salesperson: User) -> None:
    fact("needs", "secret cellar", salesperson, client=base, not_to_be_shown=True)
    index_everything()
    (group,) = find_everything(actor=salesperson, text="secret").groups
    assert [row.not_to_be_shown for row in group.hits] == [True]
    assert looked_for(other_salesperson, "secret") == {}


def test_superseded_facts_and_changed_texts_are_gone_at_once(base: Client, salesperson: User) -> None:
    old = fact("needs", "obsolete corks", salesperson, client=base)
    note = factories.make_note(base, salesperson, "obsolete barrels")
    index_everything()
    Fact.objects.filter(pk=old.pk).update(superseded_at=clock.now())
    note.text = "new barrels"
    note.save()
    assert looked_for(salesperson, "obsolete") == {}
    assert looked_for(salesperson, "new barrels") == {"note": ["new barrels"]}
    note.delete()
    assert looked_for(salesperson, "barrels") == {}


def test_an_erased_person_is_not_found(base: Client, salesperson: User) -> None:
    one = person("Grigore Vieru", base)
    index_everything()
    Person.objects.filter(pk=one.pk).update(name="erased", erased_at=clock.now())
    index_written()
    assert looked_for(salesperson, "grigore") == looked_for(salesperson, "erased") == {}
    assert not SearchEntry.objects.filter(text__contains="grigore").exists()


def test_words_of_the_erased_are_forgotten_unless_they_stand_elsewhere(base: Client, salesperson: User) -> None:
    one = person("Grigore Labels", base)
    index_everything()
    assert SearchWord.objects.filter(pk__in=["grigore", "labels"]).count() == 2
    Person.objects.filter(pk=one.pk).update(name="gone", erased_at=clock.now())
    forget_words(["grigore labels"])
    assert list(SearchWord.objects.filter(pk__in=["grigore", "labels"]).values_list("pk", flat=True)) == ["labels"]


def test_people_are_found_by_their_channels_where_allowed(base: Client, salesperson: User, analyst: User) -> None:
    one = person("Nina Popa", base)
    Channel.objects.create(person=one, kind="email", value="Nina@luna.example", normal="nina@luna.example")
    Channel.objects.create(person=one, kind="phone", value="069 123 456", normal="+37369123456")
    for text in ("nina@luna", "069123456"):
        assert looked_for(salesperson, text) == {"person": ["Nina Popa"]}
        assert looked_for(analyst, text) == {}


def test_the_number_of_queries_does_not_grow(
    base: Client, head_of_sales: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        factories.make_note(base, head_of_sales, f"wine {number}")
        fact("needs", f"wine {number}", head_of_sales, client=base)
    index_everything()
    with django_assert_max_num_queries(34):
        find_everything(actor=head_of_sales, text="wine")


@pytest.mark.parametrize("text", ["labels", "grigoer labels", "luna", "win", "market labels"])
def test_few_hits_are_the_same_as_when_each_kind_is_asked_for(
    base: Client, salesperson: User, head_of_sales: User, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("Grigore Labels", base)
    fact("needs", "labels for wine", head_of_sales, client=base)
    talk(client("Foreign Market"), head_of_sales, "wine labels of the market")
    index_everything()
    for actor in (salesperson, head_of_sales):
        together = find_everything(actor=actor, text=text)
        with monkeypatch.context() as asked_apart:
            asked_apart.setattr(find_entries, "FEW", -1)
            assert find_everything(actor=actor, text=text) == together


def test_a_misspelt_word_costs_no_second_look_for_what_was_typed(
    base: Client, head_of_sales: User, django_assert_max_num_queries: Any
) -> None:
    person("Grigore Labels", base)
    client("Grigore Trade")
    index_everything()
    index_pending()
    with django_assert_max_num_queries(32):
        found = find_everything(actor=head_of_sales, text="grigoer")
    assert texts(found)["person"] == ["Grigore Labels"]
    assert [one.name for one in found.clients] == ["Grigore Trade"]


@pytest.mark.parametrize("text", ["", " ", "~no", '"', "%", "_", "*", "\x00", "a\x00b", "'; DROP TABLE x; --", "ы" * 5000,
                                  "NEAR(a b)", "x" * 99 + " " + "ă" * 99, "~in ~fa", "\ud800"[:0]])  # fmt: skip
def test_hostile_texts_are_only_texts(base: Client, head_of_sales: User, text: str) -> None:
    index_everything()
    assert find_everything(actor=head_of_sales, text=text).nothing


def test_records_written_around_the_triggers_are_found_after_init(base: Client, salesperson: User) -> None:
    index_everything()
    SearchEntry.objects.all().delete()
    assert not_indexed() > 0
    assert looked_for(salesperson, "labels") == {}
    index_everything()
    assert not_indexed() == 0
    assert "interaction" in looked_for(salesperson, "labels")
    assert mark_missing({}) == 0
    assert not SearchWaiting.objects.exists()


def test_newer_texts_come_first(base: Client, salesperson: User) -> None:
    for number in range(3):
        factories.make_note(base, salesperson, f"ledger {number}")
    index_everything()
    assert looked_for(salesperson, "ledger") == {"note": ["ledger 2", "ledger 1", "ledger 0"]}
