"""After an update that changed how evidence counts every hypothesis is counted anew, once; until then the pages say so."""

import importlib
import os
import signal
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client as Browser
from typer.testing import CliRunner

from tenure.cli import init, work
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.hypotheses import earlier_rules
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.earlier_rules import recount_beliefs
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.hypotheses.search import search_of
from tenure.discovery.hypotheses.tested import tally_of
from tenure.discovery.models import Evidence, Hypothesis, TestCard, Venture, VentureEvent
from tenure.engine.evidence.edition import EDITION
from tenure.kernel import clock
from tenure.privacy.models import AuditRow, User
from tests import factories
from tests.cli.in_process import told
from tests.discovery.test_two_at_once import at_once
from tests.venture_factories import make_evidence, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db
WRITTEN = ("probability", "low", "high", "state", "decided_on", "expires_on", "evidence_count", "rules_edition")


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    factories.make_workspace()
    return make_venture(head_of_sales)


def by_earlier_rules(venture: Venture, title: str = "They will pay for it monthly", **stored: Any) -> Hypothesis:
    """A hypothesis with one deed behind it that an earlier edition had come to another number of."""
    one = make_hypothesis(venture, title)
    make_evidence(one, venture.owner, supports=True, level=3)
    with transaction.atomic():
        refresh_belief(one)
    old = {"probability": 0.97, "low": 0.9, "high": 0.99, "state": "supported", "rules_edition": EDITION - 1} | stored
    Hypothesis.objects.filter(pk=one.pk).update(**old)
    one.refresh_from_db()
    return one


def now(one: Hypothesis) -> dict[str, Any]:
    return Hypothesis.objects.values(*WRITTEN).get(pk=one.pk)


def test_a_number_of_earlier_rules_is_counted_anew_once(venture: Venture) -> None:
    one = by_earlier_rules(venture)
    assert recount_beliefs() == 1
    found = now(one)
    assert found["rules_edition"] == EDITION
    assert found["probability"] == pytest.approx(0.7 / (0.7 + 0.2)), "one deed of level 3 from an even start"
    assert found["state"] == "undecided"
    fresh = Hypothesis.objects.get(pk=one.pk)
    with transaction.atomic():
        refresh_belief(fresh)
    assert now(one) == found, "the same number as whoever adds evidence would get"
    assert recount_beliefs() == 0
    assert AuditRow.objects.filter(action="recount_hypothesis").count() == 1


def test_it_is_told_as_done_by_the_system_with_both_numbers(
    venture: Venture, head_of_sales: User, visit: Callable[..., Browser]
) -> None:
    one = by_earlier_rules(venture)
    recount_beliefs()
    row = AuditRow.objects.get(action="recount_hypothesis")
    assert (row.actor, row.subject_kind, row.subject_id) == (None, "hypothesis", one.pk)
    assert (row.details["before"], row.details["state"], row.details["edition"]) == (0.97, "undecided", EDITION)
    assert VentureEvent.objects.get(kind="recount_hypothesis").actor is None
    page = visit(head_of_sales).get(f"/ventures/{venture.pk}/timeline/").content.decode()
    assert "Hypothesis counted anew by the rules of an update" in page
    assert "97 % → " in page.replace("\xa0", " ").replace("\u202f", " ")
    assert "the system" in page


def test_a_number_that_stays_is_only_marked_and_nobody_is_told(venture: Venture) -> None:
    one = make_hypothesis(venture)
    add_evidence(
        actor=venture.owner, hypothesis_id=one.pk, supports=True, level=5, text="Paid", observed_on=date(2026, 5, 2)
    )
    before = now(one)
    Hypothesis.objects.update(rules_edition=EDITION - 1)
    events = VentureEvent.objects.count()
    assert recount_beliefs() == 1
    assert now(one) == before
    assert VentureEvent.objects.count() == events


