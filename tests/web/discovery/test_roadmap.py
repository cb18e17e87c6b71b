"""The page of the sales roadmap and its forms, and the stages on the form of a presale."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Presale, RoadmapStage, StagePassed, Venture
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"
Visit = Callable[..., Browser]


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def address(venture: Venture) -> str:
    return f"/ventures/{venture.pk}/roadmap/"


def page(browser: Browser, venture: Venture) -> str:
    return browser.get(address(venture)).content.decode().replace("\xa0", " ")


def test_an_empty_roadmap_begins_with_the_usual_stages(head_of_sales: User, venture: Venture, visit: Visit) -> None:
    browser = visit(head_of_sales)
    assert "Begin with the usual four" in page(browser, venture)
    assert browser.post(f"{address(venture)}usual/").status_code == 303
    assert "Nobody’s way is on record yet" in page(browser, venture)
    assert "Who decides met" in page(browser, venture)


def test_a_stage_is_written_moved_and_taken_off(head_of_sales: User, venture: Venture, visit: Visit) -> None:
    browser = visit(head_of_sales)
    for name in ("Talk", HOSTILE):
        sent = {"name": name, "shown_by": "They ask the price", "needs": "The owner"}
        assert browser.post(f"{address(venture)}new/", sent).status_code == 303
    last = RoadmapStage.objects.get(name=HOSTILE)
    assert browser.post(f"/roadmap/{last.pk}/move/", {"do": "up"}).status_code == 303
    assert HOSTILE not in page(browser, venture)
    assert page(browser, venture).index("alert(") < page(browser, venture).index("Talk</a>")
    assert browser.post(f"/roadmap/{last.pk}/remove/", {"version": "1"}).status_code == 303
    assert list(RoadmapStage.objects.values_list("name", flat=True)) == ["Talk"]


def test_a_refused_stage_keeps_what_was_typed(head_of_sales: User, venture: Venture, visit: Visit) -> None:
    answer = visit(head_of_sales).post(f"{address(venture)}new/", {"name": "", "shown_by": "They sign"})
    assert answer.status_code == 422
    assert "They sign" in answer.content.decode()
    assert "A stage needs a name" in answer.content.decode()


def test_a_stage_in_use_is_not_taken_off_and_its_page_says_why(
    head_of_sales: User, venture: Venture, visit: Visit
) -> None:
    stage = made.make_stage(venture)
    made.passed(made.make_presale(venture), date(2026, 5, 2))
    answer = visit(head_of_sales).post(f"/roadmap/{stage.pk}/remove/", {"version": "1"})
    assert answer.status_code == 422
    assert "1 presale has passed “Shown at work”" in answer.content.decode()


def test_a_presale_is_marked_stage_by_stage_on_its_form(head_of_sales: User, venture: Venture, visit: Visit) -> None:
    browser, stages = visit(head_of_sales), [made.make_stage(venture, name) for name in ("Talk", "Shown", "Offer")]
    sent = {
        "who": "Lina",
        "amount": "49",
        "agreed_on": "2026-05-02",
        "source": "cold",
        f"stage-{stages[0].pk}": "2026-04-20",
    }
    assert browser.post(f"/ventures/{venture.pk}/presales/new/", sent).status_code == 303
    row = Presale.objects.get()
    form = browser.get(f"/presales/{row.pk}/").content.decode()
    assert 'value="2026-04-20"' in form
    assert "Passed: Shown" in form
    wrong = sent | {"version": "1", f"stage-{stages[1].pk}": "2099-01-01", f"stage-{stages[2].pk}": "soon"}
    answer = browser.post(f"/presales/{row.pk}/", wrong)
    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()
    assert "soon" in answer.content.decode()
    assert StagePassed.objects.count() == 1
    moved = sent | {"version": "1", f"stage-{stages[0].pk}": "", f"stage-{stages[1].pk}": "2026-04-28"}
    assert browser.post(f"/presales/{row.pk}/", moved).status_code == 303
    assert list(StagePassed.objects.values_list("stage", "on")) == [(stages[1].pk, date(2026, 4, 28))]


@pytest.mark.parametrize("wrong", ["1890-01-01", "2201-01-01"])
def test_a_day_the_file_would_refuse_is_refused_on_the_form(
    head_of_sales: User, venture: Venture, visit: Visit, wrong: str
) -> None:
    stage, row = made.make_stage(venture), made.make_presale(venture)
    sent = {"who": "Lina", "amount": "49", "agreed_on": "2026-05-02", "source": "cold", "version": "1"}
    for field in (f"stage-{stage.pk}", "agreed_on", "due_on"):
        answer = visit(head_of_sales).post(f"/presales/{row.pk}/", sent | {field: wrong})
        assert answer.status_code == 422, field
        said = f"{wrong}: days from the year 1900 to 2200 are kept. Correct the year; nothing has been saved."
        assert said in answer.content.decode(), field
    assert not StagePassed.objects.exists()
    first = sent | {f"stage-{stage.pk}": "1900-01-01"}
    assert visit(head_of_sales).post(f"/presales/{row.pk}/", first).status_code == 303
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    take_in_venture(actor=head_of_sales, raw=raw)
    assert StagePassed.objects.filter(on=date(1900, 1, 1)).count() == 2


def test_the_page_says_how_the_last_sales_went_and_where_refusals_stopped(
    head_of_sales: User, venture: Venture, visit: Visit
) -> None:
    for name in ("Talk", "Offer"):
        made.make_stage(venture, name)
    for place in range(3):
        row = made.make_presale(venture, f"Buyer {place}", paid_on=date(2026, 5, 9), by_founder=False)
        made.passed(row, date(2026, 5, 2), date(2026, 5, 6) if place else None)
    no = made.make_presale(venture, "No", refused_on=date(2026, 5, 8), refusal=HOSTILE)
    made.passed(no, date(2026, 5, 3))
    told = page(visit(head_of_sales), venture)
    assert "2 of the last 3 first sales went by these stages in their order" in told
    assert "Fewest go on from “Talk” to “Offer”: 3 of 4" in told
    assert "From the first word to the payment: 7 days" in told
    assert "another way" in told
    assert "alert(" in told
    assert HOSTILE not in told


def test_who_only_reads_sees_the_page_without_its_acts(
    head_of_sales: User, salesperson: User, venture: Venture, visit: Visit
) -> None:
    stage = made.make_stage(venture)
    made.let_in(venture, salesperson, may_work=False)
    browser = visit(salesperson)
    told = page(browser, venture)
    assert "Shown at work" in told
    assert "Add a stage" not in told
    assert browser.post(f"/roadmap/{stage.pk}/move/", {"do": "up"}).status_code == 403
    assert browser.post(f"{address(venture)}new/", {"name": "Mine"}).status_code == 403


def test_the_page_takes_as_many_queries_for_sixty_sales_as_for_one(
    head_of_sales: User, venture: Venture, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    browser = visit(head_of_sales)
    for place in range(4):
        made.make_stage(venture, f"Stage {place}")

    def sell(place: int) -> None:
        row = made.make_presale(venture, f"Buyer {place}", paid_on=date(2026, 5, 9))
        made.passed(row, *[date(2026, 5, 2)] * 4)

    sell(0)
    page(browser, venture)
    with django_assert_max_num_queries(40) as one:
        page(browser, venture)
    for place in range(1, 60):
        sell(place)
    with django_assert_max_num_queries(len(one)):
        page(browser, venture)


@pytest.mark.parametrize("language", ["ru", "ro"])
def test_the_page_speaks_the_language_of_who_reads_it(
    head_of_sales: User, venture: Venture, visit: Visit, language: str
) -> None:
    User.objects.filter(pk=head_of_sales.pk).update(language=language)
    made.make_stage(venture, "Talk")
    told = page(visit(head_of_sales), venture)
    assert {"ru": "Карта продаж", "ro": "Harta vânzărilor"}[language] in told
    assert "Add a stage" not in told
