"""A conversation in one line of the brief."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.conversations.interactions import InteractionRow
from tenure.journeys.contacts.brief_fit import Row
from tenure.kernel import clock, formats


def talk_rows(row: InteractionRow) -> Row:
    """The day, how and with what outcome, and what was written of it."""
    kinds = {"call": pgettext("kind of talk", "Call"), "meeting": _("Meeting"), "visit": _("Visit"), "email": _("E-mail"),
             "message": _("Message")}  # fmt: skip
    outcomes = {
        "reached": _("reached"), "agreed": _("agreed"), "thinking": _("wants to think"), "refused": _("refused"),
        "no_answer": _("no answer"),
    }  # fmt: skip
    what = kinds.get(row.kind, row.kind)
    if row.outcome in outcomes:
        what = f"{what}, {outcomes[row.outcome]}"
    day = formats.day(clock.day_of(row.at))
    first = row.text.strip().split("\n\n")[0]
    return Row(mark=day, strong=f"{what}." if first else what, plain=first)
