"""The pages of the import, seen and used as a person does; the work between them is done here and now."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tenure.clients.clients import Details, create_client
from tenure.clients.models import Client
from tenure.journeys.imports.import_job import run_import_job
from tenure.kernel import clock
from tenure.orders.import_jobs import claim_import
from tenure.orders.models import ImportBatch, Order, OrderLine
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = "Date;Customer;Order;Total\n2026-02-03;Alpha Trade;1;10.50\n2026-02-04;Beta Trade;2;20.25\n"
MIXED = (
    "Дата;Контрагент;Номер заказа;Сумма;Вал\n03.02.2026;Brutăria;1;4 310,00;EUR\n31.02.2026;Hotel;2;264,00;EUR\n"
    "14.02.2026;Hotel;3;264,00;MDL\n15.02.2026;Hotel;4;12,00;MDL\n16.02.2026;;5;12,00;EUR\n17.02.2026;Codru;6;x;EUR\n"
)


@pytest.fixture(autouse=True)
def company(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def browser(head_of_sales: User) -> Browser:
    return factories.signed_in(head_of_sales)


def send(browser: Browser, text: str | bytes, name: str = "orders.csv") -> str:
    """Upload a file; the address of its page."""
    content = text.encode() if isinstance(text, str) else text
    answer = browser.post("/import/upload/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 303
    return answer.headers["Location"]


def work() -> None:
    """What the job worker would do."""
    while (batch_id := claim_import()) is not None:
        run_import_job(batch_id)


def checked(browser: Browser, text: str | bytes, name: str = "orders.csv") -> tuple[str, str]:
    """Upload and check a file; the address of its page and the page."""
    address = send(browser, text, name)
    work()
    return address, page(browser, address)


def page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """The page as it is read."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def form_of(html: str, **changes: str) -> dict[str, str]:
    """What the form of the columns would send."""
    fields = dict(re.findall(r'name="(column-\d+|date_format|decimal)"()', html))
    for name in fields:
        select = html[html.index(f'name="{name}"') :]
        chosen = re.search(r'<option value="([^"]*)" selected>', select[: select.index("</select>")])
        fields[name] = chosen[1] if chosen else ""
    return fields | changes


def test_a_file_goes_all_the_way_and_back(browser: Browser) -> None:
    address, seen = checked(browser, GOOD)
    assert "Import 2 lines" in seen
    assert Order.objects.count() == 0
    assert browser.post(f"{address}confirm/").status_code == 303
    assert "progressbar" in page(browser, address)
    work()
    assert "Written: 2 lines, 2 orders, €31." in words(page(browser, address))
    assert Order.objects.count() == 2
    browser.post(f"{address}undo/")
    waiting = words(page(browser, address))
    assert "Undo of an import" in waiting
    assert "until the end the import stays as it is" in waiting
    assert "Columns and check" not in waiting
    work()
    assert "has been taken away" in page(browser, address)
    assert (Order.objects.count(), Client.objects.count()) == (0, 0)


def test_a_check_counted_before_another_import_went_or_came_says_so_and_counts_again(browser: Browser) -> None:
    first, _ = checked(browser, GOOD)
    browser.post(f"{first}confirm/")
    work()
    second, seen = checked(browser, GOOD, "again.csv")
    assert "Nothing in it is new" in words(seen)
    assert "Count again" not in seen
    browser.post(f"{first}undo/")
    work()
    seen = page(browser, second)
    assert "imports or clients have changed" in seen
    assert "Nothing in it is new" not in words(seen)
    browser.post(f"{second}again/")
    work()
    seen = page(browser, second)
    assert "Import 2 lines" in seen
    third, _ = checked(browser, GOOD, "third.csv")
    browser.post(f"{third}confirm/")
    work()
    assert "imports or clients have changed" in page(browser, second)
    browser.post(f"{second}again/")
    work()
    assert "Nothing in it is new" in words(page(browser, second))


