"""Settings, members, checklists, pausing and giving up, and the timeline that tells all of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tenure.discovery.models import Venture
from tenure.discovery.sight import works_in
from tenure.discovery.timeline_words import event_words, subject_words
from tenure.discovery.ventures.checklist import (
    add_checklist_item,
    checklist_of,
    edit_checklist_item,
    remove_checklist_item,
)
from tenure.discovery.ventures.checklist_words import standard_items
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.history import timeline_of
from tenure.discovery.ventures.members import hand_over, let_in, members_of, shut_out
from tenure.discovery.ventures.phases import CHECKLISTS, PHASES, phase_questions
from tenure.discovery.ventures.settings import change_venture, exit_venture, pause_venture, settings_of
from tenure.discovery.ventures.ventures import start_venture, ventures_of
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.formats import speaking
from tenure.privacy.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return Venture.objects.get(pk=start_venture(actor=head_of_sales, name="Night delivery"))


def test_settings_are_kept_and_the_second_editor_is_told(head_of_sales: User, venture: Venture) -> None:
    stored, version = settings_of(actor=head_of_sales, venture_id=venture.pk)
    wanted = replace(stored, loop_budget_minor=300_000, cash_minor=5_000_000, cash_on=date(2026, 5, 1), loop_days=21)
    change_venture(actor=head_of_sales, venture_id=venture.pk, wanted=wanted, version=version)
    with pytest.raises(Conflict):
        change_venture(actor=head_of_sales, venture_id=venture.pk, wanted=stored, version=version)
    again, _version = settings_of(actor=head_of_sales, venture_id=venture.pk)
    assert again == replace(wanted, delay_cost_minor=0)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "venture_name_missing"),
        ({"loop_days": 0}, "loop_days_outside"),
        ({"burn_minor": -5}, "money_outside"),
        ({"kind": "x"}, "choice_unknown"),
    ],
)
def test_impossible_settings_are_refused(
    head_of_sales: User, venture: Venture, wrong: dict[str, Any], code: str
) -> None:
    stored, version = settings_of(actor=head_of_sales, venture_id=venture.pk)
    with pytest.raises(InvalidValue) as refused:
        change_venture(actor=head_of_sales, venture_id=venture.pk, wanted=replace(stored, **wrong), version=version)
    assert refused.value.problem.code == code


def test_a_member_reads_until_allowed_to_work(head_of_sales: User, venture: Venture, salesperson: User) -> None:
    let_in(actor=head_of_sales, venture_id=venture.pk, user_id=salesperson.pk, may_work=False)
    assert not works_in(salesperson, venture)
    let_in(actor=head_of_sales, venture_id=venture.pk, user_id=salesperson.pk, may_work=True)
    assert works_in(salesperson, venture)
    with pytest.raises(NotAllowed):
        let_in(actor=salesperson, venture_id=venture.pk, user_id=make_user().pk, may_work=True)
    shut_out(actor=head_of_sales, venture_id=venture.pk, user_id=salesperson.pk)
    assert ventures_of(actor=salesperson) == ()
    with pytest.raises(NotFound):
        shut_out(actor=head_of_sales, venture_id=venture.pk, user_id=salesperson.pk)


def test_the_owner_hands_over_and_stays_in(head_of_sales: User, venture: Venture, salesperson: User) -> None:
    hand_over(actor=head_of_sales, venture_id=venture.pk, user_id=salesperson.pk)
    found = members_of(actor=salesperson, venture_id=venture.pk)
    assert (found.owner_id, [row.user_id for row in found.members]) == (salesperson.pk, [head_of_sales.pk])
    assert found.may_change


def test_giving_up_needs_a_reason_and_ends_the_loop(head_of_sales: User, venture: Venture) -> None:
    with pytest.raises(InvalidValue):
        exit_venture(actor=head_of_sales, venture_id=venture.pk, reason=" ")
    exit_venture(actor=head_of_sales, venture_id=venture.pk, reason="Nobody pays")
    assert ventures_of(actor=head_of_sales) == ()
    assert [row.state for row in ventures_of(actor=head_of_sales, exited=True)] == ["exited"]
    assert venture.loops.get().end == "exited"
    pause_venture(actor=head_of_sales, venture_id=venture.pk, paused=False)
    assert frame_of(actor=head_of_sales, venture_id=venture.pk).loop == 2


def test_every_standard_item_has_words_in_every_language() -> None:
    for language in ("en", "ru", "ro"):
        with speaking(language):
            words = standard_items()
            assert {code for codes in CHECKLISTS.values() for code in codes} == words.keys()
            assert all(what and comes for what, comes in words.values())
            assert set(phase_questions()) == set(PHASES)


def test_an_item_is_done_with_its_result_and_open_again(head_of_sales: User, venture: Venture) -> None:
    item = checklist_of(actor=head_of_sales, venture_id=venture.pk)["discovery"][0]
    edit_checklist_item(
        actor=head_of_sales, item_id=item.id, title="", result="Six weeks, €3,000", done=True, version=1
    )
    done = checklist_of(actor=head_of_sales, venture_id=venture.pk)["discovery"][0]
    assert (done.result, done.done_by) == ("Six weeks, €3,000", head_of_sales.name)
    with pytest.raises(Conflict):
        edit_checklist_item(actor=head_of_sales, item_id=item.id, title="", result="", done=False, version=1)
    edit_checklist_item(actor=head_of_sales, item_id=item.id, title="Agree", result="", done=False, version=2)
    assert checklist_of(actor=head_of_sales, venture_id=venture.pk)["discovery"][0].done_on is None


def test_a_list_is_edited_and_an_own_item_needs_words(head_of_sales: User, venture: Venture) -> None:
    number = add_checklist_item(actor=head_of_sales, venture_id=venture.pk, phase="discovery", title="Ask the mill")
    assert checklist_of(actor=head_of_sales, venture_id=venture.pk)["discovery"][-1].title == "Ask the mill"
    with pytest.raises(InvalidValue):
        edit_checklist_item(actor=head_of_sales, item_id=number, title="", result="", done=False, version=1)
    remove_checklist_item(actor=head_of_sales, item_id=number)
    assert len(checklist_of(actor=head_of_sales, venture_id=venture.pk)["discovery"]) == 5
    assert venture.events.filter(kind="remove_checklist_item").exists()


def test_the_timeline_is_paged_and_filtered(head_of_sales: User, venture: Venture, django_assert_num_queries) -> None:
    for number in range(5):
        add_checklist_item(actor=head_of_sales, venture_id=venture.pk, phase="creation", title=f"{number}")
    with django_assert_num_queries(4):
        page = timeline_of(actor=head_of_sales, venture_id=venture.pk, size=3)
    assert [row.details["title"] for row in page.rows] == ["4", "3", "2"]
    rest = timeline_of(actor=head_of_sales, venture_id=venture.pk, size=3, before=page.older)
    assert [row.kind for row in rest.rows] == ["add_checklist_item", "add_checklist_item", "start_venture"]
    assert rest.older is None
    only = timeline_of(actor=head_of_sales, venture_id=venture.pk, subject_kind="venture")
    assert [row.kind for row in only.rows] == ["start_venture"]
    assert timeline_of(actor=head_of_sales, venture_id=venture.pk, loop=9).rows == ()


@pytest.mark.parametrize("language", ["ru", "ro"])
def test_every_event_is_told_in_every_language(language: str) -> None:
    plain = event_words() | subject_words()
    with speaking(language):
        words = event_words() | subject_words()
    # Romanian says these as English does.
    alike = {"pivot", "segment", "test"}
    assert {code for code, text in words.items() if text == plain[code] and code not in alike} == set()
