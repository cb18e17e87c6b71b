"""A command run inside the test's own process: quicker than a process of its own where only words matter."""

from pathlib import Path

import typer
from django.utils import translation
from typer.testing import CliRunner

from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence


def told(app: typer.Typer, *arguments: str | Path) -> str:
    """What the command prints; raises what it raises."""
    with translation.override("en"):
        answer = CliRunner().invoke(app, [str(word) for word in arguments], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def refused(app: typer.Typer, *arguments: str | Path) -> str:
    """The sentence with which the command refuses; fails when it does not."""
    with translation.override("en"):
        try:
            answer = CliRunner().invoke(app, [str(word) for word in arguments], catch_exceptions=False)
        except BadInput as error:
            return sentence(error)
    raise AssertionError(f"not refused: {answer.output}")
