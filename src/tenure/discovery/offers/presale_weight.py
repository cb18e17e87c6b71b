"""What an answer to "will you pay now?" is worth as evidence, by who gave it and how much of the price it was (method 2.5, 2.15).

Assumed, all of it, and in this one place. Weight = relevance * reliability * independence; the last is counted where voices
are, this is the rest: how far the answer speaks for people who owe us nothing.
"""

from tenure.discovery.interviews.quote_weight import BENT
from tenure.discovery.models import Presale

Relation = Presale.Relation
# Who knows us answers a little to us and not to the offer, and a friend half, as in talks; unknown: as one who knows us.
KNOWS_US = 0.75
WEIGHTS = {
    str(Relation.STRANGER): 1.0,
    str(Relation.ACQUAINTANCE): KNOWS_US,
    str(Relation.CLIENT): KNOWS_US,
    str(Relation.UNKNOWN): KNOWS_US,
    str(Relation.FRIEND): BENT,
}
# Money is level 5; under this share of the list price it is a sign of goodwill, as costly as a meeting: a level lower.
LEVEL, TOKEN_LEVEL, TOKEN = 5, 4, 0.2
CENT = 1e-9  # exactly that share is no token, however it was divided


def relation_of(relation: str, source: str) -> str:
    """Pure: who a buyer is to us. Where nobody has said, records from before that was asked tell friends and our clients by
    how they came."""
    if relation != Relation.UNKNOWN:
        return relation
    told = {str(Presale.Source.FRIEND): Relation.FRIEND, str(Presale.Source.OURS): Relation.CLIENT}
    return str(told.get(source, Relation.UNKNOWN))


def level_of(share: float | None) -> int:
    """Pure: the level of a payment of this share of the list price, 0 and up; None: the list price is not known."""
    return TOKEN_LEVEL if share is not None and share < TOKEN - CENT else LEVEL
