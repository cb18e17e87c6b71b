"""Whether a channel and an early adopter were found in the segment the gate is judged on (docs/adr/0020). Pure.

What names no segment speaks of the only one there is; among several it speaks of none.
"""

from collections.abc import Sequence
from typing import Any

from tenure.discovery.gates.finding import MET, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import Claim, GateNumbers


def channel(marks: Marks, numbers: GateNumbers) -> Finding:
    """A channel has reached the segment at least once, by what people did; one tried in vain is named, not forgotten."""
    level = marks["level"]
    tried = [one for one in numbers.channels if one.proof.level >= level]
    if tried:
        best = max(tried, key=lambda one: one.probability)
        return Finding(MET, "channel_reached", {"number": best.number, "title": best.title, **_in(numbers)})
    elsewhere = [one for one in numbers.channels_elsewhere if one.proof.level >= level]
    unplaced = next((one for one in elsewhere if not one.segment), None)
    if unplaced is not None:
        found = {"number": unplaced.number, "title": unplaced.title, **_in(numbers)}
        return Finding(OPEN, "channel_unplaced", found, "place_channel", found | {"id": unplaced.id})
    failed = [one for one in numbers.channels if one.proof.against >= level]
    if failed:
        worst = min(failed, key=lambda one: one.probability)
        found = {"number": worst.number, "title": worst.title, "count": len(failed)}
        return Finding(OPEN, "channel_failed", found, "another_channel")
    stands = unproven(numbers.channels, int(level), "test_channel")
    if stands is None and elsewhere:
        other = max(elsewhere, key=lambda one: one.probability)
        found = {"number": other.number, "title": other.title, "elsewhere": other.segment, **_in(numbers)}
        return Finding(OPEN, "channel_elsewhere", found, "test_channel")
    return stands or Finding(OPEN, "no_channel", {}, "test_channel")


def early_adopter(marks: Marks, numbers: GateNumbers) -> Finding:
    """Somebody of the segment has put together a solution of their own, or can pay."""
    level = max((one.level for one in numbers.talks), default=0)
    found: dict[str, Any] = {"level": level, "count": sum(one.adopters for one in numbers.talks), **_in(numbers)}
    if level >= marks["level"]:
        return Finding(MET, "evangelist", found)
    other = max(numbers.talks_elsewhere, key=lambda one: (one.level, not one.segment), default=None)
    if other is not None and other.level >= marks["level"]:
        there = {"level": other.level, "elsewhere": other.segment, **_in(numbers)}
        return Finding(OPEN, "evangelist_elsewhere", there, "find_evangelist" if other.segment else "place_talk")
    return Finding(OPEN, "evangelist" if level else "no_evangelist", found if level else {}, "find_evangelist")


def _in(numbers: GateNumbers) -> dict[str, str]:
    return {"segment": numbers.segment} if numbers.segment else {}


def unproven(claims: Sequence[Claim], level: int, step: str) -> Finding | None:
    """What stands where a record should: one too light, one too old, one that is gone, else a bare note of so high a level;
    None without any."""
    light = [one for one in claims if one.proof.light >= level]
    if light:
        return Finding(OPEN, "proof_light", {"number": light[0].number, "title": light[0].title}, "ask_strangers")
    old = [one for one in claims if one.proof.old >= level]
    if old:
        return Finding(OPEN, "proof_old", {"number": old[0].number, "title": old[0].title}, step)
    gone = [one for one in claims if one.proof.gone >= level]
    if gone:
        return Finding(OPEN, "record_gone", {"number": gone[0].number, "title": gone[0].title}, step)
    noted = [one for one in claims if one.proof.noted >= level]
    if not noted:
        return None
    best = max(noted, key=lambda one: one.proof.noted)
    return Finding(OPEN, "only_noted", {"number": best.number, "title": best.title, "level": best.proof.noted}, step)
