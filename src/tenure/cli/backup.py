"""`tenure backup`: everything into one file, while people go on working."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from tenure.journeys.keeping.back_up import back_up
from tenure.kernel.formats import number

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure backup /mnt/backups/tenure-monday.zip

Without a name the file goes into the backups folder of TENURE_HOME. The secret key is not inside; after a restore on
another machine everyone signs in again.
"""


@app.command(epilog=EXAMPLE)
def backup(
    file: Annotated[Path | None, typer.Argument(help="File to write; it must not exist yet.")] = None,
) -> None:
    """Write everything into one file, while running."""
    report = back_up(file)
    print(
        _(
            "%(file)s is written and checked. Rows: %(rows)s, size: %(size)s MB. Put it back with: tenure restore %(file)s"
        )
        % {"file": report.path, "rows": number(report.rows), "size": number(report.bytes / 1e6, 1)}
    )
