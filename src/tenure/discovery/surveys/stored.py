"""Whether a stored answer is what its question takes: what comes in by a file was read by no form. Pure."""

from typing import Any

from tenure.discovery.surveys import kinds


def is_answer(asked: kinds.Asked, value: Any) -> bool:
    """Whether `surveys.kinds` could have stored this value for this question."""
    if asked.kind in (kinds.WESTENDORP, kinds.GABOR, kinds.SEVERAL):
        return isinstance(value, list) and _are_answers(asked, value)
    fitting = {
        kinds.ELLIS: isinstance(value, dict)
        and value.get("used") in kinds.USED
        and value.get("felt") in (*kinds.FELT, ""),
        kinds.TEXT: isinstance(value, str),
        kinds.NUMBER: _number(value),
        kinds.PROBLEM: isinstance(value, bool),
        kinds.NPS: _place(value, 11),
        kinds.CHOICE: _place(value, asked.choices),
    }
    return fitting.get(asked.kind, False)


def _are_answers(asked: kinds.Asked, values: list[Any]) -> bool:
    if asked.kind == kinds.WESTENDORP:
        return len(values) == 4 and all(_number(one) and one >= 0 for one in values)
    if asked.kind == kinds.GABOR:
        return len(values) == len(asked.prices) and all(isinstance(one, bool) for one in values)
    return all(_place(one, asked.choices) for one in values)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= kinds.MOST_PRICE


def _place(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
