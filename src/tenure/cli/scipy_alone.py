"""Loads SciPy's functions without what they bring along: NumPy's tests, its Fortran translator and the like, 8 MiB.

SciPy copies all of NumPy's names, and asking for the names of parts that are loaded when first needed loads them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy

WHEN_ASKED_FOR = {"char", "core", "ctypeslib", "f2py", "ma", "polynomial", "rec", "strings", "test", "testing"}


@contextmanager
def _unasked_for() -> Iterator[None]:
    """Inside, a look at all names of NumPy leaves these out."""
    names, all_names = numpy.__all__, numpy.__dir__
    left = [name for name in dir(numpy) if name not in WHEN_ASKED_FOR]
    numpy.__all__ = [name for name in names if name not in WHEN_ASKED_FOR]
    numpy.__dir__ = lambda: left  # type: ignore[method-assign]
    try:
        yield
    finally:
        numpy.__all__, numpy.__dir__ = names, all_names  # type: ignore[method-assign]


with _unasked_for():
    import scipy.special  # noqa: F401
