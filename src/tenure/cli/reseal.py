"""`tenure reseal`: a new key for sensitive facts."""

import typer
from django.utils.translation import ngettext

from tenure.journeys.keeping.sealing_keys import change_key

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure reseal

The old keys stay in sealing.key, because older backups need them. Keep a copy of the file apart from the backups.
"""


@app.command(epilog=EXAMPLE)
def reseal() -> None:
    """Seal the sensitive facts with a new key."""
    count = change_key()
    text = ngettext(
        "%(count)s sensitive fact is sealed with the new key.",
        "%(count)s sensitive facts are sealed with the new key.",
        count,
    )
    print(text % {"count": count})
