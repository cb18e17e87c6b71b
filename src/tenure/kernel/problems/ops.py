"""Sentences about the installation: its database, its backups, its configuration."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "database_unreachable": lambda data: (
        _(
            "The database %(database)s cannot be used: %(reason)s. "
            "Check DATABASE_URL, that the server runs and that the disk has room; nothing was written."
        )
        % data
    ),
    "database_not_prepared": lambda data: (
        _("The database %(database)s has not been prepared yet. Run: tenure init") % data
    ),
    "database_outdated": lambda data: (
        ngettext(
            "The database %(database)s lacks %(count)s step of this version. Make a backup, then run: tenure init",
            "The database %(database)s lacks %(count)s steps of this version. Make a backup, then run: tenure init",
            data["count"],
        )
        % data
    ),
    "database_newer": lambda data: (
        _(
            "The database %(database)s was written by a newer Tenure (step %(step)s). "
            "Install that version or a later one."
        )
        % data
    ),
    "init_needs_password": lambda data: _(
        "A password for the administrator is missing. Add --admin-password, or leave --no-input out to be asked."
    ),
    "init_no_answers": lambda data: _(
        "The questions could not be asked: nobody is at the keyboard. Add --no-input, with --admin-email and "
        "--admin-password for the first administrator."
    ),
    "user_unknown": lambda data: (
        _("No account has the e-mail %(email)s. Add one with: tenure user add %(email)s --name NAME --role ROLE") % data
    ),
    "assets_not_built": lambda data: _(
        "The pages' styles and scripts are not built. Install Tenure again with pip, or run: python hatch_build.py"
    ),
    "demo_not_asked_for": lambda data: _(
        "Everybody knows the demo's password, so it must be asked for: TENURE_DEMO=1 TENURE_HOME=./demo tenure demo"
    ),
    "demo_unfinished": lambda data: (
        _("The demo company in %(home)s was interrupted half-way. Delete that folder and start again.") % data
    ),
    "demo_not_empty": lambda data: _(
        "This TENURE_HOME holds a company of its own. Make the demo company elsewhere, with another TENURE_HOME."
    ),
    "demo_not_for_network": lambda data: (
        _(
            "The demo company has public sign-ins and may be served on this machine only, not on %(host)s. "
            "Leave --host out, or make a company of your own with: tenure init"
        )
        % data
    ),
    "demo_sign_ins_known": lambda data: (
        _(
            "Everybody knows the password of %(email)s: this is the demo company. Serve it with TENURE_DEMO=1, "
            "or give its accounts new passwords with: tenure user password %(email)s"
        )
        % data
    ),
    "port_taken": lambda data: (
        _("Nothing can listen on %(host)s port %(port)s (%(reason)s). Stop the other program or choose another --port.")
        % data
    ),
    "database_damaged": lambda data: (
        _("The content is damaged: %(reason)s. Restore another backup; nothing was changed.") % data
    ),
    "backup_exists": lambda data: (
        _("%(file)s exists already. Give another name; a backup never overwrites a file.") % data
    ),
    "backup_not_written": lambda data: (
        _("The backup %(file)s cannot be written: %(reason)s. Give another place; nothing was left behind.") % data
    ),
    "backup_unreadable": lambda data: _("The backup %(file)s cannot be read: %(reason)s.") % data,
    "backup_no_backup": lambda data: (
        _("%(file)s is not a backup of Tenure, or it is cut short (%(reason)s). Nothing was changed.") % data
    ),
    "backup_newer": lambda data: (
        _("%(file)s was made by Tenure %(version)s, which is newer than this one. Install that version first.") % data
    ),
    "backup_damaged": lambda data: (
        _(
            "The backup %(file)s is damaged: its part %(member)s is not what was written. "
            "Take another backup; nothing was changed."
        )
        % data
    ),
    "backup_other_database": lambda data: (
        _("The backup was made from %(made)s and this installation runs on %(here)s. Change DATABASE_URL accordingly.")
        % data
    ),
    "restore_not_empty": lambda data: (
        _("The database %(database)s is in use already. Add --replace to put the backup in its place.") % data
    ),
    "restore_in_use": lambda data: (
        _("The database %(database)s is open in another program. Stop tenure serve and try again; nothing was changed.")
        % data
    ),
    "disk_full": lambda data: (
        _("There is no room left on the disk for %(place)s. Free some space and try again; nothing was written.") % data
    ),
}
