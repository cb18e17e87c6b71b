"""A query spelt out once answers as Django would each time, and never from memory."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Exists, Max, OuterRef

from tenure.discovery.models import Evidence, Hypothesis, Observation, Survey, SurveyAnswer, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observation_lines import ObservationText
from tenure.discovery.testing.observations import observe_many
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.privacy.models import User
from tests.venture_factories import (
    make_evidence,
    make_hypothesis,
    make_ready_test,
    make_survey,
    make_survey_answer,
    make_test_card,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


@compiled_once
def titles(venture_id: int) -> Query:
    return Hypothesis.objects.filter(venture=venture_id).order_by("pk").values_list("title", "expires_on")


@compiled_once
def pieces(venture_id: int) -> Query:
    return Evidence.objects.filter(hypothesis__venture=venture_id).select_related("author", "hypothesis").order_by("pk")


@compiled_once
def answers(survey_id: int) -> Query:
    return SurveyAnswer.objects.filter(survey=survey_id).order_by("pk").values_list("values", "segment__name")


def test_every_kind_of_column_is_read_as_django_reads_it(venture: Venture) -> None:
    card = make_ready_test(make_hypothesis(venture))
    make_test_card(make_hypothesis(venture))
    lock_test(actor=venture.owner, test_id=card.pk, version=card.version)
    seen = [ObservationText(n < 2, date(2026, 3, 1 + n), who="Ana" if n else "") for n in range(3)]
    observe_many(actor=venture.owner, test_id=card.pk, rows=seen)

    def observed(venture_id: int) -> Query:
        columns = [field.attname for field in Observation._meta.concrete_fields]
        rows = Observation.objects.filter(test__venture=venture_id).order_by("pk")
        return rows.values_list(*columns, "client__name", "test__lock_salts", "test__locked_at")

    def cards(venture_id: int) -> Query:
        return TestCard.objects.filter(venture=venture_id).order_by("pk").values_list()

    for question in (observed, cards):
        assert compiled_once(question)(venture.pk) == list(question(venture.pk))
        assert len(question(venture.pk)) > 1


def test_a_record_brings_its_related_records(venture: Venture, django_assert_num_queries: Callable[..., Any]) -> None:
    stored = make_evidence(make_hypothesis(venture, "They sign"), venture.owner)
    with django_assert_num_queries(1):
        (found,) = pieces(venture.pk)
        assert (found.author.name, found.hypothesis.title) == (venture.owner.name, "They sign")
    columns = [field.attname for field in Evidence._meta.concrete_fields]
    stored.refresh_from_db()
    assert [getattr(found, name) for name in columns] == [getattr(stored, name) for name in columns]
    found.text = "They paid"
    found.save()
    assert Evidence.objects.get().text == "They paid"


def test_a_record_brings_what_was_reckoned_beside_it(venture: Venture) -> None:
    proven, bare = make_hypothesis(venture, "Proven"), make_hypothesis(venture, "Bare")
    make_evidence(proven, venture.owner)

    def reckoned(venture_id: int) -> Query:
        seen = Evidence.objects.filter(hypothesis=OuterRef("pk"))
        rows = Hypothesis.objects.filter(venture=venture_id).select_related("venture").order_by("pk")
        return rows.annotate(seen=Exists(seen), last=Max("evidence__observed_on"))

    found, usual = compiled_once(reckoned)(venture.pk), list(reckoned(venture.pk))
    assert found == usual == [proven, bare]
    assert [(one.seen, one.last, one.venture.name) for one in found] == [
        (one.seen, one.last, one.venture.name) for one in usual
    ]
    assert [one.seen for one in found] == [True, False]


def test_each_asking_reads_the_database_once_more(
    venture: Venture, django_assert_num_queries: Callable[..., Any]
) -> None:
    one = make_hypothesis(venture, "First")
    assert titles(venture.pk) == [("First", None)]
    Hypothesis.objects.filter(pk=one.pk).update(title="Reworded")
    make_hypothesis(venture, "Second", expires_on=date(2026, 4, 1))
    with django_assert_num_queries(1):
        assert titles(venture.pk) == [("Reworded", None), ("Second", date(2026, 4, 1))]


def test_each_number_gets_its_own_rows(venture: Venture, head_of_sales: User) -> None:
    other = make_venture(head_of_sales, "Another")
    make_hypothesis(venture, "Ours")
    make_hypothesis(other, "Theirs")
    assert [titles(one.pk)[0][0] for one in (venture, other, venture)] == ["Ours", "Theirs", "Ours"]


@pytest.mark.parametrize("number", [-1, 2**31, 2**62, 2**63, 10**40])
def test_a_number_nothing_has_finds_nothing(venture: Venture, number: int) -> None:
    make_hypothesis(venture)
    assert titles(number) == []


def test_every_row_has_json_of_its_own(venture: Venture) -> None:
    survey: Survey = make_survey(venture, "Prices", ("nps",))
    for _ in range(2):
        make_survey_answer(survey, [9])
    (first, _none), (second, _also) = answers(survey.pk)
    first["more"] = 1
    assert "more" not in second


def test_what_cannot_be_spelt_out_once_is_refused(venture: Venture) -> None:
    def unused(venture_id: int, other: int) -> Query:
        return Hypothesis.objects.filter(venture=venture_id)

    def fetched_apart(venture_id: int) -> Query:
        return Hypothesis.objects.filter(venture=venture_id).prefetch_related("evidence")

    def flat(venture_id: int) -> Query:
        return Hypothesis.objects.filter(venture=venture_id).values_list("title", flat=True)

    with pytest.raises(TypeError, match="nothing is compared with other"):
        compiled_once(unused)(venture.pk, 1)
    for question in (fetched_apart, flat):
        with pytest.raises(TypeError, match="tuples, or records"):
            compiled_once(question)(venture.pk)
    with pytest.raises(TypeError, match="whole numbers"):
        titles(None)
