"""What came of the standard things to do, ticked as they were done."""

from collections.abc import Mapping

from tenure.discovery.ventures.checklist import checklist_of, edit_checklist_item
from tenure.journeys.demo.demo_venture.cast import Cast


def tick(cast: Cast, phase: str, results: Mapping[str, str], *, ago: int) -> None:
    """Tick items of a phase with their results, by their codes."""
    with cast.on(ago, 17):
        items = {item.code: item for item in checklist_of(actor=cast.founder, venture_id=cast.venture)[phase]}
        for code, result in results.items():
            item = items[code]
            edit_checklist_item(
                actor=cast.founder, item_id=item.id, title="", result=result, done=True, version=item.version
            )
