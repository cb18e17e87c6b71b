"""Changing the fact catalogue: estimates, hiding, types of one's own."""

from dataclasses import replace
from typing import Any

import pytest

from tenure.clients.fact_catalogue import BUILT_IN, fact_kinds
from tenure.clients.facts.fact_types import Estimates, OwnType, add_fact_type, change_fact_type
from tenure.clients.facts.facts import Source, Subject, facts_of, record_fact
from tenure.clients.models import FactType
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
USUAL = Estimates(minutes=10, half_life_days=365, lift_class="need")
OVEN = OwnType(label="Make of the oven", block="company", value_kind="choice", choices=("Miwe", "Wachtel", "Miwe", " "))


def test_minutes_half_life_and_worth_follow_the_company(head_of_sales: User) -> None:
    wanted = Estimates(minutes=45, half_life_days=90, lift_class="budget", hidden=True)
    kind = change_fact_type(actor=head_of_sales, code="activity", wanted=wanted)
    assert (kind.minutes, kind.half_life_days, kind.lift, kind.hidden) == (45, 90, 0.08, True)
    assert AuditRow.objects.get().details["before"]["minutes"] == 5


def test_what_agrees_with_the_catalogue_is_not_copied(head_of_sales: User) -> None:
    kind = BUILT_IN["activity"]
    same = Estimates(kind.minutes, kind.half_life_days, kind.lift_class)
    change_fact_type(actor=head_of_sales, code="activity", wanted=same)
    assert not FactType.objects.exists()
    change_fact_type(actor=head_of_sales, code="activity", wanted=replace(same, minutes=6))
    row = FactType.objects.get()
    assert (row.minutes, row.half_life_days, row.lift_class) == (6, None, "")


def test_a_sensitive_type_stays_without_worth_and_as_switched(head_of_sales: User) -> None:
    FactType.objects.create(code="religion", enabled=True, changed_at=clock.now())
    kind = change_fact_type(actor=head_of_sales, code="religion", wanted=replace(USUAL, minutes=7))
    assert (kind.minutes, kind.lift, kind.enabled) == (7, 0.0, True)


def test_an_own_type_takes_facts_at_once(head_of_sales: User, workspace: Workspace) -> None:
    kind = add_fact_type(actor=head_of_sales, wanted=OVEN, estimates=USUAL)
    assert kind.choices == (("Miwe", "Miwe"), ("Wachtel", "Wachtel"))
    subject = Subject("client", factories.make_client().pk)
    record_fact(actor=head_of_sales, subject=subject, kind=kind.code, value="Miwe", source=Source())
    assert [fact.shown for fact in facts_of(actor=head_of_sales, subjects=[subject])[subject]] == ["Miwe"]


def test_an_own_type_of_a_person_is_personal(head_of_sales: User) -> None:
    wanted = replace(OVEN, block="person", value_kind="text")
    assert add_fact_type(actor=head_of_sales, wanted=wanted, estimates=USUAL).sensitivity == "personal"
    special = replace(wanted, label="Allergy", sensitivity="special")
    assert not add_fact_type(actor=head_of_sales, wanted=special, estimates=USUAL).enabled


@pytest.mark.parametrize(
    "change",
    [
        {"label": " "}, {"label": "x" * 121}, {"label": "field of ACTIVITY"}, {"block": "magic"}, {"value_kind": "magic"},
        {"choices": ("one",)}, {"choices": tuple(map(str, range(41)))}, {"choices": ("x" * 81, "y")},
        {"sensitivity": "special"},
    ],
)  # fmt: skip
def test_an_own_type_that_cannot_be_is_refused(head_of_sales: User, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        add_fact_type(actor=head_of_sales, wanted=replace(OVEN, **change), estimates=USUAL)
    assert not FactType.objects.exists()


@pytest.mark.parametrize("change", [{"minutes": 0}, {"minutes": 481}, {"half_life_days": 0}, {"lift_class": "magic"}])
def test_an_estimate_that_cannot_be_is_refused(head_of_sales: User, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        change_fact_type(actor=head_of_sales, code="activity", wanted=replace(USUAL, **change))


def test_the_catalogue_is_changed_by_right(salesperson: User, analyst: User, head_of_sales: User) -> None:
    for person in (salesperson, analyst):
        with pytest.raises(NotAllowed):
            change_fact_type(actor=person, code="activity", wanted=USUAL)
        with pytest.raises(NotAllowed):
            add_fact_type(actor=person, wanted=OVEN, estimates=USUAL)
    with pytest.raises(NotFound):
        change_fact_type(actor=head_of_sales, code="no_such_kind", wanted=USUAL)
    assert len(fact_kinds()) == len(BUILT_IN)
