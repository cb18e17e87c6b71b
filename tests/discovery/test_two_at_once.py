"""Two people, or one with two windows, do the same at the same moment: it happens once, and the other is told."""

import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.gates.decisions import ask_review, decide_gate
from tenure.discovery.gates.pivots import WantedPivot, record_pivot
from tenure.discovery.hypotheses.hypotheses import edit_hypothesis
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.interviews.recording import InterviewText, edit_interview
from tenure.discovery.markets import merging as merging_room
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.sizes import SizeText, save_size
from tenure.discovery.models import (
    Hypothesis,
    InterviewProblem,
    MarketSize,
    Observation,
    Presale,
    Problem,
    StagePassed,
    Survey,
    TestCard,
    Venture,
    VentureEvent,
)
from tenure.discovery.offers.presales import PresaleText, add_presale
from tenure.discovery.offers.roadmap_stages import (
    MOST_STAGES,
    StageText,
    add_stage,
    add_usual_stages,
    edit_stage,
    move_stage,
    remove_stage,
    usual_stages,
)
from tenure.discovery.surveys.public import Sending, take_answer
from tenure.discovery.testing.from_talks import Met, count_talk
from tenure.discovery.testing.lock import check_lock, lock_test
from tenure.discovery.testing.observations import observe, seals_hold
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.models import User
from tests import factories, venture_factories

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do them at the same moment, each by a connection of its own; what came of each, in their order."""
    barrier = threading.Barrier(len(acts))
    outcomes = [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            with timezone.override(factories.ZONE):  # of this thread: doors of the product stand in the company's day
                act()
            outcomes[place] = "done"
        except BadInput as error:
            outcomes[place] = error.problem.code
        except Conflict:
            outcomes[place] = "conflict"
        except NotFound:
            outcomes[place] = "not found"
        except Exception as error:  # told by the assertion
            outcomes[place] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def founder(db: None) -> User:
    factories.make_workspace()
    return factories.make_user(role="head_of_sales", name="Victor Munteanu")


@pytest.fixture
def venture(founder: User) -> Venture:
    return venture_factories.make_venture(founder)


@pytest.fixture
def draft(venture: Venture) -> TestCard:
    return venture_factories.make_ready_test(venture_factories.make_hypothesis(venture))


def look(founder: User, card: TestCard) -> int:
    return observe(actor=founder, test_id=card.pk, success=True, happened_on=clock.today())


def whole(card: TestCard) -> bool:
    card.refresh_from_db()
    rows = list(Observation.objects.filter(test=card).order_by("pk"))
    return check_lock(card, card.amendments.all(), observations_whole=seals_hold(card, rows)).whole


def test_two_lock_one_test(founder: User, draft: TestCard) -> None:
    lock = partial(lock_test, actor=founder, test_id=draft.pk, version=1)
    assert sorted(at_once(lock, lock)) == ["conflict", "done"]
    assert draft.venture.events.filter(kind="lock_test").count() == 1
    assert whole(draft)


def test_what_is_observed_while_the_test_is_being_locked_is_before_or_after_it(founder: User, draft: TestCard) -> None:
    lock = partial(lock_test, actor=founder, test_id=draft.pk, version=1)
    outcomes = at_once(lock, *[lambda: look(founder, draft)] * 3)
    assert outcomes == ["done"] * 4
    assert whole(draft)
    order = list(draft.venture.events.order_by("pk").values_list("kind", flat=True))
    before = [row.exploratory for row in Observation.objects.order_by("pk")]
    assert before == [True] * order.index("lock_test") + [False] * (3 - order.index("lock_test"))


def of_roadmap(venture: Venture) -> list[str]:
    return list(venture.roadmap.order_by("position", "pk").values_list("name", flat=True))


def test_two_lay_the_usual_stages_of_one_roadmap(founder: User, venture: Venture) -> None:
    lay = partial(add_usual_stages, actor=founder, venture_id=venture.pk)
    assert at_once(lay, lay) == ["done", "done"]
    assert len(of_roadmap(venture)) == len(usual_stages())
    assert venture.events.filter(kind="edit_roadmap").count() == 1


def test_two_add_a_stage_of_one_name_and_two_the_last_that_fits(founder: User, venture: Venture) -> None:
    add = partial(add_stage, actor=founder, venture_id=venture.pk)
    talk = partial(add, wanted=StageText("Talk"))
    assert sorted(at_once(talk, talk)) == ["done", "service_name_taken"]
    for number in range(1, MOST_STAGES - 1):
        add(wanted=StageText(f"Stage {number}"))
    last = [partial(add, wanted=StageText(name)) for name in ("Offer", "Terms")]
    assert sorted(at_once(*last)) == ["done", "offers_many"]
    assert sorted(venture.roadmap.values_list("position", flat=True)) == list(range(MOST_STAGES))


def test_two_change_one_stage_while_a_third_moves_it(founder: User, venture: Venture) -> None:
    stages = [venture_factories.make_stage(venture, name) for name in ("Talk", "Shown", "Offer")]
    edit = partial(edit_stage, actor=founder, stage_id=stages[2].pk, version=1)
    move = partial(move_stage, actor=founder, stage_id=stages[2].pk, up=True)
    outcomes = at_once(*(partial(edit, wanted=StageText(name)) for name in ("Terms", "Papers")), move, move)
    assert sorted(outcomes) == ["conflict", "done", "done", "done"]
    assert of_roadmap(venture)[0] in ("Terms", "Papers")
    assert sorted(venture.roadmap.values_list("position", flat=True)) == [0, 1, 2]


def test_one_takes_a_stage_off_while_another_notes_a_presale_that_passed_it(founder: User, venture: Venture) -> None:
    stage = venture_factories.make_stage(venture, "Talk")
    remove = partial(remove_stage, actor=founder, stage_id=stage.pk, version=1)
    text = PresaleText("Lina", 4900, clock.today(), passed={stage.pk: clock.today()})
    enter = partial(add_presale, actor=founder, venture_id=venture.pk, wanted=text)
    outcomes = at_once(remove, enter)
    if outcomes[0] == "done":
        assert outcomes[1] == "offer_record_unknown"
        assert (Presale.objects.count(), venture.roadmap.count()) == (0, 0)
    else:
        assert outcomes == ["stage_passed", "done"]
        assert StagePassed.objects.get().stage_id == stage.pk


def test_two_take_one_stage_off(founder: User, venture: Venture) -> None:
    stage = venture_factories.make_stage(venture, "Talk")
    remove = partial(remove_stage, actor=founder, stage_id=stage.pk, version=1)
    assert sorted(at_once(remove, remove)) == ["done", "not found"]
    assert venture.events.filter(kind="edit_roadmap").count() == 1


def test_two_count_one_talk_in_one_test_while_a_third_corrects_the_talk(founder: User, venture: Venture) -> None:
    hypothesis = venture_factories.make_hypothesis(venture)
    card = venture_factories.make_ready_test(hypothesis, kind="problem_interview")
    lock_test(actor=founder, test_id=card.pk, version=1)
    talk = venture_factories.make_interview(venture, company="Lactis")
    text = InterviewText("problem", clock.today(), company="Codru")
    count = partial(count_talk, actor=founder, interview_id=talk.pk, met=[Met(card.pk, True)])
    edit = partial(edit_interview, actor=founder, interview_id=talk.pk, version=1, text=text, today=clock.today())
    outcomes = at_once(count, count, edit)
    assert sorted(outcomes[:2]) == ["done", "observation_talk_twice"]
    assert outcomes[2] == "done"
    standing = Observation.objects.get(test=card, corrected_by=None)
    assert standing.interview_id == talk.pk
    assert whole(card)


def test_two_decide_at_one_gate(founder: User, venture: Venture) -> None:
    ask_review(actor=founder, venture_id=venture.pk)
    decide = partial(decide_gate, actor=founder, venture_id=venture.pk, phase="discovery", reasons="Seen enough")
    outcomes = at_once(partial(decide, choice="iterate"), partial(decide, choice="exit"))
    assert sorted(outcomes) in [["done", "gate_exited"], ["done", "gate_not_in_review"]]
    assert venture.gate_decisions.count() == 1


def test_one_form_answered_twice_at_once_is_one_answer(venture: Venture) -> None:
    survey = venture_factories.make_survey(venture, kinds=("nps",), most_answers=3)
    question = survey.questions.get()

    def answer(mark: str) -> Callable[[], None]:
        sending = Sending("203.0.113.77", mark, 40.0)
        return lambda: take_answer(token=survey.token, sent={f"q{question.pk}": ["9"]}, agreed=True, sending=sending)

    assert at_once(answer("one"), answer("one")) == ["done", "done"]
    assert survey.answers.count() == 1
    outcomes = at_once(*[answer(uuid.uuid4().hex) for _ in range(4)])
    assert sorted(outcomes) == ["done", "done", "survey_over", "survey_over"]
    assert Survey.objects.get().answers.count() == 3


def test_a_pivot_while_its_sticker_is_reworded(founder: User, venture: Venture) -> None:
    """Reworded before the pivot it goes over with its new words; after it, who rewords is told that it moved on."""
    one = venture_factories.make_hypothesis(venture, "Hotels with own bakery", block="segments")
    price = venture_factories.make_hypothesis(venture, "€49 a month")
    trigger = venture_factories.make_evidence(one, founder)
    before = save_version(actor=founder, venture_id=venture.pk)
    Hypothesis.objects.filter(pk=price.pk).update(title="€59 a month")
    wanted = WantedPivot(
        "segment", before, "Hotels bake at noon", [trigger.pk], {one.pk: ("carried", 0.5)}, "discovery"
    )
    pivot = partial(record_pivot, actor=founder, venture_id=venture.pk, wanted=wanted)
    text = HypothesisText(title="Bakeries with 2–6 shops", block="segments")
    reword = partial(edit_hypothesis, actor=founder, hypothesis_id=one.pk, text=text, version=1)
    outcomes = at_once(pivot, reword, pivot)
    assert sorted([outcomes[0], outcomes[2]]) == ["done", "pivot_version_old"]
    carried = venture.hypotheses.get(carried_from=one)
    expected = "Bakeries with 2–6 shops" if outcomes[1] == "done" else "Hotels with own bakery"
    assert (outcomes[1], carried.title) in {("done", expected), ("conflict", expected)}
    assert venture.pivots.count() == 1
    assert venture.loops.filter(ended_on=None).count() == 1


def test_a_file_confirmed_twice_is_one_venture(founder: User, venture: Venture) -> None:
    raw = venture_file(actor=founder, venture_id=venture.pk, people=True)
    take_in = partial(take_in_venture, actor=founder, raw=raw, key="a" * 32)
    assert at_once(take_in, take_in) == ["done", "done"]
    assert Venture.objects.count() == 2


def wordings(venture: Venture, *names: str) -> list[Problem]:
    """Wordings of one problem, all of them named in one talk."""
    found = [venture_factories.make_problem(venture, name) for name in names]
    heard = venture_factories.make_interview(venture, company="Lactis")
    InterviewProblem.objects.bulk_create(InterviewProblem(interview=heard, problem=one) for one in found)
    return found


def merging(founder: User, row: Problem, kept: Problem) -> Callable[[], Any]:
    return partial(merge_problem, actor=founder, problem_id=row.pk, version=1, kept_id=kept.pk)


def one_is_left() -> None:
    """One problem, named once, told once in the history; the other words stand in its description."""
    left = Problem.objects.get()
    assert InterviewProblem.objects.get().problem_id == left.pk
    told = VentureEvent.objects.get(kind="merge_problem")
    assert (told.subject_id, told.details["joined"], left.description) == (left.pk, 1, told.details["name"])


def after_both_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No merge takes the lock before both have seen their two problems."""
    looked, look = threading.Barrier(2), merging_room._wanted

    def wanted(*given: Any) -> tuple[Problem, Problem]:
        found = look(*given)
        looked.wait(timeout=300)
        return found

    monkeypatch.setattr(merging_room, "_wanted", wanted)


