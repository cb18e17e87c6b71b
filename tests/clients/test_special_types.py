"""Special categories: off, until an administrator says what for."""

import pytest

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.special_types import special_types, switch_special
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


def a_special_code() -> str:
    return next(code for code, kind in fact_kinds().items() if kind.special)


def test_every_special_category_is_off_at_first(administrator: User) -> None:
    types = special_types(administrator)
    assert types
    assert not any(one.on for one in types)


def test_the_five_of_the_requirements_are_special() -> None:
    answered = {seed for kind in fact_kinds().values() if kind.special for seed in kind.seeds}
    assert {"S003-82", "S003-83", "S003-93", "S003-98", "S003-103"} <= answered


def test_special_categories_are_worth_nothing_so_no_score_counts_them() -> None:
    assert {kind.lift for kind in fact_kinds().values() if kind.special} == {0.0}


def test_it_is_switched_on_with_a_reason_that_stays(administrator: User) -> None:
    code = a_special_code()
    switch_special(actor=administrator, code=code, on=True, reason=" menus of\n the conference ")
    (one,) = (one for one in special_types(administrator) if one.code == code)
    assert (one.on, one.reason, one.by) == (True, "menus of the conference", "Ana Rusu")
    assert fact_kinds()[code].enabled


def test_without_a_reason_it_stays_off(administrator: User) -> None:
    with pytest.raises(InvalidValue, match="special_reason_missing"):
        switch_special(actor=administrator, code=a_special_code(), on=True, reason=" \n")
    assert not AuditRow.objects.exists()


def test_switching_off_needs_none(administrator: User) -> None:
    code = a_special_code()
    switch_special(actor=administrator, code=code, on=True, reason="menus")
    switch_special(actor=administrator, code=code, on=False, reason="")
    assert not fact_kinds()[code].enabled


@pytest.mark.parametrize("code", ["contract_end", "nothing_like_it", ""])
def test_only_special_categories_are_switched_here(administrator: User, code: str) -> None:
    with pytest.raises(NotFound):
        switch_special(actor=administrator, code=code, on=True, reason="because")


@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_nobody_but_an_administrator_switches(role: str) -> None:
    actor = factories.make_user(role=role)
    with pytest.raises(NotAllowed):
        switch_special(actor=actor, code=a_special_code(), on=True, reason="because")
    with pytest.raises(NotAllowed):
        special_types(actor)
