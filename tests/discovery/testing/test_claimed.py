"""The share a claim names and the one its test decides at."""

import pytest

from tenure.discovery.testing.claimed import Gap, claimed_share, gap, usual_share


@pytest.mark.parametrize(
    ("threshold", "unit", "share"),
    [(40, "%", 0.4), (0.4, "", 0.4), (0.3, "share", 0.3), (2.5, "% a month", 0.025)],
)
def test_a_claim_names_a_share_in_per_cent_or_as_a_part_of_one(threshold: float, unit: str, share: float) -> None:
    assert claimed_share(threshold, unit) == pytest.approx(share)


@pytest.mark.parametrize(
    ("threshold", "unit"), [(None, "%"), (15, "€"), (1, "order"), (150, "%"), (0, "%"), (100, "%")]
)
def test_other_numbers_are_no_shares(threshold: float | None, unit: str) -> None:
    assert claimed_share(threshold, unit) is None


def test_a_test_at_the_share_of_its_claim_proves_just_that() -> None:
    assert gap(0.4, threshold=40, unit="%", direction="at_least") is None


def test_below_the_claim_a_yes_proves_too_little() -> None:
    assert gap(0.05, threshold=40, unit="%", direction="at_least") == Gap("below", 0.4, 0.05)


def test_above_the_claim_a_no_refutes_too_much() -> None:
    assert gap(0.4, threshold=0.3, unit="", direction="at_least") == Gap("above", 0.3, 0.4)


def test_a_claim_of_at_most_is_tested_by_what_does_not_happen() -> None:
    assert gap(0.4, threshold=3, unit="%", direction="at_most") == Gap("opposite", 0.03, 0.97)
    assert gap(0.97, threshold=3, unit="%", direction="at_most") is None


def test_only_a_share_wanted_at_least_so_high_fills_in_a_card() -> None:
    assert usual_share(30, "%", "at_least") == pytest.approx(0.3)
    assert usual_share(3, "%", "at_most") is None
