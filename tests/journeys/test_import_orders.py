"""A file of orders becomes clients, orders and lines: what is written, what is not, and how it is taken back."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tenure.clients.models import Client, Fact, Phone, SearchProgress
from tenure.clients.search.search import matching
from tenure.conversations.models import Interaction
from tenure.discovery.models import FitSettings
from tenure.journeys.imports import import_orders as journey
from tenure.journeys.imports import undo_import as undo_journey
from tenure.journeys.imports.import_orders import preview_import
from tenure.journeys.imports.read_orders_file import Wishes, check_orders, wished_options
from tenure.journeys.imports.undo_import import undo_import
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotAllowed
from tenure.orders import bulk_write
from tenure.orders.files.shape import inspect_file
from tenure.orders.models import ImportBatch, ImportProfile, Order, OrderLine, Product, ScoreRun
from tenure.orders.order_plan import OrderCounts
from tenure.privacy.audit import record_change
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories
from tests import venture_factories as made
from tests.orders.csv_files import WITH_PHONES, import_file, row, silent, write_csv

pytestmark = pytest.mark.django_db(transaction=True)


def counted() -> tuple[int, ...]:
    tables = (Client, Product, Order, OrderLine, ImportBatch, ScoreRun, AuditRow, ImportProfile)
    return tuple(table.objects.count() for table in tables)


def orders_of(client_id: str) -> list[tuple[str, str, int, int]]:
    rows = Order.objects.filter(client__external_id=client_id).order_by("day", "number")
    return [(o.number, o.day.isoformat(), o.amount_minor, o.line_count) for o in rows]


@pytest.fixture
def company(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def three_orders(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "three.csv",
        [
            row("2025-03-01", "10.00", client_id="A", client_name="Alfa SRL", order_number="1", product="Nails"),
            row("2025-03-01", "5.50", client_id="A", client_name="Alfa SRL", order_number="1", product="Glue"),
            row("2025-04-01", "7.00", client_id="A", client_name="Alfa SRL", order_number="2", product="Nails"),
            row("2025-04-02", "1.00", client_id="B", client_name="ООО «Бета»", order_number="3", product="Glue"),
        ],
    )


def test_lines_become_orders_by_number_with_their_sums(company: Workspace, three_orders: Path, tmp_path: Path) -> None:
    result = import_file(three_orders, tmp_path / "work")
    assert (result.lines_written, result.orders_written, result.clients_created) == (4, 3, 2)
    assert orders_of("A") == [("1", "2025-03-01", 1550, 2), ("2", "2025-04-01", 700, 1)]
    assert orders_of("B") == [("3", "2025-04-02", 100, 1)]
    assert Client.objects.get(external_id="B").normal_name == "бета"
    assert set(Product.objects.values_list("name", flat=True)) == {"Nails", "Glue"}


def test_an_order_of_two_currencies_is_in_that_of_its_first_line(company: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "mixed.csv",
        ["A,2025-03-01,1,10,USD", "A,2025-03-01,1,4,EUR", "A,2025-04-01,2,3,EUR"],
        heading="client_id,date,order_number,amount,currency",
    )
    import_file(path, tmp_path / "work", rates={"USD": 0.5})
    assert orders_of("A") == [("1", "2025-03-01", 900, 2), ("2", "2025-04-01", 300, 1)]
    assert list(Order.objects.order_by("number").values_list("currency", "rate")) == [("USD", 0.5), ("EUR", 1.0)]


def test_without_order_numbers_a_client_and_a_day_make_an_order(company: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "days.csv",
        ["A,2025-03-01,10", "A,2025-03-01,10", "A,2025-03-02,4", "B,2025-03-01,3"],
        heading="client_id,date,amount",
    )
    result = import_file(path, tmp_path / "work")
    assert (result.lines_written, result.orders_written, result.duplicates) == (4, 3, 0)
    assert orders_of("A") == [("", "2025-03-01", 2000, 2), ("", "2025-03-02", 400, 1)]


def test_an_order_of_returned_lines_alone_is_a_return_and_mixed_ones_net_out(
    company: Workspace, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "returns.csv",
        [
            row("2025-03-01", "10", client_id="A", order_number="1"),
            row("2025-03-01", "-4", client_id="A", order_number="1"),
            row("2025-03-05", "-6", client_id="A", order_number="C2"),
        ],
    )
    result = import_file(path, tmp_path / "work")
    assert result.returns == 2
    found = Order.objects.order_by("day").values_list("number", "amount_minor", "is_return")
    assert list(found) == [("1", 600, False), ("C2", -600, True)]


def test_the_same_file_twice_changes_nothing(company: Workspace, three_orders: Path, tmp_path: Path) -> None:
    import_file(three_orders, tmp_path / "work")
    before = counted()
    again = import_file(three_orders, tmp_path / "work")
    assert counted() == before
    assert (again.lines_written, again.duplicates, again.clients_matched, again.batch) == (0, 4, 2, None)


def test_an_overlapping_file_adds_only_what_is_new(company: Workspace, three_orders: Path, tmp_path: Path) -> None:
    import_file(three_orders, tmp_path / "work")
    longer = write_csv(
        tmp_path / "longer.csv",
        [
            *three_orders.read_text(encoding="utf-8").splitlines()[1:],
            row("2025-03-01", "2.00", client_id="A", client_name="Alfa SRL", order_number="1", product="Tape"),
            row("2025-05-01", "9.00", client_id="B", client_name="ООО «Бета»", order_number="4", product="Glue"),
        ],
    )
    result = import_file(longer, tmp_path / "work")
    assert (result.lines_written, result.already_imported) == (2, 4)
    assert (result.orders_written, result.orders_extended, result.clients_created) == (1, 1, 0)
    assert orders_of("A")[0] == ("1", "2025-03-01", 1750, 3)


def test_equal_purchases_of_one_day_are_counted_not_collapsed(company: Workspace, tmp_path: Path) -> None:
    heading = "client_id,date,amount"
    import_file(write_csv(tmp_path / "one.csv", ["A,2025-03-01,10"], heading=heading), tmp_path / "work")
    two = write_csv(tmp_path / "two.csv", ["A,2025-03-01,10", "A,2025-03-01,10"], heading=heading)
    result = import_file(two, tmp_path / "work")
    assert (result.lines_written, result.already_imported) == (1, 1)
    assert orders_of("A") == [("", "2025-03-01", 2000, 2)]


def test_bad_lines_stop_the_import_unless_they_are_to_be_left_out(company: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "bad.csv", [row("2025-03-01", "10", client_id="A"), row("2025-02-31", "10", client_id="A")]
    )
    before = counted()
    with pytest.raises(BadInput) as refused:
        import_file(path, tmp_path / "work")
    assert refused.value.problem.code == "bad_lines"
    assert counted() == before
    result = import_file(path, tmp_path / "work", skip_bad=True)
    assert (result.lines_written, result.rejected) == (1, 1)


def test_a_dry_run_says_what_the_import_then_does_and_writes_nothing(
    company: Workspace, three_orders: Path, tmp_path: Path
) -> None:
    before = counted()
    shape = inspect_file(three_orders)
    checked = check_orders(shape, wished_options(shape, Wishes()), workdir=tmp_path, progress=silent)
    tried = preview_import(actor=None, checked=checked, workdir=tmp_path, progress=silent)
    assert counted() == before
    done = import_file(three_orders, tmp_path / "work")
    ignored = {"batch": None, "seconds": 0.0}
    assert {**vars(tried), **ignored} == {**vars(done), **ignored}


def test_who_may_not_import_changes_nothing(
    company: Workspace, three_orders: Path, tmp_path: Path, salesperson: User
) -> None:
    before = counted()
    with pytest.raises(NotAllowed):
        import_file(three_orders, tmp_path / "work", actor=salesperson)
    assert counted() == before


def test_an_import_asks_for_new_scores_and_leaves_an_audit_row(
    company: Workspace, three_orders: Path, tmp_path: Path, head_of_sales: User
) -> None:
    result = import_file(three_orders, tmp_path / "work", actor=head_of_sales)
    assert ScoreRun.objects.filter(state="to_run").count() == 1
    audit = AuditRow.objects.get(action="import_orders")
    assert (audit.actor, audit.subject_id, audit.details["lines_written"]) == (head_of_sales, result.batch, 4)


def test_new_rows_made_by_hand_afterwards_do_not_collide(
    company: Workspace, three_orders: Path, tmp_path: Path
) -> None:
    import_file(three_orders, tmp_path / "work")
    client = factories.make_client("Gamma SA")
    factories.make_order(client, date(2025, 5, 5))
    assert Client.objects.count() == 3


def test_columns_once_named_are_remembered_for_the_next_file_of_the_kind(company: Workspace, tmp_path: Path) -> None:
    heading = "wer,wann,was,zahl"
    first = write_csv(tmp_path / "first.csv", ["A,2025-03-01,x,10"], heading=heading)
    maps = ("client_id=wer", "date=wann", "amount=zahl")
    import_file(first, tmp_path / "work", maps=maps)
    second = write_csv(tmp_path / "second.csv", ["B,2025-03-02,y,12"], heading=heading)
    shape = inspect_file(second)
    mapping = wished_options(shape, Wishes()).mapping
    assert (mapping["client_id"], mapping["date"], mapping["amount"]) == (1, 2, 4)


def test_an_order_of_day_and_month_once_said_is_not_asked_for_again(company: Workspace, tmp_path: Path) -> None:
    heading = "client_id,date,amount"
    first = write_csv(tmp_path / "first.csv", ["A,02/01/2025,10", "B,03/04/2025,10"], heading=heading)
    with pytest.raises(BadInput):
        import_file(first, tmp_path / "work")
    import_file(first, tmp_path / "work", date_format="mdy")
    second = write_csv(tmp_path / "second.csv", ["A,05/06/2025,12", "B,07/08/2025,12"], heading=heading)
    assert import_file(second, tmp_path / "work").lines_written == 2
    assert [day for _number, day, _amount, _lines in orders_of("A")] == ["2025-02-01", "2025-05-06"]


def test_a_plan_made_before_somebody_changed_the_base_is_made_anew(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = journey.reserve_ids
    added: list[Client] = []

    def meanwhile(table: str, count: int) -> int:
        if not added:  # between the plan and the lock somebody adds the very client
            added.append(factories.make_client("Alfa", external_id="A", normal_name="alfa"))
            record_change(actor=None, action="create_client", subject_kind="client", subject_id=added[0].pk)
        return reserve(table, count)

    monkeypatch.setattr(journey, "reserve_ids", meanwhile)
    result = import_file(three_orders, tmp_path / "work")
    assert (result.clients_created, result.clients_matched) == (1, 1)
    assert Order.objects.filter(client=added[0]).count() == 2


def test_a_base_that_never_rests_is_left_as_it_is(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = iter(range(100))
    monkeypatch.setattr(journey, "base_stamp", lambda: (next(stamps), 0))
    before = counted()
    with pytest.raises(BadInput) as refused:
        import_file(three_orders, tmp_path / "work")
    assert refused.value.problem.code == "base_keeps_changing"
    assert counted() == before


@pytest.mark.parametrize("known", [0, 1])
def test_nothing_is_locked_before_the_orders_are_planned_unless_there_is_nobody_yet(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    for number in range(known):
        factories.make_client(external_id=f"known-{number}")
    locked, plan_orders, lock_tables = threading.Event(), journey.plan_orders, journey.lock_tables
    locked_first: list[bool] = []

    def planned_late(bench: duckdb.DuckDBPyConnection) -> OrderCounts:
        locked_first.append(locked.wait(timeout=0.5 if known else 30))
        return plan_orders(bench)

    def told_of_the_lock() -> None:
        lock_tables()
        locked.set()

    monkeypatch.setattr(journey, "plan_orders", planned_late)
    monkeypatch.setattr(journey, "lock_tables", told_of_the_lock)
    result = import_file(three_orders, tmp_path / "work")
    assert locked_first == [not known]
    assert (result.orders_written, Order.objects.count(), OrderLine.objects.count()) == (3, 3, 4)
    assert set(OrderLine.objects.values_list("order", flat=True)) == set(Order.objects.values_list("id", flat=True))


def test_a_plan_of_orders_that_fails_while_clients_are_written_leaves_nothing(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(bench: duckdb.DuckDBPyConnection) -> OrderCounts:
        raise RuntimeError("no orders")

    monkeypatch.setattr(journey, "plan_orders", broken)
    before = counted()
    with pytest.raises(RuntimeError, match="no orders"):
        import_file(three_orders, tmp_path / "work")
    assert counted() == before
    monkeypatch.undo()
    assert import_file(three_orders, tmp_path / "work").orders_written == 3


@pytest.mark.parametrize("moment", ["renew_sums", "fill"])
def test_a_failure_at_the_very_end_of_writing_leaves_nothing(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError(moment)

    place, name = (bulk_write, "renew_sums") if moment == "renew_sums" else (journey, "finish_batch")
    monkeypatch.setattr(place, name, broken)
    before = counted()
    with pytest.raises(RuntimeError):
        import_file(three_orders, tmp_path / "work")
    assert counted() == before
    assert not SearchProgress.objects.filter(learnt_client__gt=0).exists()


def test_the_clients_of_a_failed_import_are_found_once_it_comes_again(
    company: Workspace, administrator: User, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk gave way")

    with monkeypatch.context() as patch:
        patch.setattr(bulk_write, "renew_sums", broken)
        with pytest.raises(RuntimeError):
            import_file(three_orders, tmp_path / "work")
    import_file(three_orders, tmp_path / "again")
    for client in Client.objects.all():
        assert matching(actor=administrator, text=client.name).ids == (client.pk,)


def test_undoing_takes_lines_orders_products_and_clients_back(
    company: Workspace, three_orders: Path, tmp_path: Path
) -> None:
    result = import_file(three_orders, tmp_path / "work")
    assert result.batch is not None
    taken = undo_import(actor=None, batch_id=result.batch, progress=silent)
    assert taken == {"lines": 4, "orders": 3, "clients": 2, "products": 2}
    assert (Client.objects.count(), Order.objects.count(), OrderLine.objects.count(), Product.objects.count()) == (
        0,
    ) * 4
    assert ImportBatch.objects.get().state == "undone"


def test_undoing_tells_how_many_of_its_lines_are_gone(
    company: Workspace, three_orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo_journey, "PART", 1)
    result = import_file(three_orders, tmp_path / "work")
    told: list[tuple[str, int, int | None]] = []
    undo_import(actor=None, batch_id=result.batch or 0, progress=lambda *step: told.append(step))
    lines = result.lines_written
    assert lines == 4
    assert told == [
        ("undoing", 0, None),
        *(("undoing", gone, lines) for gone in range(1, lines + 1)),
        ("undoing_orders", 0, None),
        ("undoing_clients", 0, None),
    ]


def test_after_undoing_the_file_can_be_imported_again(company: Workspace, three_orders: Path, tmp_path: Path) -> None:
    first = import_file(three_orders, tmp_path / "work")
    assert first.batch is not None
    undo_import(actor=None, batch_id=first.batch, progress=silent)
    assert import_file(three_orders, tmp_path / "work").lines_written == 4


def test_undoing_leaves_what_a_later_import_added_to_the_same_orders(
    company: Workspace, three_orders: Path, tmp_path: Path
) -> None:
    first = import_file(three_orders, tmp_path / "work")
    added = row("2025-03-01", "2.00", client_id="A", client_name="Alfa SRL", order_number="1", product="Tape")
    second = import_file(write_csv(tmp_path / "more.csv", [added]), tmp_path / "work")
    assert first.batch is not None
    undo_import(actor=None, batch_id=first.batch, progress=silent)
    assert orders_of("A") == [("1", "2025-03-01", 200, 1)]
    order = Order.objects.get()
    assert order.batch_id == second.batch
    assert not Client.objects.filter(external_id="B").exists()


def test_undoing_keeps_clients_that_people_have_written_about(
    company: Workspace, three_orders: Path, tmp_path: Path, salesperson: User
) -> None:
    result = import_file(three_orders, tmp_path / "work")
    alfa = Client.objects.get(external_id="A")
    factories.make_note(alfa, salesperson)
    factories.make_task(Client.objects.get(external_id="B"), kind="silence")
    assert result.batch is not None
    taken = undo_import(actor=None, batch_id=result.batch, progress=silent)
    assert taken["clients"] == 1
    assert list(Client.objects.values_list("external_id", flat=True)) == ["A"]


@pytest.mark.parametrize("heading", ["Email", "Customer", "Client"])
def test_an_address_that_names_a_client_is_kept_as_an_address_alone(
    company: Workspace, analyst: User, tmp_path: Path, heading: str
) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text(f"{heading},Date,Total\nanna.pop@gmail.com,2025-03-01,10\nion@alfa.md,2025-03-02,20\n")
    import_file(path, tmp_path / "work")
    import_file(path, tmp_path / "work2")  # and is found again by it
    told = Client.objects.order_by("id").values_list("name", "external_id", "email", "search_text")
    assert [row[2] for row in told] == ["anna.pop@gmail.com", "ion@alfa.md"]
    assert [row[0] for row in told] == ["anna.pop", "ion"]
    assert not any("gmail" in f"{name} {number} {words}" for name, number, _email, words in told)
    assert matching(actor=analyst, text="anna.pop@gmail.com").ids == ()


@pytest.mark.parametrize(
    "write",
    [
        lambda client, user: factories.make_person("Ana", client),
        lambda client, user: factories.make_company_tie(client, factories.make_company()),
        lambda client, user: factories.make_company(client=client),
        lambda client, user: factories.make_unit(client),
        lambda client, user: factories.make_task(client, kind="promise"),
        lambda client, user: Fact.objects.create(
            client=client, type_code="x", value=1, confidence=0.8, known_on=date(2026, 1, 5), recorded_by=user,
            recorded_at=clock.now(),
        ),
        lambda client, user: Interaction.objects.create(
            client=client, author=user, kind="call", at=clock.now(), created_at=clock.now()
        ),
        lambda client, user: made.make_interview(made.make_venture(user), client=client),
        lambda client, user: made.make_presale(made.make_venture(user), client=client),
        lambda client, user: made.make_run(made.make_service(made.make_venture(user)), client=client),
        lambda client, user: made.make_showing(
            made.make_mvp(made.make_product(made.make_venture(user))), client=client
        ),
        lambda client, user: FitSettings.objects.create(venture=made.make_venture(user)).clients.add(client),
    ],
    ids=[
        "person", "supplier", "company", "unit", "promise", "fact", "conversation", "interview", "presale", "service",
        "showing", "watched",
    ],
)  # fmt: skip
def test_undoing_keeps_a_client_somebody_has_written_knowledge_about(
    company: Workspace,
    administrator: User,
    three_orders: Path,
    tmp_path: Path,
    write: Callable[[Client, User], object],
) -> None:
    result = import_file(three_orders, tmp_path / "work")
    assert result.batch is not None
    known = Client.objects.order_by("pk")[0]
    write(known, administrator)
    undo_import(actor=None, batch_id=result.batch, progress=silent)
    assert list(Client.objects.all()) == [known]


def test_blanks_of_known_clients_are_filled_and_emptied_again_by_undoing(company: Workspace, tmp_path: Path) -> None:
    known = factories.make_client("Alfa SRL", normal_name="alfa", email="", country="MD")
    path = write_csv(
        tmp_path / "fills.csv", [row("2025-03-01", "10", client_id="A7", client_name="ALFA", email="Office@alfa.md")]
    )
    result = import_file(path, tmp_path / "work")
    known.refresh_from_db()
    assert (known.external_id, known.email, known.name, known.country) == ("A7", "office@alfa.md", "Alfa SRL", "MD")
    assert result.batch is not None
    undo_import(actor=None, batch_id=result.batch, progress=silent)
    known.refresh_from_db()
    assert (known.external_id, known.email, known.name) == (None, "", "Alfa SRL")


def test_a_phone_the_file_filled_in_goes_again_with_its_comparable_form(company: Workspace, tmp_path: Path) -> None:
    known = factories.make_client("Alfa", normal_name="alfa", external_id="1")
    kept = factories.make_client("Beta", normal_name="beta", external_id="2", phone="022 111 222")
    rows = [
        row("2025-01-05", "10", heading=WITH_PHONES, client_id=number, phone=f"069 123 45{number}", country="Moldova")
        for number in "12"
    ]
    file = write_csv(tmp_path / "a.csv", rows, heading=WITH_PHONES)
    result = import_file(file, tmp_path / "work")
    known.refresh_from_db()
    kept.refresh_from_db()
    assert (known.phone, kept.phone) == ("069 123 451", "022 111 222")
    assert list(Phone.objects.values_list("client_id", "normal")) == [(known.pk, "+37369123451")]
    undo_import(actor=None, batch_id=result.batch or 0, progress=silent)
    known.refresh_from_db()
    assert (known.phone, Phone.objects.count()) == ("", 0)


def test_an_import_is_undone_once(company: Workspace, three_orders: Path, tmp_path: Path) -> None:
    result = import_file(three_orders, tmp_path / "work")
    assert result.batch is not None
    undo_import(actor=None, batch_id=result.batch, progress=silent)
    with pytest.raises(BadInput) as refused:
        undo_import(actor=None, batch_id=result.batch, progress=silent)
    assert refused.value.problem.code == "import_not_undoable"


def test_who_may_not_import_may_not_undo(
    company: Workspace, three_orders: Path, tmp_path: Path, salesperson: User
) -> None:
    result = import_file(three_orders, tmp_path / "work")
    before = counted()
    assert result.batch is not None
    with pytest.raises(NotAllowed):
        undo_import(actor=salesperson, batch_id=result.batch, progress=silent)
    assert counted() == before


def test_hostile_text_is_stored_as_it_is(company: Workspace, tmp_path: Path) -> None:
    name = """'; DROP TABLE orders_order; -- \\N "quoted" <script>"""
    cell = '"' + name.replace('"', '""') + '"'
    path = write_csv(
        tmp_path / "hostile.csv", [row("2025-03-01", "10", client_id="\\N", client_name=cell, product="\\.")]
    )
    import_file(path, tmp_path / "work")
    client = Client.objects.get()
    assert (client.external_id, client.name) == ("\\N", name)
    assert Product.objects.get().name == "\\."
