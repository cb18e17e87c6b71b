"""The report of a venture: what it says of what is known, of what is not, and what it must never say."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from tenure.discovery.fit.board import fit_board
from tenure.discovery.fit.conditions import conditions_of
from tenure.discovery.fit.words import condition_titles, condition_words
from tenure.discovery.gates.changes import edit_criterion, remove_criterion
from tenure.discovery.gates.runway import runway_now
from tenure.discovery.gates.view import gate_for, gate_of
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.hypotheses import rows_of
from tenure.discovery.hypotheses.search import search_of
from tenure.discovery.models import GateDecision, Hypothesis, LearningCard, TestCard, Venture, WorkEntry
from tenure.discovery.reading_once import reading_once
from tenure.discovery.surveys.prices import price_studies
from tenure.discovery.testing.amendments import amend_test
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import KEPT, every_card
from tenure.discovery.testing.costs import learning_cost, learning_for
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.next_test import NextStep, next_for, what_to_test_next
from tenure.discovery.testing.observation_lines import Lines, ObservationText
from tenure.discovery.testing.observations import observe_lines
from tenure.discovery.ventures.frame import frame_of
from tenure.journeys.venture_report.document import Report, Table
from tenure.journeys.venture_report.names import texts_in
from tenure.journeys.venture_report.of_hypotheses import interval
from tenure.journeys.venture_report.pdf import as_data, report_pdf
from tenure.journeys.venture_report.report import record_printing, venture_report
from tenure.kernel import clock
from tenure.kernel.errors import NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests.economics_factories import make_economics
from tests.venture_factories import (
    make_evidence,
    make_hypothesis,
    make_interview,
    make_presale,
    make_problem,
    make_product,
    make_quote,
    make_ready_test,
    make_segment,
    make_survey,
    make_survey_answer,
    make_test_card,
    make_venture,
)

pytestmark = pytest.mark.django_db
HOSTILE = [
    '<script>alert("1")</script><img src=x onerror=alert(1)>',
    '#read("/etc/passwd") #eval("1+1") $x^2$ *bold* _it_ @label // note',
    "\u202eשלום עולם مرحبا بالعالم",
    "🥐🚚 наш ночной развоз ✓",
    "{{ 7 * 7 }} {% raw %} %(name)s %s",
    "nospaces" * 400,
]


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    return make_venture(head_of_sales, vision="Flour at the door before the shift")


def report_of(venture: Venture) -> Report:
    return venture_report(actor=venture.owner, venture_id=venture.pk)


def texts(report: Report) -> str:
    return "\n".join(texts_in(report))


def pages(report: Report) -> str:
    read = pypdf.PdfReader(io.BytesIO(report_pdf(report)))
    return "\n".join(page.extract_text() for page in read.pages)


def decided(venture: Venture, *, won: int = 14, of: int = 14) -> TestCard:
    """A hypothesis with a test locked, amended, observed and decided through the product's own writers."""
    hypothesis = make_hypothesis(
        venture, "They pay monthly", statement="We believe that four of ten bakeries pay monthly"
    )
    card = make_ready_test(hypothesis, name="Will they pay?")
    lock_test(actor=venture.owner, test_id=card.pk, version=card.version)
    card.refresh_from_db()
    kept = {name: getattr(card, name) for name in (*KEPT, "ends_on", "prediction")}
    changed = CardText(**(kept | {"metric": "Signs and pays the deposit"}))
    amend_test(actor=venture.owner, test_id=card.pk, version=card.version, text=changed, reason="Said it plainly")
    rows = [ObservationText(number < won, clock.today()) for number in range(of)]
    observe_lines(actor=venture.owner, test_id=card.pk, lines=Lines(tuple(rows), ()))
    card.refresh_from_db()
    decide_test(actor=venture.owner, test_id=card.pk, version=card.version)
    card.refresh_from_db()
    return card


def test_an_empty_venture_says_of_every_part_that_it_is_missing(venture: Venture) -> None:
    report = report_of(venture)
    said = texts(report)
    for sentence in (
        "No hypothesis has been written yet.", "No hypothesis lies on the canvas yet.", "Nothing is decided yet",
        "No hypothesis on the canvas is open.", "Nobody has been interviewed yet.", "No problem has been heard",
        "No market has been sized yet.", "No product or service is described yet.", "Nobody has paid in advance yet.",
        "No price has been studied yet.", "Nobody has been asked yet.", "No orders have been read yet.",
        "The numbers of unit economics are not written yet.", "Nothing has been decided at a gate yet.",
        "No pivot has been made yet.", "No hours and no money have been noted yet.", "the cash on hand is not said",
    ):  # fmt: skip
        assert sentence in said
    assert len(report.method.parts[0].lines) == 4
    assert "Flour at the door before the shift" in pages(report)


