"""The steps of a script as a form: read from what was sent, changed by its buttons; nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import replace

from tenure.conversations.script_steps import MOST_ANSWERS, MOST_STEPS, SAY, Step, StepAnswer, renumbered

NONE = -1  # an answer whose step was not chosen yet


def steps_from(post: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps as typed. An empty answer row is left out; one with words and no step leads to the end."""
    steps = []
    for n in range(1, MOST_STEPS + 2):
        if f"s{n}-text" not in post:
            break
        text = post.get(f"s{n}-text", "").replace("\x00", "")
        kind = "ask" if post.get(f"s{n}-kind") == "ask" else SAY
        steps.append(Step(kind, text, _answers(post, n), post.get(f"s{n}-technique", "")[:30]))
    return tuple(steps)


def _answers(post: Mapping[str, str], n: int) -> tuple[StepAnswer, ...]:
    found = []
    for k in range(1, MOST_ANSWERS + 2):
        words = " ".join(post.get(f"s{n}-a{k}-text", "").replace("\x00", "").split())
        to = whole(post.get(f"s{n}-a{k}-to", ""), NONE)
        if words or to != NONE:
            found.append(StepAnswer(words, max(to, 0)))
    return tuple(found)


def changed(steps: tuple[Step, ...], do: str) -> tuple[Step, ...]:
    """The steps after one of the buttons: add-step, remove-3, up-3, down-3; any other leaves them as they are."""
    what, _dash, which = do.partition("-")
    count, n = len(steps), whole(which, 0)
    if do == "add-step":
        return (*steps, Step(SAY, "")) if count < MOST_STEPS else steps
    if not 1 <= n <= count:
        return steps
    order = list(range(1, count + 1))
    if what == "remove" and count > 1:
        order.remove(n)
    elif what == "up" and n > 1:
        order[n - 2], order[n - 1] = order[n - 1], order[n - 2]
    elif what == "down" and n < count:
        order[n - 1], order[n] = order[n], order[n - 1]
    return renumbered(steps, order)


def rows_of(steps: tuple[Step, ...], do: str) -> tuple[int, ...]:
    """How many answer rows each step shows: what there is, one more to write into, two where one more was asked for."""
    asked = whole(do.removeprefix("answer-"), 0) if do.startswith("answer-") else 0
    return tuple(min(MOST_ANSWERS, len(step.answers) + (3 if n == asked else 1)) for n, step in enumerate(steps, 1))


def blank() -> tuple[Step, ...]:
    """What a new script begins with: a first phrase and a question."""
    return (Step(SAY, "", (StepAnswer("", 2),)), replace(Step("ask", ""), technique="open_questions"))


def whole(text: str, otherwise: int) -> int:
    """A whole number of few digits, else `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise
