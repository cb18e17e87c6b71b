"""The library of known business models, written in our own words, and laying one on a canvas."""

from django.db import transaction

from tenure.discovery.canvas.patterns import for_whom, how_it_is_made, how_they_pay
from tenure.discovery.canvas.patterns.pattern import Pattern
from tenure.discovery.canvas.versions import keep_version
from tenure.discovery.hypotheses.hypotheses import add_hypothesis
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.loops import loop_number
from tenure.discovery.sight import venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User


def library() -> tuple[Pattern, ...]:
    """Every pattern in the active language."""
    return how_they_pay.patterns() + for_whom.patterns() + how_it_is_made.patterns()


def apply_pattern(*, actor: User, venture_id: int, code: str) -> int:
    """Lay a pattern on the canvas as new hypotheses, nothing else touched; the canvas before is kept as a version.

    Words that already lie in the same block are not laid twice. Returns how many stickers were added.
    """
    pattern = next((one for one in library() if one.code == code), None)
    if pattern is None:
        raise InvalidValue("pattern_unknown", field="pattern", value=code[:40])
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        there = set(venture.hypotheses.filter(removed_at=None).values_list("block", "title"))
        new = [sticker for sticker in pattern.stickers if sticker not in there]
        if not new:
            return 0
        keep_version(actor, venture, "pattern")
        for block, title in new:
            add_hypothesis(actor=actor, venture_id=venture_id, text=HypothesisText(block=block, title=title))
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="apply_pattern", subject_kind="venture",
            subject_id=venture.pk, pattern=code, count=len(new),
        )  # fmt: skip
    return len(new)