def test_a_decided_hypothesis_stands_with_its_locked_test(venture: Venture) -> None:
    card = decided(venture)
    finding = report_of(venture).sections[0].parts[0].rows[0]
    told = finding.tests[0]
    assert (finding.state, finding.title) == ("supported", "They pay monthly")
    assert "to" in finding.interval
    assert (told.verdict, told.seal, told.seal_holds) == ("supported", card.lock_hash, True)
    rows = dict(told.rows)
    assert "evidence e ≥ 20 that the share is above 40" in rows["Proven when"]
    assert "Proven." in rows["Result"]
    assert rows["Population"] == "Bakeries with 2–6 shops, strangers"
    assert "“Signs a pre-order and pays the deposit” to “Signs and pays the deposit”" in told.amendments[0]
    assert "Said it plainly" in told.amendments[0]


@pytest.mark.parametrize(
    ("low", "likely", "high", "said"), [(0.992, 0.996, 0.999, ""), (0.97, 0.996, 0.999, "97 % to over 99 %")]
)
def test_a_range_that_reads_as_its_probability_is_not_repeated(
    venture: Venture, low: float, likely: float, high: float, said: str
) -> None:
    make_hypothesis(venture, "They pay monthly")
    row = rows_of(venture)[0]._replace(low=low, probability=likely, high=high)
    assert interval(row).replace("\xa0", " ") == said


def test_a_lock_that_does_not_hold_is_said(venture: Venture) -> None:
    card = decided(venture)
    TestCard.objects.filter(pk=card.pk).update(threshold=0.1)
    told = report_of(venture).sections[0].parts[0].rows[0].tests[0]
    assert not told.seal_holds
    assert "The seal does not hold: Threshold" in told.seal_note


@pytest.mark.parametrize(
    "altered",
    [{"success": False}, {"happened_on": date(2025, 1, 1)}, {"voice": 77}, {"look": False}, {"exploratory": True},
     {"entered_at": datetime(2025, 1, 1, tzinfo=UTC)}, {"seal": "0" * 64}],
    ids=lambda one: next(iter(one)),
)  # fmt: skip
def test_a_result_that_was_altered_is_said(venture: Venture, altered: dict[str, Any]) -> None:
    card = decided(venture)
    third = card.observations.order_by("pk")[2]
    assert report_of(venture).sections[0].parts[0].rows[0].tests[0].seal_holds  # and what was read once is read anew
    card.observations.filter(pk=third.pk).update(**altered)
    told = report_of(venture).sections[0].parts[0].rows[0].tests[0]
    assert not told.seal_holds
    assert "The seal does not hold" in told.seal_note


def test_a_result_that_was_taken_away_is_said(venture: Venture) -> None:
    decided(venture).observations.order_by("pk").last().delete()
    assert not report_of(venture).sections[0].parts[0].rows[0].tests[0].seal_holds


def test_what_was_refuted_and_taken_off_the_canvas_is_told_too(venture: Venture) -> None:
    sold = make_hypothesis(
        venture, "Drivers sell it", state="refuted", probability=0.05, low=0.01, high=0.1, removed_at=clock.now()
    )
    make_test_card(sold, state="decided", verdict="refuted", decided_at=clock.now())
    make_hypothesis(venture, "Never asked", removed_at=clock.now())
    report = report_of(venture)
    assert [row.state_name for row in report.sections[0].parts[0].rows] == ["refuted, off the canvas"]
    assert "Tested and no longer on the canvas: 1." in report.answer
    assert "Never asked" not in texts(report)


def test_open_hypotheses_are_ranked_by_impact_times_doubt(venture: Venture) -> None:
    make_hypothesis(venture, "Small doubt", impact=9, prior=0.97)
    make_hypothesis(venture, "Great doubt", impact=8, prior=0.5)
    make_hypothesis(venture, "Great doubt, little at stake", impact=1, prior=0.5)
    table = report_of(venture).sections[1].parts[1]
    assert [row[0].text for row in table.rows] == [
        "H2 Great doubt",
        "H1 Small doubt",
        "H3 Great doubt, little at stake",
    ]


