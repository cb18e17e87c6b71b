"""A script as plain text, for files: a line a step, its answers under it. Pure.

1. ask [open_questions]: How do you order today?
> By phone -> 2
> Not at all -> end
2. say: Thank you.
> -> end
"""

import re
from collections.abc import Sequence

from tenure.conversations.script_steps import END, Step, StepAnswer
from tenure.kernel.errors import BadInput

STEP = re.compile(r"^\s*(\d+)\.\s*(say|ask)\s*(?:\[(\w*)\])?\s*:\s?(.*)$")
ANSWER = re.compile(r"^\s*>\s*(.*?)\s*->\s*(\d+|end)\s*$")
LARGEST = 1_000_000  # characters of a file


def is_script(text: str) -> bool:
    """Whether a text is written as a script, and not as a mere message."""
    return any(STEP.match(line) for line in text[:LARGEST].splitlines())


def parsed(text: str) -> tuple[Step, ...]:
    """The steps of a text. Raises BadInput naming the first line that cannot be read."""
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        step, answer = STEP.match(line), ANSWER.match(line)
        if step:
            if int(step.group(1)) != len(steps) + 1:
                raise BadInput("script_text_order", line=number, found=step.group(1), expected=len(steps) + 1)
            steps.append(Step(step.group(2), step.group(4).strip(), (), step.group(3) or ""))
        elif not line.strip():
            continue
        elif not steps:
            raise BadInput("script_text_before", line=number, value=line.strip()[:60])
        elif answer:
            to = END if answer.group(2) == "end" else int(answer.group(2))
            steps[-1] = _with(steps[-1], answer=StepAnswer(answer.group(1), to))
        else:
            steps[-1] = _with(steps[-1], line=line.strip())
    return tuple(steps)


def written(steps: Sequence[Step]) -> str:
    """The steps as text; `parsed` reads them back."""
    lines = []
    for number, step in enumerate(steps, 1):
        card = f" [{step.technique}]" if step.technique else ""
        lines.append(f"{number}. {step.kind}{card}: " + step.text)
        lines += [
            "> " + (f"{answer.text} " if answer.text else "") + f"-> {answer.to or 'end'}" for answer in step.answers
        ]
    return "\n".join(lines) + "\n"


def _with(step: Step, *, answer: StepAnswer | None = None, line: str = "") -> Step:
    text = f"{step.text}\n{line}" if line else step.text
    return Step(step.kind, text, (*step.answers, *([answer] if answer else [])), step.technique)
