"""What can be given as an input, and what each refusal says."""

import pytest

from tenure.discovery.economics.inputs import InputValue, checked
from tenure.engine.evidence.proportions import posterior
from tenure.kernel.errors import InvalidValue
from tenure.kernel.problems import sentence


def refusal(metric: str, given: InputValue) -> tuple[str, str, str]:
    with pytest.raises(InvalidValue) as caught:
        checked(metric, given)
    problem = caught.value.problem
    return problem.code, str(problem.data["field"]), sentence(caught.value)


def test_a_range_keeps_its_value_and_a_single_number_is_known() -> None:
    ranged = checked("price", InputValue(27.0, 24.0, 33.0))
    assert ranged is not None
    assert (ranged.low, ranged.high, ranged.shape) == (24.0, 33.0, "triangular")
    alone = checked("price", InputValue(27.0))
    assert alone is not None
    assert alone.shape == "known"
    assert checked("price", InputValue(None)) is None


def test_counts_give_the_value_and_the_plausible_range() -> None:
    counted = checked("conversion", InputValue(None, successes=35, trials=1000))
    assert counted is not None
    assert counted.value == 0.035
    assert (counted.low, counted.high) == posterior(35, 1000).interval(0.8)
    assert not counted.assumed


def test_a_conversion_above_everybody_is_refused_in_words() -> None:
    code, field, text = refusal("conversion", InputValue(1.2))
    assert (code, field) == ("economics_share_over", "conversion_value")
    assert "C1" in text
    assert "120" in text
    assert "100\u00a0%" in text.replace(" %", "\u00a0%")


@pytest.mark.parametrize(
    ("metric", "given", "code", "field"),
    [
        ("price", InputValue(-5.0), "economics_negative", "price_value"),
        ("price", InputValue(5.0, -1.0, 9.0), "economics_negative", "price_low"),
        ("price", InputValue(5.0, 9.0, 4.0), "economics_range_turned", "price_low"),
        ("price", InputValue(5.0, 6.0, 9.0), "economics_value_outside", "price_value"),
        ("price", InputValue(5.0, 4.0), "economics_range_half", "price_high"),
        ("price", InputValue(None, 4.0, 6.0), "economics_value_missing", "price_value"),
        ("price", InputValue(1e13), "economics_too_large", "price_value"),
        ("price", InputValue(float("nan")), "economics_too_large", "price_value"),
        ("price", InputValue(5.0, 0.0, 9.0, "lognormal"), "economics_skewed_zero", "price_low"),
        ("conversion", InputValue(0.5, 0.1, 0.9, "lognormal"), "economics_skewed_share", "conversion_low"),
        ("conversion", InputValue(None, successes=5, trials=3), "economics_counts_turned", "conversion_successes"),
        ("conversion", InputValue(None, successes=5), "economics_counts_missing", "conversion_trials"),
        ("orders", InputValue(None, successes=5, trials=9), "economics_not_counted", "orders_value"),
        ("orders", InputValue(2.0, basis="x" * 251), "economics_text_long", "orders_basis"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(metric: str, given: InputValue, code: str, field: str) -> None:
    found = refusal(metric, given)
    assert found[:2] == (code, field)
    assert found[2]
