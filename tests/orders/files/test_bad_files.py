import errno
import resource
import subprocess
import sys
import textwrap
import zipfile

import pyarrow
import pyarrow.parquet
import pytest

from tenure.kernel.errors import BadInput, Problem
from tenure.kernel.problems import sentence
from tenure.orders.files import load
from tenure.orders.files.check import check_file
from tenure.orders.files.mapping import mapping_from_args, propose_mapping
from tenure.orders.files.shape import inspect_file

from .binary_workbooks import Cell, binary_workbook
from .reading import TODAY, check, check_text, problems, refusal, rows, write


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n  \n", "empty_file"),
        (b"Date,Customer,Total\n", "no_lines"),
        (b"Date,Customer,Total\n\n\n", "no_lines"),
        (bytes(range(256)) * 40, "binary_file"),
        (b"Date,Customer,Total\n2026-02-03,A\x00B,5\n", "binary_file"),
        (b"%PDF-1.7 something", "wrong_kind"),
        (b"\x1f\x8b\x08 something", "wrong_kind"),
        (b"PAR1 and nothing more", "damaged_parquet"),
        (b"PK\x03\x04 and nothing more", "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more", "damaged_workbook"),
        (b"one\ntwo\nthree\n", "no_separator"),
        (b"Date,Customer,Total\n" + b"x" * 3_000_000, "line_too_long"),
        (b"Note,Other\nhello,there\n", "no_client_column"),
        (b"Customer,Total\nAnna,5\n", "no_date_column"),
        (b"Date,Customer\n2026-02-03,Anna\n", "no_amount_column"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(tmp_path, content, code):
    assert refusal(write(tmp_path, content)) == code


@pytest.mark.parametrize("date_format", ["%%%", "%Q", "%", "soon", "dym"])
def test_a_date_format_that_is_none_is_refused(tmp_path, date_format):
    with pytest.raises(BadInput) as caught:
        check_text(tmp_path, "Date,Customer,Total\n2026-02-03,Anna,5\n", date_format=date_format)
    assert caught.value.problem.code == "date_format_wrong"
    assert date_format in sentence(caught.value)


def test_a_file_whose_disk_gives_way_is_refused_with_the_reason(tmp_path, monkeypatch):
    def gives_way(*_arguments):
        raise OSError(errno.EIO, "Input/output error")

    path = write(tmp_path, "Date,Customer,Total\n2026-02-03,Anna,5\n")
    monkeypatch.setattr(type(path), "open", gives_way)
    with pytest.raises(BadInput) as caught:
        inspect_file(path)
    assert caught.value.problem.code == "file_not_read"
    assert "Input/output error" in sentence(caught.value)


def test_one_endless_line_is_refused_after_a_few_megabytes_however_long_it_is(tmp_path):
    path = tmp_path / "orders.csv"
    with path.open("wb") as file:
        file.write(b"Date,Customer,Total\nA")
        file.truncate(2_000_000_000)
        file.seek(100)
        file.write(b"x" * 9_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadInput) as caught:
        inspect_file(path)
    assert caught.value.problem.code in {"line_too_long", "binary_file"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_long_line_is_named(tmp_path):
    text = b"Date,Customer,Total\n" + b"2026-02-03,A,5\n" * 400_000 + b"y" * 1_200_000 + b"\n2026-02-03,A,5\n"
    with pytest.raises(BadInput) as caught:
        inspect_file(write(tmp_path, text))
    assert caught.value.problem.data["line"] == 400_002


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(70):
                sheet.write(b" " * 1_000_000)
    assert refusal(path) == "zip_bomb"


def test_a_workbook_that_lies_about_its_size_is_damaged(tmp_path):
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" + " " * 1_000_000)
    content = path.read_bytes()
    size = len("<workbook/>" + " " * 1_000_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (500).to_bytes(4, "little")))
    assert refusal(path) == "damaged_workbook"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def hostile_workbook(tmp_path, rows, doctype="", target="worksheets/sheet1.xml"):
    path = tmp_path / "orders.xlsx"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets>'
            "</workbook>",
        )
        for name, kind, place in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", target),
        ):
            link = f'<Relationship Id="a" Type="{OFFICE}/{kind}" Target="{place}"/>'
            archive.writestr(name, f'<Relationships xmlns="{links}">{link}</Relationships>')
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return path


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r = 'xfd1048576'><v>1</v></c></row>",
        '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    ],
)
def test_a_workbook_of_two_cells_far_apart_is_not_opened(tmp_path, far):
    assert refusal(hostile_workbook(tmp_path, ROWS + far)) == "zip_bomb"


