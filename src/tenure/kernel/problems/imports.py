"""Sentences about bringing orders in: uploads, batches, writing, undoing."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _counted(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"count": formats.number(data["count"])}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "suspected_lines": lambda data: (
        _("Tick the lines this is said of, at most %(most)s at a time; nothing has been changed.") % data
    ),
    "suspected_choice": lambda data: _("Say what is to be done with these amounts."),
    "suspected_reason": lambda data: (
        _("A reason is missing or longer than %(most)s characters. Write in a few words how you know.") % data
    ),
    "suspected_amount": lambda data: _("Write the right amount as a number; nothing has been changed."),
    "suspected_one_line": lambda data: _("An amount is written for one line at a time: tick one."),
    "suspected_none": lambda data: (
        _("No amount of import %(batch)s is in doubt for this suspicion. `tenure import amounts` lists those that are.")
        % data
    ),
    "amounts_how": lambda data: _("“%(value)s” is no way to settle an amount. Write divide, write or right.") % data,
    "amounts_which": lambda data: _(
        "Name the lines by their numbers, or all of an import with one suspicion by --import and --suspicion."
    ),
    "amounts_suspicion": lambda data: (
        _("“%(value)s” is no suspicion. Write thousandfold or lost_decimal, or leave it out.") % data
    ),
    "amounts_amount": lambda data: (
        _("--amount: “%(value)s” is no amount of money. Write it in units, such as 52.50; nothing has been changed.")
        % data
    ),
    "amounts_sure": lambda data: (
        _(
            "Not in doubt, or no lines of an order: %(lines)s. Nothing has been changed. `tenure import amounts --lines` shows "
            "those in doubt."
        )
        % data
    ),
    "amounts_decision": lambda data: (
        _("Nothing was said of amounts under the number %(value)s. `tenure import amounts` shows the numbers.") % data
    ),
    "bad_lines": lambda data: (
        ngettext(
            "%(file)s: %(count)s line cannot be read, so nothing was imported. "
            "Correct it, or import the good lines alone.",
            "%(file)s: %(count)s lines cannot be read, so nothing was imported. "
            "Correct them, or import the good lines alone.",
            data["count"],
        )
        % _counted(data)
    ),
    "bad_lines_cli": lambda data: (
        ngettext(
            "%(file)s: %(count)s line cannot be read, so nothing was imported. "
            "Correct it, or import the good lines alone with --skip-bad.",
            "%(file)s: %(count)s lines cannot be read, so nothing was imported. "
            "Correct them, or import the good lines alone with --skip-bad.",
            data["count"],
        )
        % _counted(data)
    ),
    "rejected_not_written": lambda data: (
        _("The file %(file)s cannot be written: %(reason)s. Give another place; nothing was imported.") % data
    ),
    "rate_wrong": lambda data: (
        _("“%(word)s” is not a rate. Write it as CODE=RATE, for example --rate USD=0.92; nothing was imported.") % data
    ),
    "workspace_missing": lambda data: (
        _("The company has not been set up yet. Run: tenure init, or open the pages and make the administrator.") % data
    ),
    "upload_too_large": lambda data: (
        _(
            "%(file)s is larger than %(limit_gib)s GiB, the most the pages take; nothing was kept. "
            "Split the file, or import it on the server with: tenure import orders"
        )
        % data
    ),
    "base_keeps_changing": lambda data: (
        _("Clients or orders kept being changed by others while %(file)s was prepared; nothing was written. Try again.")
        % data
    ),
    "database_busy": lambda data: (
        _("The database is busy with other writing for too long; nothing was written. Try again in a minute.") % data
    ),
    "import_gave_up": lambda data: (
        _(
            "The work on %(file)s was interrupted %(times)s times and has been stopped; nothing was written. "
            "Look into the server’s log and its free memory and disk, then load the file again."
        )
        % data
    ),
    "import_failed": lambda data: (
        _("The work on %(file)s failed through a fault of ours (%(reason)s); nothing was written.") % data
    ),
    "rescore_gave_up": lambda data: (
        _(
            "Computing the scores was interrupted %(times)s times and has been stopped; the scores before it stand. "
            "Look into the server’s log and its free memory and disk, then run: tenure rescore"
        )
        % data
    ),
    "job_unknown": lambda data: (
        _("“%(job)s” is not a job. It is written import:NUMBER or score:NUMBER; `tenure work` finds them by itself.")
        % data
    ),
    "no_such_import": lambda data: _("There is no import %(batch)s. Run: tenure import list") % data,
    "import_not_undoable": lambda data: (
        _("Import %(batch)s cannot be undone: its state is “%(state)s”. Only a finished import can.") % data
    ),
    "merge_keep_unknown": lambda data: _("Say which of the two clients stays; nothing was merged."),
    "merge_went_on": lambda data: (
        _("“%(name)s” was merged into another client since. Take that merge back first; nothing was changed.") % data
    ),
    "upload_gone": lambda data: _("The copy of %(file)s is no longer on the server. Load the file again.") % data,
}
