"""What a proposition offers: products, relievers and creators, each with what of the profile it answers."""

from collections.abc import Mapping

from django.db import transaction

from tenure.discovery.models import ProfileItem, ValueItem, ValueLink, Venture
from tenure.discovery.offers.propositions import proposition_offered, require_current
from tenure.discovery.offers.value_canvas import ANSWERS, MOST_ITEMS, ValueView, known_kind, needed_text, tell_item
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

PARTLY, WHOLLY = 0.5, 1.0


def add_value_item(
    *, actor: User, venture_id: int, segment_id: int, kind: str, text: str, answers: Mapping[int, float],
    proposition_id: int | None = None,
) -> int:  # fmt: skip
    """Offer something: a product, a reliever, a creator, and what of the profile it answers; without `proposition_id` in the
    current proposition of the segment, which begins with it where there is none. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        proposition = proposition_offered(venture, segment_id, proposition_id)
        if proposition.items.count() >= MOST_ITEMS:
            raise InvalidValue("offers_many", field="text", most=MOST_ITEMS)
        item = ValueItem.objects.create(venture=venture, proposition=proposition, **_offered(kind, text))
        _link(item, answers)
        tell_item(actor, venture, "add_value_item", proposition.segment, item.text, kind)
    return item.pk


def edit_value_item(
    *, actor: User, value_item_id: int, version: int, kind: str, text: str, answers: Mapping[int, float]
) -> tuple[int, int]:
    """Change what is offered and what it answers. Returns venture and proposition."""
    with transaction.atomic():
        item, venture = _for_work(actor, value_item_id, version)
        for name, value in _offered(kind, text).items():
            setattr(item, name, value)
        item.version = version + 1
        item.save(update_fields=["kind", "text", "version"])
        item.links.all().delete()
        _link(item, answers)
        tell_item(actor, venture, "edit_value_item", item.proposition.segment, item.text, item.kind)
    return venture.pk, item.proposition_id


def remove_value_item(*, actor: User, value_item_id: int, version: int) -> tuple[int, int]:
    """Offer it no more. Returns venture and proposition."""
    with transaction.atomic():
        item, venture = _for_work(actor, value_item_id, version)
        tell_item(actor, venture, "remove_value_item", item.proposition.segment, item.text, item.kind)
        item.delete()
    return venture.pk, item.proposition_id


def value_item_of(*, actor: User, value_item_id: int) -> tuple[int, int, ValueView]:
    """One offered thing in sight, with its venture and proposition."""
    item = ValueItem.objects.filter(pk=value_item_id).first()
    if item is None:
        raise NotFound
    seen_venture(actor, item.venture_id)
    answers = dict(item.links.values_list("profile_id", "coverage"))
    return item.venture_id, item.proposition_id, ValueView(item.pk, item.kind, item.text, answers, item.version)


def _offered(kind: str, text: str) -> dict[str, str]:
    """Kind and words of what is offered. Raises InvalidValue naming both where both are wrong."""
    wrongs = Wrongs()
    values = {"kind": wrongs.got(known_kind, kind, tuple(ANSWERS)), "text": wrongs.got(needed_text, text)}
    wrongs.tell()
    return values


def _link(item: ValueItem, answers: Mapping[int, float]) -> None:
    segment = item.proposition.segment_id
    fitting = {one.pk: one for one in ProfileItem.objects.filter(segment=segment, pk__in=list(answers))}
    links = []
    for profile_id, coverage in answers.items():
        profile = fitting.get(profile_id)
        if profile is None or profile.kind != ANSWERS[item.kind]:
            raise InvalidValue("value_answers_wrong", field="answers")
        if coverage not in (PARTLY, WHOLLY):
            raise InvalidValue("value_coverage", field="answers", value=coverage)
        links.append(ValueLink(item=item, profile=profile, coverage=coverage))
    ValueLink.objects.bulk_create(links)


def _for_work(actor: User, value_item_id: int, version: int) -> tuple[ValueItem, Venture]:
    """The item of a current proposition, its venture locked. Raises Conflict, InvalidValue."""
    found = ValueItem.objects.filter(pk=value_item_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    item = (
        ValueItem.objects.select_for_update(of=("self",)).select_related("proposition__segment").get(pk=value_item_id)
    )
    if item.version != version:
        raise Conflict(f"value item {value_item_id} is at version {item.version}")
    require_current(item.proposition)
    return item, venture
