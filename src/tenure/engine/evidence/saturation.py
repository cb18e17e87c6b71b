"""Whether more interviews would still bring new themes: Good-Turing coverage and Chao's estimate (A10)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import first_rows


@dataclass(frozen=True)
class Saturation:
    """observed: themes heard; coverage: probability that the next mention is of a theme already heard, None without a
    mention; expected: themes there are in all, bias-corrected Chao1, at least; missing: expected - observed."""

    observed: int
    coverage: float | None
    expected: float
    missing: float


def saturation(mentions: ArrayLike) -> Saturation:
    """From how often each theme was mentioned; a theme never mentioned counts for nothing. Good 1953; Chao 1984.

    Raises BadInput for numbers of mentions that are not whole or below zero.
    """
    found = numbers("mentions", mentions, low=0, high=1e12)
    if (found != np.floor(found)).any():
        raise BadInput("mentions", "A number of mentions is not whole", rows=first_rows(found != np.floor(found)))
    heard = found[found > 0]
    once, twice, total = float((heard == 1).sum()), float((heard == 2).sum()), float(heard.sum())
    missing = once * (once - 1) / (2 * (twice + 1))
    return Saturation(int(heard.size), 1 - once / total if total else None, heard.size + missing, missing)
