"""Two wordings made one and two again, by the buttons of the page of a problem."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.discovery.models import Problem, ProblemMerge, Venture
from tenure.privacy.models import User
from tests.factories import make_user
from tests.venture_factories import let_in, make_problem, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def posted(browser: Browser, address: str, **sent: int) -> tuple[int, str]:
    """What the page that answers says; of a change that was made, the page it leads to."""
    answer = browser.post(address, sent)
    if answer.status_code == 303:
        answer = browser.get(answer["Location"])
    return answer.status_code, answer.content.decode()


def merge(browser: Browser, row: Problem, kept: Problem, version: int = 1) -> tuple[int, str]:
    return posted(browser, reverse("merge_problem", args=[row.pk]), version=version, kept=kept.pk)


def undo(browser: Browser, row: ProblemMerge) -> tuple[int, str]:
    return posted(browser, reverse("undo_merge_problem", args=[row.pk]))


def test_a_merge_is_taken_back_on_the_page_of_the_problem_that_was_kept(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    late, tardy = make_problem(venture, "Flour comes late"), make_problem(venture, "<b>Delivery</b> is tardy")
    assert "Take the merge back" not in browser.get(reverse("problem", args=[late.pk])).content.decode()
    assert "The two are one problem now" in merge(browser, tardy, late)[1]
    page = browser.get(reverse("problem", args=[late.pk])).content.decode()
    assert "Take the merge back" in page
    assert "&lt;b&gt;Delivery&lt;/b&gt; is tardy" in page
    status, listed = undo(browser, ProblemMerge.objects.get())
    assert status == 200
    assert "They are two problems again" in listed
    assert set(Problem.objects.values_list("pk", flat=True)) == {late.pk, tardy.pk}
    history = browser.get(reverse("venture_timeline", args=[venture.pk])).content.decode()
    assert "Merge of two problems taken back" in history


def test_what_cannot_be_taken_back_yet_is_said_on_the_page(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    late, tardy, slow = (make_problem(venture, name) for name in ("Late", "Tardy", "Slow"))
    merge(browser, tardy, late)
    merge(browser, slow, late)
    page = browser.get(reverse("problem", args=[late.pk])).content.decode()
    assert page.count("Take the merge back") == 1
    status, page = undo(browser, ProblemMerge.objects.get(gone=tardy.pk))
    assert status == 422
    assert "“Slow” was made part of the same problem later" in page
    Problem.objects.filter(pk=late.pk).update(version=1)
    merge(browser, late, dear := make_problem(venture, "Dear"))
    answer = browser.post(reverse("undo_merge_problem", args=[ProblemMerge.objects.get(gone=slow.pk).pk]))
    assert answer.status_code == 400
    assert "“Late” was made part of another problem since" in answer.content.decode()
    assert list(Problem.objects.all()) == [dear]


def test_who_merges_too_late_is_told_and_keeps_the_choice(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    browser = visit(head_of_sales)
    late, tardy = make_problem(venture, "Flour comes late"), make_problem(venture, "Delivery is tardy")
    merge(browser, late, tardy)
    status, page = merge(browser, tardy, late, version=2)
    assert status == 422
    assert "“Flour comes late” is no more" in page
    other = make_problem(venture, "Torn bags")
    status, page = merge(browser, tardy, other, version=1)
    assert status == 422
    assert "Somebody changed this meanwhile" in page
    assert 'name="version" value="2"' in page
    assert f'<option value="{other.pk}" selected>' in page


def test_who_only_reads_has_no_button(visit: Callable[..., Browser], head_of_sales: User, venture: Venture) -> None:
    late, tardy = make_problem(venture, "Flour comes late"), make_problem(venture, "Delivery is tardy")
    merge(visit(head_of_sales), tardy, late)
    reader = make_user(role="salesperson", name="Only Reads")
    let_in(venture, reader, may_work=False)
    browser = visit(reader)
    page = browser.get(reverse("problem", args=[late.pk])).content.decode()
    assert "Take the merge back" not in page
    assert undo(browser, ProblemMerge.objects.get())[0] == 403
