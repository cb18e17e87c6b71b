"""The company this installation serves: its name, currency, language and time zone."""

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import Role, User, Workspace
from tenure.privacy.rights import Right, require
from tenure.privacy.users import check_language, check_password, clean_email, clean_name

# Offered first in lists; every ISO 4217 code can be given.
USUAL_CURRENCIES = ("EUR", "MDL", "RON", "USD", "RUB", "UAH", "GBP", "CHF", "PLN", "BGN", "TRY", "KZT", "GEL")


@dataclass(frozen=True)
class WorkspaceView:
    """The workspace as readers and pages see it. hour_cost_minor: what an hour of a salesperson costs, minor units;
    silence_level: share of silence alarms that may be false, the client ordering by itself."""

    name: str
    currency: str
    language: str
    time_zone: str
    hour_cost_minor: int = 2000
    silence_level: float = 0.2


@dataclass(frozen=True)
class FirstAdministrator:
    """Who answers for this installation."""

    name: str
    email: str
    password: str


def current_workspace() -> WorkspaceView | None:
    """The workspace, or None before the first start. One query."""
    row = next(iter(_workspace()), None)
    return WorkspaceView(*row) if row else None


@compiled_once
def _workspace() -> Query:
    columns = ("name", "currency", "language", "time_zone", "hour_cost_minor", "silence_level")
    return Workspace.objects.filter(pk=1).values_list(*columns)


def in_time_of(workspace: WorkspaceView | None) -> AbstractContextManager[None]:
    """Inside the block days and moments are those of the company's time zone; of UTC before the first start."""
    return timezone.override(workspace.time_zone if workspace else "UTC")


def check_workspace(wanted: WorkspaceView) -> dict[str, object]:
    """The values ready to store. Raises InvalidValue naming the first field that cannot be used."""
    if wanted.currency not in list_currencies():
        raise InvalidValue("currency_unknown", field="currency", value=wanted.currency[:10])
    if wanted.time_zone not in available_timezones():
        raise InvalidValue("time_zone_unknown", field="time_zone", value=wanted.time_zone[:60])
    if not 0 <= wanted.hour_cost_minor <= 10**12:
        raise InvalidValue("hour_cost_wrong", field="hour_cost")
    if not 0.001 <= wanted.silence_level <= 0.5:
        raise InvalidValue("silence_level_wrong", field="silence_level", value=wanted.silence_level)
    return asdict(wanted) | {"name": clean_name(wanted.name, "company"), "language": check_language(wanted.language)}


def check_start(*, wanted: WorkspaceView, administrator: FirstAdministrator) -> tuple[dict[str, object], User]:
    """What the first start would store; nothing is written. Raises InvalidValue for the first field that is wrong."""
    values = check_workspace(wanted)
    user = User(
        email=clean_email(administrator.email),
        name=clean_name(administrator.name),
        role=Role.ADMINISTRATOR,
        language=wanted.language,
        created_at=clock.now(),
    )
    user.set_password(check_password(administrator.password, user))
    return values, user


def start_workspace(*, wanted: WorkspaceView, administrator: FirstAdministrator) -> int:
    """The first start: the company and its administrator, whose id is returned.

    Raises BadInput("already_started") when somebody was quicker: only one first start ever succeeds.
    """
    values, user = check_start(wanted=wanted, administrator=administrator)
    try:
        with transaction.atomic():
            # A second first start waits in these two lines for the first one to end, and then sees its user.
            Workspace.objects.get_or_create(pk=1, defaults=values)
            Workspace.objects.select_for_update().get(pk=1)
            if User.objects.exists():
                raise BadInput("already_started")
            Workspace.objects.filter(pk=1).update(**values)
            user.save(force_insert=True)
            record_change(
                actor=user, action="start_workspace", subject_kind="workspace", subject_id=1, name=values["name"]
            )
    except IntegrityError:
        raise BadInput("already_started") from None
    return user.pk


def change_workspace(*, actor: User, wanted: WorkspaceView) -> None:
    """Change the company's settings. The currency stays: amounts already stored are in it."""
    require(actor, Right.MANAGE_WORKSPACE)
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=1)
        if wanted.currency != row.currency:
            raise InvalidValue("currency_fixed", field="currency", value=row.currency)
        changed = {key: value for key, value in check_workspace(wanted).items() if getattr(row, key) != value}
        if not changed:
            return
        before = {key: getattr(row, key) for key in changed}
        Workspace.objects.filter(pk=1).update(**changed)
        record_change(
            actor=actor, action="change_workspace", subject_kind="workspace", subject_id=1, before=before, after=changed
        )
