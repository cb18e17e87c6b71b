"""What the records behind a hypothesis lack, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from tenure.kernel.formats import gettext as _

Data = Mapping[str, Any]


def found() -> dict[str, Callable[[dict[str, str], Data], str]]:
    """What stands where a record should, by the code of the finding."""
    return {
        "untried": lambda t, d: _("never tried on people: H%(number)s %(title)s (%(count)s of %(of)s critical)") % t,
        "unproven": lambda t, d: _("not proven: H%(number)s %(title)s (%(count)s of %(of)s critical)") % t,
        "proof_old": lambda t, d: _("what stands behind H%(number)s %(title)s is too old") % t,
        "proof_light": lambda t, d: (
            _("H%(number)s %(title)s: only friends, family or a bent talk behind it, half a record each") % t
        ),
        "record_gone": lambda t, d: (
            _("H%(number)s %(title)s: the record behind it is no longer there, or counts no more") % t
        ),
        "word_gone": lambda t, d: (
            _("decided on evidence that was withdrawn since: %(reason)s") % t
            if d["reason"]
            else _("decided on evidence that was withdrawn since")
        ),
        "only_noted": lambda t, d: (
            _("H%(number)s %(title)s: only a note of level %(level)s, no record of the venture behind it") % t
        ),
    }


def steps() -> dict[str, Callable[[dict[str, str], Data], str]]:
    """What to do about it, by the code of the step."""
    return {"ask_strangers": lambda t, d: _("let somebody who owes you nothing answer it too")}
