"""What makes a script hard to follow, in sentences with the remedy."""

from django.utils.translation import gettext as _

from tenure.conversations.script_steps import ShapeFault
from tenure.kernel.formats import number


def shape_words(fault: ShapeFault) -> str:
    """A fault of a script's shape in a sentence with the remedy."""
    steps = ", ".join(number(step) for step in fault.steps)
    if fault.kind == "dead_end":
        return _("Step %(step)s is a dead end: nothing leads on. Add an answer, or lead to the end.") % {"step": steps}
    if fault.kind == "unreachable":
        return _("Step %(step)s is never reached: no answer leads to it.") % {"step": steps}
    if fault.kind == "circle":
        path = " → ".join(number(step) for step in (*fault.steps, fault.steps[0]))
        return _("A circle: %(path)s. Good only if one of the answers leads out of it.") % {"path": path}
    return _("From these steps the end is never reached: %(steps)s.") % {"steps": steps}
