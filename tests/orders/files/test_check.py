from datetime import date

import pytest

from .reading import check, check_text, problems, rows, write


def test_every_bad_line_is_told_with_line_column_value_and_reason(tmp_path):
    checked = check_text(
        tmp_path,
        "Дата;Контрагент;Сумма\n03.02.2026;Brutăria;4 310,00\n31.02.2026;Hotel;264,00\n05.02.2026;Codru;1.120.5\n"
        "05.02.2026;;7\n;Codru;7\n05.02.2026;Codru;\n05.02.0202;Codru;inf\n05.02.2027;Codru;NaN\n",
    )
    assert problems(checked) == [
        (3, "Дата", "31.02.2026", "no_such_day"),
        (4, "Сумма", "1.120.5", "two_decimal_marks"),
        (5, "Контрагент", "", "no_client"),
        (6, "Дата", "", "no_date"),
        (7, "Сумма", "", "no_amount"),
        (8, "Дата", "05.02.0202", "year_out_of_range"),
        (8, "Сумма", "inf", "not_finite"),
        (9, "Дата", "05.02.2027", "future_date"),
        (9, "Сумма", "NaN", "not_finite"),
    ]
    assert (checked.rows_read, checked.good, checked.rejected) == (8, 1, 7)


def test_a_day_above_twelve_anywhere_decides_for_all_lines(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Total\n01/02/2026,A,5\n03/04/2026,B,6\n13/01/2026,B,6\n")
    assert checked.options.date_format == "dmy"
    assert rows(checked, "day")[0] == (date(2026, 2, 1),)


def test_the_last_of_many_lines_decides_as_well_as_the_first(tmp_path):
    lines = "".join(f"0{n % 9 + 1}/0{n % 8 + 1}/2025,A{n},5\n" for n in range(3000))
    checked = check_text(tmp_path, f"Date,Customer,Total\n{lines}02/25/2025,B,6\n")
    assert (checked.options.date_format, checked.rejected) == ("mdy", 0)


def test_another_date_column_may_decide(tmp_path):
    checked = check_text(
        tmp_path, "Order Date,Ship Date,Customer,Total\n01/02/2026,01/20/2026,A,5\n03/04/2026,03/09/2026,B,6\n"
    )
    assert checked.options.date_format == "mdy"


def test_an_order_that_puts_days_ahead_of_today_is_not_meant(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Total\n02/11/2025,A,5\n02/12/2025,A,5\n05/11/2026,A,5\n")
    assert checked.options.date_format == "mdy"


def test_lines_in_time_order_decide(tmp_path):
    checked = check_text(
        tmp_path,
        "Date,Customer,Total\n" + "".join(f"{day:02d}/03/2025,A,5\n" for day in range(1, 10)) + "01/04/2025,A,5\n",
    )
    assert checked.options.date_format == "dmy"


def test_what_nothing_decides_is_asked_once_for_all_lines(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Total\n03/04/2025,A,5\n01/02/2025,B,6\n02/01/2025,B,6\n")
    assert checked.good == 0
    assert [(q.kind, q.heading, q.choices) for q in checked.questions] == [("date_order", "Date", ("dmy", "mdy"))]
    answered = check_text(tmp_path, "Date,Customer,Total\n03/04/2025,A,5\n01/02/2025,B,6\n", date_format="mdy")
    assert rows(answered, "day") == [(date(2025, 3, 4),), (date(2025, 1, 2),)]


def test_a_single_ambiguous_amount_is_asked_about_and_the_rest_is_read(tmp_path):
    text = 'Date,Customer,Total\n2026-02-03,A,"1,250"\n2026-02-04,B,6\n'
    checked = check_text(tmp_path, text)
    assert [(q.kind, q.choices) for q in checked.questions] == [("decimal", (".", ","))]
    assert checked.good == 1
    assert rows(check_text(tmp_path, text, decimal="."), "amount_minor") == [(125000,), (600,)]


def test_another_number_column_tells_the_decimal_mark(tmp_path):
    checked = check_text(tmp_path, "Date;Customer;Price;Qty;Total\n2026-02-03;A;12,50;100;1.250\n")
    assert rows(checked, "amount_minor") == [(125000,)]


def test_the_amount_is_quantity_times_price_when_there_is_no_amount(tmp_path):
    checked = check_text(
        tmp_path, "Invoice,InvoiceDate,Customer ID,Quantity,UnitPrice\n1,2026-02-03,7,3,2.55\n1,2026-02-03,7,x,2\n"
    )
    assert rows(checked, "amount_minor, quantity") == [(765, 3.0)]
    assert problems(checked) == [(3, "Quantity", "x", "not_a_number")]


def test_returns_are_kept_and_net_out(tmp_path):
    checked = check_text(
        tmp_path,
        "Invoice,Date,Customer,Qty,Price,\n100,2026-02-03,A,2,6\nC101,2026-02-04,A,-2,6\n102,2026-02-05,A,1,-4\n103,2026-02-05,A,1,0\n",
    )
    assert rows(checked, "amount_minor, is_return") == [(1200, False), (-1200, True), (-400, True), (0, False)]
    assert (checked.returns, checked.amount_minor) == (2, -400)


def test_a_negative_quantity_makes_a_positive_amount_a_return(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Qty,Total\n2026-02-03,A,-2,12\n")
    assert rows(checked, "amount_minor, is_return") == [(-1200, True)]


def test_lines_equal_in_every_column_are_left_out_when_orders_have_numbers(tmp_path):
    text = "Order,Date,Customer,Total\n1,2026-02-03,A,5\n1,2026-02-03,A,5\n1,2026-02-03,A,5\n1,2026-02-03,A,6\n"
    checked = check_text(tmp_path, text)
    assert (checked.good, checked.duplicates) == (2, 2)
    assert rows(checked, "line_no") == [(2,), (5,)]
    assert check_text(tmp_path, text, keep_duplicates=True).good == 4


def test_lines_that_say_the_same_but_differ_in_another_column_both_stay(tmp_path):
    text = "Order,Date,Customer,Total,Remark\n1,2026-02-03,A,5,x\n1,2026-02-03,A,5,y\n1,2026-02-03,A,5,x\n"
    checked = check_text(tmp_path, text)
    assert (checked.good, checked.duplicates) == (2, 1)
    assert rows(checked, "line_no, occurrence") == [(2, 1), (3, 2)]


def test_without_order_numbers_equal_lines_are_two_purchases(tmp_path):
    checked = check_text(tmp_path, "Date,Customer,Total\n2026-02-03,A,5\n2026-02-03,A,5\n2026-02-03,B,5\n")
    assert checked.duplicates == 0
    assert rows(checked, "occurrence") == [(1,), (2,), (1,)]


def test_the_fingerprint_is_of_what_a_line_says_not_of_the_file(tmp_path):
    first = check_text(tmp_path, "Order,Date,Customer ID,Product,Qty,Total\n1,2026-02-03,17850,Mug,2,1234.50\n")
    print_of_first = rows(first, "fingerprint")
    other = check_text(
        tmp_path,
        "Total;Product;Customer ID;Order;Date;Qty\n"
        '"1 234,50 €";mug;17850;1;03.02.2026 10:15;2\n'
        "13,5;x;1;2;25.02.2026;1\n",
    )
    assert rows(other, "fingerprint")[0] == print_of_first[0]


def test_numbers_written_with_a_zero_fraction_are_the_same_client(tmp_path):
    checked = check_text(tmp_path, "Date,Customer ID,Total\n2026-02-03,17850.0,5\n2026-02-04,17850,5\n")
    assert rows(checked, "client_id") == [("17850",), ("17850",)]


def test_margin_is_the_profit_or_the_amount_less_the_cost(tmp_path):
    profit = check_text(tmp_path, "Date,Customer,Total,Profit\n2026-02-03,A,10,2.5\n2026-02-03,A,10,?\n")
    assert rows(profit, "margin_minor") == [(250,), (None,)]
    assert problems(profit) == [(3, "Profit", "?", "not_a_number")]
    assert profit.rejected == 0
    line_cost = check_text(tmp_path, "Date,Customer,Total,Qty,Cost\n2026-02-03,A,10,2,4\n")
    assert rows(line_cost, "margin_minor") == [(600,)]
    unit_cost = check_text(tmp_path, "Date,Customer,Total,Qty,Unit cost\n2026-02-03,A,10,2,4\n")
    assert rows(unit_cost, "margin_minor") == [(200,)]


def test_foreign_money_needs_a_rate_and_is_turned_with_it(tmp_path):
    text = "Date,Customer,Total,Currency\n2026-02-03,A,10,USD\n2026-02-04,A,10,eur\n2026-02-05,A,10,zzz\n"
    without = check_text(tmp_path, text)
    assert [code for *_, code in problems(without)] == ["needs_rate", "unknown_currency"]
    assert without.good == 1
    turned = check_text(tmp_path, text, rates={"USD": 0.9})
    assert rows(turned, "amount_minor, currency, rate") == [(900, "USD", 0.9), (1000, "EUR", 1.0)]


def test_a_currency_sign_in_the_amount_counts(tmp_path):
    checked = check_text(tmp_path, "Date;Customer;Total\n2026-02-03;A;$10.50\n2026-02-04;A;€ 5\n")
    assert [code for *_, code in problems(checked)] == ["needs_rate"]
    assert rows(checked, "amount_minor") == [(500,)]


def test_a_currency_in_the_heading_counts(tmp_path):
    assert problems(check_text(tmp_path, "Date;Customer;Amount, USD\n2026-02-03;A;10\n"))[0][3] == "needs_rate"


def test_a_word_for_two_currencies_is_the_companys_own_or_a_question(tmp_path):
    text = "Data;Client;Suma\n13.02.2026;Ana Pop;10 lei\n"
    assert rows(check_text(tmp_path, text, currency="MDL"), "currency") == [("MDL",)]
    foreign = check_text(tmp_path, text, currency="EUR")
    assert [(q.kind, q.choices) for q in foreign.questions] == [("currency", ("lei", "RON", "MDL"))]
    assert rows(check_text(tmp_path, text, rates={"lei": 0.05}), "amount_minor") == [(50,)]


def test_every_foreign_currency_is_asked_for_once(tmp_path):
    text = "Date,Customer,Total,Currency\n2026-02-03,A,10,USD\n2026-02-04,A,10,GBP\n2026-02-05,A,10,USD\n"
    asked = check_text(tmp_path, text).questions
    assert [(q.kind, q.choices, q.lines) for q in asked] == [("currency", ("USD",), 2), ("currency", ("GBP",), 1)]


def test_without_a_company_the_files_own_currency_is_taken(tmp_path):
    checked = check_text(tmp_path, "Date;Customer;Total\n2026-02-03;A;$10.50\n", currency="")
    assert checked.options.currency == "USD"


def test_a_price_a_thousand_times_the_products_usual_is_flagged_and_kept(tmp_path):
    lines = "".join(f"{n},2026-02-03,A{n},Mug,2,{20 + n % 3}.50\n" for n in range(12))
    checked = check_text(
        tmp_path,
        f"Order,Date,Customer,Product,Qty,Total\n{lines}99,2026-02-03,B,Mug,2,20500\n98,2026-02-03,B,Mug,900,18450\n",
    )
    assert rows(checked, "line_no, amount_minor, damage", "damage IS NOT NULL") == [(14, 2050000, "thousandfold")]
    assert checked.damaged == 1


def test_without_products_the_column_itself_tells_what_is_usual(tmp_path):
    lines = "".join(f"2026-02-{n % 27 + 1:02d},A{n % 9},{30 + n % 40}.50\n" for n in range(60))
    checked = check_text(tmp_path, f"Date,Customer,Total\n{lines}2026-02-03,B,52000.50\n2026-02-03,B,900.50\n")
    assert rows(checked, "line_no", "damage = 'thousandfold'") == [(62,)]


def test_numbers_that_lost_their_decimal_mark_are_told_from_true_whole_ones(tmp_path):
    sound = "".join(f"{n};2026-02-03;A{n % 9};{20 + n % 60},{n % 90 + 10}\n" for n in range(60))
    lost = "".join(f"9{n};2026-02-03;A{n % 9};{20000 + 613 * n}\n" for n in range(40))
    checked = check_text(tmp_path, f"Order;Date;Customer;Total\n{sound}{lost}7;2026-02-03;A1;45\n")
    assert checked.damaged == 40
    assert [line for (line,) in rows(checked, "line_no", "damage = 'lost_decimal'")] == list(range(62, 102))


def test_whole_amounts_in_a_sound_file_are_not_called_damaged(tmp_path):
    lines = "".join(f"{n};2026-02-03;A{n % 9};{(n * 37) % 900 + 5}{',50' if n % 3 else ''}\n" for n in range(200))
    assert check_text(tmp_path, f"Order;Date;Customer;Total\n{lines}900;2026-02-03;A1;12000\n").damaged == 0


def test_lines_keep_their_order_and_numbers_in_a_large_file(tmp_path):
    lines = "".join(f"2025-0{n % 9 + 1}-11;A{n % 997};{n}\n" for n in range(300_000))
    checked = check_text(tmp_path, f"Date;Customer;Total\n{lines}")
    assert checked.shape.direct
    assert checked.good == 300_000
    assert rows(checked, "line_no", "line_no <> amount_minor / 100 + 2") == []


def test_progress_tells_the_phases_in_order(tmp_path):
    from tenure.orders.files.check import STEPS, check_file
    from tenure.orders.files.mapping import propose_mapping
    from tenure.orders.files.shape import inspect_file

    shape = inspect_file(write(tmp_path, "Date,Customer,Total\n\n2026-02-03,A,5\n"))
    told: list[str] = []
    check_file(
        shape,
        propose_mapping(shape).options,
        workdir=tmp_path / "work",
        today=date(2026, 5, 12),
        progress=lambda phase, *_: told.append(phase),
    )
    assert [step for step in STEPS if step in told] == list(dict.fromkeys(told))
    assert told[-1] == "damage"


@pytest.mark.parametrize("name", ["orders.csv", "заказы №1 'x'.csv", "a;b'c.csv"])
def test_file_names_with_signs_are_read(tmp_path, name):
    assert check(write(tmp_path, "Date,Customer,Total\n2026-02-03,A,5\n", name)).good == 1
