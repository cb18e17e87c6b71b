"""Every command and every setting is documented, and the documents are those of this version."""

import importlib
import re

import pytest
import typer

from tenure.config import documents
from tenure.config.entry import COMMANDS
from tenure.config.environment import VARIABLES


def test_the_page_of_commands_is_up_to_date() -> None:
    assert (documents.DOCS / "commands.md").read_text(encoding="utf-8") == documents.commands_page()


def test_the_page_of_settings_is_up_to_date() -> None:
    assert (documents.DOCS / "settings.md").read_text(encoding="utf-8") == documents.settings_page()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_and_explains_its_options(name: str) -> None:
    command = typer.main.get_command(importlib.import_module(COMMANDS[name].module).app)
    for path, leaf in documents._leaves(f"tenure {name}", command):
        assert f"tenure {name}" in (leaf.epilog or ""), f"{path} --help has no example"
        assert [param.name for param in leaf.params if not getattr(param, "help", None)] == [], path


def test_the_program_reads_no_variable_that_is_not_documented() -> None:
    source = documents.DOCS.parent / "src" / "tenure"
    read = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r"[\"'](TENURE_[A-Z_]+)[\"']", path.read_text("utf-8"))
    }
    settings = {"TENURE_HOME", "TENURE_DEMO", "TENURE_WEB_WORKERS"}
    assert read - set(VARIABLES) - settings == set()


def test_the_readme_shows_a_picture_that_exists() -> None:
    readme = documents.DOCS.parent / "README.md"
    for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text("utf-8")):
        if "://" not in target:
            assert (readme.parent / target).exists(), target
