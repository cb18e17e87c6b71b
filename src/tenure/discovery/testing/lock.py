"""The lock of a test: what was promised before the data, sealed by SHA-256, and checked again at every reading.

Under the hash stand numbers as they are and words as salted digests. So an erasure may hide a person in the words and
the lock still holds: `note_hidden_words` writes down the digest of what the erasure left, and throws the salt away, by
which the erased words could have been guessed. Any other change of a locked column breaks the lock, and says so.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Amendment, LearningCard, TestCard
from tenure.discovery.testing.card_text import lacking
from tenure.discovery.testing.cards import step, test_for_work
from tenure.discovery.testing.tasks import ask_to_run
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User

FORMAT = 1
WORDS = ("claim", "action", "metric", "population", "exclusion", "recruiting", "call_to_action")
NUMBERS = (
    "kind", "rule", "threshold", "hoped", "alpha", "power", "sure", "prior_a", "prior_b", "least", "most", "pass_mark",
    "futility", "ends_on", "level", "sensitivity", "specificity", "prediction",
)  # fmt: skip
FLOATS = frozenset({
    "threshold", "hoped", "alpha", "power", "sure", "prior_a", "prior_b", "futility", "sensitivity", "specificity",
    "prediction",
})  # fmt: skip
_nothing = hashlib.sha256()


@dataclass(frozen=True)
class LockCheck:
    """Whether a locked card is still what was locked. broken: names of columns that are not, "lock" when the sealed text
    itself was changed, "amendments" when its supplements were, "observations" when a result was changed or taken away;
    hidden: words an erasure of a person has changed, with its day."""

    broken: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> bool:
        return not self.broken


def canonical(values: Any) -> str:
    """JSON in one spelling only: keys in order, no spaces, no infinities."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(text: str) -> str:
    found = _nothing.copy()  # quicker than a new one
    found.update(text.encode("utf-8"))
    return found.hexdigest()


def plain(name: str, value: Any) -> Any:
    """A column as it stands under the hash, the same from every database."""
    if value is None:
        return None
    if name in FLOATS:
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def digest(salt: str, text: str) -> str:
    return sha256(f"{salt}:{text}")


def seal_of(before: str, values: Mapping[str, Any]) -> str:
    """The next link of a chain of seals."""
    return link(before, canonical(values))


def link(before: str, text: str) -> str:
    """The next link, of what is canonical already."""
    return sha256(f"{before}|{text}")


def moment(value: datetime) -> str:
    return value.isoformat() if value.tzinfo is UTC else value.astimezone(UTC).isoformat()


def lock_test(*, actor: User, test_id: int, version: int) -> str:
    """Lock a card by the server's clock; what was observed before stays exploratory. Returns the hash.

    Raises InvalidValue when the card lacks what it will be held to, is locked already, ends in the past, or when another
    test of the hypothesis runs, or has ended or was given up and still waits for its learning card; Conflict when somebody
    changed it meanwhile.
    """
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.version != version:
            raise Conflict
        _check_ready(card)
        now = clock.now()
        card.claim = card.hypothesis.statement or card.hypothesis.title
        card.lock_salts = {name: secrets.token_hex(16) for name in WORDS}
        if card.predicted_by_id is None:
            card.predicted_by = actor
        card.locked_text = canonical(_content(card, actor, now))
        card.lock_hash = sha256(card.locked_text)
        card.locked_at, card.locked_by, card.state = now, actor, TestCard.State.LOCKED
        card.version += 1
        card.save()
        refresh_belief(card.hypothesis)
        ask_to_run(card, actor)
        step(actor, card, "lock_test", hash=card.lock_hash)
    return card.lock_hash


def _check_ready(card: TestCard) -> None:
    if card.state != TestCard.State.DRAFT:
        raise InvalidValue("test_locked_already", field="")
    fields = (*NUMBERS, *WORDS)
    missing = lacking({name: getattr(card, name) for name in fields})
    if missing:
        raise InvalidValue("test_not_ready", field="", missing=missing)
    check_last_day(card.ends_on)
    # Of several tests at once the welcome one would be told; the next begins when the one before is understood.
    others = card.hypothesis.tests.order_by("number")
    running = others.filter(state=TestCard.State.LOCKED).first()
    if running is not None:
        raise InvalidValue("test_runs_already", field="", number=running.number, hypothesis=card.hypothesis.number)
    ended = Q(state=TestCard.State.DECIDED) | Q(state=TestCard.State.ABANDONED, locked_at__isnull=False)
    owed = others.filter(ended, learning=None).first()
    if owed is not None and owed.state == TestCard.State.ABANDONED:
        raise InvalidValue("test_learning_owed_given_up", field="", number=owed.number, observed=owed.observed)
    if owed is not None:
        raise InvalidValue("test_learning_owed", field="", number=owed.number)


