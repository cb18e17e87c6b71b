import pytest

from tenure.kernel.errors import BadInput
from tenure.orders.files.headings import meaning, simplified
from tenure.orders.files.mapping import SURE, mapping_from_args, propose_mapping
from tenure.orders.files.options import Options
from tenure.orders.files.shape import inspect_file

from .reading import write

HEADINGS = [
    ("Customer ID", "client_id"),
    ("CustomerID", "client_id"),
    ("customer_id", "client_id"),
    ("Код клиента", "client_id"),
    ("Cod client", "client_id"),
    ("Контрагент", "client"),
    ("Client", "client"),
    ("Наименование клиента", "client_name"),
    ("Nume client", "client_name"),
    ("E-mail", "email"),
    ("ИНН", "tax_id"),
    ("Cod fiscal", "tax_id"),
    ("InvoiceDate", "date"),
    ("Дата заказа", "date"),
    ("Data facturii", "date"),
    ("№ заказа", "order_number"),
    ("InvoiceNo", "order_number"),
    ("Nr. factură", "order_number"),
    ("Номенклатура", "product"),
    ("Denumire produs", "product"),
    ("StockCode", "product_code"),
    ("Артикул", "product_code"),
    ("Категория", "category"),
    ("Кол-во", "quantity"),
    ("Cantitate", "quantity"),
    ("Цена за ед.", "price"),
    ("Preț unitar", "price"),
    ("Сумма, руб.", "amount"),
    ("Valoare totală", "amount"),
    ("Order Total", "amount"),
    ("Прибыль", "margin"),
    ("Marjă brută", "margin"),
    ("Себестоимость", "cost"),
    ("Валюта", "currency"),
    ("Țara", "country"),
]


@pytest.mark.parametrize(("heading", "role"), HEADINGS)
def test_a_heading_in_any_of_the_languages_has_its_meaning(heading, role):
    found = meaning(heading)
    assert found is not None
    assert found[0] == role


def test_accents_case_and_signs_of_a_heading_do_not_matter():
    assert simplified("  Preț_UNITAR (lei) ") == "pret unitar lei"
    assert simplified("OrderDate") == simplified("order date")


def proposal(tmp_path, text):
    shape = inspect_file(write(tmp_path, text))
    return shape, propose_mapping(shape)


def test_the_values_tell_a_client_number_from_a_client_name(tmp_path):
    _, by_name = proposal(tmp_path, "Дата;Клиент;Сумма\n03.02.2026;ООО Ромашка;5\n")
    _, by_number = proposal(tmp_path, "Дата;Клиент;Сумма\n03.02.2026;00123;5\n")
    assert by_name.options.mapping["client_name"] == by_number.options.mapping["client_id"] == 2


def test_the_order_date_goes_before_the_shipping_date(tmp_path):
    _, found = proposal(tmp_path, "Ship Date,Order Date,Customer,Sales\n2026-02-05,2026-02-03,Anna,5\n")
    assert found.options.mapping["date"] == 2


def test_a_guess_without_headings_is_never_sure(tmp_path):
    _, found = proposal(tmp_path, "A1;2026-02-03;5.25\nA1;2026-02-04;6.25\nB2;2026-02-04;1.5\n")
    assert found.options.mapping == {"date": 2, "client_id": 1, "amount": 3}
    assert max(found.confidence.values()) < 0.85


def test_what_is_missing_becomes_a_question(tmp_path):
    _, found = proposal(tmp_path, "Customer,Note\nAnna,hello there\nIon,good day\n")
    assert [question.heading for question in found.questions] == ["date", "amount"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Цена, руб.", "price"), ("Сумма, лей без НДС", "amount"), ("Sumă (lei) fără TVA", "amount"), ("Preț, EUR", "price"),
     ("Amount (USD)", "amount"), ("Количество, шт", "quantity")],
)  # fmt: skip
def test_a_currency_tax_or_unit_after_the_name_leaves_no_doubt(heading, role):
    found = meaning(heading)
    assert found is not None
    assert found[0] == role
    assert found[1] >= SURE


def test_the_remark_column_of_a_corrected_file_is_no_meaning(tmp_path):
    _, found = proposal(tmp_path, "Date,Customer,Total,tenure_remark\n2026-02-03,Anna,5,no date\n")
    assert 4 not in found.options.mapping.values()


def test_columns_are_named_by_heading_in_any_case_or_by_number(tmp_path):
    shape, _ = proposal(tmp_path, "When,Who,Paid Out\n2026-02-03,Anna Pop,5\n")
    options = mapping_from_args(shape, ["client=who", "date=1", "amount=paid out"])
    assert options.mapping == {"client_name": 2, "date": 1, "amount": 3}


def test_a_named_client_column_silences_the_guessed_one(tmp_path):
    shape, _ = proposal(tmp_path, "Order Date,Customer ID,Customer Name,Sales\n2026-02-03,A-1,Anna Pop,5\n")
    assert mapping_from_args(shape, ["client=Customer Name"]).mapping == {"date": 1, "client_name": 3, "amount": 4}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("colour=1", "unknown_role"),
        ("client", "map_without_column"),
        ("client=", "map_without_column"),
        ("client=9", "unknown_column"),
        ("client=0", "unknown_column"),
        ("client=Nobody", "unknown_column"),
        ("amount=Total", "doubled_heading"),
    ],
)
def test_a_wrong_word_is_refused_by_name(tmp_path, word, code):
    shape, _ = proposal(tmp_path, "Date,Customer,Total,Total\n2026-02-03,Anna,5,6\n")
    with pytest.raises(BadInput) as caught:
        mapping_from_args(shape, [word])
    assert caught.value.problem.code == code


def test_options_travel_as_json():
    options = Options({"date": 1}, "dmy", ",", "MDL", {"USD": 17.5}, True)
    assert Options.from_json({**options.to_json(), "of a later version": 1}) == options
