"""The pages of docs/ that are written from the program itself: `python -m tenure.config.documents` renews them."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tenure.config.entry import COMMANDS, Needs, prepare_django
from tenure.config.environment import VARIABLES

DOCS = Path(__file__).resolve().parents[3] / "docs"
COMMANDS_HEAD = """# Commands

Written from `tenure COMMAND --help` by `python -m tenure.config.documents`.
Exit codes: 0 done; 2 bad input, one sentence on stderr, nothing written; 1 our fault.
"""
SETTINGS_HEAD = """# Settings

All by environment variables, checked together at start: a mistyped name or value stops the program and says what is
allowed. Written by `python -m tenure.config.documents`.
"""


def commands_page() -> str:
    """Every command with its options and its example, as Markdown."""
    if any(command.needs is not Needs.NOTHING for command in COMMANDS.values()):
        prepare_django()
    parts = [COMMANDS_HEAD]
    for name, entry in COMMANDS.items():
        command = typer.main.get_command(importlib.import_module(entry.module).app)
        parts += [_section(path, leaf) for path, leaf in _leaves(f"tenure {name}", command)]
    return "\n".join(parts)


def _leaves(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    """(full name, command) of the command itself or of each of its subcommands."""
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
        return
    for name, child in children.items():
        yield from _leaves(f"{path} {name}", child)


def _section(path: str, command: Any) -> str:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option" and param.name != "help"]
    usage = " ".join([path, *(str(param.name).upper() for param in arguments), *(["[OPTIONS]"] if options else [])])
    lines = [f"## {path}", "", (command.help or "").strip(), "", f"    {usage}", ""]
    lines += [f"- `{str(param.name).upper()}`: {param.help or ''}" for param in arguments]
    lines += [f"- {' '.join(f'`{flag}`' for flag in param.opts)}: {param.help or ''}" for param in options]
    lines += ["", (command.epilog or "").strip(), ""]
    return "\n".join(lines)


def settings_page() -> str:
    """Every variable with its meaning, as Markdown."""
    rows = [f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items()]
    return "\n".join([SETTINGS_HEAD, "| variable | meaning |", "|---|---|", *rows, ""])


def main() -> None:
    """Write both pages."""
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
