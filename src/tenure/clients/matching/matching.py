"""Whose lines are these: a file's clients found among ours, as set operations in DuckDB. Pure: no Django.

Each client of the file is looked for by its id, then by tax id and e-mail, then by normalised name. An id decides
alone. What points at two clients, or at one that contradicts it, is never taken: a new client is made and the pair is
put before a person (`doubtful`), as are clients with one phone number: a number is often shared. Clients of the file
that are not ours yet carry a negative number here.
"""

import duckdb
import pyarrow

from tenure.clients.matching.names import fold, normal_of_folded
from tenure.clients.phone_numbers import normal_phone, region_of

NAME_CHUNK = 50_000

ID, TAX, EMAIL, NAME = 1, 2, 3, 4

_TAX = "nullif(regexp_replace(upper({0}), '[^0-9A-ZА-ЯЁ]', '', 'g'), '')"
_KEYED = f"""
CREATE OR REPLACE TEMP VIEW keyed AS
SELECT *, CASE WHEN client_id IS NOT NULL THEN 'i' || client_id
               WHEN {_TAX.format("tax_id")} IS NOT NULL THEN 't' || {_TAX.format("tax_id")}
               WHEN email IS NOT NULL THEN 'e' || lower(email)
               ELSE 'n' || client_name END AS raw_key
FROM checked.lines
"""
_RAW = """
CREATE OR REPLACE TABLE raw_clients AS
SELECT raw_key, any_value(client_id) AS client_id, arg_max(tax_id, line_no) AS tax_id, arg_max(email, line_no) AS email,
       arg_max(phone, line_no) AS phone,
       arg_max(client_name, line_no) AS name, arg_max(country, line_no) AS country, min(line_no) AS first_line
FROM keyed GROUP BY raw_key
"""
_FILE = f"""
CREATE OR REPLACE TABLE file_clients AS
WITH named AS (
    SELECT r.* EXCLUDE (tax_id, email, country), {_TAX.format("tax_id")} AS tax_id,
           CASE WHEN length(email) <= 250 THEN lower(email) END AS email, left(country, 80) AS country,
           p.normal AS normal_phone, n.normal AS normal_name, n.folded,
           CASE left(r.raw_key, 1) WHEN 'i' THEN {ID} WHEN 't' THEN {TAX} WHEN 'e' THEN {EMAIL} ELSE {NAME} END AS tier
    FROM raw_clients r LEFT JOIN names n ON n.raw = r.name LEFT JOIN phones p ON p.raw_key = r.raw_key)
SELECT row_number() OVER (ORDER BY first_line) AS k, * EXCLUDE (first_line) FROM (
    SELECT raw_key AS key, tier, client_id AS external_id, tax_id, email, phone, normal_phone, name, normal_name,
           folded, country, first_line
    FROM named WHERE tier <> {NAME}
    UNION ALL
    SELECT 'n' || normal_name AS key, {NAME}, NULL, arg_max(tax_id, first_line), arg_max(email, first_line),
           arg_max(phone, first_line),
           arg_max({{'of': normal_phone}}, CASE WHEN phone IS NOT NULL THEN first_line END).of,
           arg_max(name, first_line), normal_name, arg_max(folded, first_line), arg_max(country, first_line),
           min(first_line)
    FROM named WHERE tier = {NAME} GROUP BY normal_name)
"""
_KEYS = """
CREATE OR REPLACE TABLE client_keys AS
SELECT r.raw_key, f.k
FROM raw_clients r LEFT JOIN names n ON n.raw = r.name
JOIN file_clients f ON f.key = CASE WHEN left(r.raw_key, 1) = 'n' THEN 'n' || n.normal ELSE r.raw_key END
"""
# known: every word by which a client can be recognised; contradictions are judged by `identities`.
_KNOWN = f"""
CREATE OR REPLACE TABLE known AS
SELECT DISTINCT kind, value, client FROM (
    SELECT 'external_id' AS kind, external_id AS value, coalesce(merged_into_id, id) AS client FROM base_clients
    UNION ALL SELECT 'tax_id', {_TAX.format("tax_id")}, id FROM base_clients WHERE merged_into_id IS NULL
    UNION ALL SELECT 'email', lower(email), id FROM base_clients WHERE merged_into_id IS NULL
    UNION ALL SELECT 'phone', p.normal, coalesce(b.merged_into_id, b.id) FROM base_phones p
              JOIN base_clients b ON b.id = p.client_id
    UNION ALL SELECT 'name', normal_name, id FROM base_clients WHERE merged_into_id IS NULL
    UNION ALL SELECT CASE kind WHEN 'normal_name' THEN 'name' ELSE kind END,
                     CASE kind WHEN 'tax_id' THEN {_TAX.format("value")} ELSE value END, client_id
              FROM base_aliases
              WHERE kind <> 'external_id' OR value NOT IN (SELECT external_id FROM base_clients
                                                           WHERE external_id IS NOT NULL))
WHERE value IS NOT NULL AND value <> ''
"""
_IDENTITIES = f"""
CREATE OR REPLACE TABLE identities AS
SELECT id AS client, external_id, {_TAX.format("tax_id")} AS tax_id, nullif(lower(email), '') AS email
FROM base_clients WHERE merged_into_id IS NULL
"""
_BY_ID = """
INSERT INTO targets
SELECT f.k, f.tier, min(n.client), 'external_id'
FROM file_clients f JOIN known n ON n.kind = 'external_id' AND n.value = f.external_id
WHERE f.tier = 1 GROUP BY ALL HAVING count(*) = 1
"""
_BY_WORD = """
INSERT INTO targets
WITH candidates AS (
    SELECT DISTINCT f.k, n.client
    FROM file_clients f
    JOIN known n ON n.kind = '{kind}' AND n.value = f.{column}
    JOIN identities c ON c.client = n.client
    WHERE f.tier = {tier} AND f.k NOT IN (SELECT k FROM targets)
      AND (f.external_id IS NULL OR c.external_id IS NULL)
      AND (f.tax_id IS NULL OR c.tax_id IS NULL OR f.tax_id = c.tax_id)
      AND ('{kind}' <> 'name' OR f.email IS NULL OR c.email IS NULL OR f.email = c.email)),
one AS (SELECT k, min(client) AS client FROM candidates GROUP BY k HAVING count(*) = 1)
SELECT k, {tier}, client, '{kind}' FROM one
WHERE client IN (SELECT client FROM one GROUP BY client HAVING count(*) = 1)
  AND ({tier} = 4 OR client NOT IN (SELECT client FROM targets WHERE tier = {tier}))
"""
_REST_ARE_NEW = """
INSERT INTO targets
SELECT k, tier, -k, 'new' FROM file_clients WHERE tier = {tier} AND k NOT IN (SELECT k FROM targets)
"""
_LEARN = (
    """
INSERT INTO known
SELECT DISTINCT w.kind, w.value, w.client FROM (
    SELECT unnest(['tax_id', 'email', 'name']) AS kind, unnest([f.tax_id, f.email, f.normal_name]) AS value, t.client
    FROM file_clients f JOIN targets t USING (k) WHERE f.tier = {tier}) w
WHERE w.value IS NOT NULL AND w.value <> ''
  AND NOT EXISTS (SELECT 1 FROM known o WHERE o.kind = w.kind AND o.value = w.value AND o.client = w.client)
""",
    """
INSERT INTO identities
SELECT -f.k, f.external_id, f.tax_id, f.email FROM file_clients f JOIN targets t USING (k)
WHERE f.tier = {tier} AND t.how = 'new'
""",
)


