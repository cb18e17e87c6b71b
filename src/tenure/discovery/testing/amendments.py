"""Changes of a locked card: visible for ever; made after the first observation, they cost the test its right to decide."""

import secrets
from typing import Any

from django.db import transaction

from tenure.discovery.models import Amendment, TestCard
from tenure.discovery.testing.card_text import CardText, cleaned_card
from tenure.discovery.testing.cards import step, test_for_work
from tenure.discovery.testing.lock import NUMBERS, WORDS, amended, canonical, check_last_day, digest, plain, seal_of
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User

LONGEST_REASON = 1000
# What may change by an amendment: the claim and the kind are another test, the prediction was said before the data.
FIELDS = tuple(name for name in (*NUMBERS, *WORDS) if name not in {"claim", "kind", "prediction"})


def amend_test(*, actor: User, test_id: int, version: int, text: CardText, reason: str) -> int:
    """Change what a locked card says, with the reason. Returns how many fields changed.

    Once anything has been observed the test becomes exploratory: it is shown, and decides nothing.
    """
    why = line(reason, "reason", LONGEST_REASON)
    if not why:
        raise InvalidValue("test_reason_missing", field="reason")
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.version != version:
            raise Conflict
        if card.state != TestCard.State.LOCKED:
            raise InvalidValue("test_not_running", field="", number=card.number)
        values = cleaned_card(text)
        changed = [name for name in FIELDS if plain(name, values[name]) != plain(name, getattr(card, name))]
        if not changed:
            raise InvalidValue("test_nothing_changed", field="")
        if "ends_on" in changed:
            check_last_day(values["ends_on"])
        for name in changed:
            _write(actor, card, name, values[name], why)
        if card.observed:
            card.exploratory = True
        card.version += 1
        card.save()
        step(actor, card, "amend_test", fields=changed, seen=card.observed)
    return len(changed)


def _write(actor: User, card: TestCard, name: str, value: Any, reason: str) -> None:
    old = getattr(card, name)
    words = name in WORDS
    row = Amendment(
        test=card, at=clock.now(), author=actor, field=name, reason=reason, seen=card.observed,
        before=old if words else canonical_value(name, old), after=value if words else canonical_value(name, value),
    )  # fmt: skip
    if words:
        card.lock_salts[name] = secrets.token_hex(16)
        row.digest = digest(card.lock_salts[name], value)
    last = card.amendments.order_by("-pk").first()
    row.seal = seal_of(last.seal if last else card.lock_hash, amended(row))
    row.save()
    setattr(card, name, value)


def canonical_value(name: str, value: Any) -> str:
    """One number of a card as an amendment keeps it."""
    return canonical(plain(name, value))
