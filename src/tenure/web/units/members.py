"""The people of a decision unit: taken in, changed in whole or in one cell, taken out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.clients import possible_owners
from tenure.clients.people.people import people_of
from tenure.clients.typed_numbers import in_field
from tenure.clients.units.decision_units import MemberRow, Unit, unit_of, unit_of_member
from tenure.clients.units.unit_members import (
    MemberDetails,
    add_member,
    add_new_member,
    details_of,
    place_members,
    possible_rivals,
    remove_member,
)  # fmt: skip
from tenure.clients.units.unit_templates import TEMPLATES, empty_seats
from tenure.journeys.units.unit_steps import Step, save_member
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict, InvalidValue
from tenure.privacy.rights import Right, require
from tenure.web.form import Form, refused
from tenure.web.page import is_htmx, render
from tenure.web.units import words
from tenure.web.units.page import body
from tenure.web.units.reading import day, number, pairs, record, saved, share, whole
from tenure.web.visit import Visit

TEXTS = ("role", "seat", "interest", "objection", "next_step")
BLANK_LINES = 2


@dataclass(frozen=True)
class Around:
    """The parts of the form that have several lines, as they stand or were typed."""

    criteria: list[tuple[str, str]] = field(default_factory=list)
    rivals: Mapping[int, str] = field(default_factory=dict)
    ours: list[tuple[str, str]] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, unit_id: int) -> HttpResponse:
    """Take somebody in: a person of the client, or a new one. `seat` in the address presets a seat of the template."""
    found = unit_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    if request.method != "POST":
        return _add_form(request, found, Form(_blank(found, request.GET)), Around())
    values = _values_typed(request.POST)
    try:
        details = details_from(request.POST, MemberDetails())
        if values["person"] and values["person"] != "new":
            member = add_member(
                actor=request.user, unit_id=unit_id, person_id=record(values["person"]), details=details
            )
        else:
            if not values["name"].strip():
                raise InvalidValue("unit_person_missing", field="name")
            member = add_new_member(
                actor=request.user, unit_id=unit_id, name=values["name"], title=values["title"], details=details
            )
        if values["x"] and values["y"]:
            spot = (number(values["x"], "x"), number(values["y"], "y"))
            place_members(actor=request.user, unit_id=unit_id, places={member: spot})
    except BadInput as error:
        return _add_form(request, found, refused(values, error), _around_typed(request.POST), 422)
    return saved(request, unit_id, _("Person added"), body)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, member_id: int) -> HttpResponse:
    """Change what is entered of a person; fields that are not sent stay. Changed meanwhile: both are shown."""
    unit_id = unit_of_member(actor=request.user, member_id=member_id)
    found = unit_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    row = found.member(member_id)
    if request.method != "POST":
        return _edit_form(request, found, row, Form(_values_of(row)), _around_of(row), row.version)
    values = {**_values_of(row), **_values_typed(request.POST, present=True)}
    around = _around_typed(request.POST) if "criterion" in request.POST else _around_of(row)
    version = record(request.POST.get("version", ""))
    try:
        due = request.POST.get("step_on", "")
        step = Step(day(due, "step_on"), clock.today()) if due else None
        save_member(
            actor=request.user, unit_id=unit_id, member_id=member_id, version=version,
            details=details_from(request.POST, details_of(row)), step=step,
        )  # fmt: skip
    except Conflict:
        text = _("Somebody changed this person meanwhile. What you typed is kept: compare and save again.")
        form = Form(values, "", text)
        return _edit_form(request, found, row, form, around, row.version, conflict=True, status=422)
    except BadInput as error:
        return _edit_form(request, found, row, refused(values, error), around, version, status=422)
    return saved(request, unit_id, _("Saved"), body)


@require_POST
def remove(request: Visit, member_id: int) -> HttpResponse:
    """Take a person out of the unit."""
    unit_id = remove_member(actor=request.user, member_id=member_id)
    return saved(request, unit_id, _("Person taken out"), body)


def details_from(sent: QueryDict, before: MemberDetails) -> MemberDetails:
    """The details with the fields that were sent. Raises InvalidValue for what is not a number."""
    post = _last(sent)
    wanted: dict[str, object] = {name: post[name] for name in TEXTS if name in post}
    if "weight" in post:
        wanted["weight"] = number(post["weight"] or "0", "weight")
    if "attitude" in post:
        wanted["attitude"] = whole(post["attitude"], "attitude") if post["attitude"] else None
    for name in ("susceptibility", "veto"):
        if name in post:
            wanted[name] = share(post[name] or "0", name)
    if "estimate" in post:
        wanted["estimate"] = share(post["estimate"], "estimate")
    for name in ("contact", "effort_minutes"):
        if name in post:
            wanted[name] = whole(post[name] or "0", name)
    if "criterion" in post:
        lines = pairs(sent, "criterion", "criterion_weight")
        wanted["criteria"] = tuple((name, whole(weight or "1", "criteria")) for name, weight in lines)
    if "ours_user" in post:
        lines = pairs(sent, "ours_user", "ours_strength")
        wanted["ours"] = {record(user): whole(strength or "1", "ours") for user, strength in lines}
    rivals = _rivals(post)
    kept = {company: value for company, value in before.rivals.items() if company not in rivals}
    wanted["rivals"] = kept | {company: whole(text, "rivals") for company, text in rivals.items() if text}
    return replace(before, **wanted)  # type: ignore[arg-type]


NAMES = (*TEXTS, "weight", "attitude", "susceptibility", "veto", "estimate", "contact", "effort_minutes", "step_on")
NEW = ("person", "name", "title", "x", "y")


def _values_typed(post: QueryDict, *, present: bool = False) -> dict[str, str]:
    names = NAMES if present else (*NAMES, *NEW)
    return {name: post.get(name, "").replace("\x00", "") for name in names if name in post or not present}


def _values_of(row: MemberRow) -> dict[str, str]:
    def shown(value: float | None, scale: float = 100) -> str:
        return in_field(None if value is None else round(scale * value, 4))

    return {
        **{name: str(getattr(row, name)) for name in TEXTS},
        "weight": shown(row.weight, 1),
        "attitude": "" if row.attitude is None else str(row.attitude),
        "susceptibility": shown(row.susceptibility),
        "veto": shown(row.veto),
        "estimate": shown(row.estimate),
        "contact": str(row.contact),
        "effort_minutes": str(row.effort_minutes),
        "step_on": "",
    }


def _blank(found: Unit, asked: QueryDict) -> dict[str, str]:
    """An empty form; on a seat of the template, with what such people usually are."""
    template = TEMPLATES.get(found.head.template)
    seat = template.seat(asked.get("seat", "")) if template else None
    usual = MemberDetails()
    values = dict.fromkeys((*NAMES, *NEW), "") | {
        "role": usual.role, "weight": "0", "susceptibility": "50", "veto": "0", "contact": "0", "effort_minutes": "60",
        "x": asked.get("x", ""), "y": asked.get("y", ""), "person": asked.get("person", ""),
    }  # fmt: skip
    if seat is None:
        return values
    return values | {
        "seat": seat.code, "role": seat.role, "weight": str(seat.weight), "title": str(seat.title),
        "susceptibility": in_field(100 * seat.susceptibility), "veto": in_field(100 * seat.veto),
    }  # fmt: skip


def _around_of(row: MemberRow) -> Around:
    return Around(
        [(name, str(weight)) for name, weight in row.criteria],
        {one.company_id: str(one.attitude) for one in row.rivals},
        [(str(one.user_id), str(one.strength)) for one in row.ours],
    )


def _around_typed(post: QueryDict) -> Around:
    rivals = _rivals(_last(post))
    return Around(pairs(post, "criterion", "criterion_weight"), rivals, pairs(post, "ours_user", "ours_strength"))


def _last(post: QueryDict) -> dict[str, str]:
    """The last value of each field, as text without NUL."""
    return {name: str(post.get(name, "")).replace("\x00", "") for name in post}


def _rivals(post: Mapping[str, str]) -> dict[int, str]:
    return {record(name[6:]): text for name, text in post.items() if name.startswith("rival-")}


def _add_form(request: Visit, found: Unit, form: Form, around: Around, status: int = 200) -> HttpResponse:
    inside = {row.person_id for row in found.members}
    people = people_of(actor=request.user, client_id=found.head.client_id)
    offered = [
        (str(one.id), one.name + (f", {one.title}" if one.title else "")) for one in people if one.id not in inside
    ]
    context = _choices(request, found, around) | {
        "form": form, "found": found, "people": [("new", _("somebody new, named below")), *offered], "row": None,
        "version": 0, "now": [],
    }  # fmt: skip
    return render(
        request, "units/_member_form.html" if is_htmx(request) else "units/member.html", context, status=status
    )


def _edit_form(
    request: Visit, found: Unit, row: MemberRow, form: Form, around: Around, version: int, *, conflict: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    roles = words.roles()
    now = [
        (_("Role"), roles[row.role]), (_("Formal weight"), formats.number(row.weight, 2)),
        (_("Attitude"), dict(words.attitudes())["" if row.attitude is None else str(row.attitude)]),
        (_("Interest"), row.interest), (_("Objection"), row.objection), (_("Next step"), row.next_step),
        (_("Decides by"), ", ".join(name for name, _weight in row.criteria)),
    ]  # fmt: skip
    context = _choices(request, found, around) | {
        "form": form, "found": found, "people": [], "row": row, "version": version,
        "now": [(label, text) for label, text in now if text] if conflict else [],
    }  # fmt: skip
    return render(
        request, "units/_member_form.html" if is_htmx(request) else "units/member.html", context, status=status
    )


def _choices(request: Visit, found: Unit, around: Around) -> dict[str, object]:
    rivals = dict(possible_rivals(actor=request.user, client_id=found.head.client_id))
    rivals |= {one.company_id: one.company for row in found.members for one in row.rivals}
    taken = {row.seat for row in found.members}
    template = TEMPLATES.get(found.head.template)
    seats = [("", _("none"))]
    if template:
        free = {seat.code for seat in empty_seats(template.code, taken)}
        seats += [(seat.code, str(seat.title) + ("" if seat.code in free else " ✓")) for seat in template.seats]
    return {
        "roles": list(words.roles().items()),
        "seats": seats,
        "hints": {seat.code: str(seat.by) for seat in template.seats} if template else {},
        "attitudes": words.attitudes(),
        "contacts": words.contacts(),
        "weights": words.weights(),
        "criteria": [*around.criteria, *[("", "2")] * BLANK_LINES],
        "known_criteria": found.criteria,
        "rivals": [(company, name, around.rivals.get(company, "")) for company, name in rivals.items()],
        "ours": [*around.ours, ("", "1")],
        "users": [("", _("nobody")), *((str(one.id), one.name) for one in possible_owners())],
    }
