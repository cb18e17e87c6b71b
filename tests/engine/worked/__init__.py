"""Worked examples by area: from the inputs of an example to the calculation that must reproduce it."""

from collections.abc import Callable
from typing import Any

Calculation = Callable[[dict[str, Any]], dict[str, Any]]