def test_a_client_added_by_hand_after_the_check_is_noticed_and_the_count_says_what_the_import_does(
    browser: Browser, head_of_sales: User
) -> None:
    address, seen = checked(browser, GOOD)
    assert "Count again" not in seen
    client = create_client(actor=head_of_sales, details=Details(name="Alpha Trade"))
    assert "imports or clients have changed" in page(browser, address)
    browser.post(f"{address}again/")
    work()
    assert "Count again" not in page(browser, address)
    told = ImportBatch.objects.get().report["plan"]
    assert (told["clients_created"], told["clients_matched"]) == (1, 1)
    browser.post(f"{address}confirm/")
    work()
    done = ImportBatch.objects.get().counts
    assert (done["clients_created"], done["clients_matched"]) == (1, 1)
    assert Order.objects.filter(client=client).count() == 1


def test_the_check_shows_columns_values_and_what_was_understood(browser: Browser) -> None:
    factories.make_client("Alpha Trade", normal_name="alpha trade")
    _, seen = checked(browser, GOOD)
    assert form_of(seen)["column-2"] == "client_name"
    assert form_of(seen)["column-4"] == "amount"
    text = words(seen)
    assert "Read as UTF-8, separated by semicolons, decimal point, year first." in text
    assert "2026-02-03 3 Feb 2026" in text
    assert "10.50 €10.50" in text


def test_bad_lines_are_told_by_kind_and_can_be_downloaded(browser: Browser) -> None:
    address, seen = checked(browser, MIXED, "продажи.csv")
    text = words(seen)
    assert "There is no 31 February. Correct the file or skip the line." in text
    assert "No client." in text
    assert "These lines are in MDL." in text
    answer = browser.get(f"{address}rejected/")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert lines[0].endswith("tenure_remark")
    assert len(lines) == 6


def test_lines_left_out_are_left_out_only_when_asked(browser: Browser) -> None:
    address, seen = checked(browser, MIXED)
    assert "Import the 1 good line" in seen
    refused = browser.post(f"{address}confirm/")
    assert refused.status_code == 422
    assert "nothing was imported" in refused.content.decode()
    browser.post(f"{address}confirm/", {"skip_bad": "yes"})
    work()
    assert OrderLine.objects.count() == 1


@pytest.mark.parametrize(("typed", "rate"), [("0,05", 0.05), ("1,250.5", 1250.5)])
def test_a_rate_given_once_settles_all_lines_of_a_currency(browser: Browser, typed: str, rate: float) -> None:
    address, seen = checked(browser, MIXED)
    browser.post(f"{address}columns/", form_of(seen) | {"rate:MDL": typed})
    work()
    again = page(browser, address)
    assert "These lines are in MDL." not in again
    assert ImportBatch.objects.get().options["rates"] == {"MDL": rate}


def test_a_rate_that_is_none_is_refused_and_what_was_chosen_stays(browser: Browser) -> None:
    address, seen = checked(browser, MIXED)
    answer = browser.post(f"{address}columns/", form_of(seen, **{"column-5": "country"}) | {"rate:MDL": "many"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“many” is not a rate." in text
    assert form_of(text)["column-5"] == "country"
    assert ImportBatch.objects.get().state == "checked"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"column-3": "amount"}, "Two columns are said to be “Amount”: Order and Total."),
        ({"column-2": ""}, "No column tells the client."),
        ({"column-1": ""}, "No column tells the date."),
        ({"column-4": ""}, "No column tells the amount."),
    ],
)
def test_columns_that_do_not_do_are_refused_in_words(browser: Browser, changes: dict[str, str], sentence: str) -> None:
    address, seen = checked(browser, GOOD)
    answer = browser.post(f"{address}columns/", form_of(seen, **changes))
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())


def test_a_meaning_no_page_offers_is_no_meaning(browser: Browser) -> None:
    address, seen = checked(browser, GOOD)
    browser.post(f"{address}columns/", form_of(seen, **{"column-3": "is_staff"}))
    work()
    assert ImportBatch.objects.get().options["mapping"] == {"date": 1, "client_name": 2, "amount": 4}


