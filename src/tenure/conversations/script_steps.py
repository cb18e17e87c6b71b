"""The steps of a branching script: what leads where, where a talk is stuck, a path through it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenure.kernel.errors import InvalidValue

SAY, ASK = "say", "ask"
KINDS = (SAY, ASK)
END = 0
MOST_STEPS, MOST_ANSWERS, LONGEST_TEXT, LONGEST_ANSWER = 60, 9, 2000, 160
LONGEST_PATH = 200


@dataclass(frozen=True)
class StepAnswer:
    """What the client may answer, and the number of the step it leads to; 0 is the end of the talk."""

    text: str
    to: int


@dataclass(frozen=True)
class Step:
    """One thing to say or ask. technique: code of the card shown beside it, or empty."""

    kind: str
    text: str
    answers: tuple[StepAnswer, ...] = ()
    technique: str = ""

    @property
    def onward(self) -> int:
        """The step that follows without a word of the client: said, and one way on without a text; else 0."""
        return self.answers[0].to if self.kind == SAY and len(self.answers) == 1 and not self.answers[0].text else 0


@dataclass(frozen=True)
class ShapeFault:
    """kind: "dead_end" (nothing leads on), "unreachable" (nothing leads here), "circle" (steps that come back to the
    first of them), "trap" (no way from here to the end); steps: their numbers."""

    kind: str
    steps: tuple[int, ...]


def stored(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as they are kept."""
    return [
        {"kind": step.kind, "text": step.text, "technique": step.technique,
         "answers": [[answer.text, answer.to] for answer in step.answers]}
        for step in steps
    ]  # fmt: skip


def read(rows: Sequence[dict[str, Any]]) -> tuple[Step, ...]:
    """The steps as they were kept."""
    return tuple(
        Step(row["kind"], row["text"], tuple(StepAnswer(text, to) for text, to in row["answers"]), row["technique"])
        for row in rows
    )


def checked(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps ready to store: empty answers left out. Raises InvalidValue naming the step and the value."""
    if not any(step.text.strip() for step in steps):
        raise InvalidValue("script_without_steps", field="steps")
    if len(steps) > MOST_STEPS:
        raise InvalidValue("script_too_many_steps", field="steps", count=len(steps), most=MOST_STEPS)
    return tuple(_checked_step(step, number, len(steps)) for number, step in enumerate(steps, 1))


def _checked_step(step: Step, number: int, count: int) -> Step:
    text = step.text.replace("\r\n", "\n").strip()
    field = f"s{number}-text"
    if not text:
        raise InvalidValue("script_step_empty", field=field, step=number)
    if len(text) > LONGEST_TEXT:
        raise InvalidValue("script_step_long", field=field, step=number, length=len(text), longest=LONGEST_TEXT)
    answers = tuple(_checked_answer(answer, number, count) for answer in step.answers)
    if len(answers) > MOST_ANSWERS:
        raise InvalidValue("script_too_many_answers", field=field, step=number, most=MOST_ANSWERS)
    return Step(step.kind if step.kind in KINDS else SAY, text, answers, step.technique[:30])


def _checked_answer(answer: StepAnswer, number: int, count: int) -> StepAnswer:
    text = " ".join(answer.text.split())
    if len(text) > LONGEST_ANSWER:
        raise InvalidValue(
            "script_answer_long", field=f"s{number}-text", step=number, length=len(text), longest=LONGEST_ANSWER
        )
    if not 0 <= answer.to <= count:
        raise InvalidValue("script_leads_nowhere", field=f"s{number}-text", step=number, to=answer.to, count=count)
    return StepAnswer(text, answer.to)


def shape_faults(steps: Sequence[Step]) -> tuple[ShapeFault, ...]:
    """What makes a script hard to follow to its end; none of it forbids to keep it."""
    reached = reachable(steps, 1)
    faults = [ShapeFault("dead_end", (n,)) for n, step in enumerate(steps, 1) if not step.answers]
    faults += [ShapeFault("unreachable", (n,)) for n in range(1, len(steps) + 1) if n not in reached]
    faults += [ShapeFault("circle", one) for one in circles(steps)]
    ending = _ending(steps)
    dead = {n for n, step in enumerate(steps, 1) if not step.answers}
    trapped = tuple(n for n in sorted(reached) if n not in ending and not dead & reachable(steps, n))
    return (*faults, *([ShapeFault("trap", trapped)] if trapped else []))


def reachable(steps: Sequence[Step], start: int) -> set[int]:
    """Numbers of the steps a talk can come to from `start`, itself included."""
    found: set[int] = set()
    waiting = [start] if steps else []
    while waiting:
        at = waiting.pop()
        if at in found or not 1 <= at <= len(steps):
            continue
        found.add(at)
        waiting += [answer.to for answer in steps[at - 1].answers]
    return found


def _ending(steps: Sequence[Step]) -> set[int]:
    """Steps from which the end can be reached."""
    found: set[int] = set()
    grown = True
    while grown:
        more = {
            n for n, step in enumerate(steps, 1)
            if n not in found and any(answer.to == END or answer.to in found for answer in step.answers)
        }  # fmt: skip
        grown = bool(more)
        found |= more
    return found


def circles(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    """The ways back: for each answer that leads to a step already passed, the steps between; each circle once."""
    found: dict[frozenset[int], tuple[int, ...]] = {}
    passed: set[int] = set()
    trail: list[int] = []
    for start in range(1, len(steps) + 1):
        if start in passed:
            continue
        waiting = [(start, False)]
        while waiting:
            at, leaving = waiting.pop()
            if leaving:
                trail.pop()
                continue
            if at in passed:
                continue
            passed.add(at)
            trail.append(at)
            waiting.append((at, True))
            for answer in steps[at - 1].answers:
                if answer.to in trail:
                    circle = tuple(trail[trail.index(answer.to) :])
                    found.setdefault(frozenset(circle), circle)
                elif answer.to != END:
                    waiting.append((answer.to, False))
    return list(found.values())


@dataclass(frozen=True)
class Passed:
    """A step of the talk so far, and what the client answered to it."""

    number: int
    step: Step
    answer: str


def follow(steps: Sequence[Step], choices: Sequence[int]) -> tuple[tuple[Passed, ...], int]:
    """The steps passed by these choices (1 is the first answer) and the number of the step the talk is at; 0: ended.

    A choice that the step does not offer ends the reading there: the path so far stays.
    """
    at, trail = (1 if steps else END), []
    for choice in choices[:LONGEST_PATH]:
        if at == END or not 1 <= choice <= len(steps[at - 1].answers):
            break
        step = steps[at - 1]
        answer = step.answers[choice - 1]
        trail.append(Passed(at, step, answer.text))
        at = answer.to
    return tuple(trail), at


def renumbered(steps: Sequence[Step], order: Sequence[int]) -> tuple[Step, ...]:
    """The steps in a new order (numbers of the old ones; absent ones are left out), answers led to the same steps."""
    new = {old: at for at, old in enumerate(order, 1)}
    return tuple(
        replace(
            steps[old - 1],
            answers=tuple(replace(one, to=new.get(one.to, 0)) for one in steps[old - 1].answers),
        )
        for old in order
    )
