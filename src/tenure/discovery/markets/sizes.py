"""The market of one problem in one segment: typed in ranges, reckoned from below and from above, with their quarrel."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from tenure.discovery.interviews.texts import several
from tenure.discovery.loops import loop_number
from tenure.discovery.markets.ranges import Range, Size, size_of
from tenure.discovery.models import MarketSize, Problem, Segment
from tenure.discovery.sight import venture_for_work, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.engine.evidence.proportions import Posterior
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

SHARES = ("reach", "prevalence", "willing")
MOST_TIMES = 10_000.0
MOST_MONEY = 10**15


@dataclass(frozen=True)
class SizeText:
    """The numbers of a cell as `MarketSize` keeps them; None: unknown. Money in minor units, a year."""

    reach_low: float | None = None
    reach_high: float | None = None
    prevalence_low: float | None = None
    prevalence_high: float | None = None
    willing_low: float | None = None
    willing_high: float | None = None
    price_low_minor: int | None = None
    price_high_minor: int | None = None
    times_low: float | None = None
    times_high: float | None = None
    whole_minor: int | None = None
    within_reach: float | None = None
    obtainable: float | None = None
    margin: float | None = None
    sources: str = ""


NO_SIZE = (SizeText(), 0)  # of a cell nobody has sized
NUMBERS = tuple(one.name for one in fields(SizeText) if one.name != "sources")


def save_size(*, actor: User, segment_id: int, problem_id: int, version: int, text: SizeText) -> int:
    """Store the numbers of a cell; version 0 when none stood there. Conflict when somebody stored others meanwhile."""
    with transaction.atomic():
        segment = Segment.objects.filter(pk=segment_id, venture__in=visible_ventures(actor)).first()
        if segment is None:
            raise NotFound
        venture = venture_for_work(actor, segment.venture_id)
        # Under the lock: a merge may just have taken the problem away.
        if not Problem.objects.filter(pk=problem_id, venture=venture).exists():
            raise NotFound
        row = MarketSize.objects.filter(segment=segment_id, problem=problem_id).first()
        if (row.version if row else 0) != version:
            raise Conflict(f"market size {segment_id} x {problem_id} is no longer at version {version}")
        values = clean_size(text)
        row = row or MarketSize(segment_id=segment_id, problem_id=problem_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.author, row.at, row.version = actor, clock.now(), version + 1
        row.save()
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="size_market", subject_kind="problem",
            subject_id=problem_id, segment=segment_id,
        )  # fmt: skip
    return row.version


def clean_size(text: SizeText) -> dict[str, Any]:
    """Pure: the columns as stored. One end of a range alone is both ends; InvalidValue names every field that cannot be."""
    wrongs = Wrongs()
    values: dict[str, Any] = {name: getattr(text, name) for name in NUMBERS}
    for name in (*SHARES, "times", "price"):
        low, high = (f"{name}_low_minor", f"{name}_high_minor") if name == "price" else (f"{name}_low", f"{name}_high")
        wrongs.got(_range, values, low, high, 1.0 if name in SHARES else MOST_TIMES if name == "times" else MOST_MONEY)
    if values["whole_minor"] is not None and not 0 < values["whole_minor"] <= MOST_MONEY:
        with wrongs:
            raise InvalidValue("size_money_wrong", field="whole_minor")
    for name in ("within_reach", "obtainable", "margin"):
        if values[name] is not None and not 0 < values[name] <= 1:
            with wrongs:
                raise InvalidValue("size_share_wrong", field=name, value=values[name])
    values["sources"] = wrongs.got(several, text.sources, "sources")
    wrongs.tell()
    return values


def size_text_of(segment_id: int, problem_id: int) -> SizeText:
    """The stored numbers of a cell the caller has found in sight; all unknown where none are. One query."""
    return text_of(MarketSize.objects.filter(segment=segment_id, problem=problem_id).first())


def sizes_of(venture_id: int) -> dict[tuple[int, int], tuple[SizeText, int]]:
    """The stored numbers of all cells with their versions, by (segment, problem), of a venture already found to be in
    sight. One query."""
    return {
        (segment, problem): (SizeText(*values), version) for segment, problem, version, *values in _sizes(venture_id)
    }


@compiled_once
def _sizes(venture_id: int) -> Query:
    columns = ("segment_id", "problem_id", "version", *(one.name for one in fields(SizeText)))
    return MarketSize.objects.filter(segment__venture=venture_id).order_by("pk").values_list(*columns)


def text_of(row: MarketSize | None) -> SizeText:
    """Pure: the stored numbers."""
    return SizeText(**{one.name: getattr(row, one.name) for one in fields(SizeText)}) if row else SizeText()


def reckon(text: SizeText, accounts: Range | None, heard: Posterior | None) -> tuple[Size | None, tuple[str, ...]]:
    """Pure: the size in minor units, or None with the names of what is unknown.

    accounts: of the segment; heard: how many have the problem, from interviews, used where no range was typed.
    """
    parts = {
        "accounts": accounts.factor if accounts else None,
        "reach": _factor(text.reach_low, text.reach_high),
        "prevalence": _factor(text.prevalence_low, text.prevalence_high),
        "willing": _factor(text.willing_low, text.willing_high),
        "price": _factor(text.price_low_minor, text.price_high_minor),
        "times": _factor(text.times_low, text.times_high),
    }
    # What was counted in interviews stands where no range was typed, with the doubt of so few.
    share = heard if parts["prevalence"] is None else None
    missing = tuple(name for name, part in parts.items() if part is None and not (name == "prevalence" and share))
    if missing:
        return None, missing
    above = None
    if text.whole_minor is not None and text.within_reach is not None and text.obtainable is not None:
        above = (float(text.whole_minor), text.within_reach, text.obtainable)
    return size_of([part for part in parts.values() if part is not None], above, share), ()


def _factor(low: float | None, high: float | None) -> tuple[float, float] | None:
    return Range(float(low), float(high)).factor if low is not None and high is not None else None


def _range(values: dict[str, Any], low: str, high: str, most: float) -> None:
    """Both ends, the one that is missing like the other; above 0, the low end first."""
    least, largest = values[low], values[high]
    least, largest = (largest if least is None else least), (least if largest is None else largest)
    wrongs = Wrongs()
    for name, value in ((low, least), (high, largest)):
        if value is not None and not 0 < value <= most:
            with wrongs:
                if most == MOST_MONEY:  # the company's currency is not known here: the amounts stand in the fields
                    raise InvalidValue("size_money_wrong", field=name)
                code = "size_share_wrong" if most == 1.0 else "size_not_above_zero"
                raise InvalidValue(code, field=name, value=value, most=most)
    wrongs.tell()
    if least is not None and least > largest:
        if most == MOST_MONEY:
            raise InvalidValue("price_range_turned", field=high)
        typed = 100 if most == 1.0 else 1  # shares are typed as per cent
        raise InvalidValue("range_turned", field=high, low=least * typed, high=largest * typed)
    values[low], values[high] = least, largest
