"""Clients that may be one, for a person to decide: equal words under different ids, names a slip apart. Pure.

Two names a slip apart still share their first or their second half, whichever the slip is not in. A half is known by
a number computed from its letters, the size of the whole name and the digits in it: names that differ in a number are
two names. That two numbers agree by chance is next to impossible, and harmless: every pair is compared letter by letter
afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
COMPARED_AT_ONCE = 100_000
SHORTEST = 5

SIZES_APART = (-2, -1, 0, 1, 2)
LONGEST = 255
PROBED_AT_ONCE = 50_000

_SEEN = (1 << 22) - 1
_U = np.uint64
_BASE = 0x9E3779B97F4A7C15
_POWERS = np.array([pow(_BASE, place, 1 << 64) for place in range(LONGEST + 1)], _U)
_INVERSES = np.array([pow(_BASE, -place, 1 << 64) for place in range(LONGEST + 1)], _U)
_SIZE, _DIGITS, _END, _MIX = (
    _U(one) for one in (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0xFF51AFD7ED558CCD)
)

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


@dataclass(frozen=True)
class Spelled:
    """Some names as numbers. sums: of the letters before each place, weighed by their place in their name.

    begins, sizes, digits, letters: one a name; letters is a set, bit `code % 64` for every letter.
    """

    sums: np.ndarray
    begins: np.ndarray
    sizes: np.ndarray
    digits: np.ndarray
    letters: np.ndarray

    def halves(self, which: np.ndarray, apart: int, *, end: bool) -> np.ndarray:
        """Shape of `which`, uint64: the number of the half these names share with names `apart` letters longer."""
        sizes = self.sizes[which]
        long = sizes + apart
        half = long // 2
        begins = self.begins[which]
        if end:
            begins = begins + sizes - half
        sums = self.sums[begins + half] - self.sums[begins]
        if end:
            sums = sums * _INVERSES[sizes - half] + _END
        keys = (sums ^ (long.astype(_U) * _SIZE)) + self.digits[which] * _DIGITS
        keys = (keys ^ (keys >> _U(33))) * _MIX
        return keys ^ (keys >> _U(29))


@dataclass(frozen=True)
class Halves:
    """The halves of all names, sorted, without those that too many share. members: which name each half is of.

    seen: a quick answer to whether a key may be among them: at its last bits.
    """

    seen: np.ndarray
    keys: np.ndarray
    starts: np.ndarray
    counts: np.ndarray
    members: np.ndarray


def spell(names: Sequence[str]) -> Spelled:
    """The numbers of names of 1 to 255 letters."""
    codes = np.frombuffer("".join(names).encode("utf-32-le"), np.uint32).astype(_U)
    sizes = np.array([len(name) for name in names], np.int64)
    ends = np.cumsum(sizes)
    begins = ends - sizes
    places = np.arange(len(codes)) - np.repeat(begins, sizes)
    is_digit = (codes >= _U(48)) & (codes < _U(58))
    before = np.cumsum(is_digit)
    nth = before - np.repeat(before[begins] - is_digit[begins], sizes)
    digits = np.add.reduceat(np.where(is_digit, codes * _POWERS[nth], _U(0)), begins)
    sums = np.zeros(len(codes) + 1, _U)
    np.cumsum((codes + _U(1)) * _POWERS[places], out=sums[1:])
    return Spelled(sums, begins, sizes, digits, np.bitwise_or.reduceat(_U(1) << (codes % _U(64)), begins))


def sorted_halves(keys: np.ndarray, members: np.ndarray, largest: int) -> Halves:
    """The halves as runs of equal numbers; runs longer than `largest` are left out: what they share says nothing."""
    order = np.argsort(keys)
    keys, members = keys[order], members[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.append(starts, len(keys)))
    few = counts <= largest
    keys = keys[starts[few]]
    seen = np.zeros(_SEEN + 1, bool)
    seen[keys & _U(_SEEN)] = True
    return Halves(seen, keys, starts[few], counts[few], members)


def slips_allowed(sizes: np.ndarray, least_similarity: int) -> np.ndarray:
    """How many letters put in or left out two names of together `sizes` letters bear; a changed one counts twice."""
    return (100 - least_similarity) * sizes // 100


def likely_pairs(
    names: Sequence[str], fresh: np.ndarray, *, least_similarity: int, largest: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of places in `names`, at least one of each pair fresh, that share a half and nearly all letters.

    A pair may come twice, or the other way round. largest: halves of more names than this are passed over.
    """
    begins = range(0, len(names), PROBED_AT_ONCE)
    keys, members, letters = [], [], []
    for begin in begins:
        some = spell(names[begin : begin + PROBED_AT_ONCE])
        every = np.arange(len(some.sizes))
        for end in (False, True):
            keys.append(some.halves(every, 0, end=end))
            members.append((every + begin).astype(np.int32))
        letters.append(some.letters)
    if not keys:
        return
    halves = sorted_halves(np.concatenate(keys), np.concatenate(members), largest)
    spelled = np.concatenate(letters)
    for begin in begins:
        part = fresh[begin : begin + PROBED_AT_ONCE]
        if not part.any():
            continue
        some = spell(names[begin : begin + PROBED_AT_ONCE])
        for apart in SIZES_APART:
            slips = slips_allowed(2 * some.sizes + apart, least_similarity)
            which = np.flatnonzero(part & (slips >= (abs(apart) or 2)))
            for end in (False, True):
                probe, met = _met(halves, some.halves(which, apart, end=end))
                near = np.bitwise_count(some.letters[which[probe]] ^ spelled[met]) <= slips[which[probe]]
                first, second = which[probe[near]] + begin, met[near]
                other = first != second
                yield first[other], second[other]


def _met(halves: Halves, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of the keys found: its place among `keys`, once for every name of that half, and the name."""
    probe = np.flatnonzero(halves.seen[keys & _U(_SEEN)])
    run = np.minimum(np.searchsorted(halves.keys, keys[probe]), len(halves.keys) - 1)
    same = halves.keys[run] == keys[probe]
    probe, run = probe[same], run[same]
    counts = halves.counts[run]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(probe, counts), halves.members[np.repeat(halves.starts[run], counts) + within]
