"""Sentences about accounts, passwords and the workspace."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "name_missing": lambda data: _("The name is empty. Write one and save again; nothing has been saved."),
    "name_long": lambda data: (
        ngettext(
            "A name holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "A name holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "email_wrong": lambda data: (
        _("“%(value)s” is not an e-mail address. It looks like name@company.com; correct it and save again.") % data
    ),
    "email_taken": lambda data: (
        _("“%(value)s” already has an account. Open it in the list, or give another e-mail.") % data
    ),
    "role_unknown": lambda data: _("There is no role “%(value)s”. Choose one from the list.") % data,
    "language_unknown": lambda data: (
        _("The pages do not speak “%(value)s” yet. Choose English, Russian or Romanian.") % data
    ),
    "theme_unknown": lambda data: _("There is no look “%(value)s”. Choose light, dark or as in the system.") % data,
    "day_minutes_wrong": lambda data: (
        _("%(value)s minutes a day cannot be planned. Give a number from 15 to 960.") % data
    ),
    "visit_days_wrong": lambda data: (
        _("Visits every %(value)s days cannot be planned. Give a number from 1 to 365, or leave the field empty.")
        % data
    ),
    "password_weak": lambda data: _("Choose another password. %(reasons)s") % data,
    "password_long": lambda data: (
        ngettext(
            "A password holds at most %(longest)s character; there are %(length)s. Choose a shorter one.",
            "A password holds at most %(longest)s characters; there are %(length)s. Choose a shorter one.",
            data["longest"],
        )
        % data
    ),
    "password_current_wrong": lambda data: _("The current password is another one. Nothing has been changed."),
    "password_repeat_differs": lambda data: _("The two new passwords differ. Write the same one twice."),
    "user_is_oneself": lambda data: _(
        "Your own account cannot be switched off by you. Another administrator can do it; nothing has been changed."
    ),
    "user_last_administrator": lambda data: (
        _("%(name)s is the only active administrator. Make somebody else administrator first.") % data
    ),
    "already_started": lambda data: _("The first start is over: an administrator exists. Sign in with that account."),
    "currency_unknown": lambda data: (
        _("“%(value)s” is not a currency code. Codes have three letters, such as EUR, MDL or RON.") % data
    ),
    "currency_fixed": lambda data: (
        _("The currency stays %(value)s: the amounts already stored are in it. Nothing has been changed.") % data
    ),
    "time_zone_unknown": lambda data: (
        _("There is no time zone “%(value)s”. Choose one from the list, such as Europe/Chisinau.") % data
    ),
    "hour_cost_wrong": lambda data: _("The cost of an hour is a number of money from 0 up. Correct it and save again."),
    "silence_level_wrong": lambda data: _(
        "The share of false alarms can be from 0.1 to 50 per cent. Correct it and save again."
    ),
}
