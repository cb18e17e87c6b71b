"""A piece of evidence of a venture found by its words, any case and alphabet, or by the number of its hypothesis."""

import re
from dataclasses import dataclass
from datetime import date

from tenure.discovery.models import Evidence
from tenure.discovery.sight import seen_venture
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

LOOKED_AT, SHOWN, LONGEST = 3000, 8, 100
HYPOTHESIS = re.compile(r"^[hнг](\d{1,5})$")


@dataclass(frozen=True)
class EvidenceHit:
    """A piece that stands. number: of its hypothesis."""

    id: int
    number: int
    text: str
    observed_on: date
    supports: bool

    @property
    def label(self) -> str:
        """As it is offered and typed."""
        return f"H{self.number} {' '.join(self.text.split())[:LONGEST]}".strip()


class SeveralPieces(InvalidValue):
    """What was typed fits several pieces; `found` are the ones to choose from."""

    def __init__(self, value: str, found: tuple[EvidenceHit, ...]) -> None:
        self.found = found
        super().__init__("gate_evidence_several", field="evidence", value=value[:LONGEST])


def find_evidence(*, actor: User, venture_id: int, text: str, limit: int = SHOWN) -> tuple[EvidenceHit, ...]:
    """The newest pieces that hold every word; all of them for an empty text. Two queries."""
    venture = seen_venture(actor, venture_id)
    words = text.casefold().split()
    numbers = {int(word[1:]) for word in words if HYPOTHESIS.match(word)}
    words = [word for word in words if not HYPOTHESIS.match(word)]
    rows = Evidence.objects.filter(hypothesis__venture=venture, hypothesis__removed_at=None, withdrawn_at=None)
    if numbers:
        rows = rows.filter(hypothesis__number__in=numbers)
    columns = ("pk", "hypothesis__number", "text", "observed_on", "supports")
    found: list[EvidenceHit] = []
    for row in rows.order_by("-observed_on", "-pk").values_list(*columns)[:LOOKED_AT]:
        folded = row[2].casefold()
        if all(word in folded for word in words):
            found.append(EvidenceHit(*row))
            if len(found) == limit:
                break
    return tuple(found)


def picked_evidence(*, actor: User, venture_id: int, text: str, chosen: int | None) -> int | None:
    """The piece that is meant: the one chosen among those found, else the only one that fits; none for an empty text.

    Raises InvalidValue: nothing fits, or SeveralPieces.
    """
    if not text.strip():
        return None
    found = find_evidence(actor=actor, venture_id=venture_id, text=text)
    exact = [one for one in found if one.label.casefold() == " ".join(text.split()).casefold()]
    if chosen is not None and chosen in {one.id for one in found}:
        return chosen
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0].id
    if not found:
        raise InvalidValue("gate_evidence_unknown", field="evidence")
    raise SeveralPieces(text, found)
