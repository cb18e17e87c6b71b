"""The form of one fact: what stands in its fields, what was typed, and the form again when it cannot be stored."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.fact_subjects import home_client
from tenure.clients.facts.fact_values import typed_again
from tenure.clients.facts.facts import FactConflict, KnownFact, Source, Subject
from tenure.clients.people.people import PersonHere, people_of
from tenure.clients.typed_numbers import day_typed, number_typed
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.web.clients.fact_words import how_words, sure_words, talk
from tenure.web.form import Form, typed
from tenure.web.visit import Visit

FIELDS = (
    "kind", "seen", "value", "confidence", "how", "known_on", "source", "source_person", "not_to_be_shown", "choice",
)  # fmt: skip


@dataclass(frozen=True)
class FactForm:
    """A fact as it is being written. chosen: ticked answers; conflict: what somebody else recorded meanwhile."""

    form: Form
    chosen: tuple[str, ...] = ()
    conflict: tuple[KnownFact, ...] | None = None
    wanted: str = ""
    values: dict[str, str] = field(default_factory=dict)


def blank_form(kind: FactKind, source: str = "") -> FactForm:
    """For a fact nothing is known of yet."""
    values = dict.fromkeys(FIELDS, "") | {"kind": kind.code, "confidence": "80", "how": "told", "source": source}
    return FactForm(Form(values | {"known_on": _today().isoformat()}))


def form_of(kind: FactKind, fact: KnownFact) -> FactForm:
    """With the claim as it stands; its day is today's, for a new value is known from today on."""
    named: dict[tuple[str, int], str] = {}
    if kind.value_kind in ("person", "company") and isinstance(fact.value, dict) and "id" in fact.value:
        named[(kind.value_kind, fact.value["id"])] = fact.shown
    by_people = fact.how != "computed"  # what a program found says nothing about what somebody writes now
    several = _chosen(fact)
    values = {
        "kind": kind.code,
        "seen": str(fact.id),
        "value": typed_again(kind, fact.value, named),
        "confidence": f"{fact.confidence * 100:.0f}" if by_people else "80",
        "how": fact.how if by_people else "told",
        "known_on": _today().isoformat(),
        "source": fact.source if by_people else "",
        "source_person": str(fact.source_person_id or ""),
        "not_to_be_shown": "on" if fact.not_to_be_shown else "",
        "choice": "",
    }
    return FactForm(Form(values), chosen=tuple(several))


def _chosen(fact: KnownFact) -> list[str]:
    """The ticked answers, or the names of the companies, each to a field of its own."""
    if fact.companies:
        return [name for _id, name in fact.companies]
    return [str(one) for one in fact.value] if isinstance(fact.value, list) else [fact.shown]


def typed_form(request: Visit) -> FactForm:
    """What was typed into it."""
    return FactForm(Form(typed(request.POST, *FIELDS)), chosen=tuple(request.POST.getlist("value")))


def value_typed(kind: FactKind, form: FactForm, people: tuple[PersonHere, ...], shown: KnownFact | None = None) -> Any:
    """The value as the writer takes it: a person of the client by name becomes that person, and of companies of one
    name the one that was shown stays it."""
    text = form.form.values["value"]
    if kind.value_kind == "several":
        return [code for code in form.chosen if code]
    if kind.value_kind == "company":
        before = {name: {"id": id} for id, name in (shown.companies if shown else ()) if id}
        each: list[Any] = [before.get(name, name) for name in form.chosen if name.strip()]
        return each if kind.many else next(iter(each), "")
    if kind.value_kind == "person":
        same = [one for one in people if one.name.casefold() == text.strip().casefold()]
        return {"id": same[0].id} if len(same) == 1 else text
    return text


def source_typed(values: Any) -> Source:
    """Source and day as typed. Raises InvalidValue naming the field."""
    person = values["source_person"]
    if person and not (person.isascii() and person.isdigit() and len(person) < 19):
        raise InvalidValue("fact_source_person_unknown", field="source_person")
    return Source(
        text=values["source"],
        person_id=int(person) if person else None,
        how=values["how"] or "told",
        known_on=_day(values["known_on"]),
    )


def confidence_typed(text: str) -> float:
    """Per cent as typed, as a share; sure when left out. Raises InvalidValue."""
    share = number_typed(text.removesuffix("%") or "80")
    if share is None or not 0 <= share <= 100:
        raise InvalidValue("fact_confidence_wrong", field="confidence", value=text[:20])
    return share / 100


def number_of(text: str) -> int | None:
    """A row number from a hidden field."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def form_context(request: Visit, subject: Subject, kind: FactKind, form: FactForm, **more: Any) -> dict[str, Any]:
    """What the template of the form is given."""
    values = form.form.values
    sure = sure_words()
    if values["confidence"] and values["confidence"] not in dict(sure):
        sure.append((values["confidence"], f"{values['confidence']}\u00a0%"))
    x = talk(request)
    fact = more.get("fact")
    address = f"{x.root}{fact.id}/" if fact else x.add(subject)
    cancel = f"{address}?as=line" if fact else f"{x.add(subject, kind.code)}&as=line"
    return {
        "subject": subject, "kind": kind, "form": form.form, "values": values, "chosen": form.chosen,
        "conflict": form.conflict, "wanted": form.wanted, "line_id": f"f-{subject.kind}-{subject.id}-{kind.code}",
        "sure": sure, "hows": list(how_words().items()), "people": people_around(request, subject), "x": x,
        "address": address, "cancel": cancel, "back": card_of(request, subject), "today": _today().isoformat(),
        "currency": request.workspace.currency, "user_id": request.user.pk, "fact": None, "heading": str(kind.label),
    } | more  # fmt: skip


def people_around(request: Visit, subject: Subject) -> tuple[PersonHere, ...]:
    """Who may have said it: the people of the client on whose card the subject stands."""
    client_id = home_client(request.user, subject)
    return people_of(actor=request.user, client_id=client_id) if client_id is not None else ()


def card_of(request: Visit, subject: Subject) -> str:
    """Where the facts of the subject are read."""
    if subject.kind == "company":
        return reverse("company_page", kwargs={"company_id": subject.id}) + "#facts"
    client_id = home_client(request.user, subject)
    return reverse("client", kwargs={"client_id": client_id}) + "#facts" if client_id is not None else "/"


def in_conflict(kind: FactKind, form: FactForm, error: FactConflict) -> FactForm:
    """The form again, with what somebody else recorded beside what was typed; saving now would see theirs."""
    labels = dict(kind.choices)
    typed_value = ", ".join(str(labels.get(code, code)) for code in form.chosen) or form.form.values["value"]
    seen = str(error.current[0].id) if error.current else ""
    values = dict(form.form.values) | {"seen": seen}
    return FactForm(Form(values), chosen=form.chosen, conflict=error.current, wanted=typed_value)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    found = day_typed(text)
    if found is None:
        raise InvalidValue("day_unreadable", field="known_on", value=text[:40])
    return date.fromisoformat(found)


def _today() -> date:
    return clock.today()
