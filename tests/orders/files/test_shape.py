import datetime

import openpyxl
import pytest
import xlsxwriter

from tenure.kernel.errors import BadInput
from tenure.orders.files.shape import inspect_file

from .reading import check, check_text, problems, rows, write

ROWS = [("Date", "Customer", "Total"), ("2026-02-03", "A", "5.50"), ("2026-02-04", "B", "6.25")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", " "])
def test_every_usual_separator_is_found(tmp_path, separator):
    shape = inspect_file(write(tmp_path, "".join(separator.join(row) + "\n" for row in ROWS)))
    assert (shape.separator, shape.has_heading, shape.lines) == (separator, True, 2)
    assert [column.heading for column in shape.columns] == list(ROWS[0])


def test_semicolons_with_decimal_commas_are_semicolons(tmp_path):
    text = "Date;Customer;Total\n" + "03.02.2026;A, B and C;1,5\n" * 5
    assert inspect_file(write(tmp_path, text)).separator == ";"


def test_a_log_parted_by_spaces_without_a_heading_keeps_its_first_line(tmp_path):
    shape = inspect_file(write(tmp_path, " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n"))
    assert (shape.separator, shape.has_heading, shape.lines) == (" ", False, 2)
    assert shape.columns[4].samples == ("29.33", "29.73")


def test_titles_above_the_heading_are_passed_over(tmp_path):
    text = "Sales report\nfor 2026\n\nDate,Customer,Total\n2026-02-03,A,5\n2026-02-04,B,6\n"
    checked = check_text(tmp_path, text)
    assert [column.heading for column in checked.shape.columns] == ["Date", "Customer", "Total"]
    assert rows(checked, "line_no") == [(5,), (6,)]


def test_a_spreadsheets_separator_hint_is_no_data(tmp_path):
    checked = check_text(tmp_path, "sep=;\nDate;Customer;Total\n2026-02-03;A;5\n")
    assert rows(checked, "line_no, amount_minor") == [(3, 500)]


def test_line_numbers_are_those_of_the_file_with_blank_lines_and_quoted_line_ends(tmp_path):
    text = 'Date,Customer,Note,Total\n\n2026-02-03,A,"two\nlines",5\n\n2026-02-04,B,,6\n,,,\n2026-02-05,C,,zz\n'
    checked = check_text(tmp_path, text)
    assert rows(checked, "line_no") == [(3,), (6,)]
    assert problems(checked) == [(8, "Total", "zz", "not_a_number")]


def test_a_quote_that_never_closes_costs_no_other_line(tmp_path):
    text = 'Date;Customer;Total\n2026-02-03;"unclosed;6\n' + "2026-02-04;C;7\n" * 3
    checked = check_text(tmp_path, text)
    assert (checked.rows_read, checked.good) == (4, 4)


def test_quoted_separators_and_doubled_quotes_are_text(tmp_path):
    checked = check_text(tmp_path, 'Date;Customer;Total\n2026-02-03;"Ring 5""; gold SRL";6\n')
    assert rows(checked, "coalesce(client_name, client_id)") == [('Ring 5"; gold SRL',)]


def test_lines_of_another_width_are_reported_not_shifted(tmp_path):
    checked = check_text(
        tmp_path, "Date;Customer;Total\n2026-02-03;A;5\n2026-02-03;A\n2026-02-03;A;5;6;7;8\n2026-02-04;A;5;\n"
    )
    assert [(line, code) for line, _, _, code in problems(checked)] == [(3, "too_few_fields"), (4, "too_many_fields")]
    assert rows(checked, "line_no") == [(2,), (5,)]


def test_old_mac_line_ends_are_line_ends(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Total\r2026-02-03,A,5\r2026-02-04,B,6\r")
    assert checked.good == 2


def workbook(tmp_path, *lines):
    path = tmp_path / "orders.xlsx"
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def test_a_workbook_gives_typed_dates_and_numbers(tmp_path):
    path = workbook(
        tmp_path,
        ["Дата", "Код клиента", "Сумма"],
        [datetime.date(2026, 2, 3), 17850.0, 1.234],
        ["04.02.2026", "A7", "1 234,50"],
        [46057, "A7", 5],
    )
    checked = check(path)
    assert rows(checked, "line_no, day, client_id, amount_minor") == [
        (2, datetime.date(2026, 2, 3), "17850", 123),
        (3, datetime.date(2026, 2, 4), "A7", 123450),
        (4, datetime.date(2026, 2, 4), "A7", 500),
    ]


def test_a_formula_counts_with_its_stored_result_and_without_one_is_a_problem(tmp_path):
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Date", "Customer", "Total"])
        sheet.write_row(1, 0, ["2026-02-03", "Anna"])
        sheet.write_formula(1, 2, "=2*5.25", None, 10.5)
    assert rows(check(path), "amount_minor") == [(1050,)]
    unsaved = workbook(
        tmp_path, ["Date", "Customer", "Total"], ["2026-02-03", "Anna", "=2*5"], ["2026-02-04", "Anna", 5]
    )
    assert problems(check(unsaved)) == [(2, "Total", "=2*5", "formula")]


def test_an_error_value_of_a_workbook_is_reported_as_it_stands(tmp_path):
    path = workbook(tmp_path, ["Date", "Customer", "Total"], ["2026-02-03", "Anna", 5], ["2026-02-04", "Anna", "#N/A"])
    assert problems(check(path)) == [(3, "Total", "#N/A", "cell_error")]


def test_the_first_sheet_with_a_table_is_read(tmp_path):
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "Sales of 2026")
        sheet = book.add_worksheet("Data")
        sheet.write_row(2, 1, ["Date", "Customer", "Total"])
        sheet.write_row(3, 1, ["2026-02-03", "Anna", 5])
    checked = check(path)
    assert checked.shape.sheet == "Data"
    assert rows(checked, "line_no, amount_minor") == [(4, 500)]


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path, code in ((tmp_path / "none.csv", "no_such_file"), (tmp_path, "is_a_folder")):
        with pytest.raises(BadInput) as caught:
            inspect_file(path)
        assert caught.value.problem.code == code
