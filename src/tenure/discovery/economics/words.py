"""The metrics of the chain in words: names with their Latin letters, formulas, values with their units."""

from django.utils.translation import gettext as _

from tenure.discovery.economics.inputs import InputRow
from tenure.discovery.economics.metrics import LETTERS, METRICS, MONEY, SHARES
from tenure.kernel import formats
from tenure.kernel.money import to_minor


@formats.per_language
def metric_names() -> dict[str, str]:
    """Name with letters, as the glossary has it."""
    return {
        "users": _("acquired (UA)"),
        "conversion": _("conversion to the first purchase (C1)"),
        "price": _("average check (AvP)"),
        "cogs": _("variable cost of one order (COGS)"),
        "orders": _("orders per buyer (APC)"),
        "first_cost": _("cost of the first sale (1sCOGS)"),
        "user_cost": _("cost of one acquired (CPA)"),
    }


@formats.per_language
def metric_hints() -> dict[str, str]:
    """What each input is, in a line."""
    return {
        "users": _("users or leads won in the cohort"),
        "conversion": _("C1 = B / UA: how many of the acquired buy at least once"),
        "price": _("AvP = revenue / orders"),
        "cogs": _("what one more order costs: goods, delivery, payment"),
        "orders": _("APC = orders / B, within the horizon"),
        "first_cost": _("paid once per new buyer: bonus, set-up, training"),
        "user_cost": _("CPA = cost of acquisition / UA: of one acquired, not of one buyer"),
    }


def metric_title(metric: str) -> str:
    """The name with its first letter large, for headings and rows."""
    name = metric_names()[metric]
    return name[:1].upper() + name[1:]


def letters(metric: str) -> str:
    return LETTERS[metric]


def sum_of(value: float, currency: str) -> str:
    """Money worked out, in units: to the cent below a thousand, whole units above."""
    return formats.per_one(to_minor(value, currency), currency)


def about(value: float, currency: str) -> str:
    """An uncertain amount given in units, with no more figures than it deserves."""
    return formats.estimate(to_minor(value, currency), currency)


def chance(share: float) -> str:
    """A probability that a simulation gave: never a certainty."""
    return formats.percent(min(max(share, 0.001), 0.999))


def value_of(metric: str, value: float, currency: str) -> str:
    """A value of a metric with its unit."""
    if metric in MONEY:
        return formats.price(value, currency)
    if metric in SHARES:
        return formats.percent(value, 2)
    return formats.number(value, 2 if value < 1000 else 0)


def range_of(row: InputRow, currency: str) -> str:
    """The plausible range of an input; empty without one."""
    if row.low is None or row.high is None:
        return ""
    ends = {"low": value_of(row.metric, row.low, currency), "high": value_of(row.metric, row.high, currency)}
    return _("%(low)s to %(high)s") % ends


def source_of(row: InputRow) -> str:
    """Where an input comes from, by whom and when."""
    told = {"who": row.author, "day": formats.day(row.on)}
    if row.source == "counted" and row.successes is not None and row.trials is not None:
        told |= {"successes": formats.number(row.successes), "trials": formats.number(row.trials)}
        return _("counted: %(successes)s of %(trials)s; %(who)s, %(day)s") % told
    if row.source == "linked":
        return _("read from the orders; %(who)s, %(day)s") % told
    return _("typed; %(who)s, %(day)s") % told


def shapes() -> list[tuple[str, str]]:
    """How an input may vary within its range."""
    return [
        ("triangular", _("triangle: least and most")),
        ("lognormal", _("skewed: 8 of 10 within")),
    ]


def metric_choices() -> list[tuple[str, str]]:
    """The metrics for a list to choose from."""
    return [(metric, metric_title(metric)) for metric in METRICS]


def goes_together(rank: float) -> str:
    """A rank correlation in words."""
    if rank == 0:
        return _("they vary on their own")
    size = abs(rank)
    strong = _("strongly") if size >= 0.6 else _("noticeably") if size >= 0.3 else _("slightly")
    if rank > 0:
        return _("%(strength)s: both rise together") % {"strength": strong}
    return _("%(strength)s: one rises as the other falls") % {"strength": strong}
