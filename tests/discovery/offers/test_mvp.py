"""The loop of an MVP: versions, to whom they were shown, what was asked for, and what became of it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.interviews.forgetting import forget_interviews
from tenure.discovery.interviews.subject_data import export_interviews
from tenure.discovery.models import (
    Interview,
    MvpAnswer,
    MvpChange,
    MvpShowing,
    MvpVersion,
    OfferedProduct,
    Venture,
    VentureEvent,
    WorkEntry,
)
from tenure.discovery.offers.mvp import MvpLoop, Version, mvp_loop, shown_to, versions_for
from tenure.discovery.offers.mvp_showings import ShowingText, edit_showing, interviewed, record_showing, remove_showing
from tenure.discovery.offers.mvp_versions import (
    AnswerText,
    VersionText,
    add_mvp_version,
    edit_mvp_change,
    edit_mvp_version,
    remove_mvp_version,
)
from tenure.discovery.offers.presale_sums import Tally
from tenure.discovery.offers.products import remove_product
from tenure.discovery.offers.subject_data import erase_offers, export_offers
from tenure.discovery.testing.costs import learning_cost
from tenure.discovery.voices import cluster_of
from tenure.journeys.merging.merge_knowledge import give_back_knowledge, hand_over_knowledge
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import User
from tenure.privacy.subjects import GONE, DataSubject
from tests import factories
from tests import venture_factories as made
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
TEXT = VersionText(DAY, "Bring flour by half past four")


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def product(venture: Venture) -> OfferedProduct:
    return made.make_product(venture)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def loop_of(product: OfferedProduct, actor: User | None = None) -> MvpLoop:
    return mvp_loop(actor=actor or product.venture.owner, product_id=product.pk)


def built(product: OfferedProduct, wanted: VersionText = TEXT) -> int:
    return add_mvp_version(actor=product.venture.owner, product_id=product.pk, wanted=wanted)


def shown(product: OfferedProduct, version: int, who: str, verdict: str, change: str = "", **fields: Any) -> int:
    wanted = ShowingText(fields.pop("on", day(1)), verdict, who=who, change=change, **fields)
    return record_showing(actor=product.venture.owner, version_id=version, wanted=wanted)


def last(product: OfferedProduct) -> Version:
    found = loop_of(product).last
    assert found is not None
    return found


def standing(product: OfferedProduct) -> dict[str, tuple[str, int]]:
    return {one.text: (one.state, one.asked) for one in loop_of(product).changes}


def refused(call: Any, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidValue) as told:
        call(**given)
    for one in (told.value, *told.value.more):
        assert sentence(one.problem)
    return [(one.problem.code, str(one.problem.data["field"])) for one in (told.value, *told.value.more)]


def test_versions_are_numbered_in_their_order_and_each_is_a_step(product: OfferedProduct) -> None:
    first = built(product, VersionText(DAY, "By telephone", "No bill", 90, 18_000))
    second = built(product, VersionText(day(9), "By voice"))
    loop = loop_of(product)
    assert [(one.number, one.does, one.left_out, one.minutes, one.money_minor) for one in loop.versions] == [
        (1, "By telephone", "No bill", 90, 18_000), (2, "By voice", "", 0, 0),
    ]  # fmt: skip
    remove_mvp_version(actor=product.venture.owner, version_id=second, version=1)
    edit_mvp_version(actor=product.venture.owner, version_id=first, version=1, wanted=replace(TEXT, does="By post"))
    assert last(product).does == "By post"
    kinds = list(VentureEvent.objects.filter(subject_kind="mvp_version").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["add_mvp_version", "add_mvp_version", "remove_mvp_version", "edit_mvp_version"]


def test_everything_wrong_of_a_version_is_told_at_once(product: OfferedProduct) -> None:
    ahead = clock.today() + timedelta(days=1)
    wanted = VersionText(ahead, " ", "x" * 3000, -1, -5, {7: AnswerText(taken=False)})
    assert refused(add_mvp_version, actor=product.venture.owner, product_id=product.pk, wanted=wanted) == [
        ("discovery_text_long", "left_out"), ("mvp_does_missing", "does"), ("presale_day_ahead", "ready_on"),
        ("mvp_hours", "hours"), ("money_outside", "money"), ("mvp_why_missing", "why-7"),
        ("offer_record_unknown", "change-7"),
    ]  # fmt: skip
    assert not MvpVersion.objects.exists()


def test_the_days_of_versions_and_showings_keep_their_order(product: OfferedProduct) -> None:
    owner, first = product.venture.owner, built(product)
    early = VersionText(day(-1), "Too early")
    assert refused(add_mvp_version, actor=owner, product_id=product.pk, wanted=early) == [("mvp_day_order", "ready_on")]
    built(product, VersionText(day(5), "By voice"))
    shown(product, first, "Lina", "as_is", on=day(2))
    for ready, code in ((day(6), "mvp_day_order"), (day(3), "mvp_shown_before")):
        wanted = VersionText(ready, "Moved")
        assert (code, "ready_on") in refused(edit_mvp_version, actor=owner, version_id=first, version=1, wanted=wanted)
    before = ShowingText(day(-1), "as_is", who="Lina")
    assert refused(record_showing, actor=owner, version_id=first, wanted=before) == [("mvp_shown_before", "on")]


def test_a_company_is_one_voice_and_its_latest_word_counts(product: OfferedProduct) -> None:
    version, client = built(product), factories.make_client("Lina SRL", normal_name="lina")
    shown(product, version, "lina", "as_is", on=day(3))
    shown(product, version, "the baker", "not_needed", client_id=client.pk, on=day(2))
    shown(product, version, "«Лина» Марк", "change", "Softer bread", on=day(1))
    found = last(product)
    assert (found.would, found.verdict) == (Tally(1, 2), "undecided")
    assert [(one.who, one.counts) for one in found.showings] == [
        ("«Лина» Марк", True), ("the baker", False), ("lina", True),
    ]  # fmt: skip
    shown(product, version, "Lina S.R.L.", "change", "Softer bread", on=day(4))
    assert last(product).would == Tally(0, 2)
    assert standing(product) == {"Softer bread": ("open", 2)}


def test_somebody_of_an_interview_speaks_with_the_voice_of_their_company(product: OfferedProduct) -> None:
    version = built(product)
    talks = [made.make_interview(product.venture, name=name, company="Lina SRL") for name in ("Ion", "Ana")]
    made.make_interview(product.venture, name="Gone", forgotten_at=clock.now())
    assert [one.name for one in interviewed(actor=product.venture.owner, venture_id=product.venture_id)] == [
        "Ana",
        "Ion",
    ]
    Interview.objects.update(cluster=cluster_of(None, "Lina SRL"))
    for place, talk in enumerate(talks):
        shown(product, version, "", ("not_needed", "as_is")[place], interview_id=talk.pk, on=day(place))
    shown(product, version, "LINA", "as_is", on=day(3))
    assert last(product).would == Tally(1, 1)
    assert [one.who for one in last(product).showings] == ["Ion", "Ana", "LINA"]


def test_most_would_is_said_only_where_it_is_sure(product: OfferedProduct) -> None:
    version = built(product)
    assert (last(product).verdict, last(product).more, loop_of(product).step) == ("undecided", None, "show")
    for place in range(2):
        shown(product, version, f"Buyer {place}", "as_is")
    assert (last(product).verdict, last(product).more, loop_of(product).step) == ("undecided", 1, "show")
    shown(product, version, "Buyer 2", "as_is")
    assert (last(product).verdict, loop_of(product).step) == ("most", "done")
    low, high = last(product).would.low, last(product).would.high
    assert (round(low, 3), round(high, 3)) == (0.562, 0.974), "Beta(4, 1), its middle 80 %"
    for place in range(9):
        shown(product, version, f"Other {place}", "not_needed")
    assert (last(product).verdict, loop_of(product).step) == ("few", "correct")


def test_a_change_is_open_until_a_later_version_answers_it_and_again_when_asked_again(product: OfferedProduct) -> None:
    first = built(product)
    shown(product, first, "Lina", "change", "At four")
    shown(product, first, "Vatra", "change", "at FOUR")
    shown(product, first, "Albu", "change", "One bill")
    assert standing(product) == {"At four": ("open", 2), "One bill": ("open", 1)}
    assert loop_of(product).step == "correct"
    four, bill = (one.id for one in loop_of(product).open)
    answers = {four: AnswerText(taken=True), bill: AnswerText(taken=False, why="The mill bills itself")}
    second = built(product, VersionText(day(5), "At four", answers=answers))
    assert standing(product) == {"At four": ("taken", 2), "One bill": ("declined", 1)}
    assert [(one.text, answer.why if answer else None) for one, answer in loop_of(product).to_answer(2)] == [
        ("At four", ""), ("One bill", "The mill bills itself"),
    ]  # fmt: skip
    assert loop_of(product).to_answer(3) == []
    shown(product, second, "Albu", "change", "One bill", on=day(6))
    assert standing(product)["One bill"] == ("open", 1)
    assert [one.text for one, _answer in loop_of(product).to_answer(3)] == ["One bill"]
    shown(product, second, "Albu", "as_is", on=day(7))
    assert standing(product)["One bill"] == ("declined", 1), "the latest word asks for nothing"
    edit_mvp_version(
        actor=product.venture.owner, version_id=second, version=1,
        wanted=VersionText(day(5), "At four", answers={four: AnswerText(taken=True), bill: AnswerText(taken=None)}),
    )  # fmt: skip
    assert standing(product) == {"One bill": ("open", 1), "At four": ("taken", 2)}
    edit_mvp_version(
        actor=product.venture.owner, version_id=second, version=2, wanted=VersionText(day(5), "Words alone")
    )
    assert MvpAnswer.objects.count() == 1, "who says nothing of changes changes no answer"


def test_everything_wrong_of_a_showing_is_told_at_once(product: OfferedProduct, head_of_sales: User) -> None:
    version, talk = built(product), made.make_interview(product.venture, name="Ion", consent="none")
    ahead = clock.today() + timedelta(days=1)
    given = {"actor": head_of_sales, "version_id": version}
    assert refused(record_showing, **given, wanted=ShowingText(ahead, "well", said="x" * 3000)) == [
        ("discovery_text_long", "said"), ("mvp_who_missing", "who"), ("presale_day_ahead", "on"),
        ("choice_unknown", "verdict"),
    ]  # fmt: skip
    twice = ShowingText(day(1), "change", talk.pk, "Ion", said="Four, please")
    assert refused(record_showing, **given, wanted=twice) == [
        ("mvp_who_twice", "who"), ("mvp_change_missing", "change"), ("interview_without_consent", "said"),
    ]  # fmt: skip
    strange = made.make_interview(made.make_venture(head_of_sales, "Other"), name="Ana")
    other = made.make_product(product.venture, "Other").mvp_changes.create(text="Other")
    wanted = ShowingText(day(1), "change", strange.pk, asked=(other.pk,))
    assert refused(record_showing, **given, wanted=wanted) == [
        ("offer_record_unknown", "interview"), ("offer_record_unknown", "change"),
    ]  # fmt: skip
    asks = ShowingText(day(1), "as_is", who="Lina", change="Softer")
    assert refused(record_showing, **given, wanted=asks) == [("mvp_change_unasked", "change")]
    gone = ShowingText(day(1), "as_is", who="Lina", client_id=10**6)
    assert refused(record_showing, **given, wanted=gone) == [("offer_record_unknown", "client")]
    assert not MvpShowing.objects.exists()
    assert MvpChange.objects.count() == 1


def test_a_showing_is_changed_and_taken_out_and_what_nobody_asks_for_goes(product: OfferedProduct) -> None:
    owner, version = product.venture.owner, built(product)
    number = shown(product, version, "Lina", "change", "Softer bread")
    wanted = ShowingText(day(2), "as_is", who="Lina", alone=True, said="Good")
    assert edit_showing(actor=owner, showing_id=number, version=1, wanted=wanted) == product.pk
    assert not MvpChange.objects.exists()
    with pytest.raises(Conflict):
        edit_showing(actor=owner, showing_id=number, version=1, wanted=wanted)
    with pytest.raises(Conflict):
        remove_showing(actor=owner, showing_id=number, version=1)
    assert (last(product).showings[0].said, last(product).showings[0].alone) == ("Good", True)
    assert remove_showing(actor=owner, showing_id=number, version=2) == product.pk
    assert last(product).showings == ()
    details = VentureEvent.objects.filter(subject_kind="mvp_showing").values_list("details", flat=True)
    assert not any("Lina" in json.dumps(one) for one in details), "the timeline names nobody"


def test_a_client_out_of_sight_stays_tied_when_the_showing_is_edited(
    product: OfferedProduct, salesperson: User, head_of_sales: User
) -> None:
    client = factories.make_client("Lina SRL", owner=head_of_sales)
    made.let_in(product.venture, salesperson, may_work=True)
    number = shown(product, built(product), "Ion", "as_is", client_id=client.pk)
    assert loop_of(product, salesperson).versions[0].showings[0].client_id is None
    wanted = ShowingText(day(1), "not_needed", who="Ion")
    edit_showing(actor=salesperson, showing_id=number, version=1, wanted=wanted)
    assert MvpShowing.objects.get().client_id == client.pk


def test_a_change_is_said_in_other_words_once(product: OfferedProduct) -> None:
    owner, version = product.venture.owner, built(product)
    for who, change in (("Lina", "Softer bread"), ("Albu", "One bill")):
        shown(product, version, who, "change", change)
    soft = MvpChange.objects.get(text="Softer bread").pk
    given: dict[str, Any] = {"actor": owner, "change_id": soft, "version": 1}
    assert edit_mvp_change(**given, text="  Much softer   bread ") == product.pk
    with pytest.raises(Conflict):
        edit_mvp_change(**given, text="Late")
    given["version"] = 2
    assert refused(edit_mvp_change, **given, text="ONE BILL") == [("service_name_taken", "text")]
    assert refused(edit_mvp_change, **given, text=" ") == [("value_text_missing", "text")]
    assert standing(product)["Much softer bread"] == ("open", 1)


def test_a_version_somebody_saw_stays_and_so_does_its_product(product: OfferedProduct) -> None:
    owner, version = product.venture.owner, built(product)
    number = shown(product, version, "Lina", "as_is")
    given: dict[str, Any] = {"actor": owner, "version_id": version, "version": 1}
    assert refused(remove_mvp_version, **given) == [("mvp_version_shown", "does")]
    assert refused(remove_product, actor=owner, product_id=product.pk, version=1) == [("product_has_versions", "name")]
    remove_showing(actor=owner, showing_id=number, version=1)
    remove_mvp_version(**given)
    remove_product(actor=owner, product_id=product.pk, version=1)
    assert not OfferedProduct.objects.exists()


def test_hours_and_money_count_into_the_cost_of_learning_once(product: OfferedProduct) -> None:
    owner, version = product.venture.owner, built(product, replace(TEXT, minutes=120, money_minor=5000))
    cost = learning_cost(actor=owner, venture_id=product.venture_id)
    assert (cost.general.minutes, cost.general_money_minor) == (120, 5000)
    wanted = VersionText(day(2), "By voice", minutes=60)
    edit_mvp_version(actor=owner, version_id=version, version=1, wanted=wanted)
    assert list(WorkEntry.objects.values_list("on", "minutes", "money_minor")) == [(day(2), 60, 0)]
    edit_mvp_version(actor=owner, version_id=version, version=2, wanted=replace(wanted, minutes=0))
    assert not WorkEntry.objects.exists()
    edit_mvp_version(actor=owner, version_id=version, version=3, wanted=wanted)
    remove_mvp_version(actor=owner, version_id=version, version=4)
    assert not WorkEntry.objects.exists()


def test_who_only_reads_changes_nothing_and_who_sees_nothing_finds_nothing(
    product: OfferedProduct, salesperson: User
) -> None:
    version = built(product)
    number = shown(product, version, "Lina", "change", "Softer bread")
    change = MvpChange.objects.get().pk
    calls = (
        (add_mvp_version, {"product_id": product.pk, "wanted": TEXT}),
        (edit_mvp_version, {"version_id": version, "version": 1, "wanted": TEXT}),
        (remove_mvp_version, {"version_id": version, "version": 1}),
        (record_showing, {"version_id": version, "wanted": ShowingText(day(1), "as_is", who="X")}),
        (edit_showing, {"showing_id": number, "version": 1, "wanted": ShowingText(day(1), "as_is", who="X")}),
        (remove_showing, {"showing_id": number, "version": 1}),
        (edit_mvp_change, {"change_id": change, "version": 1, "text": "X"}),
    )
    for call, given in calls:
        with pytest.raises(NotFound):
            call(actor=salesperson, **given)
    with pytest.raises(NotFound):
        loop_of(product, salesperson)
    made.let_in(product.venture, salesperson, may_work=False)
    for call, given in calls:
        with pytest.raises(NotAllowed):
            call(actor=salesperson, **given)
    assert not loop_of(product, salesperson).may_work


def test_the_database_holds_what_cannot_be(product: OfferedProduct) -> None:
    version = made.make_mvp(product)
    change = product.mvp_changes.create(text="One bill")
    for broken in (
        lambda: made.make_mvp(product, number=1),
        lambda: made.make_mvp(product, number=0),
        lambda: product.mvp_changes.create(text="One bill"),
        lambda: product.mvp_changes.create(text=""),
        lambda: MvpAnswer.objects.create(mvp=version, change=change, taken=False),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_many_are_read_with_as_few_queries_as_one(product: OfferedProduct, django_assert_max_num_queries: Any) -> None:
    version, client = built(product), factories.make_client("Lina SRL")
    shown(product, version, "Lina", "change", "Softer bread", client_id=client.pk)
    loop_of(product)
    with django_assert_max_num_queries(6):
        loop_of(product)
    for place in range(30):
        shown(product, version, f"Buyer {place}", "change", f"Change {place}")
    built(product, VersionText(day(9), "Again"))
    with django_assert_max_num_queries(6):
        assert len(loop_of(product).versions[0].showings) == 31
    MvpShowing.objects.update(client=None)
    with CaptureQueriesContext(connection) as asked:
        versions_for(product.venture)
    assert len(asked) == 1


def test_the_venture_file_takes_the_loop_along_and_without_people_names_nobody(
    product: OfferedProduct, head_of_sales: User
) -> None:
    version, client = built(product, replace(TEXT, minutes=60)), factories.make_client("Lina SRL")
    talk = made.make_interview(product.venture, name="Ion Rusu", company="Vatra")
    shown(product, version, "Lina Popa", "change", "Softer bread", client_id=client.pk, said="Zxsaid")
    shown(product, version, "", "as_is", interview_id=talk.pk)
    bread = loop_of(product).open[0].id
    built(product, VersionText(day(5), "Soft", answers={bread: AnswerText(taken=False, why="No oven for it")}))
    for people in (True, False):
        raw = venture_file(actor=head_of_sales, venture_id=product.venture_id, people=people)
        assert all((word in raw.decode()) is people for word in ("Zxsaid", "Lina Popa", "Ion Rusu"))
        taken = take_in_venture(actor=head_of_sales, raw=raw)
        loop = mvp_loop(actor=head_of_sales, product_id=OfferedProduct.objects.get(venture=taken).pk)
        assert [(one.number, one.minutes, one.would) for one in loop.versions] == [
            (1, 60, Tally(1, 2)),
            (2, 0, Tally(0, 0)),
        ]
        assert [(one.text, one.state, one.answer.why) for one in loop.changes if one.answer] == [
            ("Softer bread", "declined", "No oven for it")
        ]
        cost = learning_cost(actor=head_of_sales, venture_id=taken)
        assert cost.general.noted == 60


def test_an_older_file_without_the_loop_is_read(product: OfferedProduct, head_of_sales: User) -> None:
    content = json.loads(venture_file(actor=head_of_sales, venture_id=product.venture_id, people=True))
    for name in ("MvpVersion", "MvpChange", "MvpShowing", "MvpShowing_asked", "MvpAnswer"):
        assert content["tables"].pop(name) == []
    taken = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    assert mvp_loop(actor=head_of_sales, product_id=OfferedProduct.objects.get(venture=taken).pk).step == "build"


def test_a_client_that_is_one_person_is_handed_over_and_taken_out(product: OfferedProduct) -> None:
    client = factories.make_client("Марчел Русу")
    shown(product, built(product), "Марчел Русу", "as_is", client_id=client.pk, said="Марчелу хватит")
    subject = DataSubject("client", client.pk, "", client_ids=frozenset({client.pk}))
    held = export_offers(subject)["mvp_showings"]
    assert [(row["who"], row["verdict"], row["said"]) for row in held] == [("Марчел Русу", "as_is", "Марчелу хватит")]
    assert erase_offers(subject)["mvp_showings"] == 1
    row = MvpShowing.objects.get()
    assert (row.client_id, row.who, row.said) == (None, f"{GONE} {client.pk}", GONE)
    assert last(product).would == Tally(1, 1)


def test_consent_taken_back_takes_name_and_words_and_leaves_the_verdict(product: OfferedProduct) -> None:
    talk = made.make_interview(product.venture, name="Zxname Rusu")
    shown(product, built(product), "", "as_is", interview_id=talk.pk, said="Zxsaid")
    forget_interviews([talk.pk])
    assert "Zx" not in everything_written()
    found = last(product)
    assert (found.would, found.showings[0].who, found.showings[0].said) == (Tally(1, 1), "", GONE)
    kept = ShowingText(day(1), "not_needed", talk.pk)
    edit_showing(actor=product.venture.owner, showing_id=found.showings[0].id, version=1, wanted=kept)
    said = replace(kept, said="And yet")
    given = {"actor": product.venture.owner, "showing_id": found.showings[0].id, "version": 2}
    assert refused(edit_showing, **given, wanted=said) == [("interview_forgotten", "said")]


def test_a_person_asks_what_was_shown_to_them(product: OfferedProduct) -> None:
    person = factories.make_person("Elena Rusu")
    talk = made.make_interview(product.venture, name="Elena Rusu", person=person)
    shown(product, built(product), "", "change", "Softer bread", interview_id=talk.pk, said="Too hard")
    held = export_interviews(DataSubject("person", person.pk, "", person_ids=frozenset({person.pk})))
    assert [(row["verdict"], row["said"]) for row in held["interview_showings"]] == [("change", "Too hard")]


def test_a_merged_client_takes_its_showings_along_and_back(product: OfferedProduct) -> None:
    kept, gone = factories.make_client("Lina SRL"), factories.make_client("Lina Pan")
    version = built(product)
    shown(product, version, "Ion", "as_is", client_id=kept.pk)
    shown(product, version, "Ana", "not_needed", client_id=gone.pk, on=day(2))
    assert last(product).would == Tally(1, 2)
    moved = hand_over_knowledge(kept, gone)
    assert last(product).would == Tally(0, 1)
    give_back_knowledge(kept, gone, moved)
    assert last(product).would == Tally(1, 2)


def test_what_must_name_nobody_knows_to_whom_versions_were_shown(product: OfferedProduct) -> None:
    client = factories.make_client("Lina SRL")
    shown(product, built(product), "Ion Ciobanu", "as_is", client_id=client.pk)
    assert shown_to(product.venture) == {"Ion Ciobanu", "Lina SRL"}
