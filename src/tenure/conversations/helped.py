"""How often an answer helped, honestly: so many of so many, with the interval that so few talks allow. Pure."""

from dataclasses import dataclass

from tenure.engine.evidence.wilson import wilson


@dataclass(frozen=True)
class Helped:
    """times: uses that helped, of `tried` with a known end; waiting: uses whose end nobody wrote down yet."""

    times: int = 0
    tried: int = 0
    waiting: int = 0

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares it helps, in 19 of 20 cases (Wilson); None before the first try."""
        return wilson(self.times, self.tried) if self.tried else None

    @property
    def lower(self) -> float:
        """What it helps at least; 0 before the first try: what ranks the answers."""
        return self.interval[0] if self.interval else 0.0
