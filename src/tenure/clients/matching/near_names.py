"""Clients that may be one, for a person to decide: equal words under different ids, names a slip apart. Pure."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow
from rapidfuzz import fuzz, process

LEAST_SIMILARITY = 92.0
SHARED_BY_MANY = 10
MOST_PAIRS = 2000
# Blocks of more names than this share a common word, which says nothing; and this many comparisons are enough.
LARGEST_BLOCK = 30
MOST_COMPARED = 2_000_000
SHORTEST = 5

_PAIRS = "CREATE OR REPLACE TABLE doubtful (first BIGINT, second BIGINT, similarity DOUBLE, reason VARCHAR)"
_WORDS = """
CREATE OR REPLACE TABLE words AS
SELECT DISTINCT kind, value, client, fresh FROM (
    SELECT kind, value, client, false AS fresh FROM known WHERE client > 0 AND kind IN ('tax_id', 'email', 'phone', 'name')
    UNION ALL
    SELECT unnest(['tax_id', 'email', 'phone', 'name']),
           unnest([f.tax_id, f.email, f.normal_phone, f.normal_name]), t.client, t.client < 0
    FROM targets t JOIN file_clients f USING (k)
    WHERE t.client > 0 OR t.client IN (SELECT client FROM planned_clients))
WHERE value IS NOT NULL AND value <> ''
"""
# Each is paired with the oldest of the group, so that a group of n gives n - 1 pairs.
_SAME_WORD = """
INSERT INTO doubtful
WITH groups AS (
    SELECT kind, value, arg_min(client, (client < 0, abs(client))) AS oldest, bool_or(fresh) AS fresh
    FROM words GROUP BY 1, 2 HAVING count(DISTINCT client) BETWEEN 2 AND {many})
SELECT DISTINCT oldest, client, 1.0, 'same_' || kind
FROM words w JOIN groups g USING (kind, value)
WHERE w.client <> g.oldest AND (kind <> 'name' OR g.fresh)
"""
_NAMES = f"""
SELECT client, value AS name, length(value)::INTEGER AS size, bool_or(fresh) AS fresh,
       regexp_replace(value, '[^0-9]', '', 'g') AS digits
FROM words WHERE kind = 'name' AND length(value) >= {SHORTEST} GROUP BY 1, 2
"""
_ALL_NAMES = """
CREATE OR REPLACE TABLE all_names (
    client BIGINT, name VARCHAR, size INTEGER, fresh BOOLEAN, digits VARCHAR, letters UBIGINT)
"""
_SAME_LETTERS = """
INSERT INTO doubtful
WITH keyed AS (
    SELECT client, name, fresh, unnest([array_to_string(list_sort(string_split(name, ' ')), ' '),
                                        replace(name, ' ', '')]) AS key FROM all_names WHERE contains(name, ' ')
    UNION ALL SELECT client, name, fresh, name FROM all_names WHERE NOT contains(name, ' ')),
