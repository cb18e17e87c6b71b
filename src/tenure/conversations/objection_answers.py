"""Answers to an objection: written, changed, retired; and which was used in a talk, and whether it helped."""

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.conversations.library import in_sight, require_edit
from tenure.conversations.models import Interaction, Objection, ObjectionAnswer, ObjectionUse
from tenure.conversations.objections import AnswerText, clean_answer
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require


def add_answer(*, actor: User, objection_id: int, wanted: AnswerText) -> int:
    """Write one more answer to an objection of one's own, or to a shared one by right. Returns its id."""
    values = clean_answer(wanted)
    with transaction.atomic():
        objection = Objection.objects.filter(in_sight(actor), pk=objection_id).first()
        if objection is None:
            raise NotFound
        require_edit(actor, objection.owner_id)
        answer = ObjectionAnswer.objects.create(objection=objection, created_at=clock.now(), **values)
        _audit(actor, "add_answer", answer)
    return answer.pk


def edit_answer(*, actor: User, answer_id: int, wanted: AnswerText, version: int) -> int:
    """Change an answer; how it fared so far stays with it. Returns its objection."""
    values = clean_answer(wanted)
    with transaction.atomic():
        answer = _for_change(actor, answer_id, version)
        for name, value in values.items():
            setattr(answer, name, value)
        answer.version += 1
        answer.save()
        _audit(actor, "edit_answer", answer)
    return answer.objection_id


def retire_answer(*, actor: User, answer_id: int, version: int, retired: bool = True) -> int:
    """Offer an answer no longer, or again; its record stays. Returns its objection."""
    with transaction.atomic():
        answer = _for_change(actor, answer_id, version)
        answer.retired_at = clock.now() if retired else None
        answer.version += 1
        answer.save(update_fields=["retired_at", "version"])
        _audit(actor, "retire_answer" if retired else "restore_answer", answer)
    return answer.objection_id


def record_use(
    *, actor: User, answer_id: int, helped: bool | None, client_id: int | None = None, interaction_id: int | None = None
) -> int:
    """Say that an answer was used with a client in sight, and whether it helped (None: not known yet).

    The same answer in the same recorded conversation counts once: the later word holds. Returns the objection.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        answer = _answer(actor, answer_id)
        if interaction_id is not None:
            talk = Interaction.objects.filter(pk=interaction_id, client__in=visible_clients(actor)).first()
            if talk is None or client_id not in (None, talk.client_id):
                raise NotFound
            client_id = talk.client_id
        elif client_id is not None and not visible_clients(actor).filter(pk=client_id).exists():
            raise NotFound
        values = {"user": actor, "helped": helped, "at": clock.now(), "client_id": client_id}
        if interaction_id is None:
            ObjectionUse.objects.create(answer=answer, **values)
        else:
            ObjectionUse.objects.update_or_create(answer=answer, interaction_id=interaction_id, defaults=values)
        record_change(
            actor=actor, action="use_answer", subject_kind="objection", subject_id=answer.objection_id,
            answer=answer.pk, helped=helped, client=client_id,
        )  # fmt: skip
    return answer.objection_id


def _answer(actor: User, answer_id: int, *, lock: bool = False) -> ObjectionAnswer:
    rows = ObjectionAnswer.objects.filter(pk=answer_id, objection__in=Objection.objects.filter(in_sight(actor)))
    answer = rows.select_for_update().first() if lock else rows.first()
    if answer is None:
        raise NotFound
    return answer


def _for_change(actor: User, answer_id: int, version: int) -> ObjectionAnswer:
    answer = _answer(actor, answer_id, lock=True)
    require_edit(actor, answer.objection.owner_id)
    if answer.version != version:
        raise Conflict
    return answer


def _audit(actor: User, action: str, answer: ObjectionAnswer) -> None:
    record_change(
        actor=actor, action=action, subject_kind="objection", subject_id=answer.objection_id, answer=answer.pk,
        letters=len(answer.text),
    )  # fmt: skip
