"""The gate to validation: refused by its own rules first, then passed with one criterion overridden, named and dated."""

from datetime import timedelta

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.gates.decisions import WantedOverride, ask_review, decide_gate
from tenure.discovery.hypotheses.hypotheses import hypotheses_of, remove_hypothesis
from tenure.journeys.demo.demo_venture.cast import Cast


def tell(cast: Cast) -> None:
    """Work on, replace what was refuted, then pass."""
    with cast.on(47, 18):
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, choice="iterate",
            reasons="Drivers as a channel are refuted and still on the canvas; two loops of work rest on nothing there",
        )  # fmt: skip
    with cast.on(46):
        versions = {row.id: row.version for row in hypotheses_of(actor=cast.founder, venture_id=cast.venture)}
        for key in ("hotels", "drivers"):
            number = cast.hypotheses[key]
            remove_hypothesis(actor=cast.founder, hypothesis_id=number, version=versions[number])
    with cast.on(23, 18):
        save_version(actor=cast.founder, venture_id=cast.venture, name="At the gate")
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, choice="proceed",
            reasons="Eighteen talks, ten nights by hand, a channel that works; what is open is whether they pay",
            override=WantedOverride(
                "Whether they pay can only be tested by selling, which is the next phase", cast.today + timedelta(days=20)
            ),
        )  # fmt: skip
