"""Changing the fact catalogue: own types, and what finding out, ageing and worth are here; nothing is ever deleted."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenure.clients.fact_catalogue import (
    BLOCKS,
    BUILT_IN,
    LIFTS,
    SEGMENT,
    SENSITIVITIES,
    VALUE_CLASSES,
    VALUE_KINDS,
    FactKind,
    fact_kinds,
)
from tenure.clients.models import CompanyTie, FactType
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST = {"label": 120, "help": 1000, "question": 250}
MOST_CHOICES, LONGEST_CHOICE = 40, 80
MOST_MINUTES, MOST_HALF_LIFE_DAYS = 480, 36_500
MOST_OWN = 300
# What a type holds may not change once there is one: its facts would no longer be readable.
OWN_VALUE_KINDS = VALUE_KINDS
APPLIES = ("segments", "client_kinds", "industries", "value_classes")
TIES = tuple(CompanyTie.Kind.values)


@dataclass(frozen=True)
class Estimates:
    """What may be changed about any type. half_life_days: time in which confidence falls by half; applies: by each of
    `APPLIES` those it is for, nothing for all, None to leave it as it is."""

    minutes: int
    half_life_days: int
    lift_class: str
    hidden: bool = False
    applies: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class OwnType:
    """What a type of one's own is. choices: the answers of a choice, one each; tie: what a company it names is to the
    client."""

    label: str
    block: str
    value_kind: str
    question: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    sensitivity: str = "ordinary"
    tie: str = ""


def name_segments(*, actor: User, names: Sequence[str]) -> FactKind:
    """Name the company's own segments, one each; of none the usual ones come back. What facts hold already stays.

    A name that stands there already, in the active language, stays the segment it is.
    """
    require(actor, Right.MANAGE_FACT_CATALOGUE)
    typed = _choices(names, fewest=0)
    with transaction.atomic():
        there = fact_kinds()[SEGMENT].choices
        codes = {str(label): code for code, label in there}
        wanted, before = [codes.get(name, name) for name in typed], [code for code, _label in there]
        if wanted != before:
            changes = {"choices": wanted, "changed_by": actor, "changed_at": clock.now()}
            FactType.objects.update_or_create(code=SEGMENT, defaults=changes)
            record_change(
                actor=actor, action="change_fact_type", subject_kind="fact_type", subject_id=None, kind=SEGMENT,
                before={"choices": before}, after={"choices": wanted},
            )  # fmt: skip
    return fact_kinds()[SEGMENT]


def change_fact_type(*, actor: User, code: str, wanted: Estimates) -> FactKind:
    """Change minutes, half-life and worth of a type, and show or hide it. NotFound for no such type."""
    require(actor, Right.MANAGE_FACT_CATALOGUE)
    _check(wanted)
    with transaction.atomic():
        kind = fact_kinds().get(code)
        if kind is None:
            raise NotFound
        changed = _changed(kind, wanted)
        if "applies" in changed:
            _check_applies(changed["applies"])
        if changed:
            applies = changed.get("applies")
            more = {} if applies is None else {"applies": applies, "applies_changed": True}
            defaults = _columns(code, wanted) | more | {"changed_by": actor, "changed_at": clock.now()}
            FactType.objects.update_or_create(code=code, defaults=defaults)
            record_change(
                actor=actor, action="change_fact_type", subject_kind="fact_type", subject_id=None, kind=code,
                before={name: getattr(kind, name) for name in changed}, after=changed,
            )  # fmt: skip
    return fact_kinds()[code]


def add_fact_type(*, actor: User, wanted: OwnType, estimates: Estimates) -> FactKind:
    """Add a type of one's own; its code is made here and stays. Raises InvalidValue naming the field."""
    require(actor, Right.MANAGE_FACT_CATALOGUE)
    _check(estimates)
    columns = _own_columns(wanted)
    with transaction.atomic():
        kinds = fact_kinds()
        if any(str(kind.label).casefold() == columns["label"].casefold() for kind in kinds.values()):
            raise InvalidValue("fact_type_known", field="label", name=columns["label"])
        if sum(kind.own for kind in kinds.values()) >= MOST_OWN:
            raise InvalidValue("fact_types_many", field="label", most=MOST_OWN)
        code = f"own_{secrets.token_hex(6)}"
        applies = _applies(estimates)
        _check_applies(applies)
        values = {"minutes": estimates.minutes, "applies": applies, "half_life_days": estimates.half_life_days,
                  "lift_class": estimates.lift_class, "hidden": estimates.hidden}  # fmt: skip
        FactType.objects.create(code=code, own=True, changed_by=actor, changed_at=clock.now(), **columns, **values)
        record_change(
            actor=actor, action="add_fact_type", subject_kind="fact_type", subject_id=None, kind=code,
            name=columns["label"],
        )  # fmt: skip
    return fact_kinds()[code]


