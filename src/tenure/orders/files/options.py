"""How a file is to be read: which column means what, and how its dates and numbers are written. Travels as JSON."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CLIENT_ROLES = ("client_id", "client_name", "email", "tax_id")


def missing_roles(roles: Collection[str]) -> list[str]:
    """What an import cannot do without: client_id (for any way of naming a client), date, amount."""
    missing = []
    if not set(CLIENT_ROLES) & set(roles):
        missing.append("client_id")
    if "date" not in roles:
        missing.append("date")
    if "amount" not in roles and not {"quantity", "price"} <= set(roles):
        missing.append("amount")
    return missing


@dataclass(frozen=True)
class Options:
    """What the person chose, or what was proposed.

    mapping: role -> 1-based column; date_format: dmy, mdy, ymd, serial or a strptime format;
    rates: workspace money per foreign unit, by code or by the words of the file.
    None for date_format or decimal leaves the decision to the values of the whole file.
    An empty currency means the one the file itself speaks of.
    """

    mapping: Mapping[str, int] = field(default_factory=dict)
    date_format: str | None = None
    decimal: str | None = None
    currency: str = "EUR"
    rates: Mapping[str, float] = field(default_factory=dict)
    keep_duplicates: bool = False

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for a JSON field."""
        return {**asdict(self), "mapping": dict(self.mapping), "rates": dict(self.rates)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Options":
        """The options kept by `to_json`; unknown keys of later versions are left out."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**known)
