"""What scripts, objections and techniques have in common: who reads them, who changes them, how a line is cleaned."""

from typing import Any

from django.db.models import Q

from tenure.conversations.speech import LANGUAGES
from tenure.kernel.errors import InvalidValue, NotAllowed
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require


def in_sight(actor: User) -> Q:
    """Shared ones and one's own; whoever keeps the library sees everybody's."""
    if may(actor, Right.EDIT_LIBRARY):
        return Q()
    return Q(owner=None) | Q(owner=actor)


def may_edit(actor: User, owner_id: int | None) -> bool:
    """Whether one with this owner is the actor's to change."""
    if may(actor, Right.EDIT_LIBRARY):
        return True
    return owner_id == actor.pk and may(actor, Right.WORK_WITH_CLIENTS)


def require_edit(actor: User, owner_id: int | None) -> None:
    """Raise NotAllowed unless it is the actor's to change."""
    require(actor, Right.WORK_WITH_CLIENTS)
    if not may_edit(actor, owner_id):
        raise NotAllowed(f"{actor.role} lacks {Right.EDIT_LIBRARY}")


def owner_for(actor: User, *, shared: bool) -> int | None:
    """The owner of something new: nobody when shared, which takes the right to it."""
    require(actor, Right.WORK_WITH_CLIENTS)
    if shared:
        require(actor, Right.EDIT_LIBRARY)
    return None if shared else actor.pk


def line(values: dict[str, Any], name: str, longest: int, *, code: str = "library_line_long") -> str:
    """One line of text, blanks made single. Raises InvalidValue when it is too long."""
    text = " ".join(str(values[name]).replace("\x00", "").split())
    if len(text) > longest:
        raise InvalidValue(code, field=name, length=len(text), longest=longest)
    return text


def paragraph(values: dict[str, Any], name: str, longest: int) -> str:
    """Text of several lines. Raises InvalidValue when it is too long."""
    text = str(values[name]).replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > longest:
        raise InvalidValue("library_line_long", field=name, length=len(text), longest=longest)
    return text


def language_of(text: str) -> str:
    """The language as stored. Raises InvalidValue for one we have no sentences for."""
    if text not in LANGUAGES:
        raise InvalidValue("library_language", field="language", value=text[:20])
    return text
