"""Which observations count: corrections, exploratory ones, colleagues of one company."""

from datetime import date

import pytest

from tenure.discovery.testing.counting import counting
from tenure.discovery.testing.plan import Answer

DAY = date(2026, 5, 12)


def answer(number: int, success: bool = True, **fields) -> Answer:
    return Answer(number, success, DAY, **fields)


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    found = counting([answer(1), answer(2), answer(3, success=False, corrects=1)])
    assert [row.success for row in found.counted] == [False, True]
    assert found.corrected == 1


def test_a_correction_of_a_correction_is_the_one_that_counts() -> None:
    found = counting([answer(1), answer(2, success=False, corrects=1), answer(3, success=True, corrects=2)])
    assert [row.id for row in found.counted] == [3]


def test_a_correction_after_the_verdict_changes_nothing() -> None:
    found = counting([answer(1), answer(2, success=False, corrects=1, exploratory=True)])
    assert [row.id for row in found.counted] == [1]
    assert found.exploratory == 1


def test_an_observation_taken_out_is_told_and_not_counted() -> None:
    found = counting([answer(1), answer(2, corrects=1, excluded=True)])
    assert found.counted == ()
    assert found.excluded == 1


def test_exploratory_observations_are_not_counted() -> None:
    found = counting([answer(1, exploratory=True), answer(2)])
    assert [row.id for row in found.counted] == [2]
    assert found.exploratory == 1


def test_of_one_company_the_first_voice_counts() -> None:
    found = counting([answer(1, voice=7), answer(2, voice=7), answer(3, voice=8), answer(4)])
    assert [row.id for row in found.counted] == [1, 3, 4]
    assert found.same_voice == 1


def test_colleagues_are_worth_less_than_strangers_in_the_effective_size() -> None:
    rows = [answer(place, voice=1 + place // 3) for place in range(30)]
    assert counting(rows).effective == pytest.approx(16.6667, abs=1e-3)  # C5


def test_a_large_company_beside_many_small_ones_is_discounted_by_its_own_size() -> None:
    """Five of one company and five alone: 5 / (1 + 4 × 0.4) + 5, not ten people of companies of five thirds."""
    rows = [answer(place, voice=1) for place in range(1, 6)] + [answer(place, voice=place) for place in range(6, 11)]
    assert counting(rows).effective == pytest.approx(5 / 2.6 + 5)
