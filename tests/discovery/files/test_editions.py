"""A verdict of an earlier edition of the rules is a fact of its day: taken in by its seal, shown with its edition."""

import hashlib
import json
import random
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from tenure.discovery.files import proving, take_in
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import check_venture_file, take_in_venture
from tenure.discovery.models import TestCard, Venture
from tenure.discovery.testing import decisions, test_page, verdicts
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import correct, observe
from tenure.discovery.testing.plan import SUPPORTED, Answer, Plan
from tenure.discovery.testing.verdict_seal import verdict_holds
from tenure.discovery.testing.verdicts import EDITION, RunningView, running_view
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.privacy.models import User, Workspace
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
Content = dict[str, Any]
# What each edition makes of the same plans and answers. An edition here is never changed: another verdict is another one.
# Of single answers, as here, the second says what the first did: only inside a total it looks less often.
# The third refutes no claim by a missed mark alone while the share seen is not below the threshold.
PRINTS = {1: "a3ca58655eefb67b", 2: "a3ca58655eefb67b", 3: "909dcfa9b1ad4cec"}


@pytest.fixture
def content(workspace: Workspace, head_of_sales: User) -> Content:
    """The file of a venture with a decided test of four answers, one of them corrected after the verdict."""
    venture = made.make_venture(head_of_sales)
    card = made.make_ready_test(made.make_hypothesis(venture), rule="exact", most=4, pass_mark=3, threshold=0.4)
    lock_test(actor=head_of_sales, test_id=card.pk, version=card.version)
    rows = [observe(actor=head_of_sales, test_id=card.pk, success=True, happened_on=clock.today()) for _one in range(4)]
    card.refresh_from_db()
    decide_test(actor=head_of_sales, test_id=card.pk, version=card.version)
    correct(actor=head_of_sales, observation_id=rows[0], reason="Heard wrongly", success=False)
    return json.loads(venture_file(actor=head_of_sales, venture_id=venture.pk, people=True))


@pytest.fixture
def rules_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An update after which no answers decide anything: the next edition of the rules."""

    def undecided(plan: Plan, counted: Any) -> RunningView:
        return RunningView(plan.rule, len(counted), (len(counted),), 1, False, "", "")

    monkeypatch.setitem(verdicts.VIEWS, "exact", undecided)
    for module in (verdicts, proving, take_in, test_page, decisions):
        monkeypatch.setattr(module, "EDITION", EDITION + 1)


def taken_in(actor: User, content: Content) -> TestCard:
    number = take_in_venture(actor=actor, raw=json.dumps(content).encode())
    return TestCard.objects.get(venture=number)


def refused(actor: User, content: Content) -> str:
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=actor, raw=json.dumps(content).encode())
    assert sentence(refusal.value)
    assert Venture.objects.count() == 1
    return refusal.value.problem.code


def test_a_verdict_keeps_the_edition_of_its_day(head_of_sales: User, content: Content, rules_changed: None) -> None:
    assert check_venture_file(actor=head_of_sales, raw=json.dumps(content).encode()).earlier == 1
    card = taken_in(head_of_sales, content)
    assert (card.verdict, card.rules_edition) == (SUPPORTED, EDITION)
    again = json.loads(venture_file(actor=head_of_sales, venture_id=card.venture_id, people=True))
    assert taken_in(head_of_sales, again).rules_edition == EDITION


@pytest.mark.parametrize(
    "altered",
    [
        {"verdict": "refuted"}, {"decided_at": "2026-05-01T09:00:00+00:00"}, {"decided_after": 3}, {"decided_after": 99},
        {"decided_after": None}, {"decided_seal": "0" * 64}, {"decided_seal": ""},
    ],
)  # fmt: skip
def test_one_that_was_altered_since_is_refused(
    head_of_sales: User, content: Content, rules_changed: None, altered: Content
) -> None:
    content["tables"]["TestCard"][0].update(altered)
    content["tables"]["Evidence"] = []
    assert refused(head_of_sales, content) in {"venture_file_verdict_seal", "venture_file_counted"}


def test_to_be_of_an_earlier_edition_must_have_been_sealed(
    head_of_sales: User, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes another edition into a verdict of today does not get round its rule."""
    for module in (proving, take_in):
        monkeypatch.setattr(module, "EDITION", EDITION + 2)
    content["tables"]["TestCard"][0].update(rules_edition=EDITION + 1)
    assert refused(head_of_sales, content) == "venture_file_verdict_seal"


