"""A forged file of a venture is refused in a sentence and changes nothing, or every page of what came in can be read."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenure.discovery.files.export import STAYS
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Venture
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.privacy.models import User, Workspace
from tests.discovery.files.forging import Content, empty_tables, forged, forgery, whole_content
from tests.web.test_permissions import ALL, NO_SIGN_IN_NEEDED

pytestmark = pytest.mark.django_db
# Where the records of a page's address stand: table, and its way to the venture.
RECORDS = {
    "hypothesis_id": ("Hypothesis", "venture"), "test_id": ("TestCard", "venture"), "problem_id": ("Problem", "venture"),
    "interview_id": ("Interview", "venture"), "segment_id": ("Segment", "venture"), "plan_id": ("InterviewPlan", "venture"),
    "scenario_id": ("EconomicsScenario", "venture"), "gate_decision_id": ("GateDecision", "venture"),
    "acquisition_channel_id": ("AcquisitionChannel", "scenario__venture"), "survey_id": ("Survey", "venture"),
    "survey_question_id": ("SurveyQuestion", "survey__venture"), "profile_item_id": ("ProfileItem", "venture"),
    "value_item_id": ("ValueItem", "venture"), "proposition_id": ("Proposition", "venture"),
    "product_id": ("OfferedProduct", "venture"),
    "solution_id": ("Solution", "product__venture"), "presale_id": ("Presale", "venture"),
    "service_id": ("ManualService", "venture"), "manual_step_id": ("ManualStep", "service__venture"),
    "checklist_item_id": ("ChecklistItem", "venture"), "observation_id": ("Observation", "test__venture"),
}  # fmt: skip
MANY = {"gate_decision_id": 9, "test_id": 6, "survey_question_id": 9}


@pytest.fixture
def content(workspace: Workspace, head_of_sales: User, salesperson: User) -> Content:
    return whole_content(head_of_sales, salesperson)


def pages(venture_id: int) -> list[str]:
    """Addresses of the venture and of the first records in it."""
    found = []
    for name, kinds in ALL.items():
        if name in NO_SIGN_IN_NEEDED or name == "venture_report_pdf" or not kinds:
            continue
        if not all(kind == "venture_id" or kind in RECORDS for kind in kinds):
            continue
        found += [reverse(name, kwargs=one) for one in _numbers(kinds, venture_id)]
    return found


def _numbers(kinds: list[str], venture_id: int) -> list[dict[str, int]]:
    found: list[dict[str, int]] = [{}]
    for kind in kinds:
        numbers = [venture_id] if kind == "venture_id" else _records(kind, venture_id)
        found = [one | {kind: number} for one in found for number in numbers]
    return found


def _records(kind: str, venture_id: int) -> list[int]:
    table, way = RECORDS[kind]
    rows = apps.get_model("discovery", table)._default_manager.filter(**{way: venture_id}).order_by("pk")
    return list(rows.values_list("pk", flat=True)[: MANY.get(kind, 1)])


def taken_in(actor: User, raw: bytes) -> int | None:
    """The venture, or None when the file was refused in a sentence and changed nothing."""
    before = stored()
    try:
        return take_in_venture(actor=actor, raw=raw)
    except BadInput as error:
        said = sentence(error)
    assert said
    assert stored() == before
    return None


def stored() -> dict[str, int]:
    models = apps.get_app_config("discovery").get_models()
    return {model.__name__: model._default_manager.count() for model in models}


def check_every_page(browser: Browser, venture_id: int) -> None:
    for address in pages(venture_id):
        status = browser.get(address).status_code
        assert status in {200, 302, 404, 405}, (address, status)  # 404: a form with nothing left to choose


def test_however_a_file_is_forged_it_is_refused_or_every_page_can_be_read(
    visit: Callable[..., Browser], head_of_sales: User, content: Content
) -> None:
    assert empty_tables(content) == {"Amendment", *STAYS}
    browser = visit(head_of_sales)
    told = list(Venture.objects.values_list("pk", flat=True))

    @settings(
        max_examples=2, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(seed=st.integers(0, 2**32))
    def forge(seed: int) -> None:
        random = Random(seed)
        sound: list[Any] = []
        for _one in range(12):
            one = forgery(random, content)
            made = taken_in(head_of_sales, forged(content, [one]))
            if made is not None:
                sound.append(one)
                Venture.objects.exclude(pk__in=told).delete()
        made = taken_in(head_of_sales, forged(content, sound))
        if made is not None:
            check_every_page(browser, made)
            Venture.objects.exclude(pk__in=told).delete()

    forge()
