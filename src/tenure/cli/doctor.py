"""`tenure doctor`: look the installation over and say what to mend."""

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from tenure.journeys.keeping.check_installation import check_installation

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure doctor

Exit code 0 when all is well or only worth knowing, 2 when something has to be mended.
"""
MARKS = {"good": "[green]✓[/]", "notice": "[yellow]•[/]", "bad": "[red]✗[/]"}


@app.command(epilog=EXAMPLE)
def doctor() -> None:
    """Check the installation and say what to mend."""
    console = Console(highlight=False, soft_wrap=True)
    bad = 0
    for finding in check_installation():
        console.print(f"{MARKS[finding.state]} {finding.name:<13}", end="")
        console.print(finding.text, markup=False)
        bad += finding.state == "bad"
    if bad:
        console.print(ngettext("%(count)s thing to mend.", "%(count)s things to mend.", bad) % {"count": bad})
        raise typer.Exit(2)
    console.print(_("All is well."))
