"""The lines of the file with their meaning, and the problems of those that cannot be used.

One pass of SQL over all lines.
"""

import json

import duckdb

from tenure.kernel.money import minor_per_unit
from tenure.orders.files.columns import NUMERIC, Reading
from tenure.orders.files.load import Loaded
from tenure.orders.files.options import CLIENT_ROLES
from tenure.orders.files.repairs import Currencies, written_sql

TEXT_LENGTHS = {
    "client_id": 120, "client_name": 250, "email": 250, "tax_id": 40, "phone": 40, "country": 80,
    "order_number": 120, "product": 250, "product_code": 250, "category": 120,
}  # fmt: skip

KEPT = (
    "line_no", *TEXT_LENGTHS, "day", "quantity", "amount_minor", "margin_minor", "currency", "rate", "is_return",
    "damage", "fingerprint", "occurrence",
)  # fmt: skip


def write_lines(
    connection: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    reading: Reading,
    odd: set[str],
    money: Currencies,
    unit_cost: bool,
) -> list[str]:
    """Make the working table `lines` of everything read; returns the roles whose values may have a problem.

    Only these have columns `code_<role>` and `data_<role>`, with the problem of the line's value.
    """
    every = ", ".join(f"c{place}" for place in range(1, loaded.width + 1))
    filled = _filled(loaded)
    texts = ", ".join(f"{reading.text(role)} AS t_{role}" for role in (*TEXT_LENGTHS, *NUMERIC, "date", "currency"))
    numbers = ", ".join(f"{reading.number(role, f't_{role}')} AS n_{role}" for role in NUMERIC)
    _read_days(connection, reading)
    written = written_sql(reading) if money.mixed else "NULL::VARCHAR"
    picked = f"SELECT line_no, fields, {texts}, {every} FROM raw_all WHERE {filled}"
    fast = (
        f"SELECT picked.*, days.value AS n_date, {numbers}, {written} AS written FROM ({picked}) AS picked "
        "LEFT JOIN days ON days.v = t_date"
    )
    doubted = [role for role in ("date", *NUMERIC) if role in odd] + (["currency"] if money.mixed else [])
    mended = _mended(fast, odd, money)
    connection.execute(f"CREATE TABLE lines AS {_valued(mended, money.workspace, unit_cost, doubted)}")
    return doubted


