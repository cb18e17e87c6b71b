"""The gate of a venture: its criteria with what was found, review, decision, override, the way back, and the decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.discovery.gates import base_words, words
from tenure.discovery.gates.changes import changes_of, removed_of
from tenure.discovery.gates.decisions import (
    WantedOverride,
    ask_review,
    decide_gate,
    decision_of,
    decisions_of,
    end_override,
    return_to_phase,
    take_back_review,
)
from tenure.discovery.gates.finding import MET, OPEN
from tenure.discovery.gates.standard import PHASES
from tenure.discovery.gates.view import GateLine, GateView, effective_phase, gate_of
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.discovery.ventures.phases import phase_names
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict
from tenure.web.discovery.frame import venture_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

DECISION = ("choice", "reasons", "against", "override_reason", "override_until", "gate")
# icons: circle-check circle-dashed circle-x
ICONS = {"met": "circle-check", "open": "circle-dashed", "missing": "circle-x"}


@dataclass(frozen=True)
class ShownLine:
    """A criterion as the gate shows it. query: of its page; word: the state for those who do not see the icon;
    source: where what decides it comes from; place: the page on which the next step is taken, and its query."""

    code: str
    title: str
    state: str
    icon: str
    word: str
    wish: bool
    found: str
    decided: str
    step: str
    query: dict[str, str]
    source: str = ""
    place: tuple[str, dict[str, str]] | None = None


@dataclass(frozen=True)
class ShownGate:
    """The gate block: heading, chip and its tone, lines, the next best step, the market it is judged on."""

    heading: str
    chip: str
    tone: str
    lines: tuple[ShownLine, ...]
    next_step: str
    head_line: str
    next_place: tuple[str, dict[str, str]] | None = None
    market: str = ""


def shown_gate(view: GateView, currency: str) -> ShownGate:
    """The gate in words."""
    names = phase_names()
    heading = (
        _("Gate to: %(phase)s") % {"phase": names[view.leads_to]} if view.leads_to else _("The fourth and last gate")
    )
    unmet, musts = len(view.unmet), len(view.musts)
    chip, tone = _("open: every must is met"), "good"
    if not view.open:
        told = {"unmet": formats.number(unmet), "musts": formats.number(musts)}
        chip, tone = _("closed: %(unmet)s of %(musts)s missing") % told, "warn"
    met = {"met": formats.number(musts - unmet), "musts": formats.number(musts)}
    step = view.step
    next_step, next_place = "", None
    if step is not None:
        next_place = place_of(step.finding.step, step.finding.step_data)
        told = {"code": step.criterion.code, "step": words.step_words(step.finding.step, step.finding.step_data)}
        next_step = "%(code)s: %(step)s" % told  # noqa: UP031 named parts
    return ShownGate(
        heading, chip, tone, tuple(shown_line(line, currency) for line in view.lines), next_step,
        _("gate: %(met)s of %(musts)s must-criteria met") % met, next_place, words.market_words(view.market),
    )  # fmt: skip


def shown_line(line: GateLine, currency: str) -> ShownLine:
    criterion = line.criterion
    decided = ""
    if criterion.by_hand and criterion.decided is not None:
        told = {
            "who": criterion.decided.author,
            "day": formats.day(clock.day_of(criterion.decided.at)),
            "reason": criterion.decided.reason,
        }
        decided = _("%(who)s, %(day)s: %(reason)s") % told
        if line.finding.state != OPEN or criterion.decided.gone:
            decided += " " + (
                _("(kept, not counted)") if criterion.decided.gone else _("(kept, not counted: the numbers decide)")
            )
    return ShownLine(
        criterion.code, words.criterion_title(criterion), line.state, ICONS[line.state], words.state_word(line.state),
        criterion.need == "wish", words.found_words(line.finding.code, line.finding.data, currency), decided,
        "" if line.state == MET else words.step_words(line.finding.step, line.finding.step_data),
        {"phase": criterion.phase, "code": criterion.code},
        _("by a person's word") if line.by_word else base_words.sources().get(criterion.rule, ""),
        None if line.state == MET else place_of(line.finding.step, line.finding.step_data),
    )  # fmt: skip


# Where each next step is taken: pages of a venture by the names of their addresses.
PLACES = {
    "name_segment": "new_segment", "more_talks": "interviews", "ask_problem": "interviews", "more_mentions": "interviews",
    "other_problem": "problems", "ask_severity": "interviews", "ask_spend": "interviews", "test_commitment": "new_test",
    "test_hypothesis": "new_test", "test_again": "new_test", "set_least_company": "venture_settings", "size_market": "problems",
    "narrow_market": "problems", "test_channel": "new_test", "mark_critical": "venture_hypotheses",
    "replace_refuted": "new_pivot", "find_evangelist": "interviews", "sell": "presales", "more_buyers": "presales",
    "ask_strangers": "presales", "more_paying": "presales", "say_list_price": "presales", "more_severity": "interviews",
    "place_channel": "venture_hypotheses", "place_talk": "interviews",
    "sell_without_founder": "presales", "draw_roadmap": "roadmap", "mark_stages": "presales", "sell_one_way": "roadmap",
    "more_first_sales": "presales", "look_at_fit": "fit_board", "fill_economics": "economics",
    "give_ranges": "economics", "say_retention": "economics",
    "work_on_metric": "economics", "measure_sales": "fit_board", "try_next_clients": "economics",
    "other_channel": "economics", "serve_by_hand": "services", "mend_service": "services",
    "estimate_automation": "services",
}  # fmt: skip


def place_of(step: str, data: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The page on which a step is taken, with what is known of it beforehand."""
    name = PLACES.get(step)
    if name is None:
        return None
    known = {"hypothesis": str(data["id"])} if name == "new_test" and data.get("id") else {}
    return name, known


