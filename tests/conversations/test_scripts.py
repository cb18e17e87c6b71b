"""The library of scripts: whose they are, who changes them, two people at once, hostile text, a known number of queries."""

import pytest

from tenure.conversations.models import Script
from tenure.conversations.script_steps import Step, StepAnswer
from tenure.conversations.scripts import (
    ScriptFilter,
    ScriptText,
    add_script,
    copy_script,
    edit_script,
    retire_script,
    script_in_sight,
    scripts_list,
    share_script,
)
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow
from tests.factories import make_script, make_user

pytestmark = pytest.mark.django_db
STEPS = (Step("ask", "What matters most?", (StepAnswer("Price", 0),)),)


def text(**fields):
    return ScriptText(**({"title": "First call", "language": "en", "steps": STEPS} | fields))


def titles(actor, **wanted):
    return [one.text.title for one in scripts_list(actor=actor, wanted=ScriptFilter(**wanted)).scripts]


def test_a_salesperson_writes_for_themselves_and_sees_what_is_shared(salesperson, other_salesperson):
    make_script(title="Shared")
    add_script(actor=salesperson, wanted=text(title="Mine"), shared=False)
    assert titles(salesperson) == ["Mine", "Shared"]
    assert titles(other_salesperson) == ["Shared"]


def test_whoever_keeps_the_library_sees_all_of_it(salesperson, head_of_sales):
    make_script(salesperson, title="Elena's")
    assert titles(head_of_sales) == ["Elena's"]


def test_a_salesperson_writes_and_changes_nothing_for_all(salesperson):
    shared = make_script()
    with pytest.raises(NotAllowed):
        add_script(actor=salesperson, wanted=text(), shared=True)
    with pytest.raises(NotAllowed):
        edit_script(actor=salesperson, script_id=shared.pk, wanted=text(), version=1)
    with pytest.raises(NotAllowed):
        retire_script(actor=salesperson, script_id=shared.pk, version=1)


def test_somebody_elses_script_does_not_exist(salesperson, other_salesperson):
    theirs = make_script(other_salesperson)
    for attempt in (script_in_sight, copy_script):
        with pytest.raises(NotFound):
            attempt(actor=salesperson, script_id=theirs.pk)
    with pytest.raises(NotFound):
        edit_script(actor=salesperson, script_id=theirs.pk, wanted=text(), version=1)


def test_an_analyst_reads_and_writes_nothing(analyst):
    shared = make_script(title="Shared")
    assert titles(analyst) == ["Shared"]
    for attempt in (
        lambda: add_script(actor=analyst, wanted=text(), shared=False),
        lambda: copy_script(actor=analyst, script_id=shared.pk),
        lambda: edit_script(actor=analyst, script_id=shared.pk, wanted=text(), version=1),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_copy_is_ones_own_and_the_first_stays(salesperson):
    shared = make_script(title="Shared")
    copy = copy_script(actor=salesperson, script_id=shared.pk)
    edit_script(actor=salesperson, script_id=copy, wanted=text(title="Changed"), version=1)
    assert titles(salesperson) == ["Changed", "Shared"]


def test_the_head_of_sales_shares_a_good_one(salesperson, other_salesperson, head_of_sales):
    good = make_script(salesperson, title="Good")
    share_script(actor=head_of_sales, script_id=good.pk, version=1)
    assert titles(other_salesperson) == ["Good"]


def test_of_two_people_at_once_the_second_is_told(head_of_sales):
    script = make_script()
    edit_script(actor=head_of_sales, script_id=script.pk, wanted=text(title="First"), version=1)
    with pytest.raises(Conflict):
        edit_script(actor=make_user(role="administrator"), script_id=script.pk, wanted=text(title="Second"), version=1)
    assert Script.objects.get().title == "First"


def test_a_retired_one_is_no_longer_offered_and_can_be_brought_back(head_of_sales):
    script = make_script(title="Old")
    retire_script(actor=head_of_sales, script_id=script.pk, version=1)
    assert titles(head_of_sales) == []
    assert titles(head_of_sales, retired=True) == ["Old"]
    retire_script(actor=head_of_sales, script_id=script.pk, version=2, retired=False)
    assert titles(head_of_sales) == ["Old"]


def test_it_is_found_by_language_segment_need_and_value(salesperson):
    make_script(title="Bakers", segment="Bakeries", need="steady supply", value="time")
    make_script(title="Пекарни", language="ru", segment="Пекарни", need="поставки", value="время")
    assert titles(salesperson, language="ru") == ["Пекарни"]
    assert titles(salesperson, segment="Bakeries") == titles(salesperson, need="steady supply") == ["Bakers"]
    assert titles(salesperson, value="time") == titles(salesperson, q="STEADY") == ["Bakers"]
    assert scripts_list(actor=salesperson, wanted=ScriptFilter()).segments == ("Bakeries", "Пекарни")


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"title": " "}, "script_title_missing"), ({"title": "x" * 161}, "library_line_long"),
     ({"language": "de"}, "library_language"), ({"steps": ()}, "script_without_steps")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(salesperson, fields, code):
    with pytest.raises(InvalidValue) as caught:
        add_script(actor=salesperson, wanted=text(**fields), shared=False)
    assert caught.value.problem.code == code
    assert not Script.objects.exists()
    assert not AuditRow.objects.exists()


def test_every_change_stands_in_the_log(salesperson):
    script_id = add_script(actor=salesperson, wanted=text(), shared=False)
    edit_script(actor=salesperson, script_id=script_id, wanted=text(title="Other"), version=1)
    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True)) == ["add_script", "edit_script"]


def test_the_list_costs_the_same_however_long(salesperson, django_assert_num_queries):
    for _n in range(12):
        make_script(salesperson)
    with django_assert_num_queries(2):
        scripts_list(actor=salesperson, wanted=ScriptFilter())
