"""Technique cards: how to ask, listen and answer. The head of sales keeps their words.

Left out on purpose: long linked phrases that entrance (S003-28), suggestion (S003-33), choice without choice (S003-34)
and the series of yes (S003-36). They steer a person past their own judgement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenure.conversations.library import line, paragraph
from tenure.conversations.models import Technique
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST_TITLE, LONGEST_TEXT = 120, 2000
LEFT_OUT = ("S003-28", "S003-33", "S003-34", "S003-36")
# The idea behind each card of the starter library.
SEEDS: Mapping[str, str] = {
    "adapt": "S003-20", "open_questions": "S003-21", "about_them": "S003-22", "real_listening": "S003-23",
    "paraphrase": "S003-24", "clarify": "S003-25", "sincerity": "S003-26", "short_phrases": "S003-27",
    "voice": "S003-29", "attention": "S003-30", "together": "S003-31", "interest": "S003-32",
    "first_and_last": "S003-35", "praise_question": "S003-37", "promise_answer": "S003-38", "brief_answer": "S003-39",
}  # fmt: skip
# The card beside a step whose author chose none: one at a time, by what the step does.
USUAL = {"ask": "open_questions", "say": "short_phrases"}


@dataclass(frozen=True)
class TechniqueCard:
    """One card in one language."""

    id: int
    code: str
    language: str
    title: str
    text: str
    example: str
    version: int


def technique_cards(language: str) -> tuple[TechniqueCard, ...]:
    """All cards in a language, in their order. One query."""
    return tuple(_card(row) for row in Technique.objects.filter(language=language).order_by("position", "id"))


def technique_beside(cards: Sequence[TechniqueCard], kind: str, chosen: str) -> TechniqueCard | None:
    """The one card shown beside a step: the one its author chose, else the usual one for saying or asking."""
    by_code = {card.code: card for card in cards}
    return by_code.get(chosen) or by_code.get(USUAL.get(kind, ""))


def technique_card(*, actor: User, technique_id: int) -> TechniqueCard:
    """One card, for whoever keeps the library."""
    require(actor, Right.EDIT_LIBRARY)
    row = Technique.objects.filter(pk=technique_id).first()
    if row is None:
        raise NotFound
    return _card(row)


def edit_technique(*, actor: User, technique_id: int, title: str, text: str, example: str, version: int) -> None:
    """Change the words of a card. Raises Conflict when somebody changed it since `version`."""
    require(actor, Right.EDIT_LIBRARY)
    typed: dict[str, Any] = {"title": title, "text": text, "example": example}
    values = {
        "title": line(typed, "title", LONGEST_TITLE),
        "text": paragraph(typed, "text", LONGEST_TEXT),
        "example": paragraph(typed, "example", LONGEST_TEXT),
    }
    for name in ("title", "text"):
        if not values[name]:
            raise InvalidValue("technique_empty", field=name)
    with transaction.atomic():
        row = Technique.objects.select_for_update().filter(pk=technique_id).first()
        if row is None:
            raise NotFound
        if row.version != version:
            raise Conflict
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_at, row.changed_by = row.version + 1, clock.now(), actor
        row.save()
        record_change(
            actor=actor, action="edit_technique", subject_kind="technique", subject_id=row.pk, title=row.title,
            language=row.language,
        )  # fmt: skip


def _card(row: Technique) -> TechniqueCard:
    return TechniqueCard(row.pk, row.code, row.language, row.title, row.text, row.example, row.version)
