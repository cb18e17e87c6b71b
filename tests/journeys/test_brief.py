"""The brief: what one page says of a client, for whom, and what must never stand on a sheet that is handed out."""

import io
from datetime import timedelta

import pypdf
import pytest

from tenure.agenda.promises import add_promise
from tenure.clients.facts.facts import Source, Subject, record_fact
from tenure.conversations.interactions import record_interaction
from tenure.journeys.contacts import brief_sheet
from tenure.journeys.contacts.brief import brief, record_printing
from tenure.journeys.contacts.brief_pdf import as_data, brief_pdf
from tenure.journeys.contacts.brief_sheet import sheet
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_member, make_orders, make_score, make_unit, make_workspace, rhythm

pytestmark = pytest.mark.django_db
SECRET = "They talk to a bank about a loan"


@pytest.fixture
def deal(salesperson):
    """A client with a deal, two people who decide, orders, a talk, a promise, a shown fact and a hidden one."""
    make_workspace()
    client = make_client("Brutăria Spicul de Aur SA", owner=salesperson)
    last = clock.today() - timedelta(days=41)
    make_orders(client, rhythm(every=14, count=20, last=last), 50_000)
    make_score(
        client, order_days=20, last_day=last, first_day=last - timedelta(days=266), tenure_days=266, abc_class="A",
        silence_days=41, interval_days=14.0, interval_spread_days=4.0, is_silent=True, p_active=0.62,
        window_from=last + timedelta(days=10), window_to=last + timedelta(days=18), value_12m_minor=4_820_000,
        value_12m_low_minor=3_600_000, value_12m_high_minor=5_900_000, revenue_minor=1_000_000,
    )  # fmt: skip
    unit = make_unit(client, title="Second line", value_minor=6_000_000, base_rate=0.3)
    make_member(unit, "Ana Munteanu", title="Finance director", weight=3, attitude=-1, contact=1)
    make_member(unit, "Виктор Чебан", title="General director", weight=5, attitude=0, contact=2)
    subject, source = Subject("client", client.pk), Source("Ion", how="told")
    record_fact(actor=salesperson, subject=subject, kind="problem_solved", value="Steady quality", source=source)
    record_fact(
        actor=salesperson, subject=subject, kind="debts", value=SECRET, source=Source("a banker"),
        not_to_be_shown=True,
    )  # fmt: skip
    record_interaction(
        actor=salesperson, client_id=client.pk, kind="meeting", at=clock.now() - timedelta(days=14), text="Bake passed."
    )
    add_promise(
        actor=salesperson,
        client_id=client.pk,
        title="Certificate for 4B",
        due_on=clock.today() + timedelta(days=2),
    )
    return client


def texts(actor, client, *, handed_out=False):
    found = brief(actor=actor, client_id=client.pk, handed_out=handed_out)
    return sheet(found, reader=actor.name, currency="EUR")


def words(page):
    return str(as_data(page)).replace("\xa0", " ")


def pdf_text(page):
    made = pypdf.PdfReader(io.BytesIO(brief_pdf(page)))
    assert len(made.pages) == 1
    return " ".join(made.pages[0].extract_text().split())


def test_the_page_says_who_decides_what_changed_what_was_promised_and_what_to_ask(deal, salesperson):
    page = texts(salesperson, deal)
    assert {block.code for block in page.left} == {"people", "changes", "promises"}
    assert {block.code for block in page.right} >= {"questions", "hidden"}
    said = words(page)
    for part in ("Ana Munteanu", "Finance director", "Bake passed.", "Certificate for 4B", "Steady quality", SECRET):
        assert part in said
    assert "Silent for 41 days" in said
    assert page.aim.startswith("Learn why the order due ")


def test_the_pdf_says_the_same_on_one_page_in_any_script(deal, salesperson):
    said = pdf_text(texts(salesperson, deal))
    for part in ("Brutăria Spicul de Aur SA", "Ana Munteanu", "Виктор Чебан", "Certificate for 4B", SECRET):
        assert part in said


def test_a_sheet_to_hand_out_says_nothing_that_is_hidden_nor_who_said_it(deal, salesperson):
    page = texts(salesperson, deal, handed_out=True)
    for said in (words(page), pdf_text(page)):
        assert "Steady quality" in said
        assert SECRET not in said
        assert "banker" not in said
        assert "Known, not to be shown" not in said


def test_only_the_three_questions_most_worth_asking_stand_there(deal, salesperson):
    (questions,) = [block for block in texts(salesperson, deal).right if block.code == "questions"]
    assert len(questions.rows) == 3
    assert all(row.strong and "worth €" in row.small for row in questions.rows)


def test_what_an_answer_is_worth_to_us_does_not_leave_the_house(deal, salesperson):
    (questions,) = [block for block in texts(salesperson, deal, handed_out=True).right if block.code == "questions"]
    assert len(questions.rows) == 3
    assert not any("€" in row.small for row in questions.rows)


