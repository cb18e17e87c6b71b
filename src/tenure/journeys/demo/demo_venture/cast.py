"""Who works in the demo's venture and what it is made of so far: handed from chapter to chapter."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from tenure.kernel import clock
from tenure.privacy.models import User

MINOR = 100


@dataclass
class Cast:
    """founder: leads the venture; seller: holds talks and marks quotes too; today: the demo's day; until: how many days
    before it lies the day a chapter counts back from; the rest is filled by the chapters: short key -> number of the
    record."""

    founder: User
    seller: User
    today: date
    until: int = 0
    venture: int = 0
    segments: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    hypotheses: dict[str, int] = field(default_factory=dict)
    tests: dict[str, int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    wants: dict[str, int] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago + self.until)

    @contextmanager
    def on(self, ago: int, hour: int = 9) -> Iterator[date]:
        """Inside the block it is `hour` o'clock of so many days ago; on the demo's day no later than now."""
        day = self.day(ago)
        moment = min(clock.beginning(day, time(hour, 12)), clock.now())
        with clock.as_if(moment):
            yield day
