"""After an update that changed how scores are counted they are counted anew, once, and until then the pages say so."""

import pytest

from tenure.cli.work import next_job
from tenure.engine.edition import EDITION
from tenure.orders.models import ScoreRun
from tenure.orders.scores import latest_run, queue_new_edition
from tests.factories import make_run

pytestmark = pytest.mark.django_db
EARLIER, NEWEST = f"none/{EDITION - 1}", f"none/{EDITION}"


def states() -> list[str]:
    return list(ScoreRun.objects.order_by("pk").values_list("state", flat=True))


def test_scores_of_an_earlier_edition_are_asked_for_again_once(workspace: object) -> None:
    make_run(model_version=EARLIER)
    run = queue_new_edition()
    assert run == ScoreRun.objects.get(state="to_run").pk
    assert queue_new_edition() is None
    assert states() == ["done", "to_run"]


def test_the_worker_asks_by_itself_and_takes_the_run(workspace: object) -> None:
    make_run(model_version=EARLIER)
    assert next_job() == f"score:{ScoreRun.objects.get(state='running').pk}"


def test_a_run_that_failed_is_not_begun_again_and_again(workspace: object) -> None:
    make_run(model_version=EARLIER)
    make_run(model_version="", state="failed")
    assert queue_new_edition() is None
    assert states() == ["done", "failed"]


@pytest.mark.parametrize("version", [NEWEST, "", f"none/{EDITION + 1}"])
def test_scores_of_this_edition_of_no_orders_or_of_a_newer_program_stand(workspace: object, version: str) -> None:
    make_run(model_version=version)
    assert queue_new_edition() is None
    run = latest_run()
    assert run is not None
    assert not run.earlier_rules


def test_before_the_first_run_nothing_is_asked_for(workspace: object) -> None:
    assert queue_new_edition() is None
