"""Gates and pivots on the page: what is missing, refused, overridden for all to see, decided, recorded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import translation

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.gates.changes import add_criterion, remove_criterion
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.models import GateDecision, Hypothesis, Pivot, Venture
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import make_hypothesis, make_venture

pytestmark = pytest.mark.django_db


def one_criterion(owner: User) -> Venture:
    venture = make_venture(owner)
    for usual in CRITERIA["discovery"]:
        remove_criterion(
            actor=owner, venture_id=venture.pk, phase="discovery", code=usual.code, version=0, reason="One promise"
        )
    add_criterion(
        actor=owner, venture_id=venture.pk, phase="discovery", title="<b>Three</b> bakers agreed", need="must"
    )
    return venture


def test_the_venture_shows_its_gate_and_the_next_best_step(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    page = visit(head_of_sales).get(f"/ventures/{venture.pk}/").content.decode()
    assert "Gate to: Customer validation" in page
    assert "closed: 8 of 8 missing" in page
    assert "D1: name the segment" in page
    assert "gate: 0 of 8 must-criteria met" in page


def test_refused_overridden_and_visible_on_every_page(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = one_criterion(head_of_sales)
    browser, gate = visit(head_of_sales), f"/ventures/{venture.pk}/gate/"
    browser.post(f"{gate}review/")
    refused = browser.post(f"{gate}decide/", {"gate": "discovery", "choice": "proceed", "reasons": "We are sure <i>"})
    assert refused.status_code == 422
    assert "1 must-criterion is not met (E1)" in refused.content.decode()
    assert "We are sure &lt;i&gt;" in refused.content.decode()
    until = (clock.today() + timedelta(days=9)).isoformat()
    form = {
        "gate": "discovery",
        "choice": "proceed",
        "reasons": "Fair",
        "against": "on",
        "override_reason": "The fair",
        "override_until": until,
    }
    assert browser.post(f"{gate}decide/", form).status_code == 303
    for address in (f"/ventures/{venture.pk}/", f"/ventures/{venture.pk}/economics/", gate):
        page = browser.get(address).content.decode()
        assert "passed against its criteria (E1)" in page
        assert f"{head_of_sales.name}: The fair" in page


def test_a_criterion_is_decided_by_hand_and_the_gate_passed(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = one_criterion(head_of_sales)
    browser, gate = visit(head_of_sales), f"/ventures/{venture.pk}/gate/"
    address = f"{gate}criterion/?phase=discovery&code=E1"
    assert "&lt;b&gt;Three&lt;/b&gt;" in browser.get(address).content.decode()
    assert browser.post(address, {"act": "decide", "met": "yes", "reason": ""}).status_code == 422
    assert browser.post(address, {"act": "decide", "met": "yes", "reason": "Signed"}).status_code == 303
    browser.post(f"{gate}review/")
    browser.post(f"{gate}decide/", {"gate": "discovery", "choice": "proceed", "reasons": "All agreed"})
    venture.refresh_from_db()
    assert venture.phase == "validation"
    decision = GateDecision.objects.get()
    page = browser.get(f"{gate}decisions/{decision.pk}/").content.decode()
    assert "The criteria as they were" in page
    assert "Signed" in page


def test_a_threshold_is_changed_in_its_own_unit(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    address = f"/ventures/{venture.pk}/gate/criterion/?phase=discovery&code=D2"
    browser = visit(head_of_sales)
    assert browser.post(address, {"version": "0", "need": "must", "share": "55 %", "sure": "x"}).status_code == 422
    assert (
        browser.post(
            address, {"version": "0", "need": "wish", "share": "55 %", "sure": "80", "why": "A small town"}
        ).status_code
        == 303
    )
    assert venture.criteria.get(code="D2").marks == {"share": 0.55, "sure": 0.8}


def test_a_pivot_is_recorded_from_the_canvas(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    hypothesis = make_hypothesis(venture, "Hotels", block="segments")
    piece = add_evidence(
        actor=head_of_sales, hypothesis_id=hypothesis.pk, supports=False, level=4, text="No night shift",
        observed_on=clock.today(),
    )  # fmt: skip
    before = save_version(actor=head_of_sales, venture_id=venture.pk)
    Hypothesis.objects.update(title="Bakeries")
    browser, address = visit(head_of_sales), f"/ventures/{venture.pk}/pivots/new/"
    assert "Changed blocks" in browser.get(address).content.decode()
    form = {"kind": "", "before": str(before), "reason": "Hotels bake at noon", "evidence": [str(piece)],
            f"fate_{hypothesis.pk}": "carried", f"weight_{hypothesis.pk}": "40", "phase": "discovery"}  # fmt: skip
    refused = browser.post(address, form)
    assert refused.status_code == 422
    assert "Hotels bake at noon" in refused.content.decode()
    assert browser.post(address, form | {"kind": "segment"}).status_code == 303
    assert Pivot.objects.get().carried.get().weight == 0.4
    page = browser.get(f"/ventures/{venture.pk}/pivots/").content.decode()
    assert "Hotels" in page
    assert "carried over at a weight 40" in page


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_every_gate_can_be_read_in_every_language(
    visit: Callable[..., Browser], workspace: object, language: str
) -> None:
    reader = factories.make_user(role="head_of_sales", language=language)
    venture = make_venture(reader)
    with translation.override(language):
        for phase in CRITERIA:
            assert visit(reader).get(f"/ventures/{venture.pk}/gate/?phase={phase}").status_code == 200


def test_of_two_who_looked_at_one_gate_the_second_is_told_and_loses_no_word(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    venture = one_criterion(head_of_sales)
    browser, gate = visit(head_of_sales), f"/ventures/{venture.pk}/gate/"
    browser.post(f"{gate}criterion/?phase=discovery&code=E1", {"act": "decide", "met": "yes", "reason": "Signed"})
    browser.post(f"{gate}review/", {"gate": "discovery"})
    shown = browser.get(gate).content.decode()
    assert 'name="gate" value="discovery"' in shown
    browser.post(f"{gate}decide/", {"gate": "discovery", "choice": "proceed", "reasons": "All agreed"})
    browser.post(f"{gate}review/", {"gate": "validation"})
    answer = browser.post(f"{gate}decide/", {"gate": "discovery", "choice": "exit", "reasons": "Nobody <b>pays</b>"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "the gate to be decided is that of “Customer validation” by now" in text
    assert "Nobody &lt;b&gt;pays&lt;/b&gt;" in text
    assert GateDecision.objects.count() == 1
    venture.refresh_from_db()
    assert venture.state == "active"
