"""Objections to expect of a client: what its people say, what came up lately, what its segment says."""

import pytest

from tenure.conversations.likely_objections import closest, objections_for, objections_to_record, stems
from tenure.conversations.models import Objection
from tenure.conversations.objection_answers import record_use
from tenure.conversations.objections import ObjectionFilter, objections_list
from tenure.conversations.starter_library import load_starter
from tenure.kernel.errors import NotFound
from tests.factories import (
    make_answer,
    make_client,
    make_fact,
    make_interaction,
    make_member,
    make_objection,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(head_of_sales):
    load_starter(actor=head_of_sales)


def test_what_the_people_who_decide_say_comes_first_with_the_best_answer(salesperson):
    client = make_client(owner=salesperson)
    objection = make_objection()
    make_answer(objection, text="weak")
    strong = make_answer(objection, text="strong", alternate="Offer a larger order", proof="A bill")
    record_use(actor=salesperson, answer_id=strong.pk, helped=True)
    make_member(make_unit(client), "Ana Munteanu", objection="it's too expensive for us")
    (likely,) = objections_for(actor=salesperson, client_id=client.pk)
    assert (likely.said_by, likely.source, likely.objection_id) == ("Ana Munteanu", "member", objection.pk)
    assert (likely.answer, likely.alternate, likely.helped.times) == ("strong", "Offer a larger order", 1)


def test_an_objection_the_library_does_not_know_is_shown_without_an_answer(salesperson):
    client = make_client(owner=salesperson)
    make_member(make_unit(client), "Ana", objection="Our cousin sells the same")
    (likely,) = objections_for(actor=salesperson, client_id=client.pk)
    assert (likely.text, likely.objection_id, likely.answer) == ("Our cousin sells the same", None, "")


@pytest.mark.parametrize(
    ("said", "key"),
    [("They say we are too expensive", "too_expensive"), ("Очень дорого, слишком", "too_expensive"),
     ("У них уже есть свой поставщик", "have_supplier"), ("au deja furnizor", "have_supplier"),
     ("нужна отсрочка побольше", "payment_terms"), ("termen de plată mai lung", "payment_terms")],
)  # fmt: skip
def test_the_same_in_other_words_is_recognised_in_three_languages(head_of_sales, library, said, key):
    found = closest(said, objections_list(actor=head_of_sales, wanted=ObjectionFilter()).objections)
    assert found is not None
    assert Objection.objects.get(pk=found.id).starter == key


def test_what_came_up_in_a_recent_talk_is_expected_again(salesperson, library):
    client = make_client(owner=salesperson)
    make_interaction(client, salesperson, text="He will think it over; says the rival is cheaper. No time for more.")
    likely = objections_for(actor=salesperson, client_id=client.pk)
    assert "Your rival is cheaper" in [one.text for one in likely]
    assert {one.source for one in likely} == {"talk"}


def test_an_answer_used_with_the_client_brings_its_objection_back(salesperson, other_salesperson):
    client, other = make_client(owner=salesperson), make_client(owner=salesperson)
    answer = make_answer()
    record_use(actor=salesperson, answer_id=answer.pk, helped=False, client_id=client.pk)
    assert len(objections_for(actor=salesperson, client_id=client.pk)) == 1
    assert objections_for(actor=salesperson, client_id=other.pk) == ()


def test_the_segment_adds_what_is_usual_there_but_no_fact_that_is_not_to_be_shown(salesperson):
    client = make_client(owner=salesperson)
    make_answer(make_objection(text="Flour went up", segment="Bakeries"))
    make_fact(client, salesperson, "bakery", type_code="industry", not_to_be_shown=True)
    assert objections_for(actor=salesperson, client_id=client.pk) == ()
    make_fact(client, salesperson, "bakery", type_code="industry")
    assert [one.source for one in objections_for(actor=salesperson, client_id=client.pk)] == ["segment"]


def test_a_retired_objection_and_a_colleagues_own_are_not_expected(salesperson, other_salesperson):
    client = make_client(owner=salesperson)
    make_member(make_unit(client), "Ana", objection="It is too expensive")
    make_answer(make_objection(retired_at="2026-05-12T06:00+00:00"))
    make_answer(make_objection(other_salesperson))
    (likely,) = objections_for(actor=salesperson, client_id=client.pk)
    assert likely.objection_id is None


def test_a_client_out_of_sight_does_not_exist(salesperson):
    with pytest.raises(NotFound):
        objections_for(actor=salesperson, client_id=make_client(owner=make_user()).pk)


def test_it_costs_the_same_however_much_is_known(salesperson, library, django_assert_num_queries):
    client = make_client(owner=salesperson)
    unit = make_unit(client)
    for n in range(12):
        make_member(unit, f"Person {n}", objection="It is too expensive")
        make_interaction(client, salesperson, text="Too expensive, they say.")
    with django_assert_num_queries(8):
        objections_for(actor=salesperson, client_id=client.pk)


def test_common_words_make_no_two_objections_alike():
    assert stems("It is not for us") == frozenset()
    assert stems("Поставщики") == stems("поставщик")


def test_an_objection_is_recognised_in_every_language_it_is_written_in(salesperson):
    objection = make_objection(wordings={"ru": "Слишком дорого для нас", "ro": "Prețul e prea mare"})
    make_answer(objection, text="What do you compare it with?")
    for said in ("дорого для нас", "prețul este prea mare"):
        client = make_client(owner=salesperson)
        make_member(make_unit(client), "Ana", objection=said)
        (likely,) = objections_for(actor=salesperson, client_id=client.pk)
        assert (likely.text, likely.objection_id) == (said, objection.pk)


def test_an_objection_heard_in_a_talk_of_another_language_is_expected_again(salesperson):
    objection = make_objection(wordings={"ru": "Слишком дорого, бюджета нет"})
    make_answer(objection)
    client = make_client(owner=salesperson)
    make_interaction(client, salesperson, text="Сказал, что слишком дорого и бюджета нет до осени.")
    (likely,) = objections_for(actor=salesperson, client_id=client.pk)
    assert (likely.source, likely.objection_id) == ("talk", objection.pk)


def test_twins_of_the_starter_library_in_two_languages_are_one_objection(salesperson, library):
    unit = make_unit(make_client(owner=salesperson))
    make_member(unit, "Ana", objection="Too expensive")
    make_member(unit, "Игорь", objection="Слишком дорого")
    assert len(objections_for(actor=salesperson, client_id=unit.client.pk)) == 1


def test_the_record_offers_what_is_expected_and_the_rest_of_the_library_once(salesperson, library):
    client = make_client(owner=salesperson)
    make_member(make_unit(client), "Ana", objection="Too expensive")
    likely, others = objections_to_record(actor=salesperson, client_id=client.pk)
    assert [one.text for one in likely] == ["Too expensive"]
    texts = [one.text for one in others]
    assert "It is too expensive" not in texts
    assert "We already have a supplier" in texts
    assert "У нас уже есть поставщик" not in texts
    assert len(texts) == len(set(texts))
