"""What the pages of the largest venture cost: `TENURE_HOME=/some/demo python -m benchmarks.venture_pages`.

Makes the venture once, then asks for every page through the whole application, without a network, as its founder does.
The last line is JSON for `benchmarks.ventures`. --only NAME: one page; --profile: where its time goes.
"""

import argparse
import cProfile
import gc
import json
import pstats
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from benchmarks.full_venture import full_venture  # noqa: E402
from tenure.cli.serve import GARBAGE  # noqa: E402
from tenure.discovery.models import Interview, ManualService, Survey, TestCard, Venture  # noqa: E402
from tenure.privacy.models import User  # noqa: E402

RUNS = 9
OVERVIEW = "overview, {phase}"
PHASES = ("discovery", "validation", "creation", "building")


def addresses(venture: Venture) -> dict[str, str]:
    """Each page by what it is called on it; the overview of each phase comes first, as its gate differs."""
    top, tests = f"/ventures/{venture.pk}", TestCard.objects.filter(venture=venture)
    running, draft = tests.get(state="locked"), tests.filter(state="draft")[0]
    decided, talk = tests.filter(state="decided")[0], Interview.objects.filter(venture=venture)[0]
    service, survey = ManualService.objects.filter(venture=venture)[0], Survey.objects.filter(venture=venture)[0]
    problem, scenario = venture.problems.all()[0], venture.scenarios.order_by("pk")[0]
    hypothesis = venture.hypotheses.get(number=2)
    pages = {OVERVIEW.format(phase=phase): f"{top}/" for phase in PHASES}
    pages |= {
        "canvas": f"{top}/canvas/", "wall view": f"{top}/canvas/wall/", "versions": f"{top}/canvas/versions/",
        "difference of two versions": f"{top}/canvas/difference/", "known patterns": f"{top}/canvas/patterns/",
        "hypotheses and their map": f"{top}/hypotheses/", "hypothesis": f"/hypotheses/{hypothesis.pk}/",
        "hypothesis, the form": f"/hypotheses/{hypothesis.pk}/edit/", "new hypothesis": f"{top}/hypotheses/new/",
        "tests": f"{top}/tests/", "test, running": f"/tests/{running.pk}/", "test, draft": f"/tests/{draft.pk}/",
        "test, the form": f"/tests/{draft.pk}/edit/", "learning card": f"/tests/{decided.pk}/learning/",
        "observations, pasted": f"/tests/{running.pk}/observations/", "new test": f"{top}/tests/new/?kind=presale",
        "what to test next": f"{top}/next-test/", "cost of learning": f"{top}/learning-cost/",
        "interviews": f"{top}/interviews/", "interview": f"/interviews/{talk.pk}/",
        "record an interview": f"{top}/interviews/record/", "interview plan": f"/interview-plans/{talk.plan_id}/",
        "themes": f"{top}/themes/", "segments and problems": f"{top}/problems/", "problem": f"/problems/{problem.pk}/",
        "segment": f"/segments/{hypothesis.segment_id}/",
        "market size": f"/segments/{hypothesis.segment_id}/problems/{problem.pk}/",
        "value proposition canvas": f"{top}/value/", "products": f"{top}/products/", "presales": f"{top}/presales/",
        "sales roadmap": f"{top}/roadmap/",
        "service by hand": f"/services/{service.pk}/", "services": f"{top}/services/", "surveys": f"{top}/surveys/",
        "survey": f"/surveys/{survey.pk}/", "answers of a survey": f"/surveys/{survey.pk}/answers/",
        "product-market fit": f"{top}/fit/", "economics": f"{top}/economics/",
        "scenario": f"/scenarios/{scenario.pk}/", "numbers of a scenario": f"/scenarios/{scenario.pk}/numbers/",
        "scenarios side by side": f"{top}/economics/compare/", "report": f"{top}/report/",
    }  # fmt: skip
    pages |= {f"gate of {phase}": f"{top}/gate/?phase={phase}" for phase in PHASES}
    return pages | {
        "criterion": f"{top}/gate/criterion/?phase=discovery&code=D1", "pivots": f"{top}/pivots/",
        "new pivot": f"{top}/pivots/new/", "timeline": f"{top}/timeline/",
        "timeline, one kind": f"{top}/timeline/?kind=hypothesis&loop=3", "checklists": f"{top}/checklist/",
        "settings": f"{top}/settings/", "list of ventures": "/ventures/",
    }  # fmt: skip


def asked(ask: Callable[[], Any]) -> list[str]:
    """The queries of asking for the page, as SQL."""
    queries: list[str] = []

    def told(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(told):
        ask()
    return queries


def measured(ask: Callable[[], Any]) -> tuple[float, float]:
    """The least CPU milliseconds and the median."""
    times = []
    for _ in range(RUNS + 1):
        begun = time.process_time()
        ask()
        times.append(1000 * (time.process_time() - begun))
    return min(times[1:]), statistics.median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="the pages whose name contains this")
    parser.add_argument("--profile", action="store_true", help="where the time goes, function by function")
    wanted = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    owner, helper = User.objects.filter(role="head_of_sales")[0], User.objects.filter(role="salesperson")[0]
    venture = full_venture(owner, helper)
    browser = Browser()
    browser.force_login(owner)
    rows = []
    browser.get(addresses(venture)["canvas"])
    gc.collect()
    gc.freeze()  # as `tenure serve` does before its first visitor
    gc.set_threshold(GARBAGE, 10, 10)
    for name, address in addresses(venture).items():
        if wanted.only not in name:
            continue
        shown = next((phase for phase in PHASES if name == OVERVIEW.format(phase=phase)), "discovery")
        Venture.objects.filter(pk=venture.pk).update(phase=shown)
        answer = browser.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        queries = asked(lambda address=address: browser.get(address))  # type: ignore[misc]
        least, median = measured(lambda address=address: browser.get(address))  # type: ignore[misc]
        rows.append([name, least, median, len(queries), len(answer.content) / 1000])
        if wanted.profile:
            _profile(lambda address=address: browser.get(address), queries)  # type: ignore[misc]
    Venture.objects.filter(pk=venture.pk).update(phase="discovery")
    print(json.dumps(rows))


def _profile(ask: Callable[[], Any], queries: list[str]) -> None:
    for number, sql in enumerate(queries, 1):
        print(f"{number:>3} {sql[:200]}")
    watch = cProfile.Profile()
    watch.enable()
    for _ in range(10):
        ask()
    watch.disable()
    pstats.Stats(watch).sort_stats("cumtime").print_stats(120)


if __name__ == "__main__":
    main()
