"""The library of objections: what clients say against, what to answer, and how often each answer helped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from tenure.conversations.helped import Helped
from tenure.conversations.library import in_sight, language_of, line, may_edit, owner_for, paragraph, require_edit
from tenure.conversations.models import Objection, ObjectionAnswer, ObjectionUse
from tenure.conversations.speech import LANGUAGES
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

CATEGORIES = tuple(Objection.Category.values)
MOST_LISTED = 200
LONGEST_TEXT, LONGEST_SEGMENT, LONGEST_ANSWER = 250, 80, 2000


@dataclass(frozen=True)
class ObjectionText:
    """What a person writes of an objection; its words must be there. wordings: the same in other languages, by language."""

    text: str
    language: str
    category: str = "other"
    segment: str = ""
    wordings: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_wordings(self) -> tuple[str, ...]:
        """Its words in every language it is written in, those of its own language first."""
        return (self.text, *(text for language, text in self.wordings.items() if language != self.language))


@dataclass(frozen=True)
class AnswerText:
    """Prepared words, the path to take when they do not help, and the proof."""

    text: str
    alternate: str = ""
    proof: str = ""


@dataclass(frozen=True)
class AnswerView:
    """An answer with how it fared."""

    id: int
    text: AnswerText
    helped: Helped
    retired: bool
    version: int


@dataclass(frozen=True)
class ObjectionView:
    """An objection with its answers, the one that helps most surely first; retired answers last."""

    id: int
    text: ObjectionText
    owner: str
    answers: tuple[AnswerView, ...]
    retired: bool
    version: int
    own: bool
    starter: str = ""

    @property
    def same_as(self) -> str:
        """What an objection of the starter library shares with its twins in other languages; else its own number."""
        return self.starter or str(self.id)


@dataclass(frozen=True)
class ObjectionFilter:
    """What to look for; empty leaves a part open."""

    q: str = ""
    language: str = ""
    category: str = ""
    segment: str = ""
    retired: bool = False


@dataclass(frozen=True)
class ObjectionList:
    """Objections by their words; the segments that occur; more: the list was cut."""

    objections: tuple[ObjectionView, ...]
    segments: tuple[str, ...]
    more: bool


def objections_list(*, actor: User, wanted: ObjectionFilter) -> ObjectionList:
    """The objections in sight that fit. Four queries."""
    rows = Objection.objects.filter(in_sight(actor), retired_at__isnull=not wanted.retired)
    rows = rows.filter(language=wanted.language) if wanted.language else rows
    segments = sorted({name for name in rows.values_list("segment", flat=True).distinct()[:500] if name})
    for name in ("category", "segment"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    for word in wanted.q.split()[:6]:
        rows = rows.filter(_holding(word)).distinct()
    found = objection_views(rows.order_by("text", "id")[: MOST_LISTED + 1], actor)
    return ObjectionList(found[:MOST_LISTED], tuple(segments), len(found) > MOST_LISTED)


def _holding(word: str) -> Q:
    """In its words of any language, or in an answer."""
    found = Q(text__icontains=word) | Q(answers__text__icontains=word)
    for language in LANGUAGES:
        found |= Q(**{f"wordings__{language}__icontains": word})
    return found


def objection_in_sight(*, actor: User, objection_id: int) -> ObjectionView:
    """One objection; NotFound when there is none or it is somebody else's."""
    found = objection_views(Objection.objects.filter(in_sight(actor), pk=objection_id), actor)
    if not found:
        raise NotFound
    return found[0]


def objection_views(rows: QuerySet[Objection], actor: User) -> tuple[ObjectionView, ...]:
    """The objections with their answers, in their order. Three queries."""
    objections = list(rows.select_related("owner"))
    answers = list(ObjectionAnswer.objects.filter(objection__in=[one.pk for one in objections]).order_by("pk"))
    fared = how_it_fared([one.pk for one in answers])
    by_objection: dict[int, list[AnswerView]] = defaultdict(list)
    for one in answers:
        by_objection[one.objection_id].append(_answer(one, fared))
    return tuple(_view(one, by_objection[one.pk], actor) for one in objections)


def how_it_fared(answer_ids: Iterable[int]) -> Mapping[int, Helped]:
    """How often each answer helped, whoever used it. One query."""
    counted = (
        ObjectionUse.objects.filter(answer__in=list(answer_ids))
        .values_list("answer")
        .annotate(
            times=Count("pk", filter=Q(helped=True)),
            tried=Count("pk", filter=Q(helped__isnull=False)),
            waiting=Count("pk", filter=Q(helped__isnull=True)),
        )
    )
    return {answer: Helped(times, tried, waiting) for answer, times, tried, waiting in counted.order_by()}