def test_a_verdict_of_a_newer_program_waits_for_the_update(head_of_sales: User, content: Content) -> None:
    content["tables"]["TestCard"][0].update(rules_edition=EDITION + 1)
    assert refused(head_of_sales, content) == "venture_file_edition"


def test_a_file_from_before_editions_is_asked_about_its_rules_and_sealed_here(
    head_of_sales: User, content: Content, rules_changed: None
) -> None:
    for name in ("rules_edition", "decided_after", "decided_seal"):
        del content["tables"]["TestCard"][0][name]
    assert refused(head_of_sales, content) == "venture_file_verdict"


def test_without_an_edition_and_with_the_same_verdict_it_becomes_one_of_these_rules(
    head_of_sales: User, content: Content
) -> None:
    for name in ("rules_edition", "decided_after", "decided_seal"):
        del content["tables"]["TestCard"][0][name]
    card = taken_in(head_of_sales, content)
    assert card.rules_edition == EDITION
    again = json.loads(venture_file(actor=head_of_sales, venture_id=card.venture_id, people=True))
    assert taken_in(head_of_sales, again).decided_seal == card.decided_seal != ""


def test_verdicts_taken_before_there_were_editions_are_sealed_by_the_update(content: Content) -> None:
    before = TestCard.objects.get().decided_seal
    TestCard.objects.update(rules_edition=None, decided_after=None, decided_seal="")
    import_module("tenure.discovery.migrations.0012_editions_of_verdicts").seal_verdicts(apps, None)
    card = TestCard.objects.get()
    assert verdict_holds(card, [], list(card.observations.order_by("pk")))
    assert (card.rules_edition, card.decided_seal != "", before != "") == (1, True, True)


def test_the_page_of_the_test_and_of_the_file_say_which_edition_decided(
    visit: Callable[..., Browser], head_of_sales: User, content: Content, rules_changed: None
) -> None:
    card = taken_in(head_of_sales, content)
    told = visit(head_of_sales).get(reverse("test", args=[card.pk])).content.decode()
    assert f"decided by edition {EDITION} of the rules" in told
    assert "By these it would be: not decided yet." in told


def test_the_page_says_nothing_of_editions_while_the_rules_stand(
    visit: Callable[..., Browser], head_of_sales: User, content: Content
) -> None:
    told = visit(head_of_sales).get(reverse("test", args=[taken_in(head_of_sales, content).pk])).content.decode()
    assert "of the rules</span>" not in told


def test_the_same_answers_come_to_another_verdict_only_in_another_edition() -> None:
    chance, told = random.Random(1), []
    for rule in verdicts.VIEWS:
        for _time in range(40):
            plan = Plan(
                rule=rule, threshold=0.3, hoped=0.6, alpha=0.1, power=0.8, sure=0.9, prior_a=1.0, prior_b=1.0, least=3,
                most=12, pass_mark=6, futility=0.05, ends_on=None,
            )  # fmt: skip
            share = chance.choice((0.1, 0.3, 0.6, 0.9))
            answers = [
                Answer(
                    place,
                    chance.random() < share,
                    date(2026, 5, 1),
                    place % 2 if plan.arms == 2 else 0,
                    chance.choice((0, 0, 1)),
                )
                for place in range(1, chance.randint(1, 30))
            ]
            view = running_view(plan, answers, today=date(2026, 5, 2))
            told.append((rule, view.over, view.verdict, view.why, view.stopped_at, view.n))
    assert len({row[2] for row in told}) == 4
    assert hashlib.sha256(repr(told).encode()).hexdigest()[:16] == PRINTS[EDITION]