def test_a_far_cell_in_the_first_lines_is_said_as_what_it_is(tmp_path):
    far = '<row r="2"><c r="A2"><v>5</v></c><c r="XFD2"><v>1</v></c></row>'
    with pytest.raises(BadInput) as caught:
        inspect_file(hostile_workbook(tmp_path, ROWS + far))
    assert caught.value.problem == Problem("too_many_columns", {"file": "orders.xlsx", "count": 16384, "most": 500})


@pytest.mark.parametrize(("wide", "read"), [(500, True), (501, False), (20_000, False)])
def test_a_table_of_very_many_columns_is_refused_by_their_number(tmp_path, wide, read):
    heading = ["Date", "Customer", "Total", *(f"Column {n}" for n in range(wide - 3))]
    path = write(tmp_path, f"{','.join(heading)}\n2026-01-05,Ana,5{',1' * (wide - 3)}\n")
    if read:
        assert check(path).good == 1
    else:
        assert refusal(path) == "too_many_columns"


BINARY_ROWS: list[Cell] = [
    (0, 0, "Date"),
    (0, 1, "Customer"),
    (0, 2, "Total"),
    (1, 0, "2026-01-05"),
    (1, 1, "Ana"),
    (1, 2, 5.0),
]


def test_a_binary_workbook_is_read(tmp_path):
    path = binary_workbook(tmp_path / "orders.xlsb", [*BINARY_ROWS, (5000, 0, "below")])
    assert [column.heading for column in inspect_file(path).columns] == ["Date", "Customer", "Total"]


@pytest.mark.parametrize("told", [None, (0, 1, 0, 2)])
def test_a_binary_workbook_of_two_cells_far_apart_is_not_opened_whatever_size_it_tells(tmp_path, told):
    path = binary_workbook(tmp_path / "orders.xlsb", [*BINARY_ROWS, (1048575, 16383, "far")], told=told)
    assert refusal(path) == "zip_bomb"


def parquet(tmp_path, client, names=("Customer", "Date", "Total")):
    path = tmp_path / "orders.parquet"
    dates = pyarrow.array(["2026-01-05"] * len(client))
    amounts = [pyarrow.array([5.0] * len(client))] * (len(names) - 2)
    pyarrow.parquet.write_table(
        pyarrow.Table.from_arrays([client, dates, *amounts], names=list(names)), path, compression="zstd"
    )
    return path


def repeated(word, times):
    return pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * times, pyarrow.int32()), pyarrow.array([word]))


@pytest.mark.parametrize(
    ("size", "times", "code"),
    [(60_000_000, 50, "parquet_bomb"), (2_000_000, 3, "line_too_long"), (900_000, 3000, "parquet_bomb")],
)
def test_a_parquet_file_of_few_bytes_and_endless_text_is_not_read(tmp_path, size, times, code):
    path = parquet(tmp_path, repeated("x" * size, times))
    assert path.stat().st_size < 100_000
    assert refusal(path) == code


def test_two_columns_of_one_name_in_a_parquet_file_are_asked_about_like_in_any_other(tmp_path):
    path = parquet(tmp_path, pyarrow.array(["Ana"]), ("Customer", "Date", "Total", "Total"))
    shape = inspect_file(path)
    assert [column.heading for column in shape.columns] == ["Customer", "Date", "Total", "Total"]
    with pytest.raises(BadInput) as caught:
        mapping_from_args(shape, [])
    assert (caught.value.problem.code, caught.value.problem.data["places"]) == ("doubled_heading_needed", "3, 4")


def test_a_parquet_file_of_nested_columns_keeps_the_names_of_the_outer_ones(tmp_path):
    path = tmp_path / "orders.parquet"
    pyarrow.parquet.write_table(
        pyarrow.table({"Customer": [["a", "b"]], "Date": ["2026-01-05"], "Total": [{"net": 1, "vat": {"of": 2}}]}), path
    )
    assert [column.heading for column in inspect_file(path).columns] == ["Customer", "Date", "Total"]


@pytest.mark.parametrize(
    ("doctype", "target"),
    [
        ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "worksheets/sheet1.xml"),
        ('<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;">]>', "worksheets/sheet1.xml"),
        ("", "../../../../etc/passwd"),
    ],
)
def test_a_workbook_that_reaches_out_of_itself_is_damaged(tmp_path, doctype, target):
    cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"&x;" if doctype else "x"}</t></is></c></row>'
    assert refusal(hostile_workbook(tmp_path, ROWS + cell, doctype, target)) == "damaged_workbook"


def test_an_archive_that_is_no_workbook_is_named(tmp_path):
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders.csv", "Date,Customer,Total\n2026-02-03,A,5\n")
    assert refusal(path) == "wrong_kind"


