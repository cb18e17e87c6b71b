"""The fact catalogue in Settings: every type with its cost, ageing and worth; own types are added, others hidden."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.clients.fact_catalogue import (
    BLOCKS,
    LIFTS,
    SEGMENT,
    SENSITIVITIES,
    VALUE_CLASSES,
    FactKind,
    fact_kinds,
)
from tenure.clients.facts.fact_types import (
    APPLIES,
    OWN_VALUE_KINDS,
    Estimates,
    OwnType,
    add_fact_type,
    change_fact_type,
    name_segments,
)
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.rights import Right, require
from tenure.web.clients.people_words import tie_kinds
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit

FIELDS = (
    "label", "block", "value_kind", "question", "help", "choices", "tie", "sensitivity", "minutes", "half_life_days",
    "lift_class", "hidden", *APPLIES,
)  # fmt: skip


@require_safe
def catalogue(request: Visit) -> HttpResponse:
    """Every type by block."""
    require(request.user, Right.MANAGE_FACT_CATALOGUE)
    kinds = fact_kinds().values()
    words = block_words()
    context = {
        "sections": sections_of(request, "fact_catalogue"),
        "blocks": [(code, words[code], [kind for kind in kinds if kind.block == code]) for code in BLOCKS],
        "values": value_words(),
        "lifts": lift_words(),
        "sensitivities": sensitivity_words(),
        "said": _("Saved") if request.GET.get("saved") else "",
    }
    return render(request, "settings/fact_catalogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fact_type(request: Visit) -> HttpResponse:
    """One type, named by `code` in the address; without it a new one of one's own."""
    require(request.user, Right.MANAGE_FACT_CATALOGUE)
    code = request.GET.get("code", "")
    kind = fact_kinds().get(code)
    if code and kind is None:
        raise NotFound
    if request.method != "POST":
        return _page(request, kind, Form(_shown(kind)))
    values = typed(request.POST, *FIELDS)
    applies = {name: tuple(request.POST.getlist(name)) for name in APPLIES}
    try:
        saved = _save(request, kind, values, applies)
    except BadInput as error:
        return _page(request, kind, refused(values, error), 422, applies)
    return go_to(request, "fact_catalogue", query={"saved": saved.code})


def _save(
    request: Visit, kind: FactKind | None, values: dict[str, str], applies: Mapping[str, tuple[str, ...]]
) -> FactKind:
    estimates = Estimates(
        minutes=_whole(values["minutes"]),
        half_life_days=_whole(values["half_life_days"]),
        lift_class=values["lift_class"] or "background",
        hidden=bool(values["hidden"]),
        applies=applies,
    )
    if kind is not None and kind.code == SEGMENT:
        with transaction.atomic():
            name_segments(actor=request.user, names=values["choices"].splitlines())
            return change_fact_type(actor=request.user, code=kind.code, wanted=estimates)
    if kind is not None:
        return change_fact_type(actor=request.user, code=kind.code, wanted=estimates)
    own = OwnType(
        label=values["label"],
        block=values["block"],
        value_kind=values["value_kind"],
        question=values["question"],
        help=values["help"],
        choices=tuple(values["choices"].splitlines()),
        sensitivity=values["sensitivity"] or "ordinary",
        tie=values["tie"],
    )
    return add_fact_type(actor=request.user, wanted=own, estimates=estimates)


def _shown(kind: FactKind | None) -> dict[str, str]:
    blank = dict.fromkeys(FIELDS, "")
    if kind is None:
        return blank | {"block": "company", "value_kind": "text", "sensitivity": "ordinary", "minutes": "10",
                        "half_life_days": "365", "lift_class": "background"}  # fmt: skip
    return blank | {
        "minutes": str(kind.minutes),
        "half_life_days": str(kind.half_life_days),
        "lift_class": kind.lift_class,
        "hidden": "on" if kind.hidden else "",
        "choices": "\n".join(str(label) for _code, label in kind.choices),
    }


def _page(
    request: Visit, kind: FactKind | None, form: Form, status: int = 200,
    applies: Mapping[str, tuple[str, ...]] | None = None,
) -> HttpResponse:  # fmt: skip
    values = value_words()
    sensitivities = sensitivity_words()
    context = {
        "sections": sections_of(request, "fact_catalogue"),
        "kind": kind,
        "form": form,
        "lifts": list(lift_words().items()),
        "blocks": list(block_words().items()),
        "values": [(code, values[code]) for code in OWN_VALUE_KINDS],
        "sensitivities": [(code, sensitivities[code]) for code in SENSITIVITIES],
        "ties": [("", _("nothing the register needs to know")), *tie_kinds()],
        "names_segments": kind is not None and kind.code == SEGMENT,
        "applies": _where(applies if applies is not None else kind.applies if kind else {}),
    }
    return render(request, "settings/fact_type.html", context, status=status)


def _where(chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Where a type may apply: name of the field, heading, and every answer with whether it is chosen."""
    kinds = fact_kinds()
    parts: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("segments", _("Segments"), [(code, str(label)) for code, label in kinds[SEGMENT].choices]),
        ("client_kinds", _("Kinds of clients"), [(code, str(label)) for code, label in kinds["client_kind"].choices]),
        ("industries", _("Industries"), [(code, str(label)) for code, label in kinds["industry"].choices]),
        ("value_classes", _("Value classes"), [(code, code) for code in VALUE_CLASSES]),
    ]
    found = []
    for name, heading, options in parts:
        ticked = list(chosen.get(name, ()))
        gone = [(code, code) for code in ticked if code not in dict(options)]
        found.append((name, heading, [(code, label, code in ticked) for code, label in options + gone]))
    return found


def _whole(text: str) -> int:
    """A whole number as typed; what is none counts as 0, which the writer refuses with its sentence."""
    plain = "".join(text.split())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 0


def block_words() -> dict[str, str]:
    """Blocks of the catalogue."""
    return {
        "company": _("Company"),
        "cycle": _("How it decides"),
        "person": _("People"),
        "regular": _("Regular client"),
        "live": _("Seen on the spot"),
    }


def value_words() -> dict[str, str]:
    """What a value is."""
    return {
        "text": _("text"), "number": _("number"), "money": _("amount"), "date": _("day"), "choice": _("one answer"),
        "several": _("several answers"), "person": _("person"), "company": _("company"), "file": _("file"),
    }  # fmt: skip


def sensitivity_words() -> dict[str, str]:
    """Who may read it."""
    return {"ordinary": _("ordinary"), "personal": _("personal"), "special": _("sensitive")}


def lift_words() -> dict[str, str]:
    """Worth classes with what they are assumed to add to the chance of winning."""
    words = {
        "purchase_trigger": _("what makes it buy"), "selection_criteria": _("what it chooses by"), "need": _("need"),
        "veto": _("veto and opponents"), "budget": _("budget"), "attitude": _("attitude"), "potential": _("potential"),
        "competition": _("rivals"), "motivation": _("motives"), "org_chart": _("structure"), "terms": _("terms"),
        "preferred_channel": _("way to reach"), "background": _("background"), "hobby": _("hobby"),
        "none": _("no worth"),
    }  # fmt: skip
    return {code: f"{words[code]}, +{formats.number(LIFTS[code] * 100)}" for code in LIFTS}
