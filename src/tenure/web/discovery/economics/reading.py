"""What the forms of economics send, as values."""

from collections.abc import Callable
from typing import Any

from tenure.clients.typed_numbers import number_typed, told_apart
from tenure.discovery.economics.checks import (
    COSTS,
    MOST_PEOPLE,
    ChannelValue,
    Frame,
    checked_beginning,
    checked_channel,
    checked_cost,
    checked_frame,
    checked_pair,
)
from tenure.discovery.economics.inputs import InputValue, checked_inputs
from tenure.discovery.economics.metrics import METRICS, SHARES
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.kernel.money import decimals, to_minor

PARTS = ("value", "low", "high", "shape", "successes", "trials", "basis", "assumed")
CHANNEL_FIELDS = (
    "name", "media_minor", "people_minor", "tools_minor", "commissions_minor", "leads", "clients", "next_cost_minor",
    "next_clients",
)  # fmt: skip
FRAME_FIELDS = (
    "name", "horizon_months", "retention", "discount", "payback_limit", "ltv_cac_mark", "sure", "develop_cost_minor",
    "develop_clients", "develop_uplift_minor", "note",
)  # fmt: skip
PER_BUYER = "orders"  # the only metric that is neither a share nor counted in people or money
INPUT_FIELDS = tuple(f"{metric}_{part}" for metric in METRICS for part in PARTS)


def maybe(text: str, field: str) -> float | None:
    """A number as people type it, with or without a per cent sign; None for an empty field."""
    bare = text.strip().rstrip("%").strip()
    if not bare:
        return None
    found = number_typed(bare)
    if found is None:
        raise InvalidValue("economics_number", field=field, value=text[:40])
    return found


def share(text: str, field: str) -> float | None:
    """Per cent as typed, as 0..1."""
    found = maybe(text, field)
    return None if found is None else found / 100


def whole(text: str, field: str, code: str = "economics_count") -> int | None:
    """A whole number; None for an empty field. code: of the sentence for a broken one."""
    found = maybe(text, field)
    if found is None:
        return None
    told_apart(text, field)
    if found != int(found):
        raise InvalidValue(code, field=field)
    return int(found)


def months(text: str, field: str) -> int | None:
    """A whole number of months; None for an empty field."""
    return whole(text, field, "economics_months")


def money(text: str, field: str, currency: str) -> int | None:
    """An amount in minor units; None for an empty field."""
    found = maybe(text, field)
    told_apart(text, field, decimals(currency))
    return None if found is None else to_minor(found, currency)


def beginning(values: dict[str, str]) -> tuple[str, int]:
    """Name and horizon of a new scenario. Raises, as all below, InvalidValue naming every field that cannot be read or
    stored."""
    wrongs = Wrongs()
    horizon = wrongs.got(months, values["horizon_months"], "horizon_months")
    found = wrongs.got(checked_beginning, values["name"], horizon)
    wrongs.tell()
    return found


def inputs(values: dict[str, str]) -> dict[str, InputValue]:
    """Every metric of the form."""
    wrongs = Wrongs()
    given = {metric: _input(metric, values, wrongs) for metric in METRICS}
    wrongs.got(checked_inputs, given)
    wrongs.tell()
    return given


def _input(metric: str, values: dict[str, str], wrongs: Wrongs) -> InputValue:
    read = share if metric in SHARES else maybe if metric == PER_BUYER else _certain
    ends = {part: wrongs.got(read, values[f"{metric}_{part}"], f"{metric}_{part}") for part in ("value", "low", "high")}
    counts = {
        part: wrongs.got(_count, values[f"{metric}_{part}"], f"{metric}_{part}") for part in ("successes", "trials")
    }
    return InputValue(
        **ends, **counts, shape=values[f"{metric}_shape"], assumed=bool(values[f"{metric}_assumed"]),
        basis=values[f"{metric}_basis"],
    )  # fmt: skip


def _certain(text: str, field: str) -> float | None:
    """People and money: both may run into thousands. A cost of one may be kept to a tenth of a cent, and is shown so again:
    such a number never ends in a nought."""
    if field.startswith("users") or text.strip().endswith("0"):
        told_apart(text, field)
    return maybe(text, field)


def _count(text: str, field: str) -> int | None:
    count = whole(text, field)
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise InvalidValue("economics_count", field=field)
    return count


def channel(values: dict[str, str], currency: str) -> ChannelValue:
    wrongs = Wrongs()
    costs = {field: wrongs.got(money, values[field], field, currency) for field in (*COSTS, "next_cost_minor")}
    people = {field: wrongs.got(whole, values[field], field) for field in ("leads", "clients", "next_clients")}
    value = ChannelValue(values["name"], **costs, **people)
    wrongs.got(checked_channel, value)
    wrongs.tell()
    return value


def cost(values: dict[str, str], currency: str) -> tuple[str, int]:
    """Name and amount of a fixed cost."""
    wrongs = Wrongs()
    amount = wrongs.got(money, values["amount"], "amount", currency)
    found = wrongs.got(checked_cost, values["name"], amount)
    wrongs.tell()
    return found


def pair(values: dict[str, str]) -> tuple[str, str, float]:
    """Two metrics and how they go together."""
    wrongs = Wrongs()
    rank = wrongs.got(maybe, values["rank"], "rank")
    found = wrongs.got(checked_pair, values["first"], values["second"], rank)
    wrongs.tell()
    return found


def frame(values: dict[str, str], currency: str) -> Frame:
    wrongs = Wrongs()

    def read(reader: Callable[..., Any], field: str, *more: str) -> Any:
        return wrongs.got(reader, values[field], field, *more)

    found = Frame(
        name=values["name"], horizon_months=read(months, "horizon_months"), retention=read(share, "retention"),
        discount=read(share, "discount") or 0.0, payback_limit=read(months, "payback_limit") or 0,
        ltv_cac_mark=read(maybe, "ltv_cac_mark") or 0.0, sure=read(share, "sure") or 0.0,
        develop_cost_minor=read(money, "develop_cost_minor", currency),
        develop_clients=read(whole, "develop_clients"),
        develop_uplift_minor=read(money, "develop_uplift_minor", currency), note=values["note"],
    )  # fmt: skip
    wrongs.got(checked_frame, found)
    wrongs.tell()
    return found
