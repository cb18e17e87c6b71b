"""What a kind of fact is: what it is called, how it is asked, what finding it costs and what knowing it is worth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from django.utils.translation import gettext_lazy

BLOCKS = ("company", "cycle", "person", "regular", "live")
SUBJECTS = ("client", "person", "company")
VALUE_KINDS = ("text", "number", "money", "date", "choice", "several", "person", "company", "file")
SENSITIVITIES = ("ordinary", "personal", "special")

# What knowing such a fact adds to the probability of winning at even odds, for a person with the whole influence.
# Assumed (method 4.1) until enough deals are closed to learn it; special categories are never worth anything.
LIFTS: Mapping[str, float] = {
    "purchase_trigger": 0.12,
    "selection_criteria": 0.10,
    "need": 0.10,
    "veto": 0.08,
    "budget": 0.08,
    "attitude": 0.06,
    "potential": 0.06,
    "competition": 0.06,
    "motivation": 0.05,
    "org_chart": 0.04,
    "terms": 0.04,
    "preferred_channel": 0.03,
    "background": 0.02,
    "hobby": 0.01,
    "none": 0.0,
}

# Translated when shown, in the language of whoever looks.
lazy = cast("Callable[[str], str]", gettext_lazy)


VALUE_CLASSES = ("A", "B", "C")


class ClientSort(NamedTuple):
    """What decides which kinds are for a client; what is not known of it is empty and excludes nothing.

    segments: those of the company's own that it belongs to; value_class: A, B or C, from its orders.
    """

    client_kind: str = ""
    industry: str = ""
    segments: tuple[str, ...] = ()
    value_class: str = ""


@dataclass(frozen=True)
class FactKind:
    """One kind of fact.

    choices: pairs (code, label); minutes: what finding it out takes; lift: of `LIFTS`; half_life_days: time in which
    confidence falls by half; occasion: "yearly" or "once" for dates worth a reminder; group: the part of the card it
    stands in; applies: client kinds, industries, segments and value classes it is for, empty for all; enabled: False only
    for special categories nobody has switched on; seeds: ids of the requirements it answers; many: its value is a list
    of companies; tie: what a company it names is to the client (a kind of `CompanyTie`), empty for nothing.
    """

    code: str
    block: str
    subject: str
    group: str
    label: str
    help: str
    question: str
    value_kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    minutes: int = 10
    lift_class: str = "background"
    lift: float = 0.02
    half_life_days: int = 730
    sensitivity: str = "ordinary"
    occasion: str = ""
    applies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seeds: tuple[str, ...] = ()
    own: bool = False
    hidden: bool = False
    enabled: bool = True
    many: bool = False
    tie: str = ""

    @property
    def special(self) -> bool:
        """Whether it needs a lawful basis of the person and is kept sealed."""
        return self.sensitivity == "special"

    def fits(self, subject_kind: str) -> bool:
        """Whether it can be known of such a subject: what is asked of a client can be asked of its rival as well."""
        return self.subject == subject_kind or (subject_kind == "company" and self.block == "company")

    def applies_to(
        self, client_kind: str, industry: str, segments: tuple[str, ...] = (), value_class: str = ""
    ) -> bool:
        """Whether it is for such a client; what is not known of the client (empty) excludes nothing."""
        told = {
            "client_kinds": (client_kind,) if client_kind else (),
            "industries": (industry,) if industry else (),
            "segments": segments,
            "value_classes": (value_class,) if value_class else (),
        }
        return all(not told.get(name) or set(told[name]) & set(wanted) for name, wanted in self.applies.items())


def kind(code: str, *, lift_class: str, sensitivity: str = "ordinary", **fields: Any) -> FactKind:
    """A kind of the catalogue: its lift follows from its class; special categories begin switched off."""
    enabled = sensitivity != "special"
    return FactKind(
        code=code, lift_class=lift_class, lift=LIFTS[lift_class], sensitivity=sensitivity, enabled=enabled, **fields
    )
