"""Money is an integer number of minor units and an ISO 4217 currency; no float ever stores it."""

from functools import lru_cache

from babel.numbers import get_currency_precision


@lru_cache(maxsize=512)  # a page asks for every amount
def minor_per_unit(currency: str) -> int:
    """How many minor units make one unit: 100 for EUR, 1 for JPY, 1000 for KWD."""
    return int(10 ** get_currency_precision(currency))


def decimals(currency: str) -> int:
    """How many decimals an amount has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return int(get_currency_precision(currency))


def to_minor(amount: float, currency: str) -> int:
    """Whole minor units of `amount`, rounded half away from zero as invoices are."""
    scaled = abs(amount) * minor_per_unit(currency)
    return int(scaled + 0.5 + 1e-9) * (1 if amount >= 0 else -1)


def to_units(minor: int, currency: str) -> float:
    """The amount in units, for showing and for statistics only."""
    return minor / minor_per_unit(currency)