def test_nothing_that_was_never_counted_or_is_of_a_newer_program_is_touched(venture: Venture) -> None:
    make_hypothesis(venture)
    newer = by_earlier_rules(venture, rules_edition=EDITION + 1)
    before = now(newer)
    assert recount_beliefs() == 0
    assert now(newer) == before


def test_one_set_aside_taken_off_or_in_a_venture_given_up_is_counted_too(venture: Venture) -> None:
    aside = by_earlier_rules(venture, state="parked")
    off = by_earlier_rules(venture, removed_at="2026-05-01T00:00Z")
    Venture.objects.update(state="exited")
    assert recount_beliefs() == 2
    assert (now(aside)["state"], now(aside)["rules_edition"]) == ("parked", EDITION)
    assert now(off)["rules_edition"] == EDITION


def test_a_verdict_of_a_locked_test_stays_as_it_was(venture: Venture) -> None:
    one = by_earlier_rules(venture, state="supported")
    make_test_card(
        one, state="decided", verdict="refuted", decided_at="2026-05-01T00:00Z", rules_edition=1, decided_seal="a" * 64,
        lock_hash="b" * 64,
    )  # fmt: skip
    before = TestCard.objects.values().get()
    recount_beliefs()
    assert TestCard.objects.values().get() == before
    assert now(one)["state"] == "refuted"
    assert now(one)["probability"] <= 0.5


def test_the_idle_check_is_one_query_by_its_index(venture: Venture, django_assert_num_queries: Any) -> None:
    by_earlier_rules(venture, rules_edition=EDITION)
    with django_assert_num_queries(1) as asked:
        assert recount_beliefs() == 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        assert "hypothesis_edition" in " ".join(str(row) for row in cursor.fetchall())


def test_one_is_counted_in_few_queries_however_many_there_are(
    venture: Venture, django_assert_max_num_queries: Any
) -> None:
    for place in range(5):
        by_earlier_rules(venture, f"Claim {place}")
    with django_assert_max_num_queries(1 + 5 * 13):  # one of them asks for presales to weigh anew
        assert recount_beliefs() == 5


def test_what_was_counted_before_editions_is_of_the_first(venture: Venture) -> None:
    counted, untouched = by_earlier_rules(venture, rules_edition=None), make_hypothesis(venture)
    importlib.import_module("tenure.discovery.migrations.0017_editions_of_beliefs").first_edition(apps, None)
    assert (now(counted)["rules_edition"], now(untouched)["rules_edition"]) == (1, None)


def test_it_goes_in_portions(venture: Venture) -> None:
    for place in range(5):
        by_earlier_rules(venture, f"Claim {place}")
    assert [recount_beliefs(2) for _time in range(4)] == [2, 2, 1, 0]


def test_evidence_that_cannot_be_counted_leaves_the_number_and_keeps_nobody_waiting(venture: Venture) -> None:
    broken, sound = by_earlier_rules(venture), by_earlier_rules(venture, "They renew")
    Evidence.objects.filter(hypothesis=broken).update(sensitivity=1.0, specificity=1.0)
    assert recount_beliefs() == 2
    assert recount_beliefs() == 0
    assert (now(broken)["probability"], now(broken)["state"]) == (0.97, "supported")
    assert now(sound)["probability"] < 0.97
    row = AuditRow.objects.get(action="recount_failed")
    assert (row.subject_id, row.actor, bool(row.details["why"])) == (broken.pk, None, True)


def test_pages_say_so_until_it_is_done(venture: Venture, head_of_sales: User, visit: Callable[..., Browser]) -> None:
    one = by_earlier_rules(venture)
    browser, note = visit(head_of_sales), "An update changed how evidence counts. 1 hypothesis still shows"
    pages = [
        f"/ventures/{venture.pk}/", f"/ventures/{venture.pk}/hypotheses/", f"/ventures/{venture.pk}/canvas/",
        f"/ventures/{venture.pk}/report/", f"/hypotheses/{one.pk}/",
    ]  # fmt: skip
    assert tally_of(venture.pk).earlier == search_of(venture).tally.earlier == 1
    for page in pages:
        assert note in browser.get(page).content.decode(), page
    shown = browser.get(pages[-1]).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "90 % to 99 % in 8 of 10 cases" in shown, "the head of the page agrees with the number it shows"
    recount_beliefs()
    for page in pages:
        assert note not in browser.get(page).content.decode(), page


