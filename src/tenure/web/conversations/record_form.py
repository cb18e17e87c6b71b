"""From the form of a recorded contact to what is written: every field by its name, nothing guessed."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone

from tenure.clients.facts.fact_subjects import Subject
from tenure.conversations.interactions import Talk
from tenure.journeys.contacts.record_contact import (
    Answer,
    AnswerUsed,
    ContactRecord,
    HeardAnswer,
    NewChannel,
    NewPerson,
    Owed,
)
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.web.form import typed

LINES = (1, 2, 3, 4)
LINE_KINDS = ("promise", "theirs", "question")
FIELDS = (
    "kind", "at", "outcome", "readiness", "next", "next_on", "text", "key", "task", "task_version",
    "new-name", "new-title", "new-phone", "new-email", "channel-person", "channel-kind", "channel-value",
    "answer", "answer_kind", "answer_seen", "answer_about", "answer_use",
    "other_answer", "other_helped", "heard", "heard_unit", "heard_unknown", "heard_version",
    *(f"owed-{line}-{part}" for line in LINES for part in ("kind", "title", "due_on")),
)  # fmt: skip


def typed_record(post: QueryDict) -> dict[str, str]:
    """All fields as typed, ticked people as "person-<id>" and attitudes as "attitude-<id>", what became of answers as
    "used-<id>"."""
    attitudes = [name for name in post if name.startswith("attitude-") and is_number(name[9:])]
    ticked = {f"person-{person}": "on" for person in post.getlist("person") if is_number(person)}
    used = [name for name in post if name.startswith("used-") and is_number(name[5:])]
    return typed(post, *FIELDS, *attitudes, *used) | ticked


def record_of(values: dict[str, str], *, client_id: int) -> ContactRecord:
    """What the form says. Raises InvalidValue naming the field that cannot be read."""
    return ContactRecord(
        talk=Talk(
            kind=values["kind"],
            at=moment_of(values["at"]),
            outcome=values["outcome"],
            readiness=values["readiness"],
            text=values["text"],
            people=tuple(_numbered(values, "person-")),
        ),
        key=key_of(values["key"]),
        attitudes=tuple(_attitudes(values)),
        answers=tuple(_answers(values, client_id)),
        owed=tuple(_owed(values)),
        new_person=_new_person(values),
        channel=_channel(values),
        used=tuple(_used(values)),
        heard=_heard(values),
        next_contact=values["next"] or "suggested",
        next_on=_day(values["next_on"], "next_on") if values["next"] == "day" else None,
        task_id=int(values["task"]) if is_number(values["task"]) else None,
        task_version=int(values["task_version"]) if is_number(values["task_version"]) else 0,
    )


def moment_of(text: str) -> datetime:
    """A day and time as forms send it, in the company's time zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("talk_moment_unreadable", field="at", value=text[:40]) from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def key_of(text: str) -> uuid.UUID:
    """The number the form was given when it was opened: the same form sent twice is one conversation."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadInput("talk_key_wrong", field="key") from None


def is_number(text: str) -> bool:
    """Whether a text can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _numbered(values: dict[str, str], prefix: str) -> Iterable[int]:
    return (int(name.removeprefix(prefix)) for name in values if name.startswith(prefix) and values[name])


def _attitudes(values: dict[str, str]) -> Iterable[tuple[int, int]]:
    """Only of those who took part: an attitude shows in a conversation."""
    for person in _numbered(values, "attitude-"):
        text = values[f"attitude-{person}"]
        if f"person-{person}" in values and text in {"-2", "-1", "0", "1", "2"}:
            yield person, int(text)


def _answers(values: dict[str, str], client_id: int) -> Iterable[Answer]:
    if values["answer"].strip() and values["answer_kind"] and values["answer_use"] == "on":
        seen = int(values["answer_seen"]) if is_number(values["answer_seen"]) else None
        about = values["answer_about"]
        subject = Subject("person", int(about)) if is_number(about) else Subject("client", client_id)
        yield Answer(values["answer_kind"], values["answer"], subject, seen, prefix="answer-")


def _owed(values: dict[str, str]) -> Iterable[Owed]:
    for line in LINES:
        prefix = f"owed-{line}-"
        title, day = values[f"{prefix}title"].strip(), values[f"{prefix}due_on"].strip()
        if not title and not day:
            continue
        kind = values[f"{prefix}kind"]
        if kind not in LINE_KINDS:
            raise InvalidValue("talk_choice_wrong", field=f"{prefix}kind", value=kind[:40])
        if not day:
            raise InvalidValue("promise_day_missing", field=f"{prefix}due_on")
        yield Owed(kind, title, _day(day, f"{prefix}due_on"), prefix)


def _heard(values: dict[str, str]) -> HeardAnswer | None:
    """The answer to the question of a decision table, if one was given."""
    numbers = (values["heard_unit"], values["heard_version"])
    if not values["heard"] or not all(is_number(text) for text in numbers):
        return None
    return HeardAnswer(int(numbers[0]), int(numbers[1]), values["heard_unknown"], values["heard"])


def _used(values: dict[str, str]) -> Iterable[AnswerUsed]:
    """Answers to objections that came up: helped, did not, or not known yet."""
    ends = {"yes": True, "no": False, "open": None}
    found = {answer: values[f"used-{answer}"] for answer in _numbered(values, "used-")}
    if is_number(values["other_answer"]):
        found[int(values["other_answer"])] = values["other_helped"] or "open"
    for answer, end in found.items():
        if end in ends:
            yield AnswerUsed(answer, ends[end])


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("day_unreadable", field=field, value=text[:40]) from None


def _new_person(values: dict[str, str]) -> NewPerson | None:
    parts = {part: values[f"new-{part}"].strip() for part in ("name", "title", "phone", "email")}
    return NewPerson(**parts) if any(parts.values()) else None


def _channel(values: dict[str, str]) -> NewChannel | None:
    person, value = values["channel-person"], values["channel-value"].strip()
    if not value or not is_number(person):
        return None
    return NewChannel(int(person), values["channel-kind"], value)
