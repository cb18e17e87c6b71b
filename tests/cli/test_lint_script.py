"""`tenure lint-script`: a script, a message, and files that are neither."""

from pathlib import Path

import pytest

from tenure.cli.lint_script import app
from tests.cli.in_process import refused, told


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "talk.txt"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_what_to_mend_in_a_script_is_said_with_its_step(tmp_path: Path) -> None:
    file = written(tmp_path, "1. ask: Do you like it?\n> Yes -> 2\n2. say: Thank you.\n")
    printed = told(app, file)
    assert "step 1: It can be answered with yes or no." in printed
    assert "Step 2 is a dead end" in printed


def test_a_message_is_read_line_by_line(tmp_path: Path) -> None:
    file = written(tmp_path, "Добрый день.\n\nЭто выгодно, не правда ли?\n")
    assert "line 3:" in told(app, file, "--language", "ru")


def test_a_good_one_is_called_so(tmp_path: Path) -> None:
    assert told(app, written(tmp_path, "1. say: Thank you.\n> -> end\n")) == "Nothing to mend.\n"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_000_001, b"2. say: Hello."])
def test_a_file_that_is_no_text_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(app, written(tmp_path, content))


def test_a_missing_file_and_an_unknown_language_are_refused(tmp_path: Path) -> None:
    assert refused(app, tmp_path / "absent.txt")
    assert refused(app, written(tmp_path, "Hello."), "--language", "de")
