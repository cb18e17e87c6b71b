"""The lock: what is promised before the data cannot change unseen, and an erasure does not break it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tenure.clients.models import Person
from tenure.discovery.models import Amendment, Hypothesis, LearningCard, Observation, TestCard
from tenure.discovery.testing.amendments import amend_test
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import KEPT, draft_test, edit_draft
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.lock import check_lock, lock_test
from tenure.discovery.testing.test_page import test_page as page_of
from tenure.journeys.keeping.subject_request import erase_subject
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import let_in, make_ready_test

pytestmark = pytest.mark.django_db


def text_of(card: TestCard, **changes: object) -> CardText:
    values = {name: getattr(card, name) for name in (*KEPT, "ends_on", "prediction")}
    return CardText(**(values | changes))


def whole(founder: User, card: TestCard) -> bool:
    return page_of(actor=founder, test_id=card.pk).lock.whole


def test_a_locked_card_is_what_was_locked(founder: User, locked: TestCard) -> None:
    assert locked.state == "locked"
    assert len(locked.lock_hash) == 64
    assert whole(founder, locked)
    assert Hypothesis.objects.get(pk=locked.hypothesis_id).state == "testing"


@pytest.mark.parametrize(
    ("column", "value"),
    [("threshold", 0.2), ("most", 12), ("rule", "bayes"), ("metric", "Says it is nice"), ("claim", "Anything"),
     ("alpha", 0.2), ("prediction", 0.9), ("population", "Friends"), ("lock_hash", "0" * 64), ("pass_mark", 3)],
)  # fmt: skip
def test_a_changed_row_is_told_loudly(founder: User, locked: TestCard, column: str, value: object) -> None:
    TestCard.objects.filter(pk=locked.pk).update(**{column: value})
    assert not whole(founder, locked)


def test_a_rewritten_lock_with_a_new_hash_still_shows_in_the_columns(founder: User, locked: TestCard) -> None:
    forged = locked.locked_text.replace('"threshold":0.4', '"threshold":0.2')
    TestCard.objects.filter(pk=locked.pk).update(locked_text=forged)
    assert "lock" in page_of(actor=founder, test_id=locked.pk).lock.broken


def test_the_words_do_not_stand_in_the_sealed_text(locked: TestCard) -> None:
    assert "Bakeries" not in locked.locked_text
    assert "deposit" not in locked.locked_text


@pytest.mark.parametrize("missing", ["metric", "population", "prediction", "most", "threshold"])
def test_nothing_is_locked_that_cannot_be_held_to(founder: User, hypothesis: Hypothesis, missing: str) -> None:
    empty = "" if missing in {"metric", "population"} else None
    card = make_ready_test(hypothesis, **{missing: empty})
    with pytest.raises(InvalidValue) as refused:
        lock_test(actor=founder, test_id=card.pk, version=1)
    assert refused.value.problem.data["missing"] == [missing]


def test_an_exact_test_needs_its_mark(founder: User, hypothesis: Hypothesis) -> None:
    card = make_ready_test(hypothesis, rule="exact")
    with pytest.raises(InvalidValue, match="test_not_ready"):
        lock_test(actor=founder, test_id=card.pk, version=1)


def test_a_card_is_locked_once(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="test_locked_already"):
        lock_test(actor=founder, test_id=locked.pk, version=locked.version)


def test_of_two_who_lock_at_once_one_is_told(founder: User, draft: TestCard) -> None:
    edit_draft(actor=founder, test_id=draft.pk, version=1, text=text_of(draft, threshold=0.5))
    with pytest.raises(Conflict):
        lock_test(actor=founder, test_id=draft.pk, version=1)


def test_a_locked_card_is_not_edited(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="test_locked_already"):
        edit_draft(actor=founder, test_id=locked.pk, version=locked.version, text=text_of(locked, threshold=0.2))


def test_before_anything_was_seen_an_amendment_keeps_the_test_confirmatory(founder: User, locked: TestCard) -> None:
    amend_test(
        actor=founder, test_id=locked.pk, version=locked.version, text=text_of(locked, threshold=0.45),
        reason="Typed the wrong number",
    )  # fmt: skip
    locked.refresh_from_db()
    row = Amendment.objects.get()
    assert (row.field, row.before, row.after, row.seen) == ("threshold", "0.4", "0.45", 0)
    assert locked.exploratory is False
    assert whole(founder, locked)


def test_a_last_day_cannot_be_amended_into_the_past_though_one_that_has_passed_may_stay(
    founder: User, locked: TestCard
) -> None:
    def amended(day: date, **fields: object) -> None:
        locked.refresh_from_db()
        amend_test(
            actor=founder, test_id=locked.pk, version=locked.version, text=text_of(locked, ends_on=day, **fields),
            reason="Sooner",
        )  # fmt: skip

    with pytest.raises(InvalidValue, match="test_ends_past"):
        amended(clock.today() - timedelta(days=1))
    assert not Amendment.objects.exists()
    amended(clock.today())
    last = clock.today()
    with clock.as_if(clock.now() + timedelta(days=3)):
        amended(last, metric="Money came")
    assert [row.field for row in Amendment.objects.order_by("pk")] == ["ends_on", "metric"]


def test_after_looking_an_amendment_costs_the_test_its_verdict(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(locked, [1, 0])
    locked.refresh_from_db()
    amend_test(
        actor=founder, test_id=locked.pk, version=locked.version, reason="Too strict",
        text=text_of(locked, threshold=0.2, metric="Signs anything"),
    )  # fmt: skip
    locked.refresh_from_db()
    assert locked.exploratory is True
    assert whole(founder, locked)
    with pytest.raises(InvalidValue, match="test_exploratory"):
        decide_test(actor=founder, test_id=locked.pk, version=locked.version)


def test_a_changed_amendment_is_told_too(founder: User, locked: TestCard) -> None:
    amend_test(actor=founder, test_id=locked.pk, version=locked.version, text=text_of(locked, most=50), reason="More")
    Amendment.objects.update(after="60")
    TestCard.objects.filter(pk=locked.pk).update(most=60)
    assert "amendments" in page_of(actor=founder, test_id=locked.pk).lock.broken


def test_a_deleted_amendment_is_told(founder: User, locked: TestCard) -> None:
    amend_test(actor=founder, test_id=locked.pk, version=locked.version, text=text_of(locked, most=50), reason="More")
    Amendment.objects.all().delete()
    assert "most" in page_of(actor=founder, test_id=locked.pk).lock.broken


def test_an_erased_person_does_not_break_the_lock(founder: User, hypothesis: Hypothesis) -> None:
    person = factories.make_person("Иван Чебан", factories.make_client("Băcănia SRL"))
    card = make_ready_test(hypothesis, population="Bakeries that Иван Чебан named")
    lock_test(actor=founder, test_id=card.pk, version=1)
    erase_subject(actor=None, kind="person", subject_id=person.pk, seen=None)
    card.refresh_from_db()
    assert "Чебан" not in card.population
    assert "population" not in card.lock_salts
    lock = page_of(actor=founder, test_id=card.pk).lock
    assert lock.whole
    assert lock.hidden == (("population", "2026-05-12"),)
    assert Person.objects.get(pk=person.pk).erased_at is not None


def test_after_an_erasure_any_other_change_is_still_told(founder: User, hypothesis: Hypothesis) -> None:
    person = factories.make_person("Иван Чебан", factories.make_client("Băcănia SRL"))
    card = make_ready_test(hypothesis, population="Bakeries that Иван Чебан named")
    lock_test(actor=founder, test_id=card.pk, version=1)
    erase_subject(actor=None, kind="person", subject_id=person.pk, seen=None)
    TestCard.objects.filter(pk=card.pk).update(population="Friends")
    assert page_of(actor=founder, test_id=card.pk).lock.broken == ("population",)


def test_without_a_learning_card_no_further_test_of_the_hypothesis_is_locked(
    founder: User, hypothesis: Hypothesis, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(locked, [1] * 8)
    locked.refresh_from_db()
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    again = make_ready_test(hypothesis)
    with pytest.raises(InvalidValue, match="test_learning_owed"):
        lock_test(actor=founder, test_id=again.pk, version=1)
    LearningCard.objects.create(test=locked, observed="x", decision="retest", author=founder, at=locked.created_at)
    assert lock_test(actor=founder, test_id=again.pk, version=1)


def test_an_observation_changed_in_the_table_is_told(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    first, *_rest = enter(locked, [0, 1, 1])
    assert whole(founder, locked)
    Observation.objects.filter(pk=first).update(success=True)
    assert page_of(actor=founder, test_id=locked.pk).lock.broken == ("observations",)


def test_an_observation_taken_away_is_told(founder: User, locked: TestCard, enter: Callable[..., list[int]]) -> None:
    *_rest, last = enter(locked, [1, 1, 0])
    Observation.objects.filter(pk=last).delete()
    assert not whole(founder, locked)


def test_a_broken_lock_takes_no_verdict(founder: User, locked: TestCard, enter: Callable[..., list[int]]) -> None:
    enter(locked, [1] * 8)
    TestCard.objects.filter(pk=locked.pk).update(threshold=0.39)
    locked.refresh_from_db()
    with pytest.raises(InvalidValue, match="test_lock_broken"):
        decide_test(actor=founder, test_id=locked.pk, version=locked.version)


def test_who_only_reads_locks_nothing_and_others_see_nothing(
    founder: User, draft: TestCard, analyst: User, salesperson: User
) -> None:
    with pytest.raises(NotAllowed):
        lock_test(actor=analyst, test_id=draft.pk, version=1)
    with pytest.raises(NotFound):
        lock_test(actor=salesperson, test_id=draft.pk, version=1)
    with pytest.raises(NotFound):
        draft_test(actor=salesperson, hypothesis_id=draft.hypothesis_id, text=text_of(draft))
    let_in(draft.venture, salesperson)
    assert lock_test(actor=salesperson, test_id=draft.pk, version=1)


def test_a_card_without_a_lock_has_nothing_to_hold(draft: TestCard) -> None:
    assert check_lock(draft, []).whole