def test_the_order_of_days_is_asked_once_and_answered_by_a_button(browser: Browser) -> None:
    address, seen = checked(browser, "Date,Customer,Total\n03/04/2025,Alpha,5\n01/02/2025,Beta,6\n02/01/2025,Beta,7\n")
    assert "Is the day or the month first?" in seen
    browser.post(f"{address}columns/", form_of(seen) | {"answer_date_format": "mdy"})
    work()
    assert "Import 3 lines" in page(browser, address)
    assert ImportBatch.objects.get().options["date_format"] == "mdy"


def test_an_order_found_for_one_date_column_is_not_held_against_another(browser: Browser) -> None:
    text = "Order Date,Ship Date,Customer,Total\n25/03/2025,03/27/2025,Alpha,5\n26/03/2025,03/28/2025,Beta,6\n"
    address, seen = checked(browser, text)
    browser.post(f"{address}columns/", form_of(seen, **{"column-1": "", "column-2": "date"}))
    work()
    assert ImportBatch.objects.get().options["date_format"] == "mdy"


def test_a_file_without_a_guess_asks_for_its_columns_first(browser: Browser) -> None:
    _, seen = checked(browser, "Who,Remark\nAlpha Trade,2026-02-03\n")
    assert "Say below what the columns mean" in seen
    assert "Check with these columns" in seen


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty"), (b"%PDF-1.7", "is a PDF file"), (bytes(range(256)) * 9, "is not text")],
)
def test_a_file_that_cannot_be_used_says_why(browser: Browser, content: bytes, sentence: str) -> None:
    # Django leaves out an empty upload, so the file is asked for again.
    answer = browser.post("/import/upload/", {"file": SimpleUploadedFile("orders.csv", content)})
    if not content:
        assert answer.status_code == 303
    work()
    assert sentence in page(browser, answer.headers["Location"])


def test_sending_nothing_asks_for_a_file(browser: Browser) -> None:
    answer = browser.post("/import/upload/")
    assert answer.status_code == 400
    assert "No file was chosen." in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_same_file_again_says_when_it_came_and_offers_nothing(browser: Browser) -> None:
    first, _ = checked(browser, GOOD)
    browser.post(f"{first}confirm/")
    work()
    _, seen = checked(browser, GOOD)
    assert "This very file was imported on" in seen
    assert "Nothing in it is new" in seen
    assert "/confirm/" not in seen


def test_while_work_goes_on_the_page_asks_and_then_shows_the_outcome(browser: Browser) -> None:
    address = send(browser, GOOD)
    htmx = {"HX-Request": "true"}
    waiting = browser.get(f"{address}progress/", headers=htmx)
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    work()
    over = browser.get(f"{address}progress/", headers=htmx)
    assert (over.status_code, over.headers["HX-Redirect"]) == (204, address)


def test_a_file_put_away_is_gone(browser: Browser) -> None:
    address, _ = checked(browser, GOOD)
    assert browser.post(f"{address}cancel/").headers["Location"] == "/import/"
    assert "its copy is deleted" in page(browser, address)


def test_hostile_words_in_a_file_stay_words(browser: Browser) -> None:
    hostile = "<script>alert(1)</script>"
    text = f'Date;Customer;{hostile};Total\n2026-02-03;"{hostile}";{hostile};1\n2026-02-03;A;;{hostile}\n'
    _, seen = checked(browser, text, f"{hostile.replace('/', '')}.csv")
    assert "<script>alert" not in seen
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert "<script>alert" not in page(browser, "/import/")


def test_the_history_goes_on_from_page_to_page(browser: Browser, head_of_sales: User) -> None:
    for n in range(25):
        factories.make_batch(file_name=f"file {n}.csv", actor=head_of_sales)
    first = page(browser, "/import/")
    assert ("file 24.csv" in first, "file 4.csv" in first) == (True, False)
    older = re.search(r'href="(/import/\?before=\d+)"', first)
    assert older
    second = page(browser, older[1])
    assert ("file 4.csv" in second, "file 0.csv" in second, "before=" in second) == (True, True, False)


