"""Whether anybody would commit to the offer, of the segment the gate is judged on (docs/adr/0020). Pure.

An offer that names no segment is made to all of them; one that names another says nothing of these.
"""

from tenure.discovery.gates.finding import MET, MISSING, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import Claim, CriticalHypothesis, GateNumbers
from tenure.discovery.gates.reached import unproven

COMMITTED = 4  # the level of a costly commitment (method 2.5)
HOPE = 0.005  # less of a first guess than is ever shown


def commitment(marks: Marks, numbers: GateNumbers) -> Finding:
    """Somebody would commit: a hypothesis of the offer, with a record of a commitment, is likely enough."""
    offers = [one for one in numbers.offers if not numbers.segment or one.segment in ("", numbers.segment)]
    proven = [one for one in offers if one.proof.level >= COMMITTED]
    if not proven:
        elsewhere = [one for one in numbers.offers if one not in offers and one.proof.level >= COMMITTED]
        return (
            unproven(offers, COMMITTED, "test_commitment")
            or _elsewhere(elsewhere, numbers.segment)
            or Finding(OPEN, "no_commitment", {}, "test_commitment")
        )
    best = max(proven, key=lambda one: one.probability)
    found = {"number": best.number, "title": best.title, "probability": best.probability, **hoped(best)}
    if best.probability >= marks["sure"]:
        return Finding(MET, "likely", found)
    against = best.probability <= 1 - marks["sure"]
    return Finding(MISSING if against else OPEN, "likely", found, "test_hypothesis", found | {"id": best.id})


def _elsewhere(offers: list[Claim], segment: str) -> Finding | None:
    """What others would commit to, named so that nobody looks for it in vain."""
    if not offers:
        return None
    best = max(offers, key=lambda one: one.probability)
    found = {"number": best.number, "title": best.title, "elsewhere": best.segment, "segment": segment}
    return Finding(OPEN, "commitment_elsewhere", found, "test_commitment")


def hoped(one: Claim | CriticalHypothesis) -> dict[str, float]:
    """What its page says, where the first guess of its author lifts it above what the evidence earned."""
    return {"own": one.own} if one.own is not None and one.own - one.probability > HOPE else {}
