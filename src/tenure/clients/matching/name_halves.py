"""Names that may be a slip apart, found by halves they share: all of it on arrays of numbers. Pure.

Two names a slip apart still share their first or their second half, whichever the slip is not in. A half is known by
a number computed from its letters, the size of the whole name and the digits in it: names that differ in a number are
two names. That two numbers agree by chance is next to impossible, and harmless: every pair is compared letter by letter
afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

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
