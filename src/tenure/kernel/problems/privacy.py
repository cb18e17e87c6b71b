"""Sentences about consents, sensitive facts and the keys that seal them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "sealing_key_missing": lambda data: (
        _(
            "There is no key to seal sensitive facts with: %(file)s is absent. Put the file back from where it is kept, "
            "or run tenure init to make the first key. Nothing has been saved."
        )
        % data
    ),
    "sealing_key_damaged": lambda data: (
        _(
            "%(file)s holds a line that is no key, so sensitive facts can be neither sealed nor opened. "
            "Put the file back from where it is kept."
        )
        % data
    ),
    "sealed_not_opened": lambda data: (
        _(
            "This fact was sealed with another key and cannot be opened. "
            "Put the key back into %(file)s; the sealed value is still there."
        )
        % data
    ),
    "special_switched_off": lambda data: _(
        "Facts of this kind are switched off here. An administrator can switch them on under Privacy, giving a reason. "
        "Nothing has been stored."
    ),
    "special_of_person_only": lambda data: _(
        "A fact of this kind belongs to a person, who must have agreed to it. Record it on the person’s page."
    ),
    "special_needs_consent": lambda data: _(
        "This fact needs a recorded consent of the person. Without it nothing is stored."
    ),
    "consent_purpose_unknown": lambda data: _("There is no purpose “%(value)s”. Choose one from the list.") % data,
    "consent_basis_unknown": lambda data: _("There is no lawful basis “%(value)s”. Choose one from the list.") % data,
    "consent_special_basis": lambda data: _(
        "A sensitive fact takes the person’s own consent; no other lawful basis will do. Choose consent."
    ),
    "consent_proof_missing": lambda data: _(
        "Write how the consent was given: a signed form, an e-mail and its day, a recorded call. "
        "Without proof a sensitive fact cannot be kept."
    ),
    "consent_proof_long": lambda data: (
        ngettext(
            "The proof holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "The proof holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "consent_day_wrong": lambda data: _("“%(value)s” is not a day. Choose it in the calendar and save again.") % data,
    "subject_not_confirmed": lambda data: _(
        "Nothing has been erased. Tick the box if you are sure, or leave everything as it is."
    ),
    "consent_day_future": lambda data: (
        _("The day %(day)s has not come yet. Write the day on which the consent was given.") % data
    ),
    "consent_expired_already": lambda data: (
        _("The last day %(day)s is over already. Give a day from today on, or leave it empty.") % data
    ),
    "special_reason_missing": lambda data: _(
        "Write what these facts are needed for. The reason is kept with your name; nothing has been switched on."
    ),
    "special_reason_long": lambda data: (
        ngettext(
            "A reason holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "A reason holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "storage_kind_unknown": lambda data: _("There is no storage period for “%(value)s”.") % data,
    "storage_days_wrong": lambda data: (
        _(
            "A storage period is a whole number of days from %(least)s to %(most)s, or empty to keep for good. "
            "Correct it and save again; nothing has been changed."
        )
        % data
    ),
    "subject_changed": lambda data: _(
        "Something was recorded about this person a moment ago, and nothing has been erased. "
        "Look at what is held now, then confirm again."
    ),
    "subject_in_import": lambda data: (
        _(
            "The file “%(file)s” names this person and is being imported right now. Nothing has been erased: wait until the "
            "import is done, then confirm again."
        )
        % data
    ),
    "subject_erased": lambda data: (
        _("What was held here was erased on %(day)s already; only the proof is left, under Privacy.") % data
    ),
}