def check_last_day(day: date | None) -> None:
    """Nothing can be promised for a day that is over. Raises InvalidValue."""
    if day is not None and day < clock.today():
        raise InvalidValue("test_ends_past", field="ends_on", day=day.isoformat())


def _content(card: TestCard, actor: User, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "test": card.number,
        "hypothesis": card.hypothesis.number,
        "locked_at": moment(now),
        "locked_by": actor.pk,
        "predicted_by": card.predicted_by_id,
        "rule": {name: plain(name, getattr(card, name)) for name in NUMBERS},
        "words": {name: digest(card.lock_salts[name], getattr(card, name)) for name in WORDS},
    }


def check_lock(card: TestCard, amendments: Iterable[Amendment], *, observations_whole: bool = True) -> LockCheck:
    """Recompute the hash and hold every column against what was locked and amended since."""
    if not card.locked_text:
        return LockCheck()
    broken = [] if sha256(card.locked_text) == card.lock_hash else ["lock"]
    content = json.loads(card.locked_text)
    numbers, words, seal = dict(content["rule"]), dict(content["words"]), card.lock_hash
    for row in sorted(amendments, key=lambda one: one.pk):
        seal = seal_of(seal, amended(row))
        if row.seal != seal:
            broken.append("amendments")
            break
        if row.digest:
            words[row.field] = row.digest
        else:
            numbers[row.field] = json.loads(row.after)
    if card.locked_at is None or moment(card.locked_at) != content["locked_at"]:
        broken.append("locked_at")
    broken += [name for name in NUMBERS if plain(name, getattr(card, name)) != numbers[name]]
    hidden = {row["field"]: row for row in card.hidden}
    told = []
    for name in WORDS:
        text = getattr(card, name)
        if name in card.lock_salts and digest(card.lock_salts[name], text) == words[name]:
            continue
        after = hidden.get(name)
        if after is not None and after["digest"] == sha256(text) and after["before"] == words[name]:
            told.append((name, after["day"]))
        else:
            broken.append(name)
    if not observations_whole:
        broken.append("observations")
    return LockCheck(tuple(broken), tuple(told))


def amended(row: Amendment) -> dict[str, Any]:
    """An amendment as it stands under its seal: a number as it is, words by their digest."""
    value = {"digest": row.digest} if row.digest else {"after": row.after}
    return {"field": row.field, "at": moment(row.at), "seen": row.seen, **value}


def note_hidden_words(test_id: int, field: str, before: str, after: str) -> None:
    """An erasure has changed locked words: remember what it left, if until then they were what was locked."""
    card = TestCard.objects.filter(pk=test_id).first()
    if card is None or field not in WORDS or not card.locked_text:
        return
    words = json.loads(card.locked_text)["words"]
    for row in card.amendments.exclude(digest="").order_by("pk"):
        words[row.field] = row.digest
    known = {row["field"]: row for row in card.hidden}
    salt = card.lock_salts.pop(field, None)
    was_whole = salt is not None and digest(salt, before) == words[field]
    if not was_whole and (field not in known or known[field]["digest"] != sha256(before)):
        return
    known[field] = {
        "field": field, "day": clock.today().isoformat(), "digest": sha256(after), "before": words[field],
    }  # fmt: skip
    card.hidden = list(known.values())
    card.save(update_fields=["hidden", "lock_salts"])


def learning_owed(card: TestCard) -> bool:
    """Whether one that has ended, or was given up once locked, still waits for its learning card. One query."""
    given_up = card.state == TestCard.State.ABANDONED and card.locked_at is not None
    return (given_up or card.state == TestCard.State.DECIDED) and not LearningCard.objects.filter(test=card).exists()
