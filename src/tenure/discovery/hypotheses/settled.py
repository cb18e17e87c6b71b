"""What a test was locked on stays said: a verdict is of these words, and of no others."""

from collections.abc import Collection

from tenure.discovery.models import Hypothesis, TestCard
from tenure.kernel.errors import InvalidValue, Wrongs

# What makes it another claim; its short name beside a sentence, its place within its block, its weight and its prior do not.
# Its block does: a gate reads by it what a hypothesis speaks of, the offer or a channel.
BLOCK = "block"
CLAIM = (
    "statement", "metric", "unit", "threshold", "direction", "least_effect", "falsifier", "segment_id", "problem_id",
    BLOCK,
)  # fmt: skip


def check_settled(one: Hypothesis, changed: Collection[str]) -> None:
    """Refuse another claim under the number of one that was tested; a draft of a test settles nothing. One query, none
    while the claim stays. Raises InvalidValue naming every such field."""
    said = CLAIM if one.statement else ("title", *CLAIM)
    reworded = [name for name in said if name in changed]
    if not reworded:
        return
    test = locked_by(one)
    if test is None:
        return
    wrongs = Wrongs()
    for name in reworded:
        with wrongs:
            code = "block_was_tested" if name == BLOCK else "claim_was_tested"
            raise InvalidValue(code, field=name, number=one.number, test=test)
    wrongs.tell()


def locked_by(one: Hypothesis) -> int | None:
    """Number of the first test that was locked on a hypothesis. One query."""
    locked = one.tests.exclude(state=TestCard.State.DRAFT)
    return locked.order_by("number").values_list("number", flat=True).first()
