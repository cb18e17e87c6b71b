"""What a person writes on a test card, and how it is checked before it is stored."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.discovery.testing.kinds import KINDS
from tenure.discovery.testing.plan import MAY_BE_FUTILE, RULES
from tenure.discovery.writing import line, paragraph
from tenure.kernel.errors import InvalidValue, Wrongs

LONGEST_LINE = {"name": 160, "metric": 250, "call_to_action": 250}
LONGEST_TEXT = 4000
TEXTS = ("action", "population", "exclusion", "recruiting")
MOST_ANSWERS = 20_000
MOST_FUTILE = 2_000
MOST_MONEY = 10**15
SHARES = ("threshold", "hoped", "alpha", "power", "sure", "futility", "sensitivity", "specificity")


@dataclass(frozen=True)
class CardText:
    """A card as written; the name and the kind must be there, everything else can wait until it is locked. Shares and
    the prediction 0..1; most: answers at the end, of each arm; hours, days, cost_minor: the planned price."""

    kind: str
    name: str
    action: str = ""
    metric: str = ""
    population: str = ""
    exclusion: str = ""
    recruiting: str = ""
    call_to_action: str = ""
    rule: str = "e_process"
    threshold: float | None = None
    hoped: float | None = None
    alpha: float = 0.05
    power: float = 0.8
    sure: float = 0.9
    prior_a: float = 1.0
    prior_b: float = 1.0
    least: int | None = None
    most: int | None = None
    pass_mark: int | None = None
    futility: float | None = None
    ends_on: date | None = None
    level: int = 1
    sensitivity: float | None = None
    specificity: float | None = None
    cost_minor: int = 0
    hours: float = 0.0
    days: float = 7.0
    prediction: float | None = None
    assigned_id: int | None = None


def cleaned_card(text: CardText) -> dict[str, Any]:
    """The columns of a card, ready to store. Raises InvalidValue naming the fields: one of each part of the card."""
    if text.kind not in KINDS:
        raise InvalidValue("test_kind_unknown", field="kind", value=str(text.kind)[:40])
    if text.rule not in RULES:
        raise InvalidValue("test_rule_unknown", field="rule", value=str(text.rule)[:40])
    wrongs, values = Wrongs(), dict[str, Any]()
    for name, most in LONGEST_LINE.items():
        with wrongs:
            values[name] = line(getattr(text, name), name, most)
    if values.get("name") == "":
        with wrongs:
            raise InvalidValue("test_name_missing", field="name")
    for name in TEXTS:
        with wrongs:
            values[name] = paragraph(getattr(text, name), name, LONGEST_TEXT)
    for part in (_shares, _sizes, _price):
        with wrongs:
            values |= part(text)
    wrongs.tell()
    return values | {"kind": text.kind, "rule": text.rule, "ends_on": text.ends_on, "assigned_to_id": text.assigned_id}


def _shares(text: CardText) -> dict[str, Any]:
    for name in SHARES:
        value = getattr(text, name)
        if value is not None and not 0 < value < 1:
            raise InvalidValue("test_share_outside", field=name, value=value)
    if text.prediction is not None and not 0 <= text.prediction <= 1:
        raise InvalidValue("test_prediction_outside", field="prediction", value=text.prediction)
    if text.threshold is not None and text.hoped is not None and text.hoped <= text.threshold:
        raise InvalidValue("test_hoped_order", field="hoped", threshold=text.threshold, hoped=text.hoped)
    if (text.sensitivity is None) != (text.specificity is None):
        missing = "sensitivity" if text.sensitivity is None else "specificity"
        raise InvalidValue("evidence_rates_half", field=missing)
    if text.futility is not None and text.rule not in MAY_BE_FUTILE:
        raise InvalidValue("test_futility_rule", field="futility")
    if text.alpha + 1 - text.power >= 1:
        raise InvalidValue("test_errors_sum", field="power", alpha=text.alpha, power=text.power)
    for name in ("prior_a", "prior_b"):
        if not 0 < getattr(text, name) <= 10_000:
            raise InvalidValue("test_prior_outside", field=name, value=getattr(text, name))
    names = (*SHARES, "prediction", "prior_a", "prior_b")
    return {name: getattr(text, name) for name in names}


def _sizes(text: CardText) -> dict[str, Any]:
    for name in ("most", "least", "pass_mark"):
        value = getattr(text, name)
        if value is not None and not 1 <= value <= MOST_ANSWERS:
            raise InvalidValue("test_size_outside", field=name, value=value, most=MOST_ANSWERS)
    if text.most is not None:
        for name in ("least", "pass_mark"):
            value = getattr(text, name)
            if value is not None and value > text.most:
                raise InvalidValue(f"test_{name}_above_size", field=name, value=value, size=text.most)
        if text.futility is not None and text.most > MOST_FUTILE:
            raise InvalidValue("test_futility_size", field="futility", most=MOST_FUTILE)
    return {"most": text.most, "least": text.least, "pass_mark": text.pass_mark}


def _price(text: CardText) -> dict[str, Any]:
    if not 0 <= text.level <= 6:
        raise InvalidValue("evidence_level_wrong", field="level", value=text.level, highest=6)
    if not 0 <= text.cost_minor <= MOST_MONEY:
        raise InvalidValue("money_outside", field="cost_minor", value=text.cost_minor)
    for name, highest in (("hours", 10_000.0), ("days", 1000.0)):
        value = getattr(text, name)
        if not math.isfinite(value) or not 0 <= value <= highest:
            raise InvalidValue("test_effort_outside", field=name, value=value, highest=highest)
    if text.days <= 0:
        raise InvalidValue("test_effort_outside", field="days", value=text.days, highest=1000.0)
    return {"level": text.level, "cost_minor": text.cost_minor, "hours": text.hours, "days": text.days}


# What a card must say before it is locked, by rule; without these there is nothing to hold it to.
NEEDED = ("metric", "population", "threshold", "most", "prediction")
NEEDED_BY_RULE = {"exact": ("pass_mark",), "sprt": ("hoped",)}


def lacking(values: dict[str, Any]) -> list[str]:
    """Names of the fields that a card still needs before its lock."""
    wanted = (*NEEDED, *NEEDED_BY_RULE.get(values["rule"], ()))
    if values["rule"].startswith("two_arm"):
        wanted = tuple(name for name in wanted if name != "threshold")
    return [name for name in wanted if values[name] is None or values[name] == ""]
