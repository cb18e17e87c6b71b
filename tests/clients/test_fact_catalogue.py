"""The fact catalogue: every requirement covered, every kind ready to be asked, in three languages."""

import re

import pytest
from django.apps import apps
from django.utils import translation

from tenure.clients.fact_catalogue import (
    BLOCKS,
    BUILT_IN,
    LIFTS,
    SENSITIVITIES,
    SUBJECTS,
    VALUE_KINDS,
    FactKind,
    fact_kinds,
)
from tenure.clients.fact_catalogue.kept_in import KEPT_IN
from tenure.clients.fact_catalogue.profiles import OF_A_PERSON, PROFILES, minimal_profile
from tenure.clients.models import FactType
from tenure.kernel import clock

NUMBERS = [
    *range(13, 18), *range(56, 75), *range(79, 106), 108, *range(113, 116), 118, *range(120, 123), *range(128, 139), 144,
]  # fmt: skip
REQUIRED = {f"S003-{number}" for number in NUMBERS}
KINDS = list(BUILT_IN.values())


def test_every_requirement_is_a_kind_of_fact_or_has_a_table_of_its_own() -> None:
    asked = {seed for kind in KINDS for seed in kind.seeds}
    assert REQUIRED - asked - KEPT_IN.keys() == set()


def test_every_table_that_answers_a_requirement_exists() -> None:
    for table in {table for tables in KEPT_IN.values() for table in tables}:
        apps.get_model(table)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_says_what_it_is_what_it_costs_and_what_it_is_worth(kind: FactKind) -> None:
    assert re.fullmatch(r"[a-z_]{3,60}", kind.code)
    assert kind.block in BLOCKS
    assert kind.subject in SUBJECTS
    assert kind.value_kind in VALUE_KINDS
    assert kind.sensitivity in SENSITIVITIES
    assert bool(kind.choices) == (kind.value_kind in {"choice", "several"})
    assert LIFTS[kind.lift_class] == kind.lift
    assert 0 < kind.minutes <= 60
    assert kind.half_life_days >= 90
    assert kind.occasion in {"", "yearly", "once"}
    assert not kind.occasion or kind.value_kind == "date"


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_has_label_help_and_a_question_ready_to_be_asked(kind: FactKind, language: str) -> None:
    with translation.override(language):
        label, helped, question = str(kind.label), str(kind.help), str(kind.question)
    assert label
    assert helped.endswith(".")
    assert question.endswith("?")
    assert len(label) <= 60
    with translation.override("en"):
        assert language == "en" or str(kind.label) != label


def test_special_categories_are_off_and_never_worth_anything() -> None:
    special = [kind for kind in KINDS if kind.special]
    assert {kind.code for kind in special} == {
        "health", "religion", "nationality", "private_life", "habits_weaknesses",
    }  # fmt: skip
    assert not any(kind.enabled or kind.lift for kind in special)
    assert all(kind.subject == "person" for kind in special)


def test_everything_about_a_person_is_personal() -> None:
    assert {kind.sensitivity for kind in KINDS if kind.subject == "person"} == {"personal", "special"}


def test_the_lifts_of_the_method_are_kept() -> None:
    assert {
        "purchase_trigger": 0.12, "selection_criteria": 0.10, "veto": 0.08, "budget": 0.08, "attitude": 0.06,
        "org_chart": 0.04, "preferred_channel": 0.03, "hobby": 0.01,
    }.items() <= LIFTS.items()  # fmt: skip


def test_two_facts_suffice_for_a_small_contractor() -> None:
    assert minimal_profile("small_contractor") == ("wants_more_income", "wants_to_lead")
    codes = {code for profile in PROFILES.values() for code in profile}
    assert codes | set(OF_A_PERSON) <= BUILT_IN.keys()
    assert minimal_profile("") == PROFILES["firm"]


def test_a_kind_of_one_industry_is_not_asked_elsewhere() -> None:
    mix = BUILT_IN["demand_mix"]
    assert mix.applies_to("firm", "retail")
    assert mix.applies_to("", "")
    assert not mix.applies_to("firm", "construction")


@pytest.mark.django_db
def test_what_the_company_changed_stands_in_place_of_the_catalogue(django_assert_num_queries: object) -> None:
    now = clock.now()
    FactType.objects.create(code="activity", minutes=45, hidden=True, changed_at=now)
    FactType.objects.create(
        code="own_oven", own=True, label="Make of the oven", block="company", value_kind="choice", choices=["A", "B"],
        lift_class="need", half_life_days=900, sensitivity="ordinary", changed_at=now,
    )  # fmt: skip
    with django_assert_num_queries(1):  # type: ignore[operator]
        kinds = fact_kinds()
    changed, own = kinds["activity"], kinds["own_oven"]
    assert (changed.minutes, changed.hidden, str(changed.label)) == (45, True, "Field of activity")
    assert (own.choices, own.lift, own.own) == ((("A", "A"), ("B", "B")), 0.10, True)
