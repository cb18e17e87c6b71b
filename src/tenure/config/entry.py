"""The `tenure` command. Each subcommand's module is loaded only when it is asked for, so that all start quickly."""

import errno
import importlib
import os
import re
import sys
from dataclasses import dataclass
from enum import Enum

from tenure import __version__
from tenure.config.environment import BadConfiguration
from tenure.kernel.errors import BadInput, TenureError


class Needs(Enum):
    """What a command stands on before it starts."""

    NOTHING = 0
    SETTINGS = 1
    PREPARED_DATABASE = 2
    PREPARED_DATABASE_WITH_DB = 3  # only where the command line says --db


@dataclass(frozen=True)
class Command:
    """Where a subcommand lives, what it needs and one line about it."""

    module: str
    needs: Needs
    help: str


COMMANDS = {
    "init": Command("tenure.cli.init", Needs.SETTINGS, "Prepare the database and the first administrator."),
    "demo": Command("tenure.cli.demo", Needs.SETTINGS, "Create a demo company to look around in."),
    "serve": Command("tenure.cli.serve", Needs.PREPARED_DATABASE, "Serve the pages and run the jobs."),
    "work": Command("tenure.cli.work", Needs.PREPARED_DATABASE, "Run the jobs alone (serve does this by itself)."),
    "job": Command("tenure.cli.job", Needs.PREPARED_DATABASE, "Carry out one claimed job (the worker calls it)."),
    "import": Command("tenure.cli.imports", Needs.PREPARED_DATABASE, "Import a file of orders."),
    "score": Command("tenure.cli.score", Needs.NOTHING, "Score the clients of a file, without a database."),
    "fit": Command("tenure.cli.fit", Needs.PREPARED_DATABASE_WITH_DB, "Fit a model to a file of orders."),
    "backtest": Command(
        "tenure.cli.backtest", Needs.PREPARED_DATABASE_WITH_DB, "Test the forecasts on past days of these orders."
    ),
    "report": Command(
        "tenure.cli.report", Needs.PREPARED_DATABASE_WITH_DB, "Write a page that shows how far to trust the forecasts."
    ),
    "rescore": Command("tenure.cli.rescore", Needs.PREPARED_DATABASE, "Compute all scores and today's tasks again."),
    "today": Command("tenure.cli.today", Needs.PREPARED_DATABASE, "Print today's ranked list."),
    "brief": Command("tenure.cli.brief", Needs.PREPARED_DATABASE, "Print the page to read before a contact."),
    "venture": Command(
        "tenure.cli.venture", Needs.PREPARED_DATABASE, "Take a venture out as a file, or in; print its report."
    ),
    "export": Command("tenure.cli.export", Needs.PREPARED_DATABASE, "Write the client list to a file."),
    "lint-script": Command(
        "tenure.cli.lint_script", Needs.NOTHING, "Say what to mend in a script or a message, without a database."
    ),
    "backup": Command("tenure.cli.backup", Needs.PREPARED_DATABASE, "Write everything into one file, while running."),
    "restore": Command("tenure.cli.restore", Needs.SETTINGS, "Put a backup back and prove it."),
    "doctor": Command("tenure.cli.doctor", Needs.SETTINGS, "Check the installation and say what to mend."),
    "retention": Command(
        "tenure.cli.retention", Needs.PREPARED_DATABASE, "Let go of what has outlived its storage period."
    ),
    "reseal": Command("tenure.cli.reseal", Needs.PREPARED_DATABASE, "Seal the sensitive facts with a new key."),
    "user": Command("tenure.cli.user", Needs.PREPARED_DATABASE, "Add a user or set a new password."),
}


def prepare_django() -> None:
    """Load settings and apps; the database itself is not touched yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    import django

    django.setup()


def overview() -> str:
    """What `tenure --help` prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "Tenure: whom to work with today, why, and what it is worth.",
            "",
            "Usage: tenure COMMAND [OPTIONS]        (tenure COMMAND --help says more, with an example)",
            "       tenure --version",
            "",
            *lines,
        ]
    )


def run(arguments: list[str]) -> None:
    """Run one command line. Raises what the command raises; wrong usage ends with exit code 2."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return
    name, *rest = arguments
    if name == "--version":
        print(f"tenure {__version__}")
        return
    if name not in COMMANDS:
        print(f"There is no command “{name}”. Commands: {', '.join(COMMANDS)}.", file=sys.stderr)
        sys.exit(2)
    command = COMMANDS[name]
    rest = ["--help" if word == "-h" else word for word in rest]
    needs = command.needs
    if needs is Needs.PREPARED_DATABASE_WITH_DB:
        needs = Needs.PREPARED_DATABASE if "--db" in rest else Needs.NOTHING
    if needs is not Needs.NOTHING:
        prepare_django()
    if needs is Needs.PREPARED_DATABASE and "--help" not in rest:
        from tenure.kernel.database import require_prepared

        require_prepared()
        act_as_the_company()
    import typer

    typer.main.get_command(importlib.import_module(command.module).app).main(args=rest, prog_name=f"tenure {name}")


def act_as_the_company() -> None:
    """The company's language for everything the command prints, and its days."""
    from django.utils import timezone, translation

    from tenure.privacy.workspace import current_workspace

    workspace = current_workspace()
    if workspace is not None:
        translation.activate(workspace.language)
        timezone.activate(workspace.time_zone)


def main() -> None:
    """The console script; 0 done, 2 bad input (one sentence on stderr, nothing written), 1 our fault."""
    # The engine's matrices are small: waking a thread for each costs five times the work itself.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        run(sys.argv[1:])
    except BadConfiguration as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except TenureError as error:
        say(error)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say(BadInput("disk_full", place=error.filename or "Tenure"))
    except Exception as error:
        from django.db import OperationalError

        if not isinstance(error, OperationalError):
            raise
        from tenure.kernel.database import unreachable

        say(unreachable(error))


def say(error: TenureError) -> None:
    """Print the sentence for the error and end with exit code 2."""
    from django.conf import settings

    from tenure.kernel.problems import sentence

    if not settings.configured:  # a command without a database still speaks English
        settings.configure(USE_I18N=False)
    # A hostile file name must not move the cursor or repaint the terminal.
    print(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", sentence(error)), file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
