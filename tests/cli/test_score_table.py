"""The table `tenure score` prints, on a terminal of 80 columns."""

import io

import pyarrow as pa
import pytest
from django.utils import translation
from rich.console import Console

from tenure.cli.score import clients_table

CLIENT = {
    "client": "17", "name": "Societatea de Comercializare a Fructelor SRL", "abc_class": "A", "xyz_frequency_class": "X",
    "silence_days": 1035.0, "interval_days": 142.0, "silence_probability": 0.0004, "revenue_12m": 202_492.0,
    "value_12m": 92_220.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "cells"),
    [("en", ["< 1 in 1,000", "€202,492"]), ("ru", ["< 1 из 1 000", "202 492 €"]), ("ro", ["< 1 din 1.000"])],
)
def test_a_narrow_terminal_cuts_no_value_and_keeps_each_on_its_line(language: str, cells: list[str]) -> None:
    out = io.StringIO()
    with translation.override(language):
        table = clients_table("Silent", pa.Table.from_pylist([CLIENT]), "revenue_12m", "EUR")
    Console(file=out, width=80).print(table)
    printed = out.getvalue().replace("\u00a0", " ")
    assert "…" not in printed
    assert all(cell in printed for cell in cells)