def test_nobody_who_was_interviewed_is_named(venture: Venture) -> None:
    segment, problem = make_segment(venture), make_problem(venture)
    talk = make_interview(venture, name="Ion Ciobanu", company="Brutăria Spicul de Aur", segment=segment)
    make_quote(venture, "Two nights a month, as Ion Ciobanu always says", interview=talk, problem=problem)
    make_presale(venture, "Panificația Lina SRL", paid_on=clock.today())
    make_hypothesis(venture, "Ion Ciobanu would pay", falsifier="Brutăria Spicul de Aur says no")
    GateDecision.objects.create(
        venture=venture, phase="discovery", loop=1, choice="iterate", reasons="Panificația Lina SRL is against; Ciobanu Ion too.",
        snapshot={"criteria": [], "hypotheses": []}, snapshot_hash="0", author=venture.owner, at=clock.now(),
    )  # fmt: skip
    report = report_of(venture)
    said = texts(report)
    for name in ("Ciobanu", "Spicul de Aur", "Panificația Lina"):
        assert name not in said
    assert "Two nights a month, as ••• always says" in said
    assert "1 interview with 1 people" in said
    assert segment.name in said


def test_words_of_those_who_were_not_asked_are_not_quoted(venture: Venture) -> None:
    problem = make_problem(venture)
    silent = make_interview(venture, name="Ana Rusu", consent="none")
    make_quote(venture, "Never pass this on", interview=silent, problem=problem)
    assert "Never pass this on" not in texts(report_of(venture))


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_prints_as_text(venture: Venture, text: str) -> None:
    one = make_hypothesis(
        venture, text[:160], statement=text[:3000], falsifier=text, state="supported", probability=0.95
    )
    make_hypothesis(venture, text[:160], falsifier=text)
    make_product(venture, text[:160], description=text)
    Venture.objects.filter(pk=venture.pk).update(vision=text, name=text[:200])
    make_ready_test(one, name=text[:160], population=text, lock_hash="0" * 64, state="locked", locked_at=clock.now())
    report = report_of(venture)
    assert text[:3000] in texts(report)
    printed = pages(report)
    if text.startswith("#read"):
        assert '#read("/etc/passwd")' in printed
        assert "root:" not in printed
    if text.startswith("<script"):
        assert "<script>" in printed
    assert as_data(report)["vision"] == text


@pytest.mark.parametrize("kind", ["business", "lean"])
def test_a_crowded_canvas_keeps_the_heaviest_and_counts_the_rest(venture: Venture, kind: str) -> None:
    Venture.objects.filter(pk=venture.pk).update(canvas_kind=kind)
    Hypothesis.objects.bulk_create(
        Hypothesis(
            venture=venture, number=number, title=f"Assumption {number} " + "of many words " * 9, block=block,
            impact=1 + number % 10, created_at=clock.now(),
        )
        for number, block in enumerate(["segments", "costs", "partners", "problem", "channels"] * 40, 1)
    )  # fmt: skip
    report = report_of(venture)
    segments = next(block for block in report.canvas.blocks if block.code == "segments")
    assert len(segments.stickers) == 8
    assert segments.left_out == "and 32 more"
    assert "Assumption 200" in pages(report)


def test_money_is_told_with_its_doubt(venture: Venture) -> None:
    make_economics(venture)
    make_presale(venture, "Lina", paid_on=clock.today(), source="cold")
    survey = make_survey(venture, kinds=("westendorp",))
    for low in (20, 24, 26, 30):
        make_survey_answer(survey, [[low, low + 8, low + 20, low + 30]])
    said = texts(report_of(venture))
    assert "1 buyer has paid in advance and kept to it; not a friend: 1. Paid in all: €49." in said
    assert "Acceptable: €" in said
    assert "in 8 of 10 cases, likely" in said
    assert "What moves the margin of the cohort" in said


def test_it_speaks_three_languages(venture: Venture) -> None:
    decided(venture)
    heads = {}
    for code in ("en", "ru", "ro"):
        with translation.override(code):
            report = report_of(venture)
            heads[code] = [section.heading for section in (*report.sections, report.method)]
            assert report.sections[1].heading in pages(report)
    assert len({heads[code][place] for code in heads for place in range(8)}) == 24


def test_it_lists_what_the_gates_ask_for_otherwise_than_before(venture: Venture) -> None:
    """A criterion softened is told for ever: when, by whom, from what to what and why, whatever phase the venture is in."""
    edit_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="validation", code="V1", version=0, need="must",
        marks={"buyers": 2, "sources": 1, "discount": 0.2}, reason="Two bakers are the whole town",
    )  # fmt: skip
    section = next(one for one in report_of(venture).sections if one.code == "decisions")
    entries = next(part for part in section.parts if getattr(part, "title", "") == "What the gates ask for, changed")
    (told,) = entries.rows
    assert (told.who, told.why, told.tone) == (venture.owner.name, "Two bakers are the whole town", "warn")
    assert "V1" in told.what
    assert "5 → 2" in told.what
    assert told.lines == ("asks for less",)


