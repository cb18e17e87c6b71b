"""The page of one test, and what is done there: lock, observe, decide, give up, repeat, learn, note the cost."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.hypotheses.ladder import level_name
from tenure.discovery.sight import require_work
from tenure.discovery.testing import words
from tenure.discovery.testing.cards import repeat_test, seen_test
from tenure.discovery.testing.costs import record_work
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.giving_up import abandon_test
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.kinds import TALKED
from tenure.discovery.testing.learning import LearningText, write_learning
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.pooling import pooled_tests
from tenure.discovery.testing.test_page import TestPage, test_page
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.icons import TEST_ICONS, VERDICT_ICONS
from tenure.web.discovery.reading import amount
from tenure.web.discovery.testing.card_form import number
from tenure.web.discovery.testing.drawing import evidence_drawing
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to, say
from tenure.web.visit import Visit

OBSERVED = ("success", "happened_on", "arm", "who", "cluster", "note", "trials", "successes")
LEARNT = ("observed", "learned", "decision", "action", "deviations", "version")
WORK = ("on", "hours", "money", "note")


@require_safe
def test(request: Visit, test_id: int) -> HttpResponse:
    """One test as it stands."""
    return shown(request, test_id)


test.__test__ = False  # type: ignore[attr-defined]


def shown(request: Visit, test_id: int, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page again, with what was typed beside the sentence of what cannot be stored."""
    page = test_page(actor=request.user, test_id=test_id, everything=request.GET.get("all") == "1")
    frame = frame_of(actor=request.user, venture_id=page.card.venture_id)
    context = _context(request, page) | {
        "observe_form": Form(dict.fromkeys(OBSERVED, "") | {"happened_on": page.today.isoformat()}),
        "work_form": Form(dict.fromkeys(WORK, "") | {"on": page.today.isoformat()}),
        "act_form": Form({"reason": ""}),
        **forms,
    }
    return venture_page(request, "discovery/testing/test.html", frame, context, here="venture_tests", status=status)


def _context(request: Visit, page: TestPage) -> dict[str, Any]:
    card = page.card
    return {
        "page": page,
        "card": card,
        "view": page.view,
        "plan": page.plan,
        "headline": words.headline(page),
        "drawing": evidence_drawing(page.view, page.plan),
        "evidence": words.evidence,
        "pooled": pooled_tests(actor=request.user, hypothesis_id=card.hypothesis_id),
        "kind": kind_words().get(card.kind),
        "talked": card.kind in TALKED,
        "rule_words": dict(words.rules()),
        "state_words": words.states(),
        "criterion": words.criterion,
        "criterion_missing": words.criterion_missing,
        "claim_gap": words.claim_gap(card),
        "state_icons": TEST_ICONS,
        "verdict_words": words.verdicts(),
        "verdict_icons": VERDICT_ICONS,
        "field_words": words.fields(),
        "standing_words": words.standings(),
        "decision_words": dict(words.decisions()),
        "level_name": level_name,
        "broken": ", ".join(words.fields()[name] for name in page.lock.broken),
        "as_day": date.fromisoformat,
    }


@require_POST
def lock(request: Visit, test_id: int) -> HttpResponse:
    """Lock the card by the server's clock."""
    try:
        lock_test(actor=request.user, test_id=test_id, version=_version(request))
    except BadInput as error:
        return shown(request, test_id, status=422, act_form=refused({"reason": ""}, error))
    return say(go_to(request, "test", test_id=test_id), _("Locked"))


@require_POST
def decide(request: Visit, test_id: int) -> HttpResponse:
    """Take the verdict the rule has reached; the learning card comes next."""
    try:
        decide_test(actor=request.user, test_id=test_id, version=_version(request))
    except BadInput as error:
        return shown(request, test_id, status=422, act_form=refused({"reason": ""}, error))
    return say(go_to(request, "test_learning", test_id=test_id), _("Verdict taken"))


@require_POST
def abandon(request: Visit, test_id: int) -> HttpResponse:
    """Give the test up, with the reason."""
    reason = request.POST.get("reason", "")
    try:
        abandon_test(actor=request.user, test_id=test_id, version=_version(request), reason=reason)
    except BadInput as error:
        return shown(request, test_id, status=422, act_form=refused({"reason": reason}, error))
    return go_to(request, "test", test_id=test_id)


@require_POST
def repeat(request: Visit, test_id: int) -> HttpResponse:
    """A fresh draft of the same card."""
    try:
        again = repeat_test(actor=request.user, test_id=test_id)
    except BadInput as error:
        return shown(request, test_id, status=422, act_form=refused({"reason": ""}, error))
    return go_to(request, "edit_test", test_id=again)


@require_POST
def work(request: Visit, test_id: int) -> HttpResponse:
    """Hours and money spent on the test."""
    card = seen_test(request.user, test_id)
    require_work(request.user, card.venture_id)
    values = typed(request.POST, *WORK)
    try:
        record_work(
            actor=request.user, venture_id=card.venture_id, test_id=test_id, note=values["note"],
            **work_values(values, request.workspace.currency),
        )  # fmt: skip
    except BadInput as error:
        return shown(request, test_id, status=422, work_form=refused(values, error))
    return say(go_to(request, "test", test_id=test_id), _("Noted"))


def work_values(values: dict[str, str], currency: str) -> dict[str, Any]:
    """Day, minutes and money of the form."""
    on = day_or_none(values["on"], "on")
    if on is None:
        raise BadInput("day_unreadable", field="on", value=values["on"])
    hours, money = number(values["hours"], "hours") or 0.0, amount(values["money"], "money", currency) or 0
    return {"on": on, "minutes": round(60 * hours), "money_minor": money}


@require_http_methods(["GET", "HEAD", "POST"])
def learning(request: Visit, test_id: int) -> HttpResponse:
    """The learning card: written after a verdict, changed later by whoever works here."""
    page = test_page(actor=request.user, test_id=test_id)
    if not page.may_work:
        raise NotAllowed(f"{request.user.pk} only reads test {test_id}")
    row = page.learning
    values = {name: str(getattr(row, name)) if row else "" for name in LEARNT}
    form, status = Form(values), 200
    if request.method == "POST":
        values = typed(request.POST, *LEARNT)
        text = LearningText(**{name: values[name] for name in LEARNT if name != "version"})
        try:
            write_learning(actor=request.user, test_id=test_id, text=text, version=id_or_none(values["version"]))
        except Conflict:
            said = _("Somebody changed this meanwhile. What you typed is kept: compare and save again.")
            form, status = Form(values | {"version": str(row.version if row else "")}, "", said), 409
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return say(go_to(request, "test", test_id=test_id), _("Learning card saved"))
    frame = frame_of(actor=request.user, venture_id=page.card.venture_id)
    context = _context(request, page) | {
        "form": form,
        "decisions": words.decisions(),
        "now": row if status == 409 else None,
    }
    return venture_page(request, "discovery/testing/learning.html", frame, context, here="venture_tests", status=status)


def _version(request: Visit) -> int:
    return id_or_none(request.POST.get("version", "")) or 0
