"""The report of a venture in the browser's hands: read, printed, taken as a PDF."""

import io
import re
from collections.abc import Callable

import pypdf
import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.discovery.models import Venture
from tenure.discovery.testing.lock import lock_test
from tenure.privacy.models import AuditRow, User
from tests.venture_factories import let_in, make_hypothesis, make_ready_test, make_venture

pytestmark = pytest.mark.django_db
TYPED = '<img src=x onerror=alert(1)> #read("/etc/passwd")'


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    venture = make_venture(head_of_sales, "Night delivery")
    make_hypothesis(venture, TYPED, state="supported", probability=0.95, low=0.8, high=0.99)
    return venture


def test_the_page_shows_everything_as_text(
    venture: Venture, visit: Callable[..., Browser], head_of_sales: User
) -> None:
    page = visit(head_of_sales).get(reverse("venture_report", args=[venture.pk])).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page
    assert "95\u00a0%</b> supported" in page  # the state in words, for a print without colours
    assert "data-print" in page
    overview = visit(head_of_sales).get(reverse("venture", args=[venture.pk])).content.decode()
    assert reverse("venture_report", args=[venture.pk]) in overview


def test_the_pdf_comes_in_the_language_asked_for(
    venture: Venture, visit: Callable[..., Browser], head_of_sales: User
) -> None:
    browser = visit(head_of_sales)
    asked = {"": "What is not proven yet", "?language=ro": "Ce nu este încă dovedit", "?language=xx": "What is not"}
    for query, heading in asked.items():
        answer = browser.get(reverse("venture_report_pdf", args=[venture.pk]) + query)
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "application/pdf",
            "no-store",
        )
        said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
        assert heading in said
        assert "#read(" in said
    languages = [
        row.details["language"] for row in AuditRow.objects.filter(action="print_venture_report").order_by("pk")
    ]
    assert languages == ["en", "ro", "en"]


def test_printing_is_written_down_with_the_script_and_without(
    venture: Venture, visit: Callable[..., Browser], head_of_sales: User
) -> None:
    browser = visit(head_of_sales)
    printed = reverse("venture_report_printed", args=[venture.pk])
    assert browser.post(printed, {"pdf": "1"}, HTTP_HX_REQUEST="true").status_code == 204
    plain = browser.post(printed, {"pdf": "1"})
    assert (plain.status_code, plain["Location"]) == (303, reverse("venture_report_pdf", args=[venture.pk]))
    assert [row.details["form"] for row in AuditRow.objects.filter(action="print_venture_report")] == ["print"]


def test_a_reader_of_the_venture_takes_it_and_an_outsider_finds_nothing(
    venture: Venture, visit: Callable[..., Browser], salesperson: User, other_salesperson: User, analyst: User
) -> None:
    let_in(venture, salesperson, may_work=False)
    for user, status in ((salesperson, 200), (analyst, 200), (other_salesperson, 404)):
        for name in ("venture_report", "venture_report_pdf"):
            assert visit(user).get(reverse(name, args=[venture.pk])).status_code == status
    page = visit(analyst).get(reverse("venture_report", args=[venture.pk])).content.decode()
    assert visit(analyst).post(reverse("venture_report_printed", args=[venture.pk])).status_code == 403
    assert "data-print>" not in page
    pdf = reverse("venture_report_pdf", args=[venture.pk])
    assert re.search(f'<a class="btn primary" href="{pdf}">.*?</svg>Print</a>', page)  # prints the PDF, posting nothing


def test_the_overview_beside_it_shows_the_test_that_runs(
    venture: Venture, visit: Callable[..., Browser], head_of_sales: User
) -> None:
    card = make_ready_test(make_hypothesis(venture), name="Will they pay?")
    lock_test(actor=head_of_sales, test_id=card.pk, version=card.version)
    page = visit(head_of_sales).get(reverse("venture", args=[venture.pk]))
    assert page.status_code == 200
    assert "Will they pay?" in page.content.decode()
