"""What the silence alarms promise and what such promises were worth, in words, from the stored run. Light: pages use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats

EPOCH = date(1970, 1, 1)
MONTHS_SHOWN = 6


@dataclass(frozen=True)
class AlarmMonth:
    """Alarms raised in one month: those judged by now and the false among them; clients gone at its end, and those of
    them who had been alarmed."""

    first_day: date
    judged: int
    false: int
    gone: int
    caught: int


@dataclass(frozen=True)
class AlarmPromise:
    """is_calibrated: whether a share of false alarms is promised; sentences say what and why; months: newest first, only
    those with judged alarms."""

    is_calibrated: bool
    sentences: tuple[str, ...]
    months: tuple[AlarmMonth, ...]


def alarm_promise(parameters: Mapping[str, Any]) -> AlarmPromise | None:
    """The promise behind a run of scores; None where none was looked for."""
    promise, record = parameters.get("promise"), parameters.get("record")
    if not promise or not record:
        return None
    months = [_month(month) for month in reversed(record["months"]) if month["judged"]]
    sentences = promise_sentences(promise, record)
    return AlarmPromise(promise["verdict"] == "kept", tuple(sentences), tuple(months[:MONTHS_SHOWN]))


def promise_sentences(promise: Mapping[str, Any], record: Mapping[str, Any]) -> list[str]:
    """What is promised, or why nothing is; and what became of such alarms in the past months."""
    sentences = [_promised(promise)]
    total = record["total"]
    if total["judged"]:
        text = ngettext(
            "Of %(judged)s silence alarm judged by now %(false)s was false, at most %(level)s was promised; %(caught)s "
            "of the clients who left had been alarmed.",
            "Of %(judged)s silence alarms judged by now %(false)s were false, at most %(level)s was promised; "
            "%(caught)s of the clients who left had been alarmed.",
            total["judged"],
        )
        sentences.append(
            text
            % {
                "judged": formats.number(total["judged"]),
                "false": formats.percent(total["false"] / total["judged"]),
                "level": formats.percent(record["level"]),
                "caught": formats.percent(total["caught"] / total["gone"] if total["gone"] else 0.0),
            }
        )
    return sentences


def _promised(promise: Mapping[str, Any]) -> str:
    level = {"level": formats.percent(promise["level"])}
    if promise["verdict"] == "kept":
        return (
            _("At most %(level)s of the silence alarms are false by promise: the client would have ordered by itself.")
            % level
        )
    if promise["verdict"] == "too_short":
        return _(
            "The list of silent clients is not calibrated: the history is too short to promise a share of false alarms. "
            "At the present pace it takes %(days)s more."
        ) % {"days": formats.days(promise["days_more"])}
    return (
        _(
            "The list of silent clients is not calibrated: on past days no threshold kept the share of false alarms at "
            "%(level)s."
        )
        % level
    )


def _month(month: Mapping[str, Any]) -> AlarmMonth:
    first_day = EPOCH + timedelta(days=month["start"])
    return AlarmMonth(first_day, month["judged"], month["false"], month["gone"], month["caught"])
