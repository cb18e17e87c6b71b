"""The sub-navigation of a venture, in the order of the work: a line of groups, and the pages of the group one is in.

Each slice of Discovery adds its page to a group here. A group of one page is that page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.web.addresses import address_of


@dataclass(frozen=True)
class Place:
    """A page: what stands on its link; here: the reader is on it, or on one that belongs to it."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True)
class PlaceGroup:
    """Pages that serve one question."""

    label: str
    places: tuple[Place, ...]

    @property
    def here(self) -> bool:
        return any(place.here for place in self.places)


def _groups() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """What stands on each group, and of its pages the name of the address (it takes venture_id) and the words."""
    return (
        (_("Overview"), [("venture", _("Overview"))]),
        (_("Canvas and hypotheses"), [("venture_canvas", _("Canvas")), ("venture_hypotheses", _("Hypotheses"))]),
        (_("Interviews and markets"), [("interviews", _("Interviews")), ("problems", _("Segments and problems"))]),
        (_("Tests"), [
            ("venture_tests", _("Tests")), ("next_test", _("What to test next")), ("learning_cost", _("Cost of learning")),
        ]),
        (_("Offer and fit"), [
            ("venture_value", _("Value proposition")), ("products", _("Product and solutions")),
            ("presales", _("Presales")), ("roadmap", _("Sales roadmap")), ("services", _("Service by hand")),
            ("surveys", _("Surveys")), ("fit_board", _("Fit")),
        ]),
        (_("Economics and gate"), [("economics", _("Economics")), ("gate", _("Gate")), ("pivots", _("Pivots"))]),
        (_("Report"), [("venture_report", _("Report"))]),
        (_("Timeline and settings"), [
            ("venture_timeline", _("Timeline")), ("venture_checklist", _("Checklists")),
            ("venture_settings", _("Settings")),
        ]),
    )  # fmt: skip


def places_of(venture_id: int, here: str) -> tuple[PlaceGroup, ...]:
    """All pages of a venture; here: the name of the address the page shown belongs to, empty for none."""
    return tuple(
        PlaceGroup(
            label,
            tuple(Place(text, address_of(name, venture_id=venture_id), name == here) for name, text in places),
        )
        for label, places in _groups()
    )