@require_safe
def gate(request: Visit, venture_id: int) -> HttpResponse:
    """The gate of the present phase; `phase` in the address shows another."""
    return gate_page(request, frame_of(actor=request.user, venture_id=venture_id), Form(empty()))


def empty() -> dict[str, str]:
    return dict.fromkeys((*DECISION, "phase", "reason", "title", "need"), "")


def gate_page(request: Visit, frame: VentureFrame, form: Form, status: int = 200) -> HttpResponse:
    view = gate_of(actor=request.user, venture_id=frame.id, phase=request.GET.get("phase", ""))
    names, states = phase_names(), words.states()
    context = {
        "gate": shown_gate(view, request.workspace.currency),
        "view": view,
        "base_days": base_days(view),
        "present": view.phase == effective_phase(frame.phase, view.standings),
        "form": form,
        "phase_states": [
            (code, names[code], states[view.standings.by_phase[code]], code in view.standings.fallen) for code in PHASES
        ],
        "earlier": [(code, names[code]) for code in PHASES[: PHASES.index(frame.phase)]],
        "decisions": [
            (one, words.choices()[one.choice], names[one.phase])
            for one in decisions_of(actor=request.user, venture_id=frame.id)
        ],
        "needs": words.needs(),
        "phase_names": names,
        "changes": [
            shown_change(vars(one)) for one in changes_of(actor=request.user, venture_id=frame.id, phase=view.phase)
        ],
        "removed": [
            (code, words.title_of(code, title, marks), {"phase": view.phase, "code": code})
            for code, title, marks in removed_of(actor=request.user, venture_id=frame.id, phase=view.phase)
        ],
    }
    return venture_page(request, "discovery/gates/gate.html", frame, context, here="gate", status=status)


def shown_change(told: Mapping[str, Any]) -> dict[str, Any]:
    """A change of what a gate asks for, from `CriterionChange` or the snapshot of a decision."""
    at = told["at"] if isinstance(told["at"], datetime) else datetime.fromisoformat(told["at"])
    words_of = words.change_words(told["kind"], told["before"], told["after"])
    return {**told, "at": at, "words": words_of}


