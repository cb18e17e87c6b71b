import csv

import pytest
from django.utils import translation

from tenure.kernel.problems import sentence
from tenure.kernel.problems.orders_file import LINE_SENTENCES
from tenure.orders.files.rejected import example_problems, read_problems, safe_remark, write_rejected

from .reading import check, check_text, rows

TEXT = (
    'Date;Customer;Note;Total\n03.02.2026;Ana;"semi;colon";5\n'
    "31.02.2026;Ion;=cmd|'/c calc'!A1;6,50\n"
    '05.02.2026;Ion;"two\nlines";x\n;;;1\n'
)


def rejected(tmp_path, text=TEXT):
    checked = check_text(tmp_path, text)
    out = tmp_path / "to correct.csv"
    return checked, write_rejected(checked, out, sentence), out


def test_the_rejected_lines_come_back_as_they_were_with_a_remark(tmp_path):
    _, count, out = rejected(tmp_path)
    content = out.read_bytes()
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert count == 3
    assert lines[0] == ["Date", "Customer", "Note", "Total", "tenure_remark"]
    assert lines[1][:4] == ["31.02.2026", "Ion", "'=cmd|'/c calc'!A1", "6,50"]
    assert lines[2][2] == "two\nlines"
    assert lines[1][4] == "Line 3, Date “31.02.2026”: there is no 31 February. Correct the file or skip the line."


def test_the_corrected_file_is_read_without_its_remarks(tmp_path):
    _, _, out = rejected(tmp_path)
    corrected = (
        out.read_text("utf-8-sig")
        .replace("31.02.2026;", "28.02.2026;")
        .replace(";x;", ";7,25;")
        .replace("\n;;;1;", "\n01.02.2026;Vlad;;1;")
    )
    out.write_text(corrected, "utf-8-sig")
    checked = check(out)
    assert (checked.rejected, rows(checked, "amount_minor")) == (0, [(650,), (725,), (100,)])


def test_no_cell_of_the_rejected_lines_begins_like_a_formula_and_all_come_back_as_they_were(tmp_path):
    names = ["=1+1", "+Plus", "-Minus", "@at", "'=quoted", "''@twice", "'plain", "=HYPERLINK(A1)"]
    lines = "".join(f"31.02.2026;{name};-5,50\n" for name in names)
    _, count, out = rejected(tmp_path, f"Date;Customer;Total\n{lines}")
    cells = [line.split(";") for line in out.read_text("utf-8-sig").splitlines()[1:]]
    assert count == len(names)
    assert not [cell for line in cells for cell in line if cell[:1] in "=+-@" and cell != "-5,50"]
    out.write_text(out.read_text("utf-8-sig").replace("31.02.2026;", "28.02.2026;"), "utf-8-sig")
    checked = check(out, "client_name=2")
    assert rows(checked, "client_name, amount_minor") == [(name, -550) for name in names]


def test_a_remark_never_begins_like_a_formula():
    assert [safe_remark(text)[0] for text in ("=1", "+1", "-1", "@x")] == ["'"] * 4
    assert safe_remark("two\nlines") == "two lines"


def test_problems_are_read_in_pages_by_line(tmp_path):
    checked, *_ = rejected(tmp_path)
    assert [p.line for p in read_problems(checked.database, limit=1)] == [3]
    assert {p.line for p in read_problems(checked.database, limit=9, after=3)} == {4, 6}


def test_a_frequent_problem_does_not_hide_the_others(tmp_path):
    lines = "".join(f"2026-02-03;A;x{n}\n" for n in range(50))
    checked = check_text(tmp_path, f"Date;Customer;Total\n{lines}2026-02-03;;5\n")
    examples = example_problems(checked.database, each=2)
    assert [(p.line, p.problem.code) for p in examples] == [(2, "not_a_number"), (3, "not_a_number"), (52, "no_client")]


DATA = {
    "line": 1204, "column": "Date", "value": "x", "day": 31, "month": 2, "year": 202, "found": 3, "expected": 4,
    "format": "%Y",
    "small": "1.250", "large": "1250", "code": "USD", "workspace": "EUR", "choices": ["RON", "MDL"], "usual": 1.0,
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
@pytest.mark.parametrize("code", sorted(LINE_SENTENCES))
def test_every_problem_of_a_line_has_a_sentence_with_its_place(language, code):
    from tenure.kernel.errors import Problem

    with translation.override(language):
        text = sentence(Problem(code, DATA))
    assert {"en": "Line 1,204", "ru": "Строка 1\u00a0204", "ro": "Rândul 1.204"}[language] in text
    assert "%(" not in text


def test_the_guides_own_example_is_said_word_for_word():
    from tenure.kernel.errors import Problem

    problem = Problem("no_such_day", {"line": 1204, "column": "Date", "value": "31.02.2026", "day": 31, "month": 2})
    with translation.override("en"):
        assert (
            sentence(problem)
            == "Line 1,204, Date “31.02.2026”: there is no 31 February. Correct the file or skip the line."
        )
