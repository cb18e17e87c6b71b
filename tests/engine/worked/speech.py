"""Worked examples of speech: from the lengths of sentences to the rule of `engine.speech`."""

from typing import Any

from tenure.engine.speech.sentences import seconds, too_long
from tests.engine.worked import Calculation


def by_ear(inputs: dict[str, Any]) -> dict[str, Any]:
    lengths = inputs["lengths"]
    return {"flag": [too_long(words) for words in lengths], "seconds": seconds(lengths).tolist()}


CALCULATIONS: dict[str, Calculation] = {"N1": by_ear}
