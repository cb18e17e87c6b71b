"""One form for the small records of a venture: its fields are told, its page is drawn by one template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tenure.clients.search.search import Found
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed
from tenure.web.clients.pick_client import SeveralFit
from tenure.web.discovery.frame import venture_page
from tenure.web.form import Form
from tenure.web.visit import Visit

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """One field. kind: text, number, money, day, choice, area, tick, picks, client (picked by name), chosen (those of the
    options that stay ticked; the value is their keys with commas) or head (a heading between fields)."""

    name: str
    label: str
    kind: str = "text"
    options: Options = field(default_factory=list)
    hint: str = ""
    rows: int = 3
    longest: int = 0


@dataclass(frozen=True)
class RecordForm:
    """What the page of a form needs. back: address to return to; remove: address that takes the record out, with its word;
    version: of the record changed; beside: fields that stand two in a row."""

    title: str
    fields: tuple[Field | tuple[Field, Field], ...]
    back: str
    save: str = ""
    remove: str = ""
    remove_word: str = ""
    version: int = 0
    intro: str = ""
    more: str = ""


def form_page(
    request: Visit, venture_id: int, told: RecordForm, form: Form, *, here: str, status: int = 200,
    found: Sequence[Found] = (),
) -> HttpResponse:  # fmt: skip
    """The form in the head of its venture. found: clients to choose from where several fit what was typed."""
    frame = frame_for_form(request, venture_id)
    context = {"told": told, "form": form, "save": told.save or _("Save"), "found": found}
    return venture_page(request, "discovery/offers/form.html", frame, context, here=here, status=status)


def frame_for_form(request: Visit, venture_id: int, status: int = 422) -> VentureFrame:
    """The head of a venture above a form: who may only read is refused it, whatever was typed."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if status != 200 and not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads venture {venture_id}")
    return frame


def conflict(values: Mapping[str, str]) -> Form:
    """Somebody saved meanwhile: what was typed stays."""
    return Form(values, "", _("Somebody changed this meanwhile. What you typed is kept: compare and save again."))


def fitting(error: BadInput | None = None) -> Sequence[Found]:
    """The clients to choose from, where a refusal says that several fit."""
    more = error.more if isinstance(error, InvalidValue) else ()
    return next((one.found for one in (error, *more) if isinstance(one, SeveralFit)), ())


def names(rows: Any, empty: str) -> Options:
    """Choices of records by (id, name), with an empty one first."""
    return [("", empty), *((str(pk), name) for pk, name in rows)]
