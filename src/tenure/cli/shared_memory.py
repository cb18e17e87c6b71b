"""What a process does to its memory before others are forked from it, so that they go on sharing it.

A page of memory is shared until somebody writes to it. Loading leaves a megabyte of free places between what it has
loaded, spread over thousands of pages; the first things a new process makes are laid into them, and each copies a page.
"""

import ctypes
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# glibc's malloc keeps free places of each size; Python's own allocator those up to 512 bytes, in steps of 16.
SIZES = (*range(4080, 1024, -256), *range(1016, 8, -16))
SMALL_SIZES = range(16, 513, 16)
MOST_PLACES = 100_000
IN_A_ROW = 16  # so many, each right behind the other, are laid into fresh memory
M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1
LARGE, KEPT = 262_144, 131_072  # bytes: taken and given back by itself; free at the end and not given back
# The system keeps the file's pages once for all processes; each connection needs few of its own, and none mapped.
SMALL_CACHE = "; PRAGMA cache_size=-1000; PRAGMA mmap_size=0"


def keep_together() -> None:
    """Close the free places, and let counting what is in use leave alone what is there already."""
    gc.collect()
    fill_small_places()
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2"):
        fill_places()
    gc.freeze()


def own_mib(pid: int) -> float:
    """Memory only this process has, MiB; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def spare(database: dict[str, Any]) -> None:
    """Connections to SQLite opened from now on hold 1 MB of pages and not 16; those of commands and jobs hold more."""
    options = database.get("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] += SMALL_CACHE


def fill_places() -> int:
    """Take every free place of malloc below the end of its memory, never to be given back; how many there were.

    Later threads are held to the same memory, instead of one of 64 MB for each; what they free goes back to the system,
    where malloc otherwise keeps more the more was once asked for.
    """
    libc = ctypes.CDLL(None)
    for setting, value in ((M_ARENA_MAX, 1), (M_MMAP_THRESHOLD, LARGE), (M_TRIM_THRESHOLD, KEPT)):
        libc.mallopt(setting, value)
    libc.sbrk.restype, libc.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    libc.mallinfo2.restype = _Usage
    end = libc.sbrk(0) - libc.mallinfo2().keepcost
    return sum(_fill(libc.malloc, libc.free, size, end) for size in SIZES)


def _fill(malloc: Callable[[int], int], free: Callable[[int], None], size: int, end: int) -> int:
    for taken in range(MOST_PLACES):
        place = malloc(size)
        if place >= end:
            free(place)
            return taken
    return MOST_PLACES


def fill_small_places() -> int:
    """The same of Python's own allocator."""
    take = ctypes.pythonapi.PyObject_Malloc
    take.restype, take.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    return sum(_fill_small(take, size) for size in SMALL_SIZES)


def _fill_small(take: Callable[[int], int], size: int) -> int:
    before = in_a_row = taken = 0
    while in_a_row < IN_A_ROW and taken < MOST_PLACES:
        place = take(size)
        in_a_row = in_a_row + 1 if place == before + size else 0
        before, taken = place, taken + 1
    return taken


class _Usage(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    )  # fmt: skip
