"""The table of scores: one typed column per score, nulls where a number is not known."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.engine.tuples import Ints

WHOLE = pa.int64()
REAL = pa.float64()
DAY = pa.date32()
TEXT = pa.string()
YES_NO = pa.bool_()
# name: (type, value of a client without orders)
COLUMNS: dict[str, tuple[pa.DataType, object]] = {
    "status": (TEXT, 0),
    "first_day": (DAY, None),
    "last_day": (DAY, None),
    "order_days": (WHOLE, 0),
    "tenure_days": (WHOLE, None),
    "silence_days": (WHOLE, None),
    "revenue_minor": (WHOLE, 0),
    "revenue_12m_minor": (WHOLE, 0),
    "margin_12m_minor": (WHOLE, None),
    "average_order_minor": (WHOLE, None),
    "interval_days": (REAL, None),
    "interval_spread_days": (REAL, None),
    "abc_class": (TEXT, ""),
    "abc_margin_class": (TEXT, ""),
    "abc_class_before": (TEXT, ""),
    "xyz_frequency_class": (TEXT, ""),
    "xyz_stability_class": (TEXT, ""),
    "demand_variation": (REAL, None),
    "rfm_recency": (WHOLE, None),
    "rfm_frequency": (WHOLE, None),
    "rfm_money": (WHOLE, None),
    "p_active": (REAL, None),
    "p_active_before": (REAL, None),
    "orders_12m": (REAL, None),
    "orders_12m_low": (REAL, None),
    "orders_12m_high": (REAL, None),
    "value_12m_minor": (WHOLE, None),
    "value_12m_low_minor": (WHOLE, None),
    "value_12m_high_minor": (WHOLE, None),
    "window_from": (DAY, None),
    "window_to": (DAY, None),
    "silence_probability": (REAL, None),
    "is_silent": (YES_NO, False),
    "volume_now_minor": (WHOLE, None),
    "volume_usual_minor": (WHOLE, None),
    "volume_drop_probability": (REAL, None),
    "is_falling": (YES_NO, False),
}
LARGEST = 9.2e18
# Codes of the status column while it is being filled.
STATUSES = ("no_orders", "one_order", "two_orders", "short_history", "ok")


class ScoreColumns:
    """Columns being filled; `seen` holds the positions of the clients with orders, to which `put` refers."""

    def __init__(self, clients: int, seen: Ints) -> None:
        self.clients = clients
        self.seen = seen
        self.filled = {name: blank(kind, default, clients) for name, (kind, default) in COLUMNS.items()}

    def put(self, name: str, values: NDArray, where: NDArray[np.bool_] | None = None) -> None:
        """Values of all clients with orders, or of those of them `where` holds."""
        if where is None:
            self.filled[name][self.seen] = values
        else:
            self.filled[name][self.seen[where]] = values[where]

    def put_rows(self, name: str, rows: Ints, values: NDArray) -> None:
        """Values of some of the clients with orders, by their positions among these."""
        self.filled[name][self.seen[rows]] = values

    def put_all(self, name: str, values: NDArray) -> None:
        """Values of all clients, with or without orders."""
        self.filled[name][:] = values

    def arrow(self, name: str) -> pa.Array:
        """The finished column, which is given up here; money rounded half away from zero, days as dates."""
        kind = COLUMNS[name][0]
        values = self.filled.pop(name)
        if name == "status":
            return pa.DictionaryArray.from_arrays(pa.array(values), pa.array(STATUSES)).dictionary_decode()
        if kind == TEXT:
            return letters(values)
        if kind == YES_NO:
            return pa.array(values, type=kind)
        missing = ~np.isfinite(values)
        if kind == REAL:
            return pa.array(values, type=REAL, mask=missing)
        whole = np.where(missing, 0, np.clip(values, -LARGEST, LARGEST))
        whole = np.trunc(whole + np.copysign(0.5, whole))
        if kind == DAY:
            return pa.array(whole.astype(np.int32), type=pa.int32(), mask=missing).cast(DAY)
        return pa.array(whole.astype(np.int64), type=WHOLE, mask=missing)


def blank(kind: pa.DataType, default: object, size: int) -> NDArray:
    """A column before anything is known."""
    if kind == TEXT:
        return np.zeros(size, dtype=np.int8) if default == 0 else np.full(size, default, dtype="<U1")
    if kind == YES_NO:
        return np.zeros(size, dtype=bool)
    return np.full(size, np.nan if default is None else default, dtype=np.float64)


def letters(values: NDArray[np.str_]) -> pa.Array:
    """Texts of one letter or none, laid out by hand: a hundred times quicker than letter by letter."""
    codes = np.ascontiguousarray(values).view(np.uint32)
    offsets = np.concatenate(([0], np.cumsum(codes > 0))).astype(np.int32)
    content = codes[codes > 0].astype(np.uint8)
    return pa.StringArray.from_buffers(codes.size, pa.py_buffer(offsets), pa.py_buffer(content))


def clients_table(clients: pa.ChunkedArray, columns: ScoreColumns) -> pa.Table:
    """The table of scores, `client` first."""
    return pa.table({"client": clients, **{name: columns.arrow(name) for name in COLUMNS}})