def test_the_same_question_about_several_people_stands_once_with_their_names(deal, salesperson, monkeypatch):
    monkeypatch.setattr(brief_sheet, "QUESTIONS", 12)
    (questions,) = [block for block in texts(salesperson, deal).right if block.code == "questions"]
    asked = [row.strong for row in questions.rows]
    assert len(asked) == len(set(asked))
    assert any("Ana Munteanu (€" in row.small and "Виктор Чебан (€" in row.small for row in questions.rows)


def test_a_promise_of_any_length_says_whose_it_is(deal, salesperson):
    add_promise(actor=salesperson, client_id=deal.pk, title="Send all papers " * 12, due_on=clock.today(), theirs=True)
    (promises,) = [block for block in texts(salesperson, deal).left if block.code == "promises"]
    assert [row.plain.rpartition(" ")[2] for row in promises.rows] == ["(theirs)", "(ours)"]


def test_occasions_are_those_of_the_card_with_the_first_order_and_without_what_is_hidden(deal, salesperson):
    today, client = clock.today(), Subject("client", deal.pk)
    soon, later = (today + timedelta(days=days) for days in (5, 9))
    record_fact(actor=salesperson, subject=client, kind="contract_end", value=soon.isoformat(), source=Source())
    record_fact(
        actor=salesperson, subject=client, kind="supplier_contract_end", value=later.isoformat(), source=Source(),
        not_to_be_shown=True,
    )  # fmt: skip
    (occasions,) = [block for block in texts(salesperson, deal).right if block.code == "occasions"]
    said = " ".join(row.plain for row in occasions.rows)
    assert "Our contract ends" in said
    assert "rival" not in said


def test_an_analyst_is_told_nothing_personal(deal, analyst, salesperson):
    person = brief(actor=salesperson, client_id=deal.pk).ground.outlook.unit.members[0].person_id
    record_fact(
        actor=salesperson,
        subject=Subject("person", person),
        kind="motivation",
        value="Wants to be chief",
        source=Source(),
    )
    assert "Wants to be chief" in words(texts(salesperson, deal))
    assert "Wants to be chief" not in words(texts(analyst, deal))


def test_somebody_elses_client_has_no_brief(deal, other_salesperson):
    with pytest.raises(NotFound):
        brief(actor=other_salesperson, client_id=deal.pk)
    with pytest.raises(NotFound):
        record_printing(actor=other_salesperson, client_id=deal.pk, handed_out=False, form="pdf")


def test_overlong_everything_still_makes_one_page(deal, salesperson):
    subject, long = Subject("client", deal.pk), "Слова без конца и края, " * 60
    unit = make_unit(deal, title="Third line", value_minor=9_000_000)
    for number in range(14):
        make_member(unit, f"{'Имя' * 12} {number}", title="Директор по всему на свете " * 3, weight=1, interest=long)
        add_promise(
            actor=salesperson, client_id=deal.pk, title=f"{number} {'обещание ' * 20}",
            due_on=clock.today() + timedelta(days=3),
        )  # fmt: skip
    for kind in ("activity", "markets", "company_history", "org_structure"):
        record_fact(actor=salesperson, subject=subject, kind=kind, value=long, source=Source(), not_to_be_shown=True)
    record_interaction(actor=salesperson, client_id=deal.pk, kind="call", at=clock.now(), text="漢字" * 5000)
    said = pdf_text(texts(salesperson, deal))
    assert "Facts as of" in said


def test_hostile_text_is_text(deal, salesperson):
    for text in ('#read("/etc/passwd")', "<script>alert(1)</script>", "*#sys.inputs* \\ $x$ `raw`"):
        add_promise(actor=salesperson, client_id=deal.pk, title=text, due_on=clock.today())
    said = pdf_text(texts(salesperson, deal))
    assert "alert(1)" in said
    assert "root:" not in said


def test_a_client_nobody_knows_anything_of_has_a_brief_too(salesperson):
    make_workspace()
    page = texts(salesperson, make_client("New", owner=salesperson))
    assert "No order yet." in words(page)
    assert "Nothing is worth asking now" in words(page)
    assert "New" in pdf_text(page)


def test_printing_is_written_down_and_handing_out_as_such(deal, salesperson):
    record_printing(actor=salesperson, client_id=deal.pk, handed_out=False, form="print")
    record_printing(actor=salesperson, client_id=deal.pk, handed_out=True, form="pdf")
    rows = AuditRow.objects.filter(action__contains="brief").order_by("id")
    assert [(row.action, row.details["form"]) for row in rows] == [("print_brief", "print"), ("hand_out_brief", "pdf")]


def test_the_number_of_queries_is_known_however_much_there_is(deal, salesperson, django_assert_num_queries):
    subject = Subject("client", deal.pk)
    for kind in ("activity", "markets", "company_history"):
        record_fact(actor=salesperson, subject=subject, kind=kind, value="Much", source=Source())
    with django_assert_num_queries(QUERIES):
        texts(salesperson, deal)


QUERIES = 33
