"""The `tenure` command. Each subcommand's module is loaded only when it is asked for, so that all start quickly."""

import importlib
import os
import sys

import click
import typer

from tenure import __version__
from tenure.config.environment import BadConfiguration
from tenure.kernel.errors import TenureError

# name: (module of the command, needs the database, one line of help)
COMMANDS = {
    "init": ("tenure.cli.init", True, "Prepare the database and the first administrator."),
    "demo": ("tenure.cli.demo", True, "Create a demo company to look around in."),
    "serve": ("tenure.cli.serve", True, "Serve the pages and run the jobs."),
    "work": ("tenure.cli.work", True, "Run the jobs alone (serve does this by itself)."),
    "import": ("tenure.cli.imports", True, "Import a file of orders."),
    "score": ("tenure.cli.score", False, "Score the clients of a file, without a database."),
    "rescore": ("tenure.cli.rescore", True, "Compute all scores and today's tasks again."),
    "today": ("tenure.cli.today", True, "Print today's ranked list."),
    "export": ("tenure.cli.export", True, "Write the client list to a file."),
    "backup": ("tenure.cli.backup", True, "Write everything into one file, while running."),
    "restore": ("tenure.cli.restore", True, "Put a backup back and prove it."),
    "doctor": ("tenure.cli.doctor", True, "Check the installation and say what to mend."),
    "user": ("tenure.cli.user", True, "Add a user or set a new password."),
}


class LazyCommands(click.Group):
    """A click group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, needs_database, _ = COMMANDS[name]
        if needs_database:
            prepare_django()
        command = typer.main.get_command(importlib.import_module(module).app)
        command.name = name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


def prepare_django() -> None:
    """Load settings and apps; the database itself is not touched yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    import django

    django.setup()


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tenure")
def commands() -> None:
    """Tenure: whom to work with today, why, and what it is worth."""


def main() -> None:
    """Run a command; 0 done, 2 bad input (one sentence on stderr, nothing written), 1 our fault."""
    try:
        commands(prog_name="tenure")
    except BadConfiguration as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except TenureError as error:
        from tenure.kernel.problems import sentence

        print(sentence(error), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
