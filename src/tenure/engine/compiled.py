"""The compiler of the engine's inner loops: machine code kept between runs wherever the disk allows it."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """`function` as machine code, cached on disk; on a read-only system it is compiled anew in each process."""
    try:
        return numba.njit(cache=True, error_model="numpy")(function)  # type: ignore[return-value]
    except RuntimeError:  # numba: "no locator available", nowhere to write the cache
        return numba.njit(error_model="numpy")(function)  # type: ignore[return-value]