@pytest.mark.parametrize("turn", range(4))
def test_of_two_merges_crossing_each_other_the_second_is_told(
    founder: User, venture: Venture, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, tardy = wordings(venture, "Flour comes late", "Delivery is tardy")
    after_both_looked(monkeypatch)
    acts = [merging(founder, late, tardy), merging(founder, tardy, late)]
    assert sorted(at_once(*(acts if turn % 2 else reversed(acts)))) == ["done", "problem_gone_meanwhile"]
    one_is_left()


def test_one_merge_sent_twice_is_one_merge(founder: User, venture: Venture, monkeypatch: pytest.MonkeyPatch) -> None:
    late, tardy = wordings(venture, "Flour comes late", "Delivery is tardy")
    after_both_looked(monkeypatch)
    outcomes = at_once(merging(founder, late, tardy), merging(founder, late, tardy))
    assert sorted(outcomes) == ["done", "problem_gone_meanwhile"]
    one_is_left()


def test_three_merges_in_a_circle_lose_nothing(founder: User, venture: Venture) -> None:
    rows = wordings(venture, "Late", "Tardy", "Slow")
    at_once(*(merging(founder, rows[at], rows[at - 1]) for at in range(3)))
    merged = VentureEvent.objects.filter(kind="merge_problem").count()
    assert merged >= 1
    assert Problem.objects.count() == InterviewProblem.objects.count() == 3 - merged


def test_a_market_sized_while_its_problem_is_merged_goes_along_or_is_told(founder: User, venture: Venture) -> None:
    late, tardy = wordings(venture, "Flour comes late", "Delivery is tardy")
    segment = venture_factories.make_segment(venture)
    size = partial(
        save_size, actor=founder, segment_id=segment.pk, problem_id=late.pk, version=0, text=SizeText(whole_minor=5000)
    )
    outcomes = at_once(merging(founder, late, tardy), size)
    assert outcomes[0] == "done"
    assert outcomes[1] in {"done", "not found"}
    assert MarketSize.objects.filter(problem=tardy).count() == (outcomes[1] == "done")
