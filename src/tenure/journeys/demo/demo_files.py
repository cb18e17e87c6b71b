"""The made-up wholesaler's orders as files: a CSV as its bookkeeping would write it, or Parquet for large bases."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from tenure.journeys.demo.demo_names import mail_addresses, phones
from tenure.journeys.demo.demo_orders import Base

HEADER = (
    "Client ID", "Client", "E-mail", "Phone", "Country", "Order", "Date", "Product", "Category",
    "Quantity", "Amount", "Cost",
)  # fmt: skip


def write_csv(base: Base, path: Path, *, seed: int = 1907) -> None:
    """Write all lines: comma between the columns, ISO dates, decimal point. Reproducible byte by byte."""
    clients, lines = base.clients, base.lines
    mail = mail_addresses(clients.name)
    phone = phones(len(clients.name), np.random.default_rng(seed))
    number = order_numbers(base)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at, who in enumerate(lines.client):
            what = lines.product[at]
            writer.writerow(
                [
                    clients.external_id[who],
                    clients.name[who],
                    mail[who],
                    phone[who],
                    clients.country[who],
                    number[at],
                    lines.day[at],
                    base.product_names[what],
                    base.product_categories[what],
                    lines.quantity[at],
                    f"{lines.amount_minor[at] / 100:.2f}",
                    f"{lines.cost_minor[at] / 100:.2f}",
                ]
            )


def write_parquet(base: Base, path: Path) -> None:
    """Write all lines as Parquet; the columns are those of the CSV without addresses."""
    clients, lines = base.clients, base.lines
    text = {
        "client_id": _dictionary(clients.external_id.astype(str), lines.client),
        "client": _dictionary(clients.name, lines.client),
        "country": _dictionary(clients.country, lines.client),
        "product": _dictionary(np.array(base.product_names, dtype=object), lines.product),
        "category": _dictionary(np.array(base.product_categories, dtype=object), lines.product),
    }
    plain = {
        "order": pa.array(lines.order),
        "date": pa.array(lines.day),
        "quantity": pa.array(lines.quantity),
        "amount": pa.array(lines.amount_minor / 100),
        "cost": pa.array(lines.cost_minor / 100),
    }
    pyarrow.parquet.write_table(pa.table(text | plain), path)


def order_numbers(base: Base) -> np.ndarray:
    """Document numbers as written on paper: orders A-…, returns R-…; shape (lines,), objects."""
    prefix = np.where(base.lines.is_return, "R-", "A-")
    return np.array([f"{mark}{number}" for mark, number in zip(prefix, base.lines.order, strict=True)], dtype=object)


def _dictionary(values: np.ndarray, index: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(values, type=pa.string()))
