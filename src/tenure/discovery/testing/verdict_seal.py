"""The seal of a verdict: by which edition of the rules it was taken, when, and on which observations of which lock."""

from collections.abc import Iterable, Sequence
from typing import Any

from tenure.discovery.models import Amendment, TestCard
from tenure.discovery.testing.lock import moment, seal_of


def seal_verdict(
    card: TestCard, amendments: Iterable[Amendment], *, edition: int, after: int, observed_seal: str
) -> None:
    """Write down the edition and the seal of a verdict just taken on the first `after` observations, the last of which has
    this seal. The caller stores the card."""
    card.rules_edition, card.decided_after = edition, after
    card.decided_seal = _seal(card, amendments, observed_seal)


def verdict_holds(card: TestCard, amendments: Iterable[Amendment], rows: Sequence[Any]) -> bool:
    """Whether the verdict is the one that was sealed, on the observations it was taken on; rows: all, in their order."""
    after = card.decided_after
    if card.rules_edition is None or after is None or card.decided_at is None or after > len(rows):
        return False
    return card.decided_seal == _seal(card, amendments, rows[after - 1].seal if after else "")


def _seal(card: TestCard, amendments: Iterable[Amendment], observed_seal: str) -> str:
    assert card.decided_at is not None
    locked = max(amendments, key=lambda row: row.pk, default=None)
    return seal_of(
        f"{locked.seal if locked else card.lock_hash}|{observed_seal}",
        {
            "verdict": card.verdict, "edition": card.rules_edition, "after": card.decided_after,
            "at": moment(card.decided_at),
        },
    )  # fmt: skip
