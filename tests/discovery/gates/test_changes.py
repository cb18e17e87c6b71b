"""What a gate asks for changes only with a reason, never under review, is softened by its owner alone and told for ever."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.gates.changes import (
    changes_of,
    edit_criterion,
    is_softer,
    remove_criterion,
)
from tenure.discovery.gates.criteria import criteria_of
from tenure.discovery.gates.decisions import ask_review, decide_gate, decisions_of, take_back_review
from tenure.discovery.models import Venture, VentureEvent
from tenure.kernel.errors import InvalidValue
from tenure.kernel.problems import sentence
from tenure.privacy.models import AuditRow, User
from tests.venture_factories import let_in, make_interview, make_segment, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User) -> Venture:
    return make_venture(salesperson)


def ask(venture: Venture, least: float = 10, *, by: User | None = None, version: int = 0, **fields: Any) -> None:
    """Change how many talks D1 asks for."""
    values = {"need": "must", "marks": {"least": least, "strangers": 5}, "reason": "A market of twenty firms"} | fields
    edit_criterion(
        actor=by or venture.owner, venture_id=venture.pk, phase="discovery", code="D1", version=version, **values
    )


def told(venture: Venture) -> list[tuple[str, str, bool, bool]]:
    found = changes_of(actor=venture.owner, venture_id=venture.pk, phase="discovery")
    return [(one.code, one.kind, one.softer, one.after_data) for one in found]


def refused(act: Callable[[], None]) -> str:
    with pytest.raises(InvalidValue) as caught:
        act()
    assert sentence(caught.value)
    return caught.value.problem.code


def test_a_change_needs_a_reason_and_nothing_changed_is_no_change(venture: Venture) -> None:
    assert refused(lambda: ask(venture, reason=" ")) == "gate_change_reason"
    ask(venture, 15, reason="")
    assert told(venture) == []


def test_only_who_owns_the_venture_asks_for_less(venture: Venture, other_salesperson: User) -> None:
    let_in(venture, other_salesperson)
    assert refused(lambda: ask(venture, 10, by=other_salesperson)) == "gate_softened"
    assert refused(lambda: ask(venture, 15, by=other_salesperson, need="wish")) == "gate_softened"

    def remove() -> None:
        remove_criterion(
            actor=other_salesperson, venture_id=venture.pk, phase="discovery", code="D1", version=0, reason="Too dear"
        )

    assert refused(remove) == "gate_softened"
    ask(venture, 20, by=other_salesperson)
    assert told(venture) == [("D1", "edit_criterion", False, False)]


def test_under_review_nothing_is_changed_until_it_is_taken_back(venture: Venture) -> None:
    ask_review(actor=venture.owner, venture_id=venture.pk)
    assert refused(lambda: ask(venture)) == "gate_under_review"
    take_back_review(actor=venture.owner, venture_id=venture.pk)
    ask(venture)
    assert told(venture) == [("D1", "edit_criterion", True, False)]


def test_a_mark_lowered_after_the_data_were_seen_is_told_so_for_ever(
    venture: Venture, visit: Callable[..., Browser]
) -> None:
    make_interview(venture, segment=make_segment(venture))
    ask(venture)
    assert told(venture) == [("D1", "edit_criterion", True, True)]
    ask_review(actor=venture.owner, venture_id=venture.pk)
    decide_gate(actor=venture.owner, venture_id=venture.pk, phase="discovery", choice="iterate", reasons="Too few")
    kept = decisions_of(actor=venture.owner, venture_id=venture.pk)[0]
    assert kept.whole
    assert [(one["code"], one["after_data"], one["reason"]) for one in kept.snapshot["changes"]] == [
        ("D1", True, "A market of twenty firms")
    ]
    browser = visit(venture.owner)
    for page in ("gate/", f"gate/decisions/{kept.id}/"):
        text = browser.get(f"/ventures/{venture.pk}/{page}").content.decode()
        assert "interviews at least: 15 → 10" in text
        assert "after the data were seen" in text
        assert "A market of twenty firms" in text
    assert VentureEvent.objects.get(kind="edit_criterion").details["reason"] == "A market of twenty firms"
    assert AuditRow.objects.filter(action="edit_criterion").exists()


def test_what_was_removed_is_shown_and_brought_back_with_its_marks(
    venture: Venture, visit: Callable[..., Browser]
) -> None:
    ask(venture, 12)
    remove_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="discovery", code="D1", version=1, reason="Nobody talks"
    )
    assert "D1" not in [one.code for one in criteria_of(venture, "discovery")]
    browser, address = visit(venture.owner), f"/ventures/{venture.pk}/gate/criterion/?phase=discovery&code=D1"
    assert "counts no more" in browser.get(f"/ventures/{venture.pk}/gate/").content.decode()
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"version": "2", "why": ""}).status_code == 422
    assert browser.post(address, {"version": "2", "why": "They talk after all"}).status_code == 303
    found = next(one for one in criteria_of(venture, "discovery") if one.code == "D1")
    assert found.marks["least"] == 12
    assert [kind for _code, kind, _soft, _seen in told(venture)][:2] == ["restore_criterion", "remove_criterion"]


@pytest.mark.parametrize(("mark", "before", "after", "softer"), [
    ("sure", 0.9, 0.8, True), ("sure", 0.8, 0.9, False), ("refunds", 0.2, 0.3, True), ("refunds", 0.2, 0.1, False),
    ("discount", 0.2, 0.5, True), ("top", 3, 4, True), ("error", 0.15, 0.1, False),
])  # fmt: skip
def test_what_asks_for_less_depends_on_the_mark(mark: str, before: float, after: float, softer: bool) -> None:
    assert is_softer({"need": "must", mark: before}, {"need": "must", mark: after}) is softer
