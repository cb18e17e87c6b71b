"""`tenure init`: lay out the database and make the company and its first administrator."""

import sys
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from tenure.discovery.economics.earlier_draws import redraw_earlier
from tenure.discovery.hypotheses.earlier_rules import recount_beliefs
from tenure.journeys.find_everything import index_everything
from tenure.journeys.keeping.sealing_keys import prepare_sealing
from tenure.journeys.new_company import start_company
from tenure.kernel.database import describe, layout, prepare
from tenure.kernel.errors import BadInput
from tenure.privacy.users import users_exist
from tenure.privacy.workspace import FirstAdministrator, WorkspaceView, check_start, current_workspace, in_time_of

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure init --admin-email ana@example.com

What is missing is asked for, unless --no-input is given. Run it again after every upgrade: it brings the database
to the new version and otherwise changes nothing.
"""


@app.command(epilog=EXAMPLE)
def init(
    admin_email: Annotated[str, typer.Option(help="E-mail of the first administrator.")] = "",
    admin_password: Annotated[
        str, typer.Option(help="Password, at least 10 characters; asked for when left out.")
    ] = "",
    admin_name: Annotated[str, typer.Option(help="Name of the first administrator.")] = "",
    name: Annotated[str, typer.Option(help="Name of the company.")] = "",
    currency: Annotated[
        str, typer.Option(help="Currency of the company, a three-letter code; it stays for good.")
    ] = "",
    language: Annotated[str, typer.Option(help="Language of the first administrator: en, ru or ro.")] = "en",
    time_zone: Annotated[str, typer.Option(help="Time zone, e.g. Europe/Chisinau.")] = "",
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
) -> None:
    """Prepare the database and the first administrator."""
    if layout().prepared:
        _bring_up_to_date()
        if users_exist():
            print(_("%(database)s is ready; nothing else to do.") % {"database": describe()})
            return
    if not admin_email and no_input:
        prepare()
        prepare_sealing()
        print(_("%(database)s is ready. Run: tenure serve, and make the administrator in the browser.") % _place())
        return
    try:
        wanted, administrator = _answers(
            name, currency, language, time_zone, admin_name, admin_email, admin_password, no_input
        )
    except typer.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise  # a person broke off
        raise BadInput("init_no_answers") from None
    check_start(wanted=wanted, administrator=administrator)
    prepare()
    prepare_sealing()
    start_company(wanted=wanted, administrator=administrator)
    print(_("%(database)s is ready. Sign in as %(email)s after: tenure serve") % _place(email=administrator.email))


def _bring_up_to_date() -> None:
    steps = layout().to_make
    prepare()
    prepare_sealing()
    index_everything()
    with in_time_of(current_workspace()):
        while recount_beliefs():
            pass
        redraw_earlier()
    if steps:
        print(_("The database was brought to this version."))


def _place(**values: str) -> dict[str, str]:
    return {"database": describe(), "home": str(settings.TENURE_HOME), **values}


def _answers(
    name: str, currency: str, language: str, time_zone: str, who: str, email: str, password: str, no_input: bool
) -> tuple[WorkspaceView, FirstAdministrator]:
    """Fill in what was not given: by asking, or with plain defaults when asking is not wanted."""
    if no_input:
        if not password:
            raise BadInput("init_needs_password")
        name, who = name or "Tenure", who or email.partition("@")[0] or email
    else:
        name = name or typer.prompt(_("Name of the company"))
        currency = currency or typer.prompt(_("Currency"), default="EUR")
        time_zone = time_zone or typer.prompt(_("Time zone"), default="UTC")
        who = who or typer.prompt(_("Your name"))
        email = email or typer.prompt(_("Your e-mail"))
        password = password or typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    wanted = WorkspaceView(
        name=name, currency=(currency or "EUR").upper(), language=language, time_zone=time_zone or "UTC"
    )
    return wanted, FirstAdministrator(name=who, email=email, password=password)
