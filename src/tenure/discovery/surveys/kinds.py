"""What each kind of question takes for an answer, read from what a form or a pasted line sends. Pure.

Stored values by kind: ellis {"used": 0|1|2, "felt": "very"|"somewhat"|"not"}, nps 0..10, westendorp four prices from too
cheap to too expensive, gabor a list of yes or no in the order of the prices asked, segment its number, choice a place,
several a list of places, number a float, text its words, problem whether they have it, true or false.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenure.clients.typed_numbers import number_typed
from tenure.kernel.errors import InvalidValue

ELLIS, NPS, WESTENDORP, GABOR = "ellis", "nps", "westendorp", "gabor"
SEGMENT, CHOICE, SEVERAL, NUMBER, TEXT, PROBLEM = "segment", "choice", "several", "number", "text", "problem"
KINDS = (ELLIS, NPS, WESTENDORP, GABOR, PROBLEM, SEGMENT, CHOICE, SEVERAL, NUMBER, TEXT)
PRICES = (WESTENDORP, GABOR)
FELT = ("very", "somewhat", "not")
# How often lately: not once, once, twice or more; only the last have used it enough to be asked (method 2.10).
USED = (0, 1, 2)
ENOUGH_USED = 2
MOST_PRICE, LONGEST_TEXT = 1e9, 2000
NO, YES = "0", "1"


@dataclass(frozen=True)
class Asked:
    """A question as far as reading answers needs it. choices: how many there are; prices: asked, rising; segments: the
    numbers that may be given."""

    id: int
    kind: str
    required: bool = False
    choices: int = 0
    prices: tuple[float, ...] = ()
    segments: frozenset[int] = field(default_factory=frozenset)

    def name(self, part: str | int = "") -> str:
        """Name of the form field, or of one of its parts."""
        return f"q{self.id}" if part == "" else f"q{self.id}-{part}"


Sent = Mapping[str, Sequence[str]]


def read(asked: Asked, sent: Sent) -> Any:
    """The value of one question, None when it was left out. Raises InvalidValue naming the field."""
    value = READERS[asked.kind](asked, sent)
    if value is None and asked.required:
        raise InvalidValue("answer_missing", field=asked.name())
    return value


def number(text: str, name: str) -> float:
    """A number in the signs of the language. Raises InvalidValue for the field."""
    value = number_typed(text)
    if value is None or abs(value) > MOST_PRICE:
        raise InvalidValue("answer_not_number", field=name, value=text[:40])
    return value


def price(text: str, name: str) -> float:
    """A price: a number not below zero."""
    value = number(text, name)
    if value < 0:
        raise InvalidValue("answer_price_negative", field=name, value=text[:40])
    return value


def _one(sent: Sent, name: str) -> str:
    values = sent.get(name) or ("",)
    return values[0].replace("\x00", "").strip()


def _ellis(asked: Asked, sent: Sent) -> Any:
    used, felt = _one(sent, asked.name("used")), _one(sent, asked.name("felt"))
    if not felt and not used:
        return None
    if used not in {str(times) for times in USED}:
        raise InvalidValue("answer_missing", field=asked.name())
    if felt not in FELT:
        # Who has not used it can hardly miss it: asked of the others only.
        if int(used) < ENOUGH_USED and not felt:
            return {"used": int(used), "felt": ""}
        raise InvalidValue("answer_missing", field=asked.name())
    return {"used": int(used), "felt": felt}


def _nps(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name())
    return None if not text else _place(text, 11, asked.name())


def _westendorp(asked: Asked, sent: Sent) -> Any:
    texts = [_one(sent, asked.name(place)) for place in range(4)]
    if not any(texts):
        return None
    if not all(texts):
        raise InvalidValue("answer_prices_four", field=asked.name())
    return [price(text, asked.name()) for text in texts]


def _gabor(asked: Asked, sent: Sent) -> Any:
    texts = [_one(sent, asked.name(place)) for place in range(len(asked.prices))]
    if not any(texts):
        return None
    if any(text not in (YES, NO) for text in texts):
        raise InvalidValue("answer_prices_each", field=asked.name())
    return [text == YES for text in texts]


def _segment(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name())
    if not text:
        return None
    found = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
    if found not in asked.segments:
        raise InvalidValue("answer_unknown", field=asked.name())
    return found


def _problem(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name())
    return None if not text else bool(_place(text, 2, asked.name()))


def _choice(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name())
    return None if not text else _place(text, asked.choices, asked.name())


def _several(asked: Asked, sent: Sent) -> Any:
    chosen = [text for text in sent.get(asked.name()) or () if text.strip()]
    return sorted({_place(text, asked.choices, asked.name()) for text in chosen}) or None


def _number(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name())
    return None if not text else number(text, asked.name())


def _text(asked: Asked, sent: Sent) -> Any:
    text = _one(sent, asked.name()).replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        raise InvalidValue("survey_answer_long", field=asked.name(), longest=LONGEST_TEXT, length=len(text))
    return text or None


def _place(text: str, count: int, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) < count):
        raise InvalidValue("answer_unknown", field=name)
    return int(text)


READERS: dict[str, Callable[[Asked, Sent], Any]] = {
    ELLIS: _ellis,
    NPS: _nps,
    WESTENDORP: _westendorp,
    GABOR: _gabor,
    SEGMENT: _segment,
    PROBLEM: _problem,
    CHOICE: _choice,
    SEVERAL: _several,
    NUMBER: _number,
    TEXT: _text,
}
