"""The log speaks words: no code of an action or a subject is shown bare."""

import dataclasses
import re
from pathlib import Path

import tenure
from tenure.journeys.import_orders import ImportResult
from tenure.web.settings.audit import BARE_NUMBERS
from tenure.web.settings.audit_words import actions, detail_words, subjects

SOURCES = [path.read_text(encoding="utf-8") for path in Path(tenure.__file__).parent.rglob("*.py")]


def written(name: str) -> set[str]:
    return {found for source in SOURCES for found in re.findall(rf"\b{name}=\"([a-z_]+)\"", source)}


def test_every_action_that_is_recorded_has_words() -> None:
    assert written("action") - dict(actions()).keys() == set()


def test_every_kind_of_subject_has_words() -> None:
    assert written("subject_kind") - dict(subjects()).keys() == set()


def test_every_count_of_an_import_its_undoing_and_a_merge_has_words() -> None:
    counted = {field.name for field in dataclasses.fields(ImportResult)}
    taken_back = {"lines", "orders", "products", "clients"}
    moved = {"orders", "notes", "tasks", "aliases"}
    assert (counted | taken_back | moved) - detail_words().keys() - BARE_NUMBERS == set()
