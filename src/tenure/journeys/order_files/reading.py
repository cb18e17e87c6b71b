"""How a person says a file of orders is to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tenure.kernel.errors import BadInput


@dataclass(frozen=True)
class Reading:
    """Empty parts are found out. maps: `role=COL` words; engine: "duckdb" or "spark" for files too large to be read
    line by line, "" for the careful reader; master: of Spark. Raises BadInput for a decimal mark that is none."""

    maps: Sequence[str] = ()
    date_format: str | None = None
    decimal: str | None = None
    currency: str = ""
    rates: Mapping[str, float] = field(default_factory=dict)
    keep_duplicates: bool = False
    engine: str = ""
    master: str = ""

    def __post_init__(self) -> None:
        if self.decimal not in (None, ".", ","):
            raise BadInput("decimal_wrong", value=self.decimal)
