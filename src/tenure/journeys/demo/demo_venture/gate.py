"""The gate to validation: refused by its own rules after hotels, passed with bakeries."""

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.gates.decisions import ask_review, decide_gate
from tenure.discovery.hypotheses.hypotheses import hypotheses_of, remove_hypothesis
from tenure.journeys.demo.demo_venture.cast import Cast


def refuse(cast: Cast) -> None:
    """Asked for after the first loop, and not passed: what carries the idea is refuted."""
    with cast.on(76, 18):
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, phase="discovery", choice="iterate",
            reasons="Hotels and drivers are both refuted, nobody has committed anything, and the market is not sized. "
            "The night itself is real, but it belongs to somebody else",
        )  # fmt: skip


def clear(cast: Cast) -> None:
    """Take off the canvas what was refuted, then pass by the rules."""
    with cast.on(46):
        versions = {row.id: row.version for row in hypotheses_of(actor=cast.founder, venture_id=cast.venture)}
        for key in ("hotels", "drivers"):
            number = cast.hypotheses[key]
            remove_hypothesis(actor=cast.founder, hypothesis_id=number, version=versions[number])
    with cast.on(23, 18):
        save_version(actor=cast.founder, venture_id=cast.venture, name="At the gate")
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, phase="discovery", choice="proceed",
            reasons="Eighteen talks, eleven diaries, ten nights by hand, nine signed letters, a channel that works. What is open "
            "is money: nobody has paid yet",
        )  # fmt: skip