def test_the_history_costs_the_same_for_one_import_and_for_twenty(browser: Browser, head_of_sales: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get("/import/")
        return len(counted)

    factories.make_batch(actor=head_of_sales)
    browser.get("/import/")
    one = queries()
    for _ in range(19):
        factories.make_batch(actor=factories.make_user(role="head_of_sales"))
    assert queries() == one <= 6


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣"])
def test_a_made_up_page_of_the_history_is_the_first_one(browser: Browser, before: str) -> None:
    assert browser.get("/import/", {"before": before}).status_code == 200


@pytest.mark.parametrize("state", ImportBatch.State.values)
def test_every_state_has_its_page_in_every_language(browser: Browser, head_of_sales: User, state: str) -> None:
    batch = factories.make_batch(state=state, actor=head_of_sales, heartbeat_at=clock.now())
    for language in ("en", "ru", "ro"):
        head_of_sales.language = language
        head_of_sales.save()
        found = page(browser, f"/import/{batch.pk}/")
        # An undo goes its own way: it has no file, no columns and no check.
        wanted, other = (
            ('class="work"', "import-steps") if state in {"to_undo", "undoing"} else ("import-steps", "Traceback")
        )
        assert wanted in found
        assert other not in found


@pytest.mark.parametrize(("language", "text"), [("ru", "Строки, которым нужны вы"), ("ro", "Rândul")])
def test_the_check_speaks_the_persons_language(browser: Browser, head_of_sales: User, language: str, text: str) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    _, seen = checked(browser, MIXED)
    assert text in seen
    with translation.override(language):
        assert translation.gettext("What will change") in seen


def test_a_salesperson_and_an_analyst_do_not_import(
    visit: Callable[..., Browser], salesperson: User, analyst: User
) -> None:
    for user in (salesperson, analyst):
        assert visit(user).get("/import/").status_code == 404
        answer = visit(user).post("/import/upload/", {"file": SimpleUploadedFile("a.csv", GOOD.encode())})
        assert answer.status_code == 403
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("path", ["/sign-in/", "/import/upload/", "/clients/1/notes/", "/nowhere/"])
def test_a_file_from_a_stranger_is_refused_before_it_is_read(path: str) -> None:
    answer = Browser().post(path, {"file": SimpleUploadedFile("x.csv", b"x" * 6_000_000)})
    assert answer.status_code == 413
    assert answer.wsgi_request._read_started is False


def test_a_file_is_taken_only_from_those_who_may_import_and_only_at_its_place(browser: Browser, analyst: User) -> None:
    big = GOOD + "2026-02-04;Beta Trade;2;20.25\n" * 200_000
    for somebody, path in ((factories.signed_in(analyst), "/import/upload/"), (browser, "/settings/own/")):
        answer = somebody.post(path, {"file": SimpleUploadedFile("x.csv", big.encode())})
        assert (answer.status_code, answer.wsgi_request._read_started) == (413, False)
    assert browser.post("/import/upload/", {"file": SimpleUploadedFile("x.csv", big.encode())}).status_code == 303


def test_a_file_over_the_limit_is_refused_by_the_length_it_announces(browser: Browser) -> None:
    answer = browser.post("/import/upload/", {"file": SimpleUploadedFile("x.csv", b"x")}, CONTENT_LENGTH=str(3 * 2**30))
    assert answer.status_code == 413
    assert "2 GiB" in answer.content.decode()


def test_an_undone_import_says_which_of_its_clients_stay(browser: Browser, head_of_sales: User) -> None:
    counts = {"clients_created": 3, "taken_back": {"lines": 5, "orders": 4, "clients": 2}}
    batch = factories.make_batch(actor=head_of_sales, state="undone", counts=counts, finished_at=clock.now())
    page = unescape(browser.get(f"/import/{batch.pk}/").content.decode())
    assert "Every line and order this import brought has been taken away" in page
    assert "1 client it brought stays" in page


def test_an_undone_import_that_left_nothing_says_so(browser: Browser, head_of_sales: User) -> None:
    counts = {"clients_created": 2, "taken_back": {"lines": 5, "orders": 4, "clients": 2}}
    batch = factories.make_batch(actor=head_of_sales, state="undone", counts=counts, finished_at=clock.now())
    assert "Everything this import brought has been taken away" in browser.get(f"/import/{batch.pk}/").content.decode()
