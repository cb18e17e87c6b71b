"""The library of scripts: guides for a talk that branch by what the client answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from tenure.conversations.library import in_sight, language_of, line, may_edit, owner_for, require_edit
from tenure.conversations.models import Script
from tenure.conversations.script_steps import Step, checked, read, stored
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

MOST_LISTED = 200
LONGEST = {"title": 160, "segment": 80, "need": 120, "value": 120}


@dataclass(frozen=True)
class ScriptText:
    """What a person writes of a script; the title and one step must be there."""

    title: str
    language: str
    segment: str = ""
    need: str = ""
    value: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class ScriptView:
    """A script as one viewer sees it. owner: whose it is, empty when shared; version: what an edit sends back."""

    id: int
    text: ScriptText
    owner: str
    owner_id: int | None
    retired: bool
    version: int
    own: bool


@dataclass(frozen=True)
class ScriptFilter:
    """What to look for; empty leaves a part open."""

    q: str = ""
    language: str = ""
    segment: str = ""
    need: str = ""
    value: str = ""
    retired: bool = False


@dataclass(frozen=True)
class ScriptList:
    """Scripts by title; the values that occur, for the filters; more: the list was cut."""

    scripts: tuple[ScriptView, ...]
    segments: tuple[str, ...]
    needs: tuple[str, ...]
    values: tuple[str, ...]
    more: bool


def scripts_list(*, actor: User, wanted: ScriptFilter) -> ScriptList:
    """The scripts in sight that fit. Two queries."""
    rows = Script.objects.filter(in_sight(actor), retired_at__isnull=not wanted.retired)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    known = list(rows.values_list("segment", "need", "value").order_by().distinct()[:1000])
    for name in ("segment", "need", "value"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.q:
        rows = rows.filter(_holding(wanted.q))
    found = list(rows.select_related("owner").order_by("title", "id")[: MOST_LISTED + 1])
    segments, needs, values = (tuple(sorted({row[at] for row in known if row[at]})) for at in range(3))
    return ScriptList(
        tuple(_view(row, actor) for row in found[:MOST_LISTED]), segments, needs, values, len(found) > MOST_LISTED
    )


def script_in_sight(*, actor: User, script_id: int) -> ScriptView:
    """One script; NotFound when there is none or it is somebody else's."""
    return _view(_in_sight(actor, script_id), actor)


def add_script(*, actor: User, wanted: ScriptText, shared: bool) -> int:
    """Write a script: one's own, or one for all by right. Returns its id."""
    owner_id = owner_for(actor, shared=shared)
    values = clean_script(wanted)
    with transaction.atomic():
        script = Script.objects.create(
            **values, owner_id=owner_id, created_at=clock.now(), changed_at=clock.now(), changed_by=actor
        )
        _audit(actor, "add_script", script)
    return script.pk


def copy_script(*, actor: User, script_id: int) -> int:
    """A script of one's own that begins as a copy of one in sight."""
    require(actor, Right.WORK_WITH_CLIENTS)
    text = _view(_in_sight(actor, script_id), actor).text
    return add_script(actor=actor, wanted=text, shared=False)


def edit_script(*, actor: User, script_id: int, wanted: ScriptText, version: int) -> ScriptView:
    """Change a script. Raises Conflict when somebody changed it since `version`."""
    with transaction.atomic():
        script = _for_change(actor, script_id, version)
        for name, value in clean_script(wanted).items():
            setattr(script, name, value)
        _save(actor, script, "edit_script")
    return _view(script, actor)


def retire_script(*, actor: User, script_id: int, version: int, retired: bool = True) -> None:
    """Offer a script no longer, or again."""
    with transaction.atomic():
        script = _for_change(actor, script_id, version)
        script.retired_at = clock.now() if retired else None
        _save(actor, script, "retire_script" if retired else "restore_script")


def share_script(*, actor: User, script_id: int, version: int) -> None:
    """Give a script of one person to all."""
    with transaction.atomic():
        script = _for_change(actor, script_id, version)
        require(actor, Right.EDIT_LIBRARY)
        script.owner = None
        _save(actor, script, "share_script")


def clean_script(wanted: ScriptText) -> dict[str, Any]:
    """The columns of a script, ready to store. Raises InvalidValue naming the field."""
    values: dict[str, Any] = {name: line(vars(wanted), name, longest) for name, longest in LONGEST.items()}
    if not values["title"]:
        raise InvalidValue("script_title_missing", field="title")
    return values | {"language": language_of(wanted.language), "steps": stored(checked(wanted.steps))}


def scripts_offered(*, actor: User, language: str, limit: int = 50) -> Sequence[tuple[int, str]]:
    """Number and title of the scripts one can follow now, those of a language first. One query."""
    rows = Script.objects.filter(in_sight(actor), retired_at=None).values_list("id", "title", "language")[:1000]
    ordered = sorted(rows, key=lambda row: (row[2] != language, row[1].lower(), row[0]))
    return [(number, title) for number, title, _language in ordered[:limit]]


def _holding(words: str) -> Q:
    sought = Q()
    for word in words.split()[:6]:
        sought &= Q(title__icontains=word) | Q(need__icontains=word) | Q(value__icontains=word)
    return sought


def _in_sight(actor: User, script_id: int, *, lock: bool = False) -> Script:
    rows = Script.objects.filter(in_sight(actor), pk=script_id)
    script = rows.select_for_update().first() if lock else rows.select_related("owner").first()
    if script is None:
        raise NotFound
    return script


def _for_change(actor: User, script_id: int, version: int) -> Script:
    script = _in_sight(actor, script_id, lock=True)
    require_edit(actor, script.owner_id)
    if script.version != version:
        raise Conflict
    return script


def _save(actor: User, script: Script, action: str) -> None:
    script.version += 1
    script.changed_at, script.changed_by = clock.now(), actor
    script.save()
    _audit(actor, action, script)


def _view(script: Script, actor: User) -> ScriptView:
    text = ScriptText(script.title, script.language, script.segment, script.need, script.value, read(script.steps))
    owner = script.owner.name if script.owner else ""
    own = may_edit(actor, script.owner_id)
    return ScriptView(script.pk, text, owner, script.owner_id, script.retired_at is not None, script.version, own)


def _audit(actor: User, action: str, script: Script) -> None:
    record_change(
        actor=actor, action=action, subject_kind="script", subject_id=script.pk, title=script.title,
        language=script.language, steps=len(script.steps),
    )  # fmt: skip


def may_write_for_all(actor: User) -> bool:
    """Whether the shared library is this person's to keep."""
    return may(actor, Right.EDIT_LIBRARY)
