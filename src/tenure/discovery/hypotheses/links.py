"""What a hypothesis rests on: it can hold only if its parents hold; nothing rests on itself, however long the way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from tenure.discovery.hypotheses.evidence import hypothesis_for_work
from tenure.discovery.loops import loop_number
from tenure.discovery.models import HypothesisLink
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User


def circle_of(links: Iterable[tuple[int, int]], child: int, parent: int) -> Sequence[int]:
    """The way from `parent` down to `child` that a link child -> parent would close, both ends in it; empty: none.

    links: pairs (child, parent) that exist. Breadth first, so the shortest way is told.
    """
    parents: defaultdict[int, list[int]] = defaultdict(list)
    for below, above in links:
        parents[below].append(above)
    ways = [[parent]]
    seen = {parent}
    for way in ways:
        if way[-1] == child:
            return way
        for above in parents[way[-1]]:
            if above not in seen:
                seen.add(above)
                ways.append([*way, above])
    return ()


def link_hypotheses(*, actor: User, child_id: int, parent_id: int) -> None:
    """Say that the child can hold only if the parent does. Raises InvalidValue naming the circle it would close."""
    with transaction.atomic():
        child = hypothesis_for_work(actor, child_id)
        parent = child.venture.hypotheses.filter(pk=parent_id, removed_at=None).first()
        if parent is None:
            raise InvalidValue("parent_unknown", field="parent")
        numbers = dict(child.venture.hypotheses.values_list("pk", "number"))
        links = HypothesisLink.objects.filter(child__venture=child.venture).values_list("child_id", "parent_id")
        circle = circle_of(links, child.pk, parent.pk)
        if circle:
            names = [f"H{numbers[one]}" for one in (child.pk, *circle)]
            raise InvalidValue("hypotheses_in_circle", field="parent", circle=" → ".join(names))
        _link, new = HypothesisLink.objects.get_or_create(child=child, parent=parent)
        if new:
            record_step(
                actor=actor, venture=child.venture, loop=loop_number(child.venture), action="link_hypotheses",
                subject_kind="hypothesis", subject_id=child.pk, hypothesis=child.number, title=child.title,
                parent=parent.number,
            )  # fmt: skip


def unlink_hypotheses(*, actor: User, child_id: int, parent_id: int) -> None:
    """Take a dependency away."""
    with transaction.atomic():
        child = hypothesis_for_work(actor, child_id)
        link = HypothesisLink.objects.filter(child=child, parent_id=parent_id).select_related("parent").first()
        if link is None:
            raise NotFound
        number = link.parent.number
        link.delete()
        record_step(
            actor=actor, venture=child.venture, loop=loop_number(child.venture), action="unlink_hypotheses",
            subject_kind="hypothesis", subject_id=child.pk, hypothesis=child.number, title=child.title, parent=number,
        )  # fmt: skip