def test_ten_thousand_bad_lines_are_all_told(tmp_path):
    lines = "".join(f"2026-02-{n % 27 + 1:02d},A{n % 7},{n}x\n" for n in range(10_000))
    checked = check_text(tmp_path, f"Date,Customer,Total\n{lines}2026-02-03,A,5\n")
    assert (checked.rejected, checked.good) == (10_000, 1)
    assert checked.problem_kinds == (("not_a_number", "Total", 10_000, 2),)


def test_doubled_headings_are_read_by_number(tmp_path):
    path = write(tmp_path, "Date,Customer,Total,Total\n2026-02-03,A,5,6\n")
    assert refusal(path, "amount=Total") == "doubled_heading"
    checked = check_text(tmp_path, path.read_bytes(), "amount=4")
    assert checked.amount_minor == 600


def test_a_file_that_changes_after_it_was_looked_over_is_refused(tmp_path):
    path = write(tmp_path, "Date,Customer,Total\n2026-02-03,A,5\n")
    shape = inspect_file(path)
    path.write_text("Date,Customer,Total\n2026-02-03,A,7\n")
    with pytest.raises(BadInput) as caught:
        check_file(
            shape, propose_mapping(shape).options, workdir=tmp_path / "work", today=TODAY, progress=lambda *_: None
        )
    assert caught.value.problem.code == "file_changed"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = write(tmp_path, "Date,Customer,Total\n2026-02-03,A,5\n")
    shape = inspect_file(path)
    direct = load._load_directly

    def meanwhile(*args):
        with path.open("a") as file:
            file.write("2026-02-04,B,6\n")
        return direct(*args)

    monkeypatch.setattr(load, "_load_directly", meanwhile)
    with pytest.raises(BadInput) as caught:
        check_file(
            shape, propose_mapping(shape).options, workdir=tmp_path / "work", today=TODAY, progress=lambda *_: None
        )
    assert caught.value.problem.code == "file_changed"


def test_a_full_disk_is_said_in_words(tmp_path):
    lines = "".join(f"2026-02-{n % 27 + 1:02d},Customer number {n * 7919},{n}.25\n" for n in range(60_000))
    path = write(tmp_path, f"Date,Customer,Total\n{lines}")
    script = f"""
        import resource, signal
        from datetime import date
        from pathlib import Path
        from tenure.kernel.errors import BadInput
        from tenure.orders.files.check import check_file
        from tenure.orders.files.mapping import propose_mapping
        from tenure.orders.files.shape import inspect_file
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        shape = inspect_file(Path({str(path)!r}))
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        try:
            work = Path({str(tmp_path)!r}) / "work"
            options = propose_mapping(shape).options
            check_file(shape, options, workdir=work, today=date(2026, 5, 12), progress=print)
        except BadInput as error:
            print(error.problem.code)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["no_room_to_check"], done.stderr[-500:]


def test_a_text_that_looks_like_sql_is_only_text(tmp_path):
    hostile = "Robert'); DROP TABLE lines; --"
    checked = check_text(
        tmp_path, f'Date;Customer;To\'tal;Qty\'\n2026-02-03;"{hostile}";5;1\n2026-02-03;"{hostile}";\';1\n', "amount=3"
    )
    assert rows(checked, "client_name") == [(hostile,)]
    assert problems(checked) == [(3, "To'tal", "'", "not_a_number")]


@pytest.mark.parametrize(
    ("heading", "role", "places"),
    [
        ("Customer,Customer,Date,Total", "client", "1, 2"),
        ("Customer,Date,date,Total", "date", "2, 3"),
        ("Customer,Date,Total,total", "amount", "3, 4"),
    ],
)
def test_of_two_columns_with_one_heading_none_is_taken_unasked(tmp_path, heading, role, places):
    row = ",".join({"Customer": "A", "Date": "2026-02-03"}.get(name.title(), "5") for name in heading.split(","))
    shape = inspect_file(write(tmp_path, f"{heading}\n{row}\n"))
    with pytest.raises(BadInput) as refused:
        mapping_from_args(shape, [])
    assert refused.value.problem.code == "doubled_heading_needed"
    assert (refused.value.problem.data["role"], refused.value.problem.data["places"]) == (role, places)
    number = int(places[-1])
    told = mapping_from_args(shape, [f"{role}={number}"]).mapping
    assert number in {place for known, place in told.items() if known.startswith(role)}


def test_two_columns_with_one_heading_are_asked_about_only_when_one_is_needed(tmp_path):
    shape = inspect_file(write(tmp_path, "Customer,Date,Total,Category,Category\nA,2026-02-03,5,x,y\n"))
    assert {"date", "amount"} <= set(mapping_from_args(shape, []).mapping)
