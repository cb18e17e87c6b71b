"""All scores computed again by programs that do so only sometimes: what it takes is loaded when it is asked for.

The engine costs a second and 150 MiB to load, which an import that leaves the scores alone should not pay.
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tenure.privacy.models import User

if TYPE_CHECKING:
    from tenure.journeys.scoring.rescore import RescoreResult


def rescore(
    *, actor: User | None, run_id: int | None = None, progress: Callable[[str], None] | None = None
) -> "RescoreResult":
    """As `tenure.journeys.scoring.rescore.rescore`."""
    scoring: Any = importlib.import_module("tenure.journeys.scoring.rescore")
    result: RescoreResult = scoring.rescore(actor=actor, run_id=run_id, progress=progress)
    return result
