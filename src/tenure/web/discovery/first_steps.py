"""The first steps of a search as the page of a venture shows them: in words, each with the page on which it is taken."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.discovery.ventures.first_steps import FIRST_TALKS, FirstSteps
from tenure.kernel import formats
from tenure.web.addresses import address_of


@dataclass(frozen=True)
class ShownStep:
    """One step. now: the first one that is not taken; links: words and addresses of where it is taken, none once it is."""

    title: str
    why: str
    done: bool
    now: bool
    links: tuple[tuple[str, str], ...]


def shown_steps(found: FirstSteps | None, venture_id: int) -> tuple[ShownStep, ...]:
    """The list, empty once the first steps are taken."""
    if found is None:
        return ()
    words, links = _words(found), _links(found, venture_id)
    return tuple(
        ShownStep(*words[code], done, code == found.next, () if done else links[code])
        for code, done in found.done.items()
    )


def _words(found: FirstSteps) -> dict[str, tuple[str, str]]:
    """What each step is, and why it comes."""
    talks = {"held": formats.number(found.talks), "of": formats.number(FIRST_TALKS)}
    return {
        "canvas": (
            _("Write the canvas, or take a known pattern"),
            _("Every sticker is a guess. Ten minutes are enough: it will be rewritten."),
        ),
        "riskiest": (
            _("Pick the riskiest hypothesis"),
            _("The one without which all the rest falls: mark it critical."),
        ),
        "doubt": (
            _("Say what it would cost to be wrong, and how sure you are"),
            _("Harm and prior, with a reason. From them it is told what to test first."),
        ),
        "test": (
            _("Plan a test and lock it"),
            _("What counts as success is said before the first answer, and cannot be changed unseen after it."),
        ),
        "talks": (
            _("Hold the first interviews"),
            _("Facts are outside the office. %(held)s of %(of)s held.") % talks,
        ),
        "gate": (
            _("Ask for the first gate"),
            _("It opens by its criteria alone; what is missing stands beside each of them."),
        ),
    }


def _links(found: FirstSteps, venture_id: int) -> dict[str, tuple[tuple[str, str], ...]]:
    def here(name: str, **query: str) -> str:
        return address_of(name, query=query or None, venture_id=venture_id)

    chosen = found.hypothesis_id
    think = address_of("edit_hypothesis", hypothesis_id=chosen) if chosen else here("venture_hypotheses")
    plan = here("new_test", **({"hypothesis": str(chosen)} if chosen else {}))
    if found.draft_id is not None:
        plan = address_of("test", test_id=found.draft_id)
    return {
        "canvas": ((_("Canvas"), here("venture_canvas")), (_("Known patterns"), here("canvas_patterns"))),
        "riskiest": ((_("Hypotheses"), here("venture_hypotheses") if found.done["canvas"] else here("new_hypothesis")),),
        "doubt": ((_("Harm and prior"), think),),
        "test": ((_("Write a test"), plan) if found.draft_id is None else (_("Lock the test"), plan),),
        "talks": (
            (_("Plan the interviews"), here("new_interview_plan")), (_("Record interview"), here("record_interview")),
        ),
        "gate": ((_("Gate"), here("gate")),),
    }  # fmt: skip