def add_objection(*, actor: User, wanted: ObjectionText, answers: Iterable[AnswerText] = (), shared: bool) -> int:
    """Write an objection and its first answers. Returns its id."""
    owner_id = owner_for(actor, shared=shared)
    values = clean_objection(wanted)
    ready = [clean_answer(one) for one in answers]
    now = clock.now()
    with transaction.atomic():
        objection = Objection.objects.create(
            **values, owner_id=owner_id, created_at=now, changed_at=now, changed_by=actor
        )
        for one in ready:
            ObjectionAnswer.objects.create(objection=objection, created_at=now, **one)
        _audit(actor, "add_objection", objection, answers=len(ready))
    return objection.pk


def edit_objection(*, actor: User, objection_id: int, wanted: ObjectionText, version: int) -> None:
    """Change the words of an objection. Raises Conflict when somebody changed it since `version`."""
    with transaction.atomic():
        objection = _for_change(actor, objection_id, version)
        for name, value in clean_objection(wanted).items():
            setattr(objection, name, value)
        _save(actor, objection, "edit_objection")


def retire_objection(*, actor: User, objection_id: int, version: int, retired: bool = True) -> None:
    """Offer an objection no longer, or again."""
    with transaction.atomic():
        objection = _for_change(actor, objection_id, version)
        objection.retired_at = clock.now() if retired else None
        _save(actor, objection, "retire_objection" if retired else "restore_objection")


def clean_objection(wanted: ObjectionText) -> dict[str, Any]:
    """The columns of an objection, ready to store. Raises InvalidValue naming the field."""
    text = line(vars(wanted), "text", LONGEST_TEXT)
    if not text:
        raise InvalidValue("objection_empty", field="text")
    if wanted.category not in CATEGORIES:
        raise InvalidValue("objection_category", field="category", value=wanted.category[:20])
    segment = line(vars(wanted), "segment", LONGEST_SEGMENT)
    language = language_of(wanted.language)
    others = {name: line({f"wording-{name}": words}, f"wording-{name}", LONGEST_TEXT)
              for name, words in wanted.wordings.items() if language_of(name) != language}  # fmt: skip
    wordings = {name: words for name, words in others.items() if words}
    return {
        "text": text, "category": wanted.category, "segment": segment, "language": language, "wordings": wordings,
    }  # fmt: skip


def clean_answer(wanted: AnswerText) -> dict[str, str]:
    """The columns of an answer, ready to store. Raises InvalidValue naming the field."""
    values = {name: paragraph(vars(wanted), name, LONGEST_ANSWER) for name in ("text", "alternate", "proof")}
    if not values["text"]:
        raise InvalidValue("objection_answer_empty", field="text")
    return values


def _for_change(actor: User, objection_id: int, version: int) -> Objection:
    objection = Objection.objects.select_for_update().filter(in_sight(actor), pk=objection_id).first()
    if objection is None:
        raise NotFound
    require_edit(actor, objection.owner_id)
    if objection.version != version:
        raise Conflict
    return objection


def _save(actor: User, objection: Objection, action: str) -> None:
    objection.version += 1
    objection.changed_at, objection.changed_by = clock.now(), actor
    objection.save()
    _audit(actor, action, objection)


def _answer(answer: ObjectionAnswer, fared: Mapping[int, Helped]) -> AnswerView:
    text = AnswerText(answer.text, answer.alternate, answer.proof)
    return AnswerView(answer.pk, text, fared.get(answer.pk, Helped()), answer.retired_at is not None, answer.version)


def _view(objection: Objection, answers: list[AnswerView], actor: User) -> ObjectionView:
    ranked = sorted(answers, key=lambda one: (one.retired, -one.helped.lower, -one.helped.tried, one.id))
    text = ObjectionText(objection.text, objection.language, objection.category, objection.segment, objection.wordings)
    return ObjectionView(
        objection.pk, text, objection.owner.name if objection.owner else "", tuple(ranked),
        objection.retired_at is not None, objection.version, may_edit(actor, objection.owner_id),
        objection.starter,
    )  # fmt: skip


def _audit(actor: User, action: str, objection: Objection, **details: Any) -> None:
    record_change(
        actor=actor, action=action, subject_kind="objection", subject_id=objection.pk, text=objection.text[:120], **details
    )  # fmt: skip
