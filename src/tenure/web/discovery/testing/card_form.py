"""What the form of a card sends, as values: shares as people write them, in per cent."""

from collections.abc import Callable, Mapping
from typing import Any

from tenure.clients.typed_numbers import in_field, told_apart
from tenure.discovery.testing.card_text import CardText, cleaned_card
from tenure.discovery.testing.design_help import Asked, DesignHelp, design_help
from tenure.discovery.testing.kinds import KINDS
from tenure.kernel.errors import BadInput, InvalidValue, Wrongs
from tenure.kernel.money import decimals, to_minor, to_units
from tenure.web.discovery.reading import number
from tenure.web.form_values import day_or_none, id_or_none

WORDS = ("name", "action", "metric", "population", "exclusion", "recruiting", "call_to_action")
SHARES = ("threshold", "hoped", "alpha", "power", "sure", "futility", "sensitivity", "specificity", "prediction")
COUNTS = ("least", "most", "pass_mark")
FIELDS = (
    *WORDS, *SHARES, *COUNTS, "kind", "rule", "prior_a", "prior_b", "ends_on", "level", "cost", "hours", "days",
    "assigned", "worth", "outlay",
)  # fmt: skip
USUAL = {"alpha": 0.05, "power": 0.8, "sure": 0.9}


def share(text: str, field: str) -> float | None:
    value = number(text, field)
    return None if value is None else round(value / 100, 12)


def count(text: str, field: str) -> int | None:
    value = number(text, field)
    if value is not None and value != int(value):
        raise InvalidValue("number_unreadable", field=field, value=text[:40])
    return None if value is None else int(value)


def _money(currency: str) -> Callable[[str, str], float | None]:
    def read(text: str, field: str) -> float | None:
        told_apart(text, field, decimals(currency))
        return number(text, field)

    return read


def card_text(values: Mapping[str, str], currency: str) -> CardText:
    """The card that was typed. Raises InvalidValue naming every field that cannot be read, and with them all that could
    not be stored."""
    wrongs = Wrongs()

    def got(reader: Callable[[str, str], Any], name: str) -> Any:
        return wrongs.got(reader, values[name], name)

    shares = {name: got(share, name) for name in SHARES}
    for name, usual in USUAL.items():
        shares[name] = usual if shares[name] is None else shares[name]
    fields: dict[str, Any] = {name: values[name] for name in WORDS} | shares
    fields |= {name: got(count, name) for name in COUNTS}
    cost = got(_money(currency), "cost") or 0.0
    if cost < 0:
        with wrongs:
            raise InvalidValue("money_outside", field="cost", value=cost)
        cost = 0.0
    text = CardText(
        kind=values["kind"], rule=values["rule"], ends_on=got(day_or_none, "ends_on"),
        prior_a=got(number, "prior_a") or 1.0, prior_b=got(number, "prior_b") or 1.0,
        level=got(count, "level") or 0, cost_minor=to_minor(cost, currency),
        hours=got(number, "hours") or 0.0, days=got(number, "days") or 7.0,
        assigned_id=id_or_none(values["assigned"]), **fields,
    )  # fmt: skip
    with wrongs:
        cleaned_card(text)
    wrongs.tell()
    return text


def helped(values: Mapping[str, str], currency: str, *, hour_minor: int) -> DesignHelp:
    """What the design typed so far means; a part that cannot be read says nothing yet."""

    def read(name: str, reader: Any = share) -> Any:
        try:
            return reader(values[name], name)
        except BadInput:
            return None

    def minor(name: str) -> float | None:
        value = read(name, number)
        return None if value is None else float(to_minor(value, currency))

    if values["rule"] not in dict.fromkeys(("e_process", "exact", "bayes", "sprt", "two_arm_e", "two_arm_exact")):
        return DesignHelp()
    most = read("most", count)
    hours, cost = read("hours", number) or 0.0, minor("cost") or 0.0
    each = hours * hour_minor / most if most and most > 0 else 0.0
    return design_help(
        Asked(
            rule=values["rule"], threshold=read("threshold"), hoped=read("hoped"), alpha=read("alpha") or 0.05,
            power=read("power") or 0.8, sure=read("sure") or 0.9, prior_a=_positive(read("prior_a", number)),
            prior_b=_positive(read("prior_b", number)), most=most if most and 0 < most <= 20_000 else None,
            worth=minor("worth"), outlay=minor("outlay"), unit_cost=each, fixed_cost=max(0.0, cost),
        )
    )  # fmt: skip


def _positive(value: float | None) -> float:
    return value if value is not None and 0 < value <= 10_000 else 1.0


def blank(kind: str, hour_minor: int, currency: str) -> dict[str, str]:
    """A card filled with what its kind usually takes; the name and the words are for the author."""
    usual = KINDS[kind]
    values = dict.fromkeys(FIELDS, "")
    return values | {
        "kind": kind, "rule": usual.rule, "threshold": shown(usual.threshold), "most": str(usual.most), "alpha": "5",
        "power": "80", "sure": "90", "prior_a": "1", "prior_b": "1", "level": str(usual.level),
        "cost": in_field(to_units(usual.cost_minor(hour_minor), currency)), "hours": in_field(usual.hours),
        "days": in_field(usual.days),
    }  # fmt: skip


def filled(card: Any, currency: str) -> dict[str, str]:
    """The form of a stored card."""
    values = {name: getattr(card, name) for name in WORDS}
    values |= {name: shown(getattr(card, name)) for name in SHARES}
    values |= {
        name: in_field(getattr(card, name)) for name in (*COUNTS, "prior_a", "prior_b", "hours", "days", "level")
    }
    return values | {
        "kind": card.kind, "rule": card.rule, "ends_on": card.ends_on.isoformat() if card.ends_on else "",
        "cost": in_field(to_units(card.cost_minor, currency)), "assigned": str(card.assigned_to_id or ""), "worth": "",
        "outlay": "",
    }  # fmt: skip


def shown(value: float | None) -> str:
    """A share as it stands in a field: 0.4 is 40."""
    return in_field(None if value is None else round(100 * value, 6))
