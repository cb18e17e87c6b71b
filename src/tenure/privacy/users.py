"""Our people's accounts: who they are, what role they have, how they sign in."""

import re
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import Role, User
from tenure.privacy.rights import Right, require

LANGUAGES = ("en", "ru", "ro")
THEMES = ("", "light", "dark")
LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 128
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Account:
    """One account as the administrator sees it."""

    id: int
    email: str
    name: str
    role: str
    is_active: bool
    language: str
    last_sign_in: datetime | None
    may_see_sensitive: bool = False


@dataclass(frozen=True)
class OwnSettings:
    """What everyone chooses for themselves. day_minutes: working time a day for the tasks on Today; visit_every_days: how
    often to be reminded of a field visit, None for never."""

    name: str
    language: str
    theme: str
    single_keys: bool
    day_minutes: int
    visit_every_days: int | None = None


def clean_name(text: str, field: str = "name") -> str:
    """One line without control characters. Raises InvalidValue when empty or too long; `field` names the place."""
    name = " ".join(_CONTROL.sub(" ", text).split())
    if not name:
        raise InvalidValue("name_missing", field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidValue("name_long", field=field, longest=LONGEST_NAME, length=len(name))
    return name


def clean_email(text: str) -> str:
    """An address in lower case. Raises InvalidValue when it is not one."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidValue("email_wrong", field="email", value=text.strip()[:80]) from None
    if len(email) > LONGEST_EMAIL:
        raise InvalidValue("email_wrong", field="email", value=email[:80])
    return email


def check_role(role: str) -> str:
    """Raises InvalidValue for a role that does not exist."""
    if role not in Role.values:
        raise InvalidValue("role_unknown", field="role", value=role[:40])
    return role


def check_language(language: str) -> str:
    """Raises InvalidValue for a language the pages do not have."""
    if language not in LANGUAGES:
        raise InvalidValue("language_unknown", field="language", value=language[:20])
    return language


def check_password(password: str, user: User) -> str:
    """Raises InvalidValue with every reason why the password is too easy, in the active language."""
    if len(password) > LONGEST_PASSWORD or "\x00" in password:
        raise InvalidValue("password_long", field="password", longest=LONGEST_PASSWORD, length=len(password))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidValue("password_weak", field="password", reasons=" ".join(error.messages)) from None
    return password


def users_exist() -> bool:
    """Whether the first start is over."""
    return User.objects.exists()


def accounts(actor: User) -> list[Account]:
    """All accounts, active first, by name. One query."""
    require(actor, Right.MANAGE_USERS)
    return [_account(user) for user in User.objects.order_by("-is_active", "name", "id")]


def account(actor: User, user_id: int) -> Account:
    """One account; NotFound when there is none."""
    require(actor, Right.MANAGE_USERS)
    return _account(_find(user_id))


def _account(user: User) -> Account:
    return Account(user.pk, user.email, user.name, user.role, user.is_active, user.language, user.last_login,
                   user.may_see_sensitive)  # fmt: skip


def _find(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(f"user {user_id}")
    return user


def add_user(*, actor: User | None, email: str, name: str, role: str, language: str, password: str) -> int:
    """Make an account and return its id. actor None: the command line of the machine itself."""
    if actor is not None:
        require(actor, Right.MANAGE_USERS)
    user = User(
        email=clean_email(email),
        name=clean_name(name),
        role=check_role(role),
        language=check_language(language),
        created_at=clock.now(),
    )
    user.set_password(check_password(password, user))
    try:
        with transaction.atomic():
            if User.objects.filter(email=user.email).exists():
                raise InvalidValue("email_taken", field="email", value=user.email)
            user.save(force_insert=True)
            record_change(
                actor=actor,
                action="add_user",
                subject_kind="user",
                subject_id=user.pk,
                email=user.email,
                role=user.role,
            )
    except IntegrityError:
        raise InvalidValue("email_taken", field="email", value=user.email) from None
    return user.pk


def change_user(
    *, actor: User, user_id: int, name: str, role: str, is_active: bool, may_see_sensitive: bool | None = None
) -> None:
    """Change name and role, switch off or on; the last active administrator stays, nobody switches off themselves.

    may_see_sensitive: whether sealed facts open to them; None leaves it as it is.
    """
    require(actor, Right.MANAGE_USERS)
    wanted = {"name": clean_name(name), "role": check_role(role), "is_active": is_active}
    if may_see_sensitive is not None:
        wanted["may_see_sensitive"] = may_see_sensitive
    with transaction.atomic():
        # Administrators are locked together: two of them may not demote each other at the same moment.
        admins = list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk"))
        user = _find(user_id)
        if user.pk == actor.pk and not is_active:
            raise BadInput("user_is_oneself")
        stays_admin = is_active and role == Role.ADMINISTRATOR
        if [admin.pk for admin in admins] == [user.pk] and not stays_admin:
            raise BadInput("user_last_administrator", name=user.name)
        changed = {key: value for key, value in wanted.items() if getattr(user, key) != value}
        if not changed:
            return
        before = {key: getattr(user, key) for key in changed}
        User.objects.filter(pk=user.pk).update(**changed)
        record_change(
            actor=actor, action="change_user", subject_kind="user", subject_id=user.pk, before=before, after=changed
        )


def set_password(*, actor: User | None, user_id: int, password: str) -> None:
    """Give an account a new password; its open sessions end with the old one. actor None: the command line."""
    if actor is not None:
        require(actor, Right.MANAGE_USERS)
    user = _find(user_id)
    _store_password(actor, user, check_password(password, user), "set_password")


def change_own_password(*, actor: User, current: str, password: str) -> None:
    """The person knows the current password and chooses another; their other sessions end."""
    user = _find(actor.pk)
    if not user.check_password(current):
        raise InvalidValue("password_current_wrong", field="current")
    _store_password(actor, user, check_password(password, user), "change_own_password")
    actor.password = User.objects.values_list("password", flat=True).get(pk=actor.pk)


def _store_password(actor: User | None, user: User, password: str, action: str) -> None:
    user.set_password(password)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(password=user.password)
        reset(username=user.email)  # wrong tries at the old one no longer rest the sign-in
        record_change(actor=actor, action=action, subject_kind="user", subject_id=user.pk)


def change_own_settings(*, actor: User, wanted: OwnSettings) -> None:
    """Name, language, theme, keys, day and visits of the person themselves; nothing else can come this way."""
    if wanted.theme not in THEMES:
        raise InvalidValue("theme_unknown", field="theme", value=wanted.theme[:20])
    if not 15 <= wanted.day_minutes <= 960:
        raise InvalidValue("day_minutes_wrong", field="day_minutes", value=wanted.day_minutes)
    if wanted.visit_every_days is not None and not 1 <= wanted.visit_every_days <= 365:
        raise InvalidValue("visit_days_wrong", field="visit_every_days", value=wanted.visit_every_days)
    values = {
        "name": clean_name(wanted.name),
        "visit_every_days": wanted.visit_every_days,
        "language": check_language(wanted.language),
        "theme": wanted.theme,
        "single_keys": wanted.single_keys,
        "day_minutes": wanted.day_minutes,
    }
    changed = {key: value for key, value in values.items() if getattr(actor, key) != value}
    if not changed:
        return
    with transaction.atomic():
        User.objects.filter(pk=actor.pk).update(**changed)
        record_change(
            actor=actor, action="change_own_settings", subject_kind="user", subject_id=actor.pk, after=changed
        )


def find_user(email: str) -> int:
    """The id of an account by its e-mail in any case; NotFound when there is none. For the command line."""
    found = User.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(f"user {email}")
    return found


def active_user(email: str) -> User:
    """The account that may act, by its e-mail in any case; BadInput when there is none. For the command line."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        raise BadInput("user_unknown", email=email)
    return found
