"""The log speaks words: no code of an action or a subject is shown bare."""

import ast
import dataclasses
import re
from pathlib import Path

import pytest

import tenure
from tenure.journeys.imports.import_orders import ImportResult
from tenure.kernel import formats
from tenure.web.settings.audit import BARE_NUMBERS, _shown
from tenure.web.settings.audit_words import actions, detail_words, subjects

SOURCES = [path.read_text(encoding="utf-8") for path in Path(tenure.__file__).parent.rglob("*.py")]


def written(name: str) -> set[str]:
    return {found for source in SOURCES for found in re.findall(rf"\b{name}=\"([a-z_]+)\"", source)}


def test_every_action_that_is_recorded_has_words() -> None:
    assert written("action") - dict(actions()).keys() == set()


def test_every_kind_of_subject_has_words() -> None:
    assert written("subject_kind") - dict(subjects()).keys() == set()


def test_whatever_a_writer_records_besides_has_words() -> None:
    told = {
        keyword.arg
        for source in SOURCES
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"record_change", "record_step"}
        for keyword in call.keywords
        if keyword.arg
    }
    frame = {"actor", "action", "subject_kind", "subject_id", "venture", "loop", "kind", "before", "after"}
    assert told - frame - detail_words().keys() - BARE_NUMBERS == set()


def test_every_count_of_an_import_its_undoing_and_a_merge_has_words() -> None:
    counted = {field.name for field in dataclasses.fields(ImportResult)}
    taken_back = {"lines", "orders", "products", "clients"}
    moved = {"orders", "notes", "tasks", "aliases"}
    assert (counted | taken_back | moved) - detail_words().keys() - BARE_NUMBERS == set()


DETAILS = {
    "amount_minor": 123456, "bytes": 1_900_000, "seconds": 61.4, "until": "2026-05-16", "clients": 12345, "note": 12345,
    "made_at": "2026-05-16T09:30:00+00:00", "before": {"hour_cost_minor": 2000, "is_active": True, "silence_level": 0.05},
    "after": {"hour_cost_minor": 2550, "is_active": False, "silence_level": 0.1},
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "€1,234.56|1.9 MB|61 s|16 May 2026|12,345|12345|16 May 2026|€20.00 → €25.50|✓ → –|5 % → 10 %",
        ),
        (
            "ru",
            "1 234,56 €|1,9 МБ|61 с|16.05.2026|12 345|12345|16.05.2026|20,00 € → 25,50 €|✓ → –|5 % → 10 %",
        ),
    ],
)
def test_what_changed_reads_as_people_write_it(language: str, expected: str) -> None:
    with formats.speaking(language):
        said = [text.replace("\u00a0", " ") for _key, text in _shown(DETAILS, {}, "EUR")]
    assert said == expected.split("|")


@pytest.mark.parametrize(
    ("action", "details", "expected"),
    [
        ("decide_test", {"test": 14, "verdict": "refuted", "why": "certain_fail", "n": 4},
         ["тест 14", "вердикт опровергнута", "почему Не пройден: проходное число уже недостижимо.", "ответов 4"]),
        ("record_interview", {"kind": "problem"}, ["вид Проблемное интервью"]),
        ("draft_test", {"kind": "data_sheet"}, ["вид Листовка или описание"]),
        ("add_evidence", {"before": 0.2, "after": 0.3721, "supports": True}, ["говорит за ✓", "вероятность 20 % → 37 %"]),
        ("record_pivot", {"blocks": ["segments", "channels"]}, ["блоки Потребительские сегменты, Каналы"]),
        ("add_presale", {"amount": 4900}, ["сумма 49,00 €"]),
        ("lock_test", {"hash": "dd6e11cef6be17849802f35af31d234b"}, ["хеш dd6e11cef6be1784…"]),
        ("assign", {"before": None, "after": 3}, ["ответственный – → Elena"]),
    ],
)  # fmt: skip
def test_a_row_about_a_venture_is_told_in_words_of_the_reader(action: str, details: dict, expected: list[str]) -> None:
    with formats.speaking("ru"):
        pairs = _shown(details, {"3": "Elena"}, "EUR", action)
    assert [f"{name} {text}".replace("\u00a0", " ") for name, text in pairs] == expected


@pytest.mark.django_db
def test_the_type_of_a_fact_is_told_by_its_name() -> None:
    with formats.speaking("ru"):
        assert _shown({"fact": 72, "kind": "payment_form"}, {}, "EUR", "record_fact") == [
            ("вид факта", "Удобная форма оплаты")
        ]


def test_a_day_that_is_none_is_shown_as_it_is_stored() -> None:
    assert _shown({"until": "soon", "clients": None}, {}, "EUR") == [("until", "soon")]
