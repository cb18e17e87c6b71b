"""All texts in all languages, in good letters."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenure.config import translations


def forms_of(message: Any) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def all_messages() -> Iterator[tuple[str, Any]]:
    for language in translations.LANGUAGES:
        for message in translations.merge(language):
            if message.id:
                yield language, message


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_text_lacks_a_translation(language: str) -> None:
    assert translations.missing()[language] == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_fragments_do_not_contradict_each_other(language: str) -> None:
    assert len(list(translations.merge(language))) > 100


def test_a_contradiction_is_named_with_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (tmp_path / "ro").mkdir()
    for name, text in (("a.po", "Salvat"), ("b.po", "Păstrat")):
        (tmp_path / "ro" / name).write_text(f'{head}msgid "Saved"\nmsgstr "{text}"\n', encoding="utf-8")
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    with pytest.raises(translations.ConflictingTranslations, match=r"b\.po and a\.po"):
        translations.merge("ro")


def test_every_placeholder_survives_translation() -> None:
    lost = []
    for language, message in all_messages():
        wanted = translations.placeholders(" ".join(message.id) if isinstance(message.id, tuple) else message.id)
        lost += [(language, form) for form in forms_of(message) if translations.placeholders(form) - wanted]
        lost += [
            (language, form)
            for form in forms_of(message)
            if isinstance(message.id, str) and translations.placeholders(form) != wanted
        ]
    assert lost == []


def test_every_plural_has_its_three_forms() -> None:
    counts = {len(forms_of(message)) for _language, message in all_messages() if isinstance(message.id, tuple | list)}
    assert counts == {3}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("cedilla letters", r"[şţŞŢ]"),
        ("straight double quotes", r"\""),
        ("three dots for an ellipsis", r"\.\.\."),
        ("an exclamation mark", r"!"),
        ("a space that may break before the per cent sign", r"[\ds] %%"),
    ],
)
def test_no_translation_holds(what: str, pattern: str) -> None:
    found = [
        (language, form)
        for language, message in all_messages()
        for form in forms_of(message)
        if re.search(pattern, re.sub(r"<[^<>]+>", "", form))
    ]
    assert found == [], what


def test_russian_writes_yo() -> None:
    plain = re.compile(
        r"\b(еще|счет\w*|учет\w*|партнер\w*|ее|прием\w*|расчет\w*|пересчет\w*|отчет\w*|темный|темная|темные)\b", re.I
    )
    found = [form for language, m in all_messages() if language == "ru" for form in forms_of(m) if plain.search(form)]
    assert found == []