def _read_days(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Make `days` (v, value): every different date of the file, read once."""
    column = "" if reading.kind("date") == "text" else f", c{reading.mapping['date']}"
    connection.execute(
        f"CREATE TEMP TABLE days AS SELECT v, any_value(value) AS value FROM (SELECT v, {reading.day('v')} AS value "
        f"FROM (SELECT DISTINCT {reading.text('date')} AS v{column} FROM raw_all) WHERE v IS NOT NULL) GROUP BY v"
    )


def _filled(loaded: Loaded) -> str:
    """Expression: anything stands in the line. Where a cell begins with a sign, nothing has to be trimmed."""
    places = range(1, loaded.width + 1)
    quick = [f"c{place} >= '!'" for place in places if loaded.kinds[place - 1] == "text"]
    whole = [f"trim(c{p}) <> ''" if loaded.kinds[p - 1] == "text" else f"c{p} IS NOT NULL" for p in places]
    return " OR ".join(f"coalesce({part}, false)" for part in (*quick, *whole))


def _mended(fast: str, odd: set[str], money: Currencies) -> str:
    """Join what Python found out about the odd values, in the columns that have some."""
    joins = " ".join(f"LEFT JOIN odd_{role} ON n_{role} IS NULL AND t_{role} = odd_{role}.v" for role in sorted(odd))
    values = ", ".join(_mended_value(role) if role in odd else _plain_value(role) for role in ("date", *NUMERIC))
    if money.mixed:
        joins += " LEFT JOIN money ON money.written = coalesce(fast.written, '')"
        paid = (
            "money.code AS money_code, money.rate AS money_rate, "
            "money.problem AS code_currency, money.data AS data_currency"
        )
    else:
        paid = (
            f"'{money.workspace}' AS money_code, 1.0::DOUBLE AS money_rate, "
            "NULL::VARCHAR AS code_currency, NULL::VARCHAR AS data_currency"
        )
    return f"SELECT fast.*, {values}, {paid} FROM ({fast}) AS fast {joins}"


def _mended_value(role: str) -> str:
    unreadable = "not_a_date" if role == "date" else "not_a_number"
    return (
        f"coalesce(n_{role}, odd_{role}.value) AS v_{role}, "
        f"CASE WHEN t_{role} IS NOT NULL AND n_{role} IS NULL AND odd_{role}.value IS NULL "
        f"THEN coalesce(odd_{role}.code, '{unreadable}') END AS code_{role}, odd_{role}.data AS data_{role}"
    )


def _plain_value(role: str) -> str:
    return f"n_{role} AS v_{role}, NULL::VARCHAR AS code_{role}, NULL::VARCHAR AS data_{role}"


def _valued(mended: str, currency: str, unit_cost: bool, doubted: list[str]) -> str:
    """Amounts, margins, returns and fingerprints of the mended lines."""
    margin = f"coalesce(v_margin, amount - v_cost{' * coalesce(v_quantity, 1)' if unit_cost else ''})"
    texts = ", ".join(f"{_fitting(f't_{role}', role, length)} AS {role}" for role, length in TEXT_LENGTHS.items())
    turned = "CASE WHEN v_quantity < 0 AND v_amount > 0 THEN -v_amount ELSE v_amount END"
    amount = f"CASE WHEN t_amount IS NULL THEN v_quantity * v_price ELSE {turned} END"
    with_amount = f"SELECT *, {amount} AS amount FROM ({mended})"
    with_margin = f"SELECT *, {margin} AS margin FROM ({with_amount})"
    codes = "".join(f"code_{role}, data_{role}, " for role in doubted)
    return (
        f"SELECT line_no, {texts}, v_date AS day, v_quantity AS quantity, "
        f"{_minor('amount * money_rate', currency)} AS amount_minor, "
        f"{_minor('margin * money_rate', currency)} AS margin_minor, coalesce(money_code, '{currency}') AS currency, "
        "coalesce(money_rate, 1.0) AS rate, coalesce(amount < 0 OR v_quantity < 0, false) AS is_return, "
        "NULL::VARCHAR AS damage, "
        f"{_fingerprint()} AS fingerprint, 1::INTEGER AS occurrence, "
        f"fields, {codes}{_shortfalls()}, {_marked('amount')}, {_marked('margin')} "
        f"FROM ({with_margin})"
    )


def _minor(value: str, currency: str) -> str:
    """Whole minor units, rounded half away from zero as `tenure.kernel.money` does.

    NULL when beyond any sensible amount.
    """
    per_unit = minor_per_unit(currency)
    scaled = f"floor(abs({value}) * {per_unit} + 0.5 + 1e-9)"
    return f"CASE WHEN abs({value}) <= 9e12 THEN (CASE WHEN {value} < 0 THEN -1 ELSE 1 END * {scaled})::BIGINT END"


def _fingerprint() -> str:
    """What a line says, not where it stands: the same line in another file has the same fingerprint."""
    client = "coalesce(t_client_id, t_tax_id, lower(t_email), lower(t_client_name), '')"
    product = "lower(coalesce(t_product_code, t_product, ''))"
    numbers = f"{_exact('v_quantity')}, {_exact('amount')}"
    values = f"{client}, coalesce(t_order_number, ''), v_date::VARCHAR, {product}, {numbers}"
    # The shift takes the same half as md5_number_lower does, in a quarter of its time.
    return f"(md5_number(concat_ws(chr(31), {values})) >> 65)::BIGINT"


def _exact(value: str) -> str:
    return f"coalesce(round({value} * 10000)::BIGINT::VARCHAR, '')"


def _shortfalls() -> str:
    """Columns `code_line`, `data_line`: what the line lacks as a whole; the first of these hides the rest."""
    nobody = " AND ".join(f"t_{role} IS NULL" for role in CLIENT_ROLES)
    amountless = "t_amount IS NULL AND (t_quantity IS NULL OR t_price IS NULL)"
    return (
        f"{nobody} AS lacks_client, t_date IS NULL AS lacks_date, {amountless} AS lacks_amount, "
        "t_amount IS NULL AS amount_from_price, abs(amount * money_rate) > 9e12 AS too_large"
    )


def _marked(role: str) -> str:
    """Whether the number was written with a decimal mark."""
    return f"contains(t_{role}, '.') OR contains(t_{role}, ',') AS {role}_marked"


def _fitting(column: str, role: str, length: int) -> str:
    """The text within its length; two long ids stay two, so these end in a digest of the whole."""
    if role not in ("client_id", "order_number", "product_code"):
        return f"CASE WHEN strlen({column}) > {length} THEN left({column}, {length}) ELSE {column} END"
    digest = f"left({column}, {length - 33}) || '~' || md5({column})"
    return f"CASE WHEN strlen({column}) > {length} AND length({column}) > {length} THEN {digest} ELSE {column} END"


def write_problems(
    connection: duckdb.DuckDBPyConnection, reading: Reading, titles: dict[str, str], width: int, doubted: list[str]
) -> None:
    """Fill `problems` from the code columns of the doubted roles, then take the rejected lines out of `lines`."""
    connection.execute(
        "CREATE TABLE problems (line_no BIGINT, column_name VARCHAR, value VARCHAR, code VARCHAR, data JSON, "
        "severity VARCHAR)"
    )
    _whole_line(connection, titles, width)
    for role in doubted:
        _of_column(connection, reading, role, titles, doubted)
    connection.execute("CREATE TEMP TABLE rejected AS SELECT DISTINCT line_no FROM problems WHERE severity = 'reject'")
    connection.execute("DELETE FROM lines WHERE line_no IN (SELECT line_no FROM rejected)")


def _whole_line(connection: duckdb.DuckDBPyConnection, titles: dict[str, str], width: int) -> None:
    """Too many or too few fields; no client, date or amount."""
    wide = json.dumps({"expected": width})
    connection.execute(
        "INSERT INTO problems SELECT line_no, NULL, fields::VARCHAR, "
        f"CASE WHEN fields < {width} THEN 'too_few_fields' ELSE 'too_many_fields' END, "
        f"json_merge_patch('{wide}', json_object('found', fields)), 'reject' FROM lines WHERE fields IS NOT NULL"
    )
    client = ", ".join(titles[role] for role in CLIENT_ROLES if role in titles)
    amount = titles.get("amount") or f"{titles.get('quantity')}, {titles.get('price')}"
    for lack, code, title in (
        ("lacks_client", "no_client", client),
        ("lacks_date", "no_date", titles["date"]),
        ("lacks_amount", "no_amount", amount),
        ("too_large", "too_large", amount),
    ):
        connection.execute(
            f"INSERT INTO problems SELECT line_no, ?, '', '{code}', '{{}}', 'reject' FROM lines WHERE {lack} AND "
            "fields IS NULL",
            [title],
        )


def _of_column(
    connection: duckdb.DuckDBPyConnection, reading: Reading, role: str, titles: dict[str, str], doubted: list[str]
) -> None:
    """Unreadable values: the line is rejected when the amount, the date or the currency hangs on them, else the value
    is left out.
    """
    severity = {"date": "'reject'", "amount": "'reject'", "currency": "'reject'"}.get(role, "'warning'")
    if role in ("quantity", "price"):
        severity = "CASE WHEN amount_from_price THEN 'reject' ELSE 'warning' END"
    source = role
    if role == "currency" and role not in reading.mapping:
        source = "amount" if "amount" in reading.mapping else "price"
    # Letters in no number are no currency either.
    readable = f"AND code_{source} IS NULL" if source != role and source in doubted else ""
    connection.execute(
        f"INSERT INTO problems SELECT line_no, ?, {reading.text(source)}, code_{role}, coalesce(data_{role}, "
        f"'{{}}'), {severity} "
        f"FROM (SELECT * FROM lines WHERE code_{role} IS NOT NULL AND fields IS NULL {readable}) AS odd JOIN "
        "raw_all USING (line_no)",
        [titles[source]],
    )


def find_alike(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `alike` (line_no, fingerprint): lines that say the same as another, whatever else stands in their columns."""
    connection.execute(
        "CREATE TEMP TABLE alike AS SELECT line_no, fingerprint FROM lines "
        "WHERE fingerprint IN (SELECT fingerprint FROM lines GROUP BY fingerprint HAVING count(*) > 1)"
    )


def leave_out_duplicates(connection: duckdb.DuckDBPyConnection, width: int) -> int:
    """Take lines equal to an earlier one in every column out of `lines` and `alike`; returns how many."""
    every = ", ".join(f"raw_all.c{place}" for place in range(1, width + 1))
    connection.execute(
        "CREATE TEMP TABLE repeated AS SELECT line_no FROM ("
        f"SELECT line_no, row_number() OVER (PARTITION BY {every} ORDER BY line_no) AS n FROM raw_all WHERE "
        "line_no IN (SELECT line_no FROM alike)) WHERE n > 1"
    )
    for table in ("lines", "alike"):
        connection.execute(f"DELETE FROM {table} WHERE line_no IN (SELECT line_no FROM repeated)")
    row = connection.execute("SELECT count(*) FROM repeated").fetchone()
    return int(row[0]) if row else 0


def number_equal_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """`occurrence` counts equal fingerprints in the file.

    Two like purchases are two, and stay two when the file comes again.
    """
    connection.execute(
        "UPDATE lines SET occurrence = again.n FROM (SELECT line_no, row_number() OVER (PARTITION BY fingerprint "
        "ORDER BY line_no)::INTEGER AS n FROM alike) AS again WHERE lines.line_no = again.line_no AND again.n > 1"
    )


def drop_working_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave in `lines` only what the import reads."""
    names = connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'lines'").fetchall()
    for (name,) in names:
        if name not in KEPT:
            connection.execute(f"ALTER TABLE lines DROP COLUMN {name}")