def _check(wanted: Estimates) -> None:
    if not 0 < wanted.minutes <= MOST_MINUTES:
        raise InvalidValue("fact_minutes_wrong", field="minutes", most=MOST_MINUTES)
    if not 1 <= wanted.half_life_days <= MOST_HALF_LIFE_DAYS:
        raise InvalidValue("fact_half_life_wrong", field="half_life_days", most=MOST_HALF_LIFE_DAYS)
    if wanted.lift_class not in LIFTS:
        raise InvalidValue("fact_choice_wrong", field="lift_class", name="lift_class", value=wanted.lift_class[:40])


def _changed(kind: FactKind, wanted: Estimates) -> dict[str, Any]:
    lift_class = kind.lift_class if kind.special else wanted.lift_class  # special ones are worth nothing, ever
    after = {"minutes": wanted.minutes, "half_life_days": wanted.half_life_days, "lift_class": lift_class,
             "hidden": wanted.hidden}  # fmt: skip
    changed: dict[str, Any] = {name: value for name, value in after.items() if getattr(kind, name) != value}
    before = {name: list(values) for name, values in kind.applies.items()}
    if wanted.applies is not None and _applies(wanted) != before:
        changed["applies"] = _applies(wanted)
    return changed


def _applies(wanted: Estimates) -> dict[str, list[str]]:
    given = wanted.applies or {}
    return {name: list(dict.fromkeys(given[name])) for name in APPLIES if given.get(name)}


def _check_applies(applies: Mapping[str, Sequence[str]]) -> None:
    """Segments that were renamed since may stay; anything else must be there to choose."""
    kinds = fact_kinds()
    known = {
        "client_kinds": [code for code, _label in kinds["client_kind"].choices],
        "industries": [code for code, _label in kinds["industry"].choices],
        "value_classes": VALUE_CLASSES,
    }
    for name, values in applies.items():
        strange = [value for value in values if name in known and value not in known[name]]
        strange += [value for value in values if len(value) > LONGEST_CHOICE]
        if strange or len(values) > MOST_CHOICES:
            raise InvalidValue("fact_choice_wrong", field=name, name=name, value=(strange or list(values))[0][:40])


def _columns(code: str, wanted: Estimates) -> dict[str, Any]:
    """Columns of a type of the catalogue stay empty where they agree with it, so that a better estimate comes through."""
    built_in = BUILT_IN.get(code)
    if built_in is None:
        return {"minutes": wanted.minutes, "half_life_days": wanted.half_life_days, "lift_class": wanted.lift_class,
                "hidden": wanted.hidden}  # fmt: skip
    return {
        "minutes": wanted.minutes if wanted.minutes != built_in.minutes else None,
        "half_life_days": wanted.half_life_days if wanted.half_life_days != built_in.half_life_days else None,
        "lift_class": wanted.lift_class if wanted.lift_class != built_in.lift_class else "",
        "hidden": wanted.hidden,
    }


def _own_columns(wanted: OwnType) -> dict[str, Any]:
    texts = {name: " ".join(getattr(wanted, name).replace("\x00", "").split()) for name in LONGEST}
    if not texts["label"]:
        raise InvalidValue("fact_type_name_missing", field="label")
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest:
            raise InvalidValue("fact_value_long", field=name, longest=longest, length=len(texts[name]))
    for name, known in (("block", BLOCKS), ("value_kind", OWN_VALUE_KINDS), ("sensitivity", SENSITIVITIES)):
        if getattr(wanted, name) not in known:
            raise InvalidValue("fact_choice_wrong", field=name, name=name, value=getattr(wanted, name)[:40])
    if wanted.tie and (wanted.tie not in TIES or wanted.block == "person"):
        raise InvalidValue("fact_choice_wrong", field="tie", name="tie", value=wanted.tie[:40])
    if wanted.sensitivity == "special" and wanted.block != "person":
        raise InvalidValue("special_of_person_only", field="sensitivity")
    if wanted.sensitivity == "special" and wanted.value_kind == "file":
        raise InvalidValue("fact_type_sealed_file", field="value_kind")
    return texts | {
        "block": wanted.block,
        "value_kind": wanted.value_kind,
        "sensitivity": "personal"
        if wanted.block == "person" and wanted.sensitivity == "ordinary"
        else wanted.sensitivity,
        "choices": _choices(wanted.choices) if wanted.value_kind in ("choice", "several") else [],
        "tie": wanted.tie if wanted.value_kind == "company" else "",
    }


def _choices(wanted: Sequence[str], *, fewest: int = 2) -> list[str]:
    found = list(dict.fromkeys(" ".join(text.replace("\x00", "").split()) for text in wanted))
    found = [text for text in found if text]
    if len(found) < fewest:
        raise InvalidValue("fact_choices_few", field="choices")
    if len(found) > MOST_CHOICES or max(map(len, found), default=0) > LONGEST_CHOICE:
        raise InvalidValue("fact_choices_long", field="choices", most=MOST_CHOICES, longest=LONGEST_CHOICE)
    return found
