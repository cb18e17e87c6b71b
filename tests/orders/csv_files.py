"""Small files of orders for the tests, and the short way from a file to the database."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tenure.journeys.imports.import_orders import ImportResult, import_orders
from tenure.journeys.imports.read_orders_file import Wishes, check_orders, wished_options
from tenure.orders.files.shape import inspect_file
from tenure.privacy.models import User

WITH_PHONES = "client_id,client_name,phone,country,date,order_number,amount"
HEADING = "client_id,client_name,email,tax_id,date,order_number,product,quantity,amount"


def silent(phase: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


def row(day: str, amount: object, *, heading: str = HEADING, **cells: Any) -> str:
    """One line of a file under the heading; what is not given is empty."""
    names = heading.split(",")
    return ",".join(str({**cells, "date": day, "amount": amount}.get(name, "")) for name in names)


def write_csv(path: Path, rows: Iterable[str], heading: str = HEADING) -> Path:
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def import_file(
    path: Path,
    workdir: Path,
    *,
    actor: User | None = None,
    maps: Iterable[str] = (),
    skip_bad: bool = False,
    batch_id: int | None = None,
    date_format: str | None = None,
    rates: Mapping[str, float] | None = None,
) -> ImportResult:
    """Check a file and import it."""
    workdir.mkdir(exist_ok=True)
    shape = inspect_file(path)
    wishes = Wishes(tuple(maps), date_format, rates=rates or {})
    checked = check_orders(shape, wished_options(shape, wishes), workdir=workdir, progress=silent)
    return import_orders(
        actor=actor, checked=checked, workdir=workdir, skip_bad=skip_bad, progress=silent, batch_id=batch_id
    )
