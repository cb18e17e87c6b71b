"""What the forms of economics send, as values."""

from tenure.clients.typed_numbers import number_typed
from tenure.discovery.economics.edits import ChannelValue, Frame
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.metrics import METRICS, SHARES
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import to_minor

PARTS = ("value", "low", "high", "shape", "successes", "trials", "basis", "assumed")
CHANNEL_FIELDS = (
    "name", "media_minor", "people_minor", "tools_minor", "commissions_minor", "leads", "clients", "next_cost_minor",
    "next_clients",
)  # fmt: skip
FRAME_FIELDS = (
    "name", "horizon_months", "retention", "discount", "payback_limit", "ltv_cac_mark", "sure", "develop_cost_minor",
    "develop_clients", "develop_uplift_minor", "note",
)  # fmt: skip
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


def whole(text: str, field: str) -> int | None:
    """A whole number; None for an empty field."""
    found = maybe(text, field)
    if found is None:
        return None
    if found != int(found):
        raise InvalidValue("economics_count", field=field)
    return int(found)


def money(text: str, field: str, currency: str) -> int | None:
    """An amount in minor units; None for an empty field."""
    found = maybe(text, field)
    return None if found is None else to_minor(found, currency)


def inputs(values: dict[str, str]) -> dict[str, InputValue]:
    """Every metric of the form."""
    return {metric: _input(metric, values) for metric in METRICS}


def _input(metric: str, values: dict[str, str]) -> InputValue:
    read = share if metric in SHARES else maybe
    value, low, high = (read(values[f"{metric}_{part}"], f"{metric}_{part}") for part in ("value", "low", "high"))
    successes, trials = (whole(values[f"{metric}_{part}"], f"{metric}_{part}") for part in ("successes", "trials"))
    for part, count in (("successes", successes), ("trials", trials)):
        if count is not None and not 0 <= count <= 10**9:
            raise InvalidValue("economics_count", field=f"{metric}_{part}")
    return InputValue(
        value, low, high, values[f"{metric}_shape"], successes, trials, bool(values[f"{metric}_assumed"]),
        values[f"{metric}_basis"],
    )  # fmt: skip


def channel(values: dict[str, str], currency: str) -> ChannelValue:
    costs = {
        field: money(values[field], field, currency)
        for field in ("media_minor", "people_minor", "tools_minor", "commissions_minor", "next_cost_minor")
    }
    people = {field: whole(values[field], field) for field in ("leads", "clients", "next_clients")}
    return ChannelValue(values["name"], **costs, **people)


def frame(values: dict[str, str], currency: str) -> Frame:
    sure = share(values["sure"], "sure")
    mark = maybe(values["ltv_cac_mark"], "ltv_cac_mark")
    return Frame(
        name=values["name"], horizon_months=whole(values["horizon_months"], "horizon_months"),
        retention=share(values["retention"], "retention"), discount=share(values["discount"], "discount") or 0.0,
        payback_limit=whole(values["payback_limit"], "payback_limit") or 0, ltv_cac_mark=mark or 0.0, sure=sure or 0.0,
        develop_cost_minor=money(values["develop_cost_minor"], "develop_cost_minor", currency),
        develop_clients=whole(values["develop_clients"], "develop_clients"),
        develop_uplift_minor=money(values["develop_uplift_minor"], "develop_uplift_minor", currency), note=values["note"],
    )  # fmt: skip
