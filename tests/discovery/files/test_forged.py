"""A file that would bend the rules of the search is refused: locks, observations, verdicts, decisions and what follows."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import FloatField, JSONField

from tenure.discovery.files.export import STAYS, venture_file
from tenure.discovery.files.shape import tables
from tenure.discovery.files.shapes.cells import CELLS
from tenure.discovery.files.shapes.columns import ASIDE, column_shape
from tenure.discovery.files.shapes.findings import FINDINGS
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.gates import words
from tenure.discovery.gates.decisions import ask_review, decide_gate, decision_of
from tenure.discovery.gates.snapshot import hash_of, note_hidden_snapshot
from tenure.discovery.interviews.quote_evidence import quote_as_evidence
from tenure.discovery.models import GateDecision, Hypothesis, Venture
from tenure.discovery.surveys.words import aside_words
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import draft_test
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.from_talks import Met, count_talks
from tenure.discovery.testing.lock import lock_test, seal_of
from tenure.discovery.testing.observations import observe
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.privacy.models import User, Workspace
from tests import venture_factories

pytestmark = pytest.mark.django_db
Content = dict[str, Any]
Change = Callable[[Content], object]


@pytest.fixture
def content(workspace: Workspace, head_of_sales: User) -> Content:
    """A decided test that failed, and a gate decided on it."""
    venture = venture_factories.make_venture(head_of_sales)
    hypothesis = venture_factories.make_hypothesis(venture, critical=True)
    text = CardText(kind="presale", name="Will they pay?", metric="Pays", population="Strangers", rule="exact",
                    threshold=0.4, hoped=0.65, most=4, pass_mark=3, prediction=0.7)  # fmt: skip
    test = draft_test(actor=head_of_sales, hypothesis_id=hypothesis.pk, text=text)
    lock_test(actor=head_of_sales, test_id=test, version=1)
    for _one in range(4):
        observe(actor=head_of_sales, test_id=test, success=False, happened_on=clock.today())
    decide_test(actor=head_of_sales, test_id=test, version=2)
    ask_review(actor=head_of_sales, venture_id=venture.pk)
    decide_gate(actor=head_of_sales, venture_id=venture.pk, phase="discovery", choice="iterate", reasons="Refuted")
    return json.loads(venture_file(actor=head_of_sales, venture_id=venture.pk, people=True))


def seal_again(content: Content) -> None:
    """As a forger would: the chain of seals counted anew over what was changed."""
    before = ""
    for row in content["tables"]["Observation"]:
        sealed = {
            "at": row["entered_at"], "on": row["happened_on"], "arm": row["arm"], "success": row["success"],
            "voice": row["voice"], "exploratory": row["exploratory"], "corrects": row["corrects"] is not None,
            "excluded": row["excluded"], "look": row["look"],
        }  # fmt: skip
        before = row["seal"] = seal_of(before, sealed)
    content["tables"]["TestCard"][0]["observed_seal"] = before
    seal_verdict_again(content)


def seal_verdict_again(content: Content) -> None:
    """And the seal of the verdict over them."""
    card = content["tables"]["TestCard"][0]
    told = {
        "verdict": card["verdict"],
        "edition": card["rules_edition"],
        "after": card["decided_after"],
        "at": card["decided_at"],
    }
    card["decided_seal"] = seal_of(f"{card['lock_hash']}|{card['observed_seal']}", told)


def all_won(content: Content) -> None:
    for row in content["tables"]["Observation"]:
        row.update(success=True, exploratory=False)
    seal_again(content)


def before_the_lock(content: Content) -> None:
    content["tables"]["Observation"][0]["happened_on"] = (clock.today() - timedelta(days=9)).isoformat()
    seal_again(content)


def after_the_verdict(content: Content) -> None:
    content["tables"]["Observation"][1]["entered_at"] = (clock.now() + timedelta(hours=9)).isoformat()
    seal_again(content)


def said_to_support(content: Content) -> None:
    all_won(content)
    content["tables"]["TestCard"][0]["verdict"] = "supported"
    seal_verdict_again(content)


def never_locked(content: Content) -> None:
    content["tables"]["TestCard"][0].update(locked_text="", lock_hash="")


def another_decision(content: Content) -> None:
    content["tables"]["GateDecision"][0]["snapshot"]["criteria"][0]["state"] = "met"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (all_won, "venture_file_verdict"),
        (before_the_lock, "venture_file_counted"),
        (after_the_verdict, "venture_file_counted"),
        (said_to_support, "venture_file_test_evidence"),
        (never_locked, "venture_file_shape"),
        (lambda c: c["tables"]["TestCard"][0].update(verdict="supported"), "venture_file_verdict_seal"),
        (another_decision, "venture_file_decision"),
        (lambda c: c["tables"]["Evidence"][0].update(supports=True), "venture_file_test_evidence"),
        (lambda c: c["tables"]["TestCard"][0].update(verdict="", state="locked"), "venture_file_test_evidence"),
    ],
)
def test_rules_are_not_bent_by_a_file(head_of_sales: User, content: Content, change: Change, code: str) -> None:
    change(content)
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    assert refusal.value.problem.code == code
    assert sentence(refusal.value)
    assert Venture.objects.count() == 1


@pytest.fixture
def heard(workspace: Workspace, head_of_sales: User) -> Content:
    """A running test with one interview counted in it, held and written down after the lock, and a quote of it as evidence."""
    venture = venture_factories.make_venture(head_of_sales)
    hypothesis = venture_factories.make_hypothesis(venture)
    card = venture_factories.make_ready_test(hypothesis, kind="problem_interview")
    lock_test(actor=head_of_sales, test_id=card.pk, version=1)
    talk = venture_factories.make_interview(venture, created_at=clock.now())
    count_talks(actor=head_of_sales, test_id=card.pk, met={talk.pk: Met(card.pk, True)})
    quote = venture_factories.make_quote(venture, interview=talk)
    quote_as_evidence(actor=head_of_sales, quote_id=quote.pk, hypothesis_id=hypothesis.pk, supports=True, weight="past")
    return json.loads(venture_file(actor=head_of_sales, venture_id=venture.pk, people=True))


def heard_twice(content: Content) -> None:
    row = content["tables"]["Observation"][0]
    content["tables"]["Observation"].append(row | {"id": row["id"] + 1})
    content["tables"]["TestCard"][0]["observed"] = 2
    seal_again(content)


def talk(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = content["tables"]["Interview"][0]
    return found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c: talk(c).update(created_at="2020-01-01T09:00:00+00:00"), "venture_file_talk"),
        (lambda c: talk(c).update(held_on="2020-01-01"), "venture_file_talk"),
        (
            lambda c: talk(c).update(withdrawn_at=clock.now().isoformat(), withdrawn_reason="Invented"),
            "venture_file_talk",
        ),
        (heard_twice, "venture_file_talk"),
        (lambda c: c["tables"]["Evidence"][0].update(level=6), "venture_file_evidence"),
        (lambda c: c["tables"]["Evidence"][0].update(sensitivity=0.99, specificity=0.99), "venture_file_evidence"),
    ],
)
def test_a_talk_counts_in_a_file_by_the_rules_it_counts_by_here(
    head_of_sales: User, heard: Content, change: Change, code: str
) -> None:
    take_in_venture(actor=head_of_sales, raw=json.dumps(heard).encode())
    change(heard)
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=json.dumps(heard).encode())
    assert refusal.value.problem.code == code
    assert sentence(refusal.value)


def test_evidence_that_leads_to_no_record_supports_nothing(head_of_sales: User, content: Content) -> None:
    """Orders, presales or a survey that the file does not hold are somebody's word, at whatever level."""
    first = content["tables"]["Evidence"].pop()
    content["tables"]["TestCard"][0].update(state="abandoned", verdict="", abandoned_reason="Taken out")
    for number, source in enumerate(("orders", "presale", "presale"), 100):
        content["tables"]["Evidence"].append(
            first | {"id": number, "source": source, "source_id": 999, "level": 5, "supports": True,
                     "sensitivity": None, "specificity": None}
        )  # fmt: skip
    taken = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    one = Hypothesis.objects.get(venture=taken)
    assert one.state != "supported"
    assert one.probability is not None
    assert one.probability <= 0.8