def test_it_asks_the_database_as_often_for_many_as_for_few(venture: Venture, django_assert_max_num_queries) -> None:
    decided(venture)
    with django_assert_max_num_queries(39) as few:
        report_of(venture)
    for _number in range(3):
        card = decided(venture)
        LearningCard.objects.create(
            test=card, observed="x", learned="y", decision="persevere", author=venture.owner, at=clock.now()
        )
        one = make_hypothesis(venture)
        make_evidence(one, venture.owner)
        refresh_belief(one)
        make_interview(venture)
    with django_assert_max_num_queries(len(few)):
        report_of(venture)


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_it_lists_the_conditions_of_the_fit_as_their_board_does(venture: Venture, language: str) -> None:
    """Answers and orders alone are no fit: the report says how many of the six conditions are proven, as the board does."""
    survey = make_survey(venture)
    for place in range(50):
        make_survey_answer(survey, [{"used": 2, "felt": "very" if place < 30 else "not"}])
    for place in range(5):
        make_presale(venture, f"Buyer {place}", paid_on=clock.today(), list_minor=4900, relation="stranger")
    on_board = conditions_of(actor=venture.owner, venture_id=venture.pk, currency="EUR")
    assert (on_board.board.verdict, on_board.proven) == ("fit", 2)
    with translation.override(language):
        report = report_of(venture)
        titles, words = condition_titles(), condition_words()
        listed = [(titles[row.code], words[row.state][0]) for row in on_board.rows]
        name, value = str(_("Product-market fit")), _("%(n)s of %(all)s") % {"n": 2, "all": 6}
    section = next(one for one in report.sections if one.code == "offers")
    tables = [part for part in section.parts if isinstance(part, Table)]
    table = next(one for one in tables if one.rows[0][0].text == listed[0][0])
    assert [(row[0].text, row[2].text) for row in table.rows] == listed
    figure = next(one for one in report.figures if one.name == name)
    assert (figure.value, figure.tone) == (value, "warn")


def test_what_was_taken_out_of_the_gate_proves_no_fit(venture: Venture) -> None:
    remove_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="validation", code="V3", version=0, reason="We sell once"
    )
    assert "Surveys: taken out of the gate, so nothing decides it." in texts(report_of(venture))


def test_out_of_sight_there_is_no_report(venture: Venture, salesperson: User) -> None:
    with pytest.raises(NotFound):
        venture_report(actor=salesperson, venture_id=venture.pk)
    with pytest.raises(NotFound):
        record_printing(actor=salesperson, venture_id=venture.pk, form="pdf")
    assert not AuditRow.objects.filter(action="print_venture_report").exists()


def test_printing_is_written_down_and_an_analyst_takes_the_pdf(venture: Venture, analyst: User) -> None:
    record_printing(actor=analyst, venture_id=venture.pk, form="pdf")
    with pytest.raises(NotAllowed):
        record_printing(actor=analyst, venture_id=venture.pk, form="print")
    rows = AuditRow.objects.filter(action="print_venture_report")
    assert [(row.actor, row.subject_id, row.details["form"]) for row in rows] == [(analyst, venture.pk, "pdf")]


def test_it_says_what_each_feature_says_by_itself(venture: Venture) -> None:
    """The report reads together what the pages read one by one."""
    decided(venture)
    draft = make_ready_test(make_hypothesis(venture, "Open", gain_minor=10**6, loss_minor=10**6), name="A draft")
    WorkEntry.objects.create(
        venture=venture, test=draft, on=clock.today(), minutes=90, money_minor=5000, author=venture.owner,
        created_at=clock.now(),
    )  # fmt: skip
    make_evidence(make_hypothesis(venture, block="channels"), venture.owner, level=4)
    make_hypothesis(venture, "Gone", removed_at=clock.now())
    survey = make_survey(venture, kinds=("westendorp",))
    make_survey_answer(survey, [[20, 28, 40, 50]])
    given: dict[str, Any] = {"actor": venture.owner, "venture_id": venture.pk}
    ranking = what_to_test_next(**given)
    alone = (
        frame_of(**given), gate_of(**given), replace(learning_cost(**given), people=()),
        NextStep(ranking.best, ranking.none_pays, ranking.unpriced),
        runway_now(**given), fit_board(**given), price_studies(**given),
    )  # fmt: skip
    with reading_once():
        venture = Venture.objects.get(pk=venture.pk)
        search, cards = search_of(venture), every_card(venture)
        together = (
            frame_of(**given), gate_for(venture.owner, venture), learning_for(venture),
            next_for(venture, search.rows, ranking.hour_minor, cards), runway_now(**given), fit_board(**given),
            price_studies(**given),
        )  # fmt: skip
    for one, other in zip(alone, together, strict=True):
        assert repr(one) == repr(other)
