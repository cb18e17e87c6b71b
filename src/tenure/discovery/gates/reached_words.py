"""A channel and an early adopter of the segment the gate is judged on, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import ngettext

from tenure.kernel.formats import gettext as _

Data = Mapping[str, Any]


def found() -> dict[str, Callable[[dict[str, str], Data], str]]:
    """What was found, by the code of the finding; decisions taken before the segment was asked for name none."""
    return {
        "channel_reached": lambda t, d: _("H%(number)s %(title)s") % t + _of_segment(t),
        "channel_unplaced": lambda t, d: (
            _("H%(number)s %(title)s reached somebody, of no segment named: not known whether of %(segment)s") % t
        ),
        "channel_elsewhere": lambda t, d: (
            _("H%(number)s %(title)s reached %(elsewhere)s, none reached %(segment)s") % t
        ),
        "commitment_elsewhere": lambda t, d: (
            _("H%(number)s %(title)s speaks of %(elsewhere)s; nobody of %(segment)s has committed anything yet") % t
        ),
        "channel_failed": lambda t, d: (
            ngettext(
                "%(count)s channel tried in vain: H%(number)s %(title)s",
                "%(count)s channels tried in vain, least likely H%(number)s %(title)s",
                d["count"],
            )
            % t
        ),
        "no_channel": lambda t, d: _("no channel has been tried"),
        "no_evangelist": lambda t, d: _("none found yet"),
        "evangelist": lambda t, d: _("best level %(level)s") % t + _of_segment(t),
        "evangelist_elsewhere": lambda t, d: (
            (
                _("one of level %(level)s is of %(elsewhere)s, none of %(segment)s")
                if d["elsewhere"]
                else _("one of level %(level)s is of no segment named, none of %(segment)s")
            )
            % t
        ),
    }


def _of_segment(told: dict[str, str]) -> str:
    return f" ({told['segment']})" if told.get("segment") else ""


def steps() -> dict[str, Callable[[dict[str, str], Data], str]]:
    """What to do about it, by the code of the step."""
    return {
        "another_channel": lambda t, d: _("try another channel in a test and count who acts"),
        "test_channel": lambda t, d: _("try a channel in a test and count who acts"),
        "place_channel": lambda t, d: (
            _("name the segment of H%(number)s; where its test is locked, test a hypothesis that names %(segment)s") % t
        ),
        "find_evangelist": lambda t, d: _("look for somebody who has made a solution of their own"),
        "place_talk": lambda t, d: _("say in the interview of which segment they are"),
    }