def test_a_venture_from_a_file_is_of_these_rules_whatever_the_file_says(venture: Venture, head_of_sales: User) -> None:
    by_earlier_rules(venture)
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    number = take_in_venture(actor=head_of_sales, raw=raw)
    taken = Hypothesis.objects.get(venture=number)
    assert taken.rules_edition == EDITION
    assert taken.probability is not None
    assert taken.probability < 0.97


def test_an_idle_worker_counts_them_all_before_it_ends(venture: Venture, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(earlier_rules.PORTION + 1):
        by_earlier_rules(venture, f"Claim {place}")
    monkeypatch.setattr(work, "next_job", lambda: None)
    monkeypatch.setattr(work.signal, "signal", lambda *_given: None)
    assert CliRunner().invoke(work.app, ["--once"], catch_exceptions=False).exit_code == 0
    assert set(Hypothesis.objects.values_list("rules_edition", flat=True)) == {EDITION}


def test_init_after_an_upgrade_counts_them_all(venture: Venture, administrator: User) -> None:
    for place in range(3):
        by_earlier_rules(venture, f"Claim {place}")
    told(init.app, "--no-input")
    assert set(Hypothesis.objects.values_list("rules_edition", flat=True)) == {EDITION}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_each_whole_and_another_goes_on(venture: Venture) -> None:
    rows = [by_earlier_rules(venture, f"Claim {place}") for place in range(3)]
    old = now(rows[0])
    connections.close_all()
    child = os.fork()
    if child == 0:
        inner, told_of = earlier_rules._tell, []

        def die(*args: Any, **more: Any) -> None:
            inner(*args, **more)
            told_of.append(args)
            if len(told_of) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        earlier_rules._tell = die
        try:
            recount_beliefs()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    done, *left = [now(one) for one in rows]
    assert done["rules_edition"] == EDITION
    assert left == [old, old]
    assert AuditRow.objects.filter(action="recount_hypothesis").count() == 1
    assert recount_beliefs() == 2
    assert [now(one) for one in rows] == [done] * 3
    assert AuditRow.objects.filter(action="recount_hypothesis").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_anew_while_somebody_adds_evidence(venture: Venture) -> None:
    """Each is counted once, and the evidence that came meanwhile is in its number."""
    rows = [make_hypothesis(venture, f"Claim {place}") for place in range(6)]
    for one in rows:
        make_evidence(one, venture.owner)
    Hypothesis.objects.update(rules_edition=EDITION - 1, probability=0.99, low=0.9, high=0.999, evidence_count=1)
    last = partial(
        add_evidence, actor=venture.owner, hypothesis_id=rows[-1].pk, supports=True, level=5, text="Paid",
        observed_on=clock.today(),
    )  # fmt: skip
    assert at_once(recount_beliefs, recount_beliefs, last) == ["done"] * 3
    assert set(Hypothesis.objects.values_list("rules_edition", flat=True)) == {EDITION}
    recounted = AuditRow.objects.filter(action="recount_hypothesis").values_list("subject_id", flat=True)
    assert len(recounted) == len(set(recounted)) >= 5
    counted = dict(Hypothesis.objects.values_list("pk", "evidence_count"))
    assert [counted[one.pk] for one in rows] == [1] * 5 + [2]
    alone, more = Hypothesis.objects.get(pk=rows[0].pk), Hypothesis.objects.get(pk=rows[-1].pk)
    assert (alone.probability or 1) < (more.probability or 0)
