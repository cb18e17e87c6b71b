"""What a venture is given: its words, days and money of a loop, cash, what building would cost; pausing and giving up."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tenure.discovery.loops import loop_of
from tenure.discovery.models import Loop, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.ventures.ventures import checked_head
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, Wrongs
from tenure.privacy.models import User

MOST_DAYS = 730
MOST_MONEY = 10**15
LONGEST_REASON = 1000
MONEY = (
    "loop_budget_minor", "cash_minor", "burn_minor", "build_cost_minor", "delay_cost_minor", "least_company_minor",
)  # fmt: skip


@dataclass(frozen=True)
class VentureSettings:
    """As people set them; money in minor units. cash: on hand at `cash_on`; burn: a month; delay_cost: a day."""

    name: str
    kind: str
    vision: str
    loop_days: int
    loop_budget_minor: int | None
    cash_minor: int | None
    cash_on: date | None
    burn_minor: int | None
    build_cost_minor: int | None
    delay_cost_minor: int | None
    least_company_minor: int | None


def settings_of(*, actor: User, venture_id: int) -> tuple[VentureSettings, int]:
    """The settings and their version."""
    venture = seen_venture(actor, venture_id)
    values = {name: getattr(venture, name) for name in VentureSettings.__dataclass_fields__}
    return VentureSettings(**values), venture.version


def change_venture(*, actor: User, venture_id: int, wanted: VentureSettings, version: int) -> None:
    """Set them. Raises Conflict when somebody changed them since `version`, InvalidValue naming every wrong field."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.version != version:
            raise Conflict
        values = checked_settings(wanted)
        changed = sorted(name for name, value in values.items() if getattr(venture, name) != value)
        for name, value in values.items():
            setattr(venture, name, value)
        venture.version += 1
        venture.save()
        _step(actor, venture, "change_venture", fields=changed)


def checked_settings(wanted: VentureSettings) -> dict[str, object]:
    """The columns, ready to store. Raises InvalidValue naming every wrong field."""
    wrongs, head = Wrongs(), dict[str, str]()
    with wrongs:
        head = checked_head(wanted.name, wanted.kind, wanted.vision)
    with wrongs:
        if not 1 <= wanted.loop_days <= MOST_DAYS:
            raise InvalidValue("loop_days_outside", field="loop_days", value=wanted.loop_days, most=MOST_DAYS)
    for field in MONEY:
        value = getattr(wanted, field)
        if value is not None and not 0 <= value <= MOST_MONEY:
            with wrongs:
                raise InvalidValue("money_outside", field=field, value=value)
    wrongs.tell()
    money = {field: getattr(wanted, field) for field in MONEY} | {"delay_cost_minor": wanted.delay_cost_minor or 0}
    cash_on = wanted.cash_on or (clock.today() if wanted.cash_minor is not None else None)
    return {**head, "loop_days": wanted.loop_days, "cash_on": cash_on, **money}


def pause_venture(*, actor: User, venture_id: int, paused: bool, reason: str = "") -> None:
    """Let a venture rest, or take the search up again; also one that was given up, in a new loop."""
    why = paragraph(reason, "reason", LONGEST_REASON)
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.state == Venture.State.EXITED and not paused:
            last = loop_of(venture)
            Loop.objects.create(venture=venture, number=last.number + 1, phase=venture.phase, started_on=clock.today())
        venture.state = Venture.State.PAUSED if paused else Venture.State.ACTIVE
        venture.version += 1
        venture.save(update_fields=["state", "version"])
        _step(actor, venture, "pause_venture" if paused else "resume_venture", reason=why)


def exit_venture(*, actor: User, venture_id: int, reason: str) -> None:
    """Give the venture up, with the reason; everything learnt stays. Its loop ends."""
    why = paragraph(reason, "reason", LONGEST_REASON)
    if not why:
        raise InvalidValue("exit_reason_missing", field="reason")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.state == Venture.State.EXITED:
            return
        loop = loop_of(venture)
        loop.ended_on, loop.end = clock.today(), Loop.End.EXITED
        loop.save(update_fields=["ended_on", "end"])
        venture.state = Venture.State.EXITED
        venture.version += 1
        venture.save(update_fields=["state", "version"])
        _step(actor, venture, "exit_venture", reason=why)


def _step(actor: User, venture: Venture, action: str, **details: object) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_of(venture).number, action=action, subject_kind="venture",
        subject_id=venture.pk, **details,
    )  # fmt: skip
