"""`tenure user`: add an account or set a new password from the machine itself, e.g. when nobody can sign in."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.users import add_user, find_user, set_password

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Add a user or set a new password.")
ADD_EXAMPLE = 'Example:\n\n    tenure user add elena@example.com --name "Elena Ceban" --role salesperson'
RENEW_EXAMPLE = "Example:\n\n    tenure user password elena@example.com"
Password = Annotated[str, typer.Option(help="At least 10 characters; asked for when left out.")]


@app.command(epilog=ADD_EXAMPLE)
def add(
    email: Annotated[str, typer.Argument(help="E-mail, the name to sign in with.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[str, typer.Option(help="salesperson, head_of_sales, analyst or administrator.")] = "salesperson",
    language: Annotated[str, typer.Option(help="en, ru or ro.")] = "en",
    password: Password = "",
) -> None:
    """Add a user."""
    password = password or _asked()
    add_user(actor=None, email=email, name=name, role=role, language=language, password=password)
    print(_("%(email)s can sign in now.") % {"email": email})


@app.command("password", epilog=RENEW_EXAMPLE)
def new_password(email: Annotated[str, typer.Argument(help="E-mail of the account.")], password: Password = "") -> None:
    """Set a new password; open sessions of the account end."""
    try:
        user_id = find_user(email)
    except NotFound:
        raise BadInput("user_unknown", email=email) from None
    set_password(actor=None, user_id=user_id, password=password or _asked())
    print(_("%(email)s has a new password; open sessions have ended.") % {"email": email})


def _asked() -> str:
    answer: str = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return answer
