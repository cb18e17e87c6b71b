"""A pasted table of talks: read in any order of columns, every bad line named, nothing stored by halves."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.interviews.talk_lines import MOST_TALKS, read_talks

TODAY = date(2026, 5, 12)


def read(text: str):
    return read_talks(text, today=TODAY, currency="EUR")


def test_a_line_becomes_a_talk_with_its_problem_and_its_words() -> None:
    found = read("12.05.2026; Ion; Lactis; through somebody; Late flour; 8; 310; a taxi; “We wait every night”; yes")
    (talk,) = found.rows
    (problem,) = talk.problems
    assert (talk.held_on, talk.who, talk.company, talk.known) == (TODAY, "Ion", "Lactis", "warm")
    assert (problem.name, problem.severity, problem.cost_minor) == ("Late flour", 8, 31_000)
    assert (problem.alternative, problem.unprompted) == ("a taxi", False)
    assert talk.quotes == ("“We wait every night”",)


def test_a_heading_in_russian_changes_the_order_of_columns() -> None:
    found = read("Компания\tДата\tПроблема\tЗнакомство\nЛактис\t2026-05-11\tМука поздно\tдруг")
    (talk,) = found.rows
    assert (talk.company, talk.known, talk.problems[0].name) == ("Лактис", "friend", "Мука поздно")


def test_a_person_with_two_problems_is_one_talk_and_a_capital_makes_no_second_problem() -> None:
    found = read(
        "2026-05-11; Ion; Lactis; ; Late flour; 8\n2026-05-11; ion; LACTIS; ; No boxes; 3\n"
        "2026-05-11; Ana; ; ; late FLOUR; 5"
    )
    assert [len(talk.problems) for talk in found.rows] == [2, 1]
    assert found.rows[1].problems[0].name == "Late flour"


def test_two_nameless_lines_are_two_people() -> None:
    assert len(read("2026-05-11;;;;Late flour\n2026-05-11;;;;Late flour").rows) == 2


def test_every_bad_line_is_named_by_its_number() -> None:
    found = read(
        "someday; Ion\n2026-05-30; Ion\n2026-05-11; Ion; ; cousin\n2026-05-11; Ion; ; ; ; 8\n"
        "2026-05-11; Ion; ; ; Late; 11\n2026-05-11; Ion; ; ; Late; 5; much\n2026-05-11; Ion; ; ; Late; ; ; ; ; perhaps"
    )
    assert [(line, problem.code) for line, problem in found.problems] == [
        (1, "day_unreadable"), (2, "interview_day_wrong"), (3, "talk_known"), (4, "problem_name_missing"),
        (5, "interview_number_wrong"), (6, "interview_number_unreadable"), (7, "talk_asked"),
    ]  # fmt: skip


def test_the_same_problem_twice_of_one_person_is_refused() -> None:
    found = read("2026-05-11; Ion; ; ; Late\n2026-05-11; Ion; ; ; late")
    assert [problem.code for _line, problem in found.problems] == ["interview_problem_twice"]


def test_nothing_pasted_and_too_much_pasted_are_told() -> None:
    assert [problem.code for _line, problem in read(" \n").problems] == ["talks_none"]
    lines = "\n".join(f"2026-05-11; Person {number}" for number in range(MOST_TALKS + 1))
    assert [problem.code for _line, problem in read(lines).problems] == ["talks_too_many"]


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_named(text: str) -> None:
    found = read(text)
    assert found.rows or found.problems


def test_the_last_column_says_whether_the_criterion_of_a_test_was_met() -> None:
    found = read("дата; кто; критерий\n2026-05-12; Ion; да\n2026-05-12; Ana; нет\n2026-05-12; Vera;")
    assert [talk.met for talk in found.rows] == [True, False, None]
    both = read("date; who; problem; met\n2026-05-12; Ion; Late; yes\n2026-05-12; Ion; Boxes; no")
    assert both.problems[0][1].code == "talk_met_both"
    assert read("date; who; met\n2026-05-12; Ion; perhaps").problems[0][1].code == "talk_met"


def test_what_stands_after_the_last_column_does_not_get_lost() -> None:
    found = read(f"2026-05-11; Ion{'; ' * 8}; yes; and one more")
    assert [problem.code for _line, problem in found.problems] == ["pasted_columns"]
    assert read(f"2026-05-11; Ion{'; ' * 8}; yes; ;").problems == ()
