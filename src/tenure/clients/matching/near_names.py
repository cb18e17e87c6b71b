"""Clients that may be one, for a person to decide: equal words under different ids, names a slip apart. Pure."""

from collections.abc import Iterable, Iterator

import duckdb
import numpy as np
import pyarrow
from rapidfuzz import fuzz, process

from tenure.clients.matching.name_halves import likely_pairs

LEAST_SIMILARITY = 92.0
SHARED_BY_MANY = 10
MOST_PAIRS = 2000
# Blocks of more names than this share a common word, which says nothing; and this many comparisons are enough.
LARGEST_BLOCK = 30
MOST_COMPARED = 2_000_000
COMPARED_AT_ONCE = 100_000
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
_ALL_NAMES = f"""
CREATE OR REPLACE TABLE all_names AS
SELECT client, value AS name, bool_or(fresh) AS fresh
FROM words WHERE kind = 'name' AND length(value) >= {SHORTEST} GROUP BY 1, 2
"""
# Keys are numbers and rows are known by their place, so that no text is carried along.
_SAME_LETTERS = """
INSERT INTO doubtful
WITH every AS (
    SELECT rowid AS place, client, hash(list_sort(string_split(name, ' '))) AS key FROM all_names
    WHERE contains(name, ' ')
    UNION ALL SELECT rowid, client, hash(replace(name, ' ', '')) FROM all_names),
keyed AS MATERIALIZED (
    SELECT * FROM every WHERE key IN (
        SELECT key FROM every GROUP BY key HAVING count(DISTINCT client) BETWEEN 2 AND {many}))
SELECT DISTINCT a.client, b.client, 0.97, 'same_words'
FROM keyed o JOIN keyed t USING (key) JOIN all_names a ON a.rowid = o.place JOIN all_names b ON b.rowid = t.place
WHERE b.fresh AND a.client <> b.client AND a.name <> b.name
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
    bench.execute(_ALL_NAMES)
    if bench.execute("SELECT 1 FROM all_names WHERE fresh LIMIT 1").fetchone():
        bench.execute(_SAME_LETTERS.format(many=SHARED_BY_MANY))
        _compare(bench)
    bench.execute(_TIDY.format(most=MOST_PAIRS))
    row = bench.execute("SELECT count(DISTINCT second) FROM planned_pairs").fetchone()
    return row[0] if row else 0


def _compare(bench: duckdb.DuckDBPyConnection) -> None:
    """Names a slip apart: those that share a half are compared letter by letter."""
    known = bench.execute("SELECT client, name, fresh FROM all_names").to_arrow_table()
    client, names, fresh = (known.column(place).to_numpy() for place in range(3))
    for pairs in _once(
        likely_pairs(names, fresh, least_similarity=int(LEAST_SIMILARITY), largest=LARGEST_BLOCK), len(names)
    ):
        first, second = pairs // len(names), pairs % len(names)
        similarity = process.cpdist(
            names[first], names[second], scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY, dtype=np.float64
        )
        near = (similarity >= LEAST_SIMILARITY) & (client[first] != client[second]) & (names[first] != names[second])
        found = {"first": client[first[near]], "second": client[second[near]], "similarity": similarity[near] / 100}
        bench.register("near", pyarrow.table(found))
        bench.execute("INSERT INTO doubtful SELECT first, second, similarity, 'near_name' FROM near")
        bench.unregister("near")


def _once(pairs: Iterable[tuple[np.ndarray, np.ndarray]], many: int) -> Iterator[np.ndarray]:
    """Each pair as one number, the lower place first, once, in portions; no more than MOST_COMPARED of them."""
    every, count = [np.empty(0, np.int64)], 0
    for first, second in pairs:
        every.append(np.minimum(first, second) * many + np.maximum(first, second))
        count += len(first)
        if count >= MOST_COMPARED:
            break
    numbers = np.sort(np.concatenate(every))
    numbers = numbers[np.diff(numbers, prepend=-1) > 0]
    for start in range(0, len(numbers), COMPARED_AT_ONCE):
        yield numbers[start : start + COMPARED_AT_ONCE]
