"""Writing the sales roadmap: its stages, and on which days a presale passed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Presale, RoadmapStage, StagePassed, Venture
from tenure.discovery.sight import venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_STAGES, LONGEST_NAME, LONGEST_TOLD = 12, 80, 250


@dataclass(frozen=True)
class StageText:
    """What a person writes of a stage."""

    name: str
    shown_by: str = ""
    needs: str = ""


def usual_stages() -> tuple[StageText, ...]:
    """Where nobody knows yet how they sell: assumed, to be renamed after the first sales."""
    return (
        StageText(_("First talk"), _("They tell what it costs them today"), _("Who has the problem")),
        StageText(_("Shown at work"), _("They try it on their own case"), _("Who would use it")),
        StageText(_("Who decides met"), _("Whoever signs comes to the talk"), _("Who decides and pays")),
        StageText(_("Offer"), _("They ask for the terms in writing"), _("Who decides and pays")),
    )


def add_stage(*, actor: User, venture_id: int, wanted: StageText) -> int:
    """One more stage at the end. Returns its number. Raises InvalidValue naming every field that is wrong."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        stage = _added(venture, wanted)
        _told(actor, venture, stage=stage.name)
    return stage.pk


def add_usual_stages(*, actor: User, venture_id: int) -> None:
    """The usual stages, where there is none yet."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if not venture.roadmap.exists():
            for wanted in usual_stages():
                _added(venture, wanted)
            _told(actor, venture)


def edit_stage(*, actor: User, stage_id: int, version: int, wanted: StageText) -> int:
    """Change its words; what was passed stays passed. Returns the venture."""
    with transaction.atomic():
        stage, venture = _for_work(actor, stage_id, version)
        values = _cleaned(venture, wanted, stage_id)
        RoadmapStage.objects.filter(pk=stage_id).update(version=version + 1, **values)
        _told(actor, venture, stage=values["name"], before=stage.name)
    return venture.pk


def move_stage(*, actor: User, stage_id: int, up: bool) -> int:
    """One place earlier or later. Returns the venture."""
    with transaction.atomic():
        stage, venture = _for_work(actor, stage_id, None)
        rows = list(venture.roadmap.order_by("position", "pk"))
        here = rows.index(stage)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
            for place, other in enumerate(rows):
                RoadmapStage.objects.filter(pk=other.pk).update(position=place)
            _told(actor, venture, stage=stage.name)
    return venture.pk


def remove_stage(*, actor: User, stage_id: int, version: int) -> int:
    """Take a stage off the roadmap that nobody has passed. Returns the venture."""
    with transaction.atomic():
        stage, venture = _for_work(actor, stage_id, version)
        if count := stage.passed.count():
            raise InvalidValue("stage_passed", field="name", count=count, name=stage.name)
        _told(actor, venture, removed=stage.name)
        stage.delete()
    return venture.pk


def checked_days(passed: Mapping[int, date], refused_on: date | None, paid_on: date | None) -> None:
    """That the days of stages can be so: in any order, but none ahead, none after a refusal and none after the payment. Raises
    InvalidValue naming every field that is wrong. Pure but for the clock."""
    wrongs = Wrongs()
    for stage, day in passed.items():
        with wrongs:
            if day > clock.today():
                raise InvalidValue("presale_day_ahead", field=f"stage-{stage}")
            if refused_on is not None and day > refused_on:
                raise InvalidValue("stage_after_refusal", field=f"stage-{stage}", day=refused_on.isoformat())
            if paid_on is not None and day > paid_on:
                raise InvalidValue("stage_after_payment", field=f"stage-{stage}", day=paid_on.isoformat())
    wrongs.tell()


def write_days(presale: Presale, venture: Venture, passed: Mapping[int, date]) -> None:
    """These stages were passed on these days, and no others; within the transaction of who changes the presale."""
    known = set(venture.roadmap.values_list("pk", flat=True)) if passed else set()
    if strange := sorted(set(passed) - known):
        raise InvalidValue("offer_record_unknown", field=f"stage-{strange[0]}")
    presale.passed.all().delete()
    StagePassed.objects.bulk_create(StagePassed(presale=presale, stage_id=one, on=day) for one, day in passed.items())


def _added(venture: Venture, wanted: StageText) -> RoadmapStage:
    rows = venture.roadmap.order_by("-position", "-pk")
    if rows.count() >= MOST_STAGES:
        raise InvalidValue("offers_many", field="name", most=MOST_STAGES)
    last = rows.first()
    return RoadmapStage.objects.create(
        venture=venture, position=last.position + 1 if last else 0, **_cleaned(venture, wanted, None)
    )


def _cleaned(venture: Venture, wanted: StageText, stage_id: int | None) -> dict[str, Any]:
    values = checked_stage(wanted)
    if venture.roadmap.filter(name=values["name"]).exclude(pk=stage_id or 0).exists():
        raise InvalidValue("service_name_taken", field="name", name=values["name"])
    return values


def checked_stage(wanted: StageText) -> dict[str, str]:
    """The columns of a stage. Raises InvalidValue naming every field that is wrong. Pure."""
    wrongs, values = Wrongs(), dict[str, str]()
    for name, longest in (("name", LONGEST_NAME), ("shown_by", LONGEST_TOLD), ("needs", LONGEST_TOLD)):
        with wrongs:
            values[name] = line(getattr(wanted, name), name, longest)
    with wrongs:
        if values.get("name") == "":
            raise InvalidValue("stage_name_missing", field="name")
    wrongs.tell()
    return values


def _for_work(actor: User, stage_id: int, version: int | None) -> tuple[RoadmapStage, Venture]:
    found = RoadmapStage.objects.filter(pk=stage_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    stage = RoadmapStage.objects.select_for_update().filter(pk=stage_id).first()
    if stage is None:
        raise NotFound
    if version is not None and stage.version != version:
        raise Conflict(f"stage {stage_id} is at version {stage.version}")
    return stage, venture


def _told(actor: User, venture: Venture, **details: Any) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action="edit_roadmap", subject_kind="roadmap",
        subject_id=venture.pk, **details,
    )  # fmt: skip
