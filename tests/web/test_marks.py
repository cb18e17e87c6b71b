"""The drawings of a row: what they show, what they say, and that they are text-proof."""

import dataclasses
import xml.etree.ElementTree as ET

import pytest

from tenure.journeys.cards.rhythm_strip import RhythmStrip
from tenure.kernel import formats
from tenure.web.marks import badge, strip

STRIP = RhythmStrip(
    marks=((10.0, 40.0, "order"), (20.0, 22.5, "return")),
    today=88.0, last=60.5, window_from=70.0, window_to=75.5, late=True, ticks=(), label='Luna & "Co" <x>',
    window_label="", silence_label="", order_days=1,
)  # fmt: skip


def drawn(**changes: object) -> ET.Element:
    return ET.fromstring(str(strip(dataclasses.replace(STRIP, **changes), 30)))  # type: ignore[arg-type]


def classes(element: ET.Element) -> list[str]:
    return [str(one.get("class")) for one in element.iter() if one.get("class")]


def test_a_late_client_shows_orders_returns_window_and_silence() -> None:
    picture = drawn()
    assert classes(picture) == [
        "rhythm", "g-silence", "g-window", "g-line", "g-stroke", "g-stroke back", "g-today", "g-todaycap",
    ]  # fmt: skip
    silence, window = picture[0], picture[1]
    assert (silence.get("x"), silence.get("width")) == ("60.5%", "27.50%")
    assert (window.get("x"), window.get("width")) == ("70.0%", "5.50%")
    assert picture.get("aria-label") == 'Luna & "Co" <x>'


def test_a_client_within_the_rhythm_shows_no_alarm() -> None:
    assert "g-calm" in classes(drawn(late=False))
    assert not {"g-calm", "g-silence"} & set(classes(drawn(late=False, window_from=90.0, window_to=95.0)))


def test_what_is_unknown_is_not_drawn() -> None:
    bare = classes(drawn(last=None, window_from=None, window_to=None, marks=()))
    assert bare == ["rhythm", "g-line", "g-stroke", "g-today", "g-todaycap"]


def test_a_window_of_one_day_can_still_be_seen() -> None:
    window = drawn(window_from=70.0, window_to=70.0)[1]
    assert window.get("width") == "0.60%"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Class A by income, X by regularity"), ("ru", "Класс A по доходу"), ("ro", "Clasa A după venit")],
)
def test_a_badge_says_its_class_in_the_readers_language(language: str, words: str) -> None:
    for _ in range(2):
        with formats.speaking(language):
            assert words in badge("A", "X")
    assert badge("") == ""


def test_a_badge_by_frequency_says_so_and_has_its_dots() -> None:
    with formats.speaking("en"):
        one = ET.fromstring(str(badge("C", "Z", "frequency")))
    assert one.get("title") == "Class C by income, Z by number of orders"
    assert len(list(one.iter("circle"))) == 3
