"""Files of an earlier Tenure come in as they were: what was offered to a segment is its first proposition."""

import json
from typing import Any

import pytest

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Proposition, Segment, ValueLink, Venture
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.privacy.models import User, Workspace
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
Content = dict[str, Any]


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    """Two segments, each offered something that answers what hurts."""
    venture = made.make_venture(head_of_sales)
    for name in ("Bakeries", "Hotels"):
        segment = made.make_segment(venture, name)
        item = made.make_value_item(segment, f"For {name}")
        item.links.create(profile=made.make_profile_item(segment, f"Pain of {name}"), coverage=0.5)
    return venture


def content_of(actor: User, venture: Venture) -> Content:
    content: Content = json.loads(venture_file(actor=actor, venture_id=venture.pk, people=True))
    return content


def as_before(content: Content) -> Content:
    """The file as it was written while an item stood with its segment."""
    rows = content["tables"]
    segments = {row["id"]: row["segment"] for row in rows.pop("Proposition")}
    for row in rows["ValueItem"]:
        row["segment"] = segments[row.pop("proposition")]
    return content


def taken_in(actor: User, content: Content) -> Venture:
    return Venture.objects.get(pk=take_in_venture(actor=actor, raw=json.dumps(content).encode()))


def test_items_of_an_earlier_file_become_the_first_proposition(head_of_sales: User, venture: Venture) -> None:
    new = taken_in(head_of_sales, as_before(content_of(head_of_sales, venture)))
    rows = Proposition.objects.filter(venture=new).order_by("segment__name")
    assert [(one.segment.name, one.name, one.aside_on, one.items.get().text) for one in rows] == [
        ("Bakeries", "", None, "For Bakeries"), ("Hotels", "", None, "For Hotels"),
    ]  # fmt: skip
    answered = ValueLink.objects.filter(item__proposition__venture=new).values_list("profile__text", "coverage")
    assert sorted(answered) == [("Pain of Bakeries", 0.5), ("Pain of Hotels", 0.5)]


def test_an_earlier_file_whose_item_leads_nowhere_is_refused(head_of_sales: User, venture: Venture) -> None:
    wrongs: tuple[object, ...] = (10**6, None, "Bakeries", [], True)
    for wrong in wrongs:
        content = as_before(content_of(head_of_sales, venture))
        content["tables"]["ValueItem"][0]["segment"] = wrong
        with pytest.raises(BadInput):
            taken_in(head_of_sales, content)
    assert Venture.objects.count() == 1


def test_propositions_come_back_as_they_left(head_of_sales: User, venture: Venture) -> None:
    bakeries = Segment.objects.get(name="Bakeries")
    claim = made.make_hypothesis(venture)
    made.make_proposition(
        bakeries, "Stock", hypothesis=claim, aside_on=clock.today(), aside_by=head_of_sales, aside_reason="No room"
    )
    new = taken_in(head_of_sales, content_of(head_of_sales, venture))
    back = Proposition.objects.get(venture=new, name="Stock")
    assert (back.segment.name, back.aside_reason, back.aside_on) == ("Bakeries", "No room", clock.today())
    assert (back.aside_by, back.hypothesis) == (head_of_sales, new.hypotheses.get())
    assert Proposition.objects.filter(venture=new).count() == 3


@pytest.mark.parametrize(
    "change",
    [
        {"aside_on": "2026-05-04"},
        {"aside_reason": "No room"},
        {"aside_on": "2026-05-04", "aside_reason": "x" * 1001},
        {"name": "x" * 161},
        {"segment": None},
        {"hypothesis": 10**6},
    ],
)
def test_a_proposition_no_form_would_have_stored_is_refused(
    head_of_sales: User, venture: Venture, change: Content
) -> None:
    content = content_of(head_of_sales, venture)
    content["tables"]["Proposition"][0] |= change
    with pytest.raises(BadInput):
        taken_in(head_of_sales, content)
    assert Venture.objects.count() == 1
