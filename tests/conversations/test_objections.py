"""Objections: answers ranked by what they help at least, uses marked after a talk, rights as for scripts."""

import pytest

from tenure.conversations.helped import Helped
from tenure.conversations.models import ObjectionUse
from tenure.conversations.objection_answers import add_answer, edit_answer, record_use, retire_answer
from tenure.conversations.objections import (
    AnswerText,
    ObjectionFilter,
    ObjectionText,
    add_objection,
    edit_objection,
    objection_in_sight,
    objections_list,
    retire_objection,
)
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tests.factories import make_answer, make_client, make_interaction, make_objection

pytestmark = pytest.mark.django_db


def used(actor, answer, *ends):
    for helped in ends:
        record_use(actor=actor, answer_id=answer.pk, helped=helped)


def answers(actor, objection):
    return objection_in_sight(actor=actor, objection_id=objection.pk).answers


def test_the_answer_that_helps_most_surely_stands_first(salesperson):
    objection = make_objection()
    lucky, proven, untried = (make_answer(objection, text=text) for text in ("lucky", "proven", "untried"))
    used(salesperson, lucky, True)
    used(salesperson, proven, *[True] * 9, False)
    found = answers(salesperson, objection)
    assert [one.text.text for one in found] == ["proven", "lucky", "untried"]
    assert (found[0].helped.times, found[0].helped.tried) == (9, 10)
    assert found[0].helped.interval == pytest.approx((0.596, 0.982), abs=1e-3)
    assert found[2].helped.interval is None
    assert untried.pk == found[2].id


def test_a_use_without_a_known_end_counts_neither_way(salesperson):
    answer = make_answer()
    used(salesperson, answer, True, None)
    assert answers(salesperson, answer.objection)[0].helped == Helped(1, 1, 1)


def test_one_recorded_conversation_counts_once_and_the_later_word_holds(salesperson):
    client = make_client(owner=salesperson)
    talk, answer = make_interaction(client, salesperson), make_answer()
    for helped in (None, True, False):
        record_use(actor=salesperson, answer_id=answer.pk, helped=helped, interaction_id=talk.pk)
    use = ObjectionUse.objects.get()
    assert (use.helped, use.client_id, use.interaction_id) == (False, client.pk, talk.pk)


def test_a_use_with_somebody_elses_client_or_conversation_is_refused(salesperson, other_salesperson):
    theirs, answer = make_client(owner=other_salesperson), make_answer()
    talk = make_interaction(theirs, other_salesperson)
    for place in ({"client_id": theirs.pk}, {"interaction_id": talk.pk}, {"client_id": 10**9}):
        with pytest.raises(NotFound):
            record_use(actor=salesperson, answer_id=answer.pk, helped=True, **place)
    assert not ObjectionUse.objects.exists()


def test_an_analyst_marks_nothing(analyst):
    with pytest.raises(NotAllowed):
        record_use(actor=analyst, answer_id=make_answer().pk, helped=True)


def test_a_salesperson_keeps_their_own_and_the_head_the_shared_ones(salesperson, head_of_sales):
    own = add_objection(
        actor=salesperson, wanted=ObjectionText("Too far", "en"), answers=[AnswerText("How far?")], shared=False
    )
    add_answer(actor=salesperson, objection_id=own, wanted=AnswerText("Where to?", "Offer pick-up", "A map"))
    shared = make_answer()
    with pytest.raises(NotAllowed):
        edit_answer(actor=salesperson, answer_id=shared.pk, wanted=AnswerText("x"), version=1)
    with pytest.raises(NotAllowed):
        add_answer(actor=salesperson, objection_id=shared.objection_id, wanted=AnswerText("x"))
    edit_answer(actor=head_of_sales, answer_id=shared.pk, wanted=AnswerText("Better"), version=1)
    assert answers(head_of_sales, shared.objection)[0].text.text == "Better"


def test_somebody_elses_objection_and_answer_do_not_exist(salesperson, other_salesperson):
    theirs = make_answer(make_objection(other_salesperson))
    with pytest.raises(NotFound):
        objection_in_sight(actor=salesperson, objection_id=theirs.objection_id)
    with pytest.raises(NotFound):
        record_use(actor=salesperson, answer_id=theirs.pk, helped=True)
    with pytest.raises(NotFound):
        retire_answer(actor=salesperson, answer_id=theirs.pk, version=1)


def test_of_two_people_at_once_the_second_is_told(head_of_sales):
    answer = make_answer()
    edit_answer(actor=head_of_sales, answer_id=answer.pk, wanted=AnswerText("First"), version=1)
    with pytest.raises(Conflict):
        edit_answer(actor=head_of_sales, answer_id=answer.pk, wanted=AnswerText("Second"), version=1)
    objection = answer.objection
    edit_objection(actor=head_of_sales, objection_id=objection.pk, wanted=ObjectionText("First", "en"), version=1)
    with pytest.raises(Conflict):
        retire_objection(actor=head_of_sales, objection_id=objection.pk, version=1)


def test_a_retired_answer_keeps_its_record_and_stands_last(head_of_sales):
    objection = make_objection()
    best, other = make_answer(objection, text="best"), make_answer(objection, text="other")
    used(head_of_sales, best, True, True)
    retire_answer(actor=head_of_sales, answer_id=best.pk, version=1)
    assert [(one.text.text, one.retired) for one in answers(head_of_sales, objection)] == [
        ("other", False),
        ("best", True),
    ]
    assert other.pk


@pytest.mark.parametrize(
    "wanted",
    [
        ObjectionText(" ", "en"),
        ObjectionText("x" * 251, "en"),
        ObjectionText("x", "de"),
        ObjectionText("x", "en", "odd"),
    ],
)
def test_what_cannot_be_kept_is_refused(salesperson, wanted):
    with pytest.raises(InvalidValue):
        add_objection(actor=salesperson, wanted=wanted, shared=False)


def test_the_list_costs_the_same_however_long(salesperson, django_assert_num_queries):
    for n in range(10):
        make_answer(make_objection(text=f"Objection {n}"))
    with django_assert_num_queries(4):
        found = objections_list(
            actor=salesperson, wanted=ObjectionFilter(q="objection", language="en", category="price")
        )
    assert len(found.objections) == 10
