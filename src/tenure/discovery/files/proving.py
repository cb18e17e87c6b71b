"""What a venture's file must prove before it is taken in: locks, observations, verdicts and decisions as they were made.

A hash without a secret proves that nobody has touched a record since, not who made it: whoever counts the hashes anew is
found out only where the rules themselves say otherwise. So the rules are asked again too: an observation counts here only if
it would have counted there, and a verdict is what its rule gives. A verdict taken by an earlier edition of the rules is a fact
of its day: these rules cannot be asked about it, so it is believed by its seal alone, keeps its edition and is shown with it.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from tenure.discovery.files.settling import New
from tenure.discovery.gates.snapshot import hash_of
from tenure.discovery.interviews.quotes import LEVELS
from tenure.discovery.models import Evidence, GateDecision, Observation, TestCard
from tenure.discovery.surveys.evidence import LEVEL as SURVEY_LEVEL
from tenure.discovery.testing.cards import answers_of, plan_of
from tenure.discovery.testing.lock import check_lock
from tenure.discovery.testing.observations import seals_hold, written_before_lock
from tenure.discovery.testing.plan import SUPPORTED
from tenure.discovery.testing.verdict_seal import seal_verdict, verdict_holds
from tenure.discovery.testing.verdicts import EDITION, running_view
from tenure.kernel import clock
from tenure.kernel.errors import BadInput

# The file does not say in which time zone it was written: a day somewhere begins so long before the day in UTC, or ends so
# long after it.
BEHIND, AHEAD = timedelta(hours=12), timedelta(hours=14)


def check_decisions(made: New) -> None:
    """A decision at a gate still stands on the numbers it was taken on."""
    for place, one in enumerate(made["GateDecision"].values(), 1):
        row = cast("GateDecision", one)
        if hash_of(row.snapshot) != row.snapshot_hash or row.snapshot["phase"] != row.phase:
            raise BadInput("venture_file_decision", row=place, day=clock.day_of(row.at).isoformat())


def check_tests(made: New) -> None:
    """A test that was locked still says what was locked, holds every observation as it was entered, counts none that the
    rules leave out, and has the verdict of its rule."""
    cards = [cast("TestCard", card) for card in made["TestCard"].values()]
    seen: dict[int, list[Observation]] = {}
    answers = Observation.objects.filter(test__in=[card.pk for card in cards]).select_related("interview")
    for row in answers.order_by("pk"):
        seen.setdefault(row.test_id, []).append(row)
    for card in cards:
        rows = seen.get(card.pk, [])
        _check_observations(card, rows)
        if card.locked_text:
            _check_lock(card, rows)
        if card.state == TestCard.State.DECIDED:
            _check_verdict(card, rows)
    _check_evidence(made, {card.pk: card for card in cards})


def _check_lock(card: TestCard, rows: Sequence[Observation]) -> None:
    try:
        found = check_lock(card, card.amendments.all(), observations_whole=seals_hold(card, rows))
        content = json.loads(card.locked_text)
        same = (content["test"], content["hypothesis"]) == (card.number, card.hypothesis.number)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadInput("venture_file_lock", number=card.number) from error
    if found.broken or not same:
        raise BadInput("venture_file_lock", number=card.number)


def _check_observations(card: TestCard, rows: Sequence[Observation]) -> None:
    known = {row.pk for row in rows}
    replaced = {row.corrects_id for row in rows}
    talks: set[int] = set()
    arms = plan_of(card).arms
    for place, row in enumerate(rows, 1):
        if row.arm >= arms or (row.corrects_id is not None and row.corrects_id not in known):
            raise BadInput("venture_file_observation", number=card.number, row=place)
        if not (row.exploratory or may_count(card, row, clock.today())):
            raise BadInput("venture_file_counted", number=card.number, row=place, day=row.happened_on.isoformat())
        stands = row.pk not in replaced and not row.excluded
        if row.interview_id in talks or not (row.exploratory or _may_be_heard(card, row, stands)):
            raise BadInput("venture_file_talk", number=card.number, row=place, day=row.happened_on.isoformat())
        talks |= {row.interview_id} if stands and row.interview_id is not None else set()


def _may_be_heard(card: TestCard, row: Observation, stands: bool) -> bool:
    """Pure: whether what a talk said could have been counted: written down after the lock; where it still stands in the test,
    held on the day it is counted for, and not withdrawn."""
    talk = row.interview
    if talk is None:
        return True
    if written_before_lock(card, talk.created_at):
        return False
    return not stands or (talk.withdrawn_at is None and talk.held_on == row.happened_on)


def may_count(card: TestCard, row: Observation, today: date) -> bool:
    """Pure: whether an observation of this day, entered at this moment, could have been counted by the rules."""
    if card.locked_at is None or row.entered_at < card.locked_at or row.happened_on < _days(card.locked_at)[0]:
        return False
    if card.decided_at is not None and row.entered_at > card.decided_at:
        return False
    # Days of a card that was changed after looking decide nothing any more, and may have been counted by the old ones.
    if card.ends_on is not None and row.happened_on > card.ends_on and not card.exploratory:
        return False
    first, last = _days(row.entered_at)
    return row.happened_on <= last and first <= today


def _days(moment: datetime) -> tuple[date, date]:
    """The first and the last of the days it was somewhere on earth at that moment."""
    at = moment.astimezone(UTC)
    return (at - BEHIND).date(), (at + AHEAD).date()


def _check_verdict(card: TestCard, rows: Sequence[Observation]) -> None:
    assert card.decided_at is not None
    amendments = list(card.amendments.all())
    edition = card.rules_edition
    if edition is not None and edition > EDITION:
        raise BadInput("venture_file_edition", number=card.number, edition=edition, known=EDITION)
    if edition is not None and not verdict_holds(card, amendments, rows):
        raise BadInput("venture_file_verdict_seal", number=card.number)
    if card.exploratory:
        raise BadInput("venture_file_verdict", number=card.number, verdict=card.verdict)
    if edition is not None and edition < EDITION:
        return
    plan, answers = plan_of(card), list(answers_of(card))
    views = [running_view(plan, answers, today=day) for day in _days(card.decided_at)]
    if not any(view.over and view.verdict == card.verdict for view in views):
        raise BadInput("venture_file_verdict", number=card.number, verdict=card.verdict)
    if edition is None:  # a file from before editions: these rules have just given the same verdict, so it is theirs
        before = [row for row in rows if row.entered_at <= card.decided_at]
        last = before[-1].seal if before else ""
        seal_verdict(card, amendments, edition=EDITION, after=len(before), observed_seal=last)
        card.save(update_fields=["rules_edition", "decided_after", "decided_seal"])


def _check_evidence(made: New, cards: dict[int, TestCard]) -> None:
    """Evidence of a test is what its verdict wrote; of a quote or a survey, no more than these can write; carried over a pivot,
    no more than what it was carried from."""
    rows = [cast("Evidence", one) for one in made["Evidence"].values()]
    by_id = {row.pk: row for row in rows}
    for place, row in enumerate(rows, 1):
        if row.withdrawn_at is None and row.source == Evidence.Source.TEST and not _follows(row, cards):
            raise BadInput("venture_file_test_evidence", row=place)
        if row.withdrawn_at is None and not _no_stronger(row, by_id):
            raise BadInput("venture_file_evidence", row=place)


def _no_stronger(row: Evidence, by_id: dict[int, Evidence]) -> bool:
    """Pure: whether a piece says no more than its source can."""
    source = Evidence.Source
    plain = row.sensitivity is None and row.specificity is None
    if row.source == source.QUOTE:
        return plain and row.level in LEVELS.values()
    if row.source == source.SURVEY:
        return plain and row.level <= SURVEY_LEVEL
    older = by_id.get(row.source_id or 0) if row.source == source.CARRIED else None
    if older is None:
        return True
    said = [(one.supports, one.level, one.sensitivity, one.specificity, one.reliability) for one in (row, older)]
    return said[0] == said[1] and row.relevance <= older.relevance


def _follows(row: Any, cards: dict[int, TestCard]) -> bool:
    card = cards.get(row.source_id or 0)
    if card is None or not card.verdict or card.hypothesis_id != row.hypothesis_id:
        return False
    wrote = (card.verdict == SUPPORTED, card.level, card.sensitivity, card.specificity, 1.0, 1.0)
    return wrote == (row.supports, row.level, row.sensitivity, row.specificity, row.relevance, row.reliability)
