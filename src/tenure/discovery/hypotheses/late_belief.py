"""Beliefs counted anew by programs that do so only sometimes: what it takes is loaded when it is asked for.

An import of orders whose clients no venture knows should not pay a third of a second for SciPy.
"""

import importlib
from collections.abc import Iterable
from typing import Any

from tenure.discovery.models import Hypothesis


def refresh_beliefs(hypotheses: Iterable[Hypothesis]) -> None:
    """As `tenure.discovery.hypotheses.belief.refresh_beliefs`."""
    belief: Any = importlib.import_module("tenure.discovery.hypotheses.belief")
    belief.refresh_beliefs(hypotheses)