def test_a_probability_in_the_file_is_not_believed(head_of_sales: User, content: Content) -> None:
    content["tables"]["Hypothesis"][0].update(probability=0.99, low=0.98, high=0.999, state="supported")
    new = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    here = Hypothesis.objects.get(venture=new)
    there = Hypothesis.objects.exclude(venture=new).get()
    assert (here.probability, here.state) == (there.probability, "refuted")


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("criteria", 0, "found"), "moonshine", "snapshot.criteria[1].found"),
        (("criteria", 0, "data"), {"no": 1}, "snapshot.criteria[1].data"),
        (("criteria", 0, "marks"), {"least": 15}, "snapshot.criteria[1].marks"),
        (("hypotheses", 0, "probability"), 1.5, "the number must lie from 0 to 1"),
        (("hypotheses", 0, "title"), 7, "words belong there"),
        (("evidence",), {"9": 1}, "one of these belongs there: 0, 1, 2"),
        (("phase",), "moon", "building, creation, discovery, validation"),
    ],
)
def test_what_is_inside_a_decision_is_told_by_its_place(
    head_of_sales: User, content: Content, place: tuple[Any, ...], value: Any, told: str
) -> None:
    row = content["tables"]["GateDecision"][0]
    inner = row["snapshot"]
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    row["snapshot_hash"] = hash_of(row["snapshot"])
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    said = sentence(refusal.value)
    assert "Table “GateDecision”, row 1, at “snapshot." in said
    assert told in said
    assert "nothing was taken in" in said


def test_an_erasure_in_a_decision_is_told_and_its_hash_holds(head_of_sales: User, content: Content) -> None:
    row = GateDecision.objects.get()
    before = row.snapshot
    title = before["hypotheses"][0] | {"title": "[…]"}
    GateDecision.objects.update(snapshot=before | {"hypotheses": [title]})
    seen = decision_of(actor=head_of_sales, venture_id=row.venture_id, decision_id=row.pk)
    assert not seen.whole
    note_hidden_snapshot(row.pk, before)
    seen = decision_of(actor=head_of_sales, venture_id=row.venture_id, decision_id=row.pk)
    assert (seen.whole, seen.hidden) == (True, clock.today())
    raw = venture_file(actor=head_of_sales, venture_id=row.venture_id, people=True)
    assert take_in_venture(actor=head_of_sales, raw=raw)


def test_every_column_of_lists_and_every_fraction_is_bounded() -> None:
    kept = [table for table in tables() if table.name not in STAYS]
    cells = {
        (table.name, name) for table in kept for name in table.plain
        if isinstance(table.model._meta.get_field(name), JSONField)
    }  # fmt: skip
    loose = [
        f"{table.name}.{name}" for table in kept for name in table.plain
        if isinstance(table.model._meta.get_field(name), FloatField) and column_shape(table.name, name) is None
    ]  # fmt: skip
    assert cells == set(CELLS)
    assert loose == []


def test_why_an_answer_does_not_count_is_one_of_the_reasons_known() -> None:
    assert {"", *aside_words()} == ASIDE


def test_every_finding_that_has_words_has_a_shape() -> None:
    assert set(words._found()) <= set(FINDINGS)