def base_days(view: GateView) -> tuple[date, date] | None:
    """First and last day of the orders read for the criteria; None where there were none."""
    numbers = view.base.numbers if view.base else {}
    return (date.fromisoformat(numbers["since"]), date.fromisoformat(numbers["until"])) if numbers else None


@require_POST
def review(request: Visit, venture_id: int) -> HttpResponse:
    """Put the gate to review, or take it back."""
    act = take_back_review if request.POST.get("act") == "back" else ask_review
    phase = request.POST.get("gate", "")[:20]
    return _acted(request, venture_id, lambda: act(actor=request.user, venture_id=venture_id, phase=phase))


@require_POST
def decide(request: Visit, venture_id: int) -> HttpResponse:
    """Decide at the gate; against the criteria only with a reason and an end."""
    values = empty() | typed(request.POST, *DECISION)

    def act() -> int:
        override = None
        if values["against"]:
            override = WantedOverride(
                values["override_reason"], day_or_none(values["override_until"], "override_until")
            )
        return decide_gate(
            actor=request.user,
            venture_id=venture_id,
            phase=values["gate"],
            choice=values["choice"],
            reasons=values["reasons"],
            override=override,
        )

    return _acted(request, venture_id, act, values)


@require_POST
def go_back(request: Visit, venture_id: int) -> HttpResponse:
    """Go back to an earlier phase."""
    values = empty() | typed(request.POST, "phase", "reason")

    def act() -> None:
        return_to_phase(actor=request.user, venture_id=venture_id, phase=values["phase"], reason=values["reason"])

    return _acted(request, venture_id, act, values)


@require_POST
def stop_override(request: Visit, venture_id: int, override_id: int) -> HttpResponse:
    """End an override before its day."""
    return _acted(
        request, venture_id, lambda: end_override(actor=request.user, venture_id=venture_id, override_id=override_id)
    )


def _acted(request: Visit, venture_id: int, act: Any, values: dict[str, str] | None = None) -> HttpResponse:
    frame = frame_of(actor=request.user, venture_id=venture_id)
    try:
        act()
    except BadInput as error:
        return gate_page(request, frame, refused(values or empty(), error), 422)
    except Conflict:
        return gate_page(request, frame, Form(values or empty(), "", _moved_on(request, venture_id)), 409)
    return go_to(request, "gate", venture_id=venture_id)


def _moved_on(request: Visit, venture_id: int) -> str:
    """Why nothing was decided: another gate than the one looked at stands there by now."""
    phase = gate_of(actor=request.user, venture_id=venture_id).phase
    return _(
        "Somebody was faster: the gate to be decided is that of “%(phase)s” by now. Nothing of yours was decided; what you "
        "wrote still stands below. Read these criteria before you decide on them."
    ) % {"phase": phase_names()[phase]}


@require_safe
def decision(request: Visit, venture_id: int, gate_decision_id: int) -> HttpResponse:
    """A decision with the numbers it was taken on."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    found = decision_of(actor=request.user, venture_id=venture_id, decision_id=gate_decision_id)
    currency = request.workspace.currency
    context = {
        "decision": found,
        "choice": words.choices()[found.choice],
        "phase_name": phase_names()[found.phase],
        "lines": [snapshot_line(row, currency) for row in found.snapshot["criteria"]],
        "hypotheses": found.snapshot["hypotheses"],
        "changes": [shown_change(one) for one in found.snapshot.get("changes", [])],
    }
    return venture_page(request, "discovery/gates/decision.html", frame, context, here="gate")


def snapshot_line(row: dict[str, Any], currency: str) -> dict[str, Any]:
    """A criterion as it was at the decision."""
    return {
        "code": row["code"], "title": words.title_of(row["code"], row["title"], row["marks"]), "icon": ICONS[row["state"]],
        "state": row["state"], "word": words.state_word(row["state"]), "wish": row["need"] == "wish",
        "found": words.found_words(row["found"], row["data"], currency), "decided": row["decided"],
    }  # fmt: skip
