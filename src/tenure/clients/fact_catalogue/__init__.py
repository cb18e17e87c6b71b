"""The fact catalogue: everything worth knowing about a client, kind by kind, with what the company changed about it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from tenure.clients.fact_catalogue.company import COMPANY
from tenure.clients.fact_catalogue.cycle import CYCLE
from tenure.clients.fact_catalogue.kinds import (
    BLOCKS,
    LIFTS,
    SENSITIVITIES,
    SUBJECTS,
    VALUE_CLASSES,
    VALUE_KINDS,
    ClientSort,
    FactKind,
)
from tenure.clients.fact_catalogue.live import LIVE
from tenure.clients.fact_catalogue.person import PERSON
from tenure.clients.fact_catalogue.regular import REGULAR
from tenure.clients.fact_catalogue.rival import RIVAL
from tenure.clients.models import FactType

__all__ = [
    "BLOCKS", "BUILT_IN", "LIFTS", "SEGMENT", "SENSITIVITIES", "SUBJECTS", "VALUE_CLASSES", "VALUE_KINDS", "ClientSort",
    "FactKind", "fact_kinds", "merged_kind", "own_kind",
]  # fmt: skip

BUILT_IN: Mapping[str, FactKind] = MappingProxyType(
    {kind.code: kind for kind in (*COMPANY, *CYCLE, *REGULAR, *LIVE, *PERSON, *RIVAL)}
)
# The one kind of the catalogue whose answers are the company's own.
SEGMENT = "segment"
GROUP_OF_BLOCK = {"company": "company", "cycle": "decision", "person": "person", "regular": "needs", "live": "live"}


def fact_kinds() -> Mapping[str, FactKind]:
    """Every kind by its code, in the order shown: the catalogue, then the company's own. One query."""
    kinds = dict(BUILT_IN)
    for row in FactType.objects.order_by("id"):
        built_in = kinds.get(row.code)
        if built_in is not None and not built_in.own:
            kinds[row.code] = merged_kind(built_in, row)
        elif row.own:
            kinds[row.code] = own_kind(row)
    return kinds


def merged_kind(kind: FactKind, row: FactType) -> FactKind:
    """A kind of the catalogue with what the company changed; empty columns leave it as it is."""
    lift_class = row.lift_class if row.lift_class in LIFTS and not kind.special else kind.lift_class
    changes: dict[str, Any] = {
        "label": row.label or kind.label,
        "help": row.help or kind.help,
        "question": row.question or kind.question,
        "minutes": kind.minutes if row.minutes is None else row.minutes,
        "half_life_days": row.half_life_days or kind.half_life_days,
        "lift_class": lift_class,
        "lift": LIFTS[lift_class],
        "hidden": row.hidden,
        "enabled": row.enabled if kind.special else True,
        "applies": _applies(row) if row.applies_changed else kind.applies,
    }
    if kind.code == SEGMENT and row.choices:
        usual = dict(kind.choices)
        changes["choices"] = tuple((str(code), usual.get(str(code), str(code))) for code in row.choices)
    return replace(kind, **changes)


def own_kind(row: FactType) -> FactKind:
    """A kind the company added."""
    lift_class = row.lift_class if row.lift_class in LIFTS else "background"
    return FactKind(
        code=row.code,
        block=row.block,
        subject="person" if row.block == "person" else "client",
        group=GROUP_OF_BLOCK.get(row.block, "company"),
        label=row.label,
        help=row.help,
        question=row.question,
        value_kind=row.value_kind,
        choices=tuple((str(text), str(text)) for text in row.choices),
        tie=row.tie,
        minutes=10 if row.minutes is None else row.minutes,
        lift_class=lift_class,
        lift=LIFTS[lift_class],
        half_life_days=row.half_life_days or 730,
        sensitivity=row.sensitivity if row.sensitivity in SENSITIVITIES else "ordinary",
        applies=_applies(row),
        own=True,
        hidden=row.hidden,
        enabled=row.enabled if row.sensitivity == "special" else True,
    )


def _applies(row: FactType) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, values)) for name, values in row.applies.items() if values}