def match_clients(bench: duckdb.DuckDBPyConnection, region: str = "") -> None:
    """Fill `targets` (k, tier, client, how): for every client of `checked.lines`, ours or a negative new one.

    region: two letters of the country where a phone number without a country code is dialled, unless the line names
    another. Reads base_clients (id, external_id, email, tax_id, normal_name, merged_into_id), base_aliases (client_id,
    kind, value) and base_phones (client_id, normal); leaves file_clients (k and what the file says), client_keys
    (raw_key -> k) and the view keyed.
    """
    read_file_clients(bench, region)
    for statement in (_KNOWN, _IDENTITIES):
        bench.execute(statement)
    bench.execute("CREATE OR REPLACE TABLE targets (k BIGINT, tier INTEGER, client BIGINT, how VARCHAR)")
    present = [row[0] for row in bench.execute("SELECT DISTINCT tier FROM file_clients ORDER BY 1").fetchall()]
    for tier in present:
        if tier == ID:
            bench.execute(_BY_ID)
        for kind, column in (("tax_id", "tax_id"), ("email", "email"), ("name", "normal_name")):
            bench.execute(_BY_WORD.format(kind=kind, column=column, tier=tier))
        bench.execute(_REST_ARE_NEW.format(tier=tier))
        if tier != present[-1]:
            for statement in _LEARN:
                bench.execute(statement.format(tier=tier))


def read_file_clients(bench: duckdb.DuckDBPyConnection, region: str) -> None:
    """The distinct clients of the file, their names and phone numbers normalised once each."""
    for statement in (_KEYED, _RAW, "CREATE OR REPLACE TABLE names (raw VARCHAR, normal VARCHAR, folded VARCHAR)"):
        bench.execute(statement)
    # A cursor of its own: the inserts below would end the reading.
    reading = bench.cursor().execute("SELECT DISTINCT name FROM raw_clients WHERE name IS NOT NULL")
    for batch in reading.to_arrow_reader(NAME_CHUNK):
        folded = [fold(name) for name in batch.column(0).to_pylist()]
        normal = [normal_of_folded(name) for name in folded]
        bench.register("named", pyarrow.table({"raw": batch.column(0), "normal": normal, "folded": folded}))
        bench.execute("INSERT INTO names FROM named")
    _read_phones(bench, region)
    for statement in (_FILE, _KEYS):
        bench.execute(statement)


def _read_phones(bench: duckdb.DuckDBPyConnection, region: str) -> None:
    """Fill `phones` (raw_key, normal) for the clients whose number can be compared."""
    bench.execute("CREATE OR REPLACE TABLE phones (raw_key VARCHAR, normal VARCHAR)")
    reading = bench.cursor().execute("SELECT raw_key, phone, country FROM raw_clients WHERE phone IS NOT NULL")
    for batch in reading.to_arrow_reader(NAME_CHUNK):
        written = zip(batch.column(1).to_pylist(), batch.column(2).to_pylist(), strict=True)
        normal = [normal_phone(phone, region_of(country, region)) or None for phone, country in written]
        bench.register(
            "numbered", pyarrow.table({"raw_key": batch.column(0), "normal": pyarrow.array(normal, "string")})
        )
        bench.execute("INSERT INTO phones FROM numbered WHERE normal IS NOT NULL")
