"""The words of tasks out of ventures: a test to run, a learning card to write."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.agenda.sentences import Reason, Sentence, marked
from tenure.kernel import formats


def title(reason: Reason, own: str) -> str:
    """What to do; own: the name of the test."""
    if reason.get("code") == "test_learn":
        return _("Write down what the test showed: %(test)s") % {"test": own}
    return _("Run the test: %(test)s") % {"test": own}


def _run(reason: Reason, _currency: str) -> Sentence:
    missing = int(reason.get("missing") or 0)
    if reason.get("over"):
        return marked(_("The rule of the test has stopped: **take the verdict**."), {})
    text = ngettext(
        "Locked; **%(n)s observation** is still missing.", "Locked; **%(n)s observations** are still missing.", missing
    )
    first = marked(text, {"n": formats.number(missing)})
    if not reason.get("ends_on"):
        return first
    ends = marked(_(" It ends on **%(day)s**, whatever came in."), {"day": formats.day(_day(reason))})
    return (*first, *ends)


def _learn(_reason: Reason, _currency: str) -> Sentence:
    text = _(
        "The verdict has fallen. **No further test of this hypothesis** is locked before it is said what was learnt."
    )
    return marked(text, {})


def _day(reason: Reason) -> date:
    return date.fromisoformat(reason["ends_on"])


SENTENCES = {"test_run": _run, "test_learn": _learn}
