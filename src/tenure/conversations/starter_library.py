"""The starter library: scripts, objections and technique cards in three languages, copied into a company's own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from tenure.conversations.models import Objection, ObjectionAnswer, Script, Technique
from tenure.conversations.objections import AnswerText, ObjectionText, clean_answer, clean_objection
from tenure.conversations.script_text import parsed
from tenure.conversations.scripts import ScriptText, clean_script
from tenure.conversations.speech import LANGUAGES
from tenure.kernel import clock
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

FOLDER = Path(__file__).parent / "starter"


@dataclass(frozen=True)
class Loaded:
    """How many of each were added; none where the library was complete already."""

    scripts: int
    objections: int
    techniques: int


def load_starter(*, actor: User) -> Loaded:
    """Add to the shared library what of the starter it never held; what was changed or retired stays as it is."""
    require(actor, Right.EDIT_LIBRARY)
    with transaction.atomic():
        loaded = Loaded(_scripts(actor), _objections(actor), _techniques(actor))
        record_change(
            actor=actor, action="load_starter", subject_kind="script", subject_id=None, scripts=loaded.scripts,
            objections=loaded.objections, techniques=loaded.techniques,
        )  # fmt: skip
    return loaded


def starter_is_missing() -> bool:
    """Whether there is no starter script yet: an installation from before the library. One query."""
    return not Script.objects.exclude(starter="").exists()


@cache
def starter(language: str) -> dict[str, Any]:
    """The starter library of a language as written: lists "scripts", "objections", "techniques"."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def _scripts(actor: User) -> int:
    known = set(Script.objects.exclude(starter="").values_list("starter", "language"))
    now = clock.now()
    rows = []
    for language in LANGUAGES:
        for one in starter(language)["scripts"]:
            if (one["key"], language) in known:
                continue
            text = ScriptText(
                one["title"], language, one.get("segment", ""), one["need"], one["value"], parsed(one["steps"])
            )
            rows.append(
                Script(**clean_script(text), starter=one["key"], created_at=now, changed_at=now, changed_by=actor)
            )
    return len(Script.objects.bulk_create(rows))


def _objections(actor: User) -> int:
    known = set(Objection.objects.exclude(starter="").values_list("starter", "language"))
    now = clock.now()
    answers = []
    fresh = 0
    for language in LANGUAGES:
        for one in starter(language)["objections"]:
            if (one["key"], language) in known:
                continue
            text = ObjectionText(one["text"], language, one["category"], one.get("segment", ""))
            objection = Objection.objects.create(
                **clean_objection(text), starter=one["key"], created_at=now, changed_at=now, changed_by=actor
            )
            fresh += 1
            answers += [
                ObjectionAnswer(objection=objection, created_at=now, **clean_answer(AnswerText(**answer)))
                for answer in one["answers"]
            ]
    ObjectionAnswer.objects.bulk_create(answers)
    return fresh


def _techniques(actor: User) -> int:
    known = set(Technique.objects.values_list("code", "language"))
    rows = [
        Technique(
            code=one["code"], language=language, title=one["title"], text=one["text"], example=one["example"],
            position=position, changed_at=clock.now(), changed_by=actor,
        )
        for language in LANGUAGES
        for position, one in enumerate(starter(language)["techniques"])
        if (one["code"], language) not in known
    ]  # fmt: skip
    return len(Technique.objects.bulk_create(rows))