groups AS (SELECT key FROM keyed GROUP BY key HAVING count(DISTINCT client) BETWEEN 2 AND {many})
SELECT DISTINCT a.client, b.client, 0.97, 'same_words'
FROM keyed a JOIN groups USING (key) JOIN keyed b USING (key)
WHERE b.fresh AND a.client <> b.client AND a.name <> b.name
"""
# Two names a slip apart still share their first or their second half; names that differ in a number are two names.
_BLOCKS = """
CREATE OR REPLACE TABLE blocks AS
SELECT key, size, digits, list(client) AS clients, list(name) AS names, list(letters) AS spellings FROM (
    SELECT client, name, digits, size, letters, 'p' || left(name, size // 2) AS key FROM all_names
    UNION ALL SELECT client, name, digits, size, letters, 's' || right(name, size // 2) FROM all_names)
GROUP BY key, size, digits HAVING count(*) <= {block}
"""
# So many letters two names may differ in, put in or left out: one that is changed counts twice.
_SLIPS = f"(100 - {LEAST_SIMILARITY:.0f}) * ({{sizes}}) // 100"
_COMPARED = f"""
WITH probes AS (
    SELECT client, name, letters, digits, size + delta AS size, {_SLIPS.format(sizes="2 * size + delta")} AS slips,
           unnest(['p' || left(name, (size + delta) // 2), 's' || right(name, (size + delta) // 2)]) AS key
    FROM all_names, (SELECT unnest([-2, -1, 0, 1, 2]) AS delta)
    WHERE fresh AND {_SLIPS.format(sizes="2 * size + delta")} >= CASE delta WHEN 0 THEN 2 ELSE abs(delta) END),
met AS (
    SELECT p.client AS second, p.name AS second_name, p.letters, slips, unnest(b.clients) AS first,
           unnest(b.names) AS first_name, unnest(b.spellings) AS first_letters
    FROM probes p JOIN blocks b USING (key, size, digits))
SELECT DISTINCT first, second, first_name, second_name FROM met
WHERE bit_count(xor(letters, first_letters)) <= slips AND first <> second AND first_name <> second_name LIMIT {{most}}
"""
# One pair once, the older client first, never one that was proposed before; the surest ones when there are too many.
_TIDY = """
CREATE OR REPLACE TABLE planned_pairs AS
WITH ordered AS (
    SELECT CASE WHEN (first < 0, abs(first)) < (second < 0, abs(second)) THEN first ELSE second END AS first,
           CASE WHEN (first < 0, abs(first)) < (second < 0, abs(second)) THEN second ELSE first END AS second,
           similarity, reason FROM doubtful)
SELECT o.first, o.second, max(o.similarity) AS similarity, arg_max(o.reason, o.similarity) AS reason
FROM ordered o
WHERE NOT EXISTS (SELECT 1 FROM base_pairs b WHERE b.first_id = least(o.first, o.second)
                                             AND b.second_id = greatest(o.first, o.second))
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {most}
"""


def find_doubtful(bench: duckdb.DuckDBPyConnection) -> int:
    """Fill planned_pairs (first, second, similarity, reason) after the plan of orders; returns clients concerned."""
    bench.execute(_PAIRS)
    bench.execute(_WORDS)
    bench.execute(_SAME_WORD.format(many=SHARED_BY_MANY))
    _spell(bench)
    if bench.execute("SELECT 1 FROM all_names WHERE fresh LIMIT 1").fetchone():
        bench.execute(_SAME_LETTERS.format(many=SHARED_BY_MANY))
        bench.execute(_BLOCKS.format(block=LARGEST_BLOCK))
        _compare(bench)
    bench.execute(_TIDY.format(most=MOST_PAIRS))
    row = bench.execute("SELECT count(DISTINCT second) FROM planned_pairs").fetchone()
    return row[0] if row else 0


def _spell(bench: duckdb.DuckDBPyConnection) -> None:
    """Fill all_names, each with the set of its letters: names a slip apart have nearly the same."""
    bench.execute(_ALL_NAMES)
    for batch in bench.cursor().execute(_NAMES).to_arrow_reader(100_000):
        spelled = letter_sets(batch.column("name").to_pylist())
        bench.register("spelled", pyarrow.Table.from_batches([batch]).append_column("letters", pyarrow.array(spelled)))
        bench.execute("INSERT INTO all_names BY NAME FROM spelled")


def letter_sets(names: Sequence[str]) -> np.ndarray:
    """Shape (n,), uint64: bit `code % 64` is set for every letter of the name. No name may be empty."""
    codes = np.frombuffer("".join(names).encode("utf-32-le"), np.uint32)
    begins = np.concatenate(([0], np.cumsum([len(name) for name in names])))[:-1]
    return np.bitwise_or.reduceat(np.uint64(1) << (codes % 64).astype(np.uint64), begins)


def _compare(bench: duckdb.DuckDBPyConnection) -> None:
    reading = bench.cursor().execute(_COMPARED.format(most=MOST_COMPARED))
    for batch in reading.to_arrow_reader(100_000):
        first, second = batch.column(2).to_pylist(), batch.column(3).to_pylist()
        similarity = process.cpdist(first, second, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY, dtype=np.float64)
        near = pyarrow.table({"first": batch.column(0), "second": batch.column(1), "similarity": similarity}).filter(
            pyarrow.array(similarity >= LEAST_SIMILARITY)
        )
        bench.register("near", near)
        bench.execute("INSERT INTO doubtful SELECT first, second, similarity / 100, 'near_name' FROM near")
