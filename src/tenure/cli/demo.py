"""`tenure demo`: a made-up company to look around in."""

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console

from tenure.journeys.demo.demo_company import create_demo_company
from tenure.kernel.errors import BadInput
from tenure.privacy.public_sign_ins import PEOPLE, PUBLIC_PASSWORD

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    TENURE_DEMO=1 TENURE_HOME=./demo tenure demo

    TENURE_DEMO=1 TENURE_HOME=./demo tenure serve

Everybody knows the demo's password, so it needs TENURE_DEMO=1 and is served on this machine only.
"""
PHASES = {
    "generating": "Making up three years of orders of 400 clients",
    "importing": "Importing them",
    "assigning": "Sharing the clients out",
    "scoring": "Scoring every client",
    "working": "Working a morning",
    "knowing": "Writing down what is known of the clients",
    "searching": "Telling the search for a new business, from the first talk to a company",
}


@app.command(epilog=EXAMPLE)
def demo() -> None:
    """Create a demo company to look around in; run again, it changes nothing."""
    if not settings.TENURE_DEMO:
        raise BadInput("demo_not_asked_for")
    console = Console(highlight=False)
    with console.status("…") as status:
        report = create_demo_company(progress=lambda phase: status.update(PHASES[phase] + " …"))
    if report.made:
        console.print(
            _("The demo company is ready. Clients: %(clients)s, order lines: %(lines)s.")
            % {"clients": report.clients, "lines": report.lines}
        )
        console.print(_("To try an import, take %(file)s") % {"file": report.next_file}, soft_wrap=True)
    else:
        console.print(_("The demo company is there already."))
    console.print(_("Sign in with the password “%(password)s” as:") % {"password": PUBLIC_PASSWORD})
    for person in PEOPLE:
        console.print(f"  {person.email:<22} {person.name}, {person.role.replace('_', ' ')}", markup=False)
