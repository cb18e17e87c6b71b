"""Many talks at once, pasted from a table: one line each, a person of several problems on several lines. Pure."""

import csv
from dataclasses import dataclass, replace
from datetime import date

from tenure.clients.typed_numbers import number_typed, told_apart
from tenure.discovery.interviews.said import ProblemSaid
from tenure.discovery.pasted import beyond_columns, day_written, sign_between
from tenure.kernel.errors import InvalidValue, Problem
from tenure.kernel.money import decimals, to_minor

MOST_TALKS, MOST_LINES, MOST_LETTERS = 300, 1_000, 500_000
PLACES = ("day", "who", "company", "known", "problem", "severity", "cost", "alternative", "quote", "asked", "met")
HEADS = {
    "day": "day", "date": "day", "дата": "day", "день": "day", "data": "day", "ziua": "day",
    "who": "who", "person": "who", "кто": "who", "cine": "who",
    "company": "company", "компания": "company", "compania": "company", "companie": "company",
    "known": "known", "how known": "known", "знакомство": "known", "откуда": "known", "cunoscut": "known",
    "problem": "problem", "проблема": "problem", "problema": "problem", "problemă": "problem",
    "severity": "severity", "тяжесть": "severity", "острота": "severity", "gravitate": "severity",
    "cost": "cost", "costs a month": "cost", "стоит в месяц": "cost", "стоимость": "cost", "costă pe lună": "cost",
    "today": "alternative", "what they do today": "alternative", "сегодня": "alternative", "astăzi": "alternative",
    "quote": "quote", "words": "quote", "цитата": "quote", "слова": "quote", "citat": "quote", "cuvinte": "quote",
    "met": "met", "criterion met": "met", "критерий": "met", "критерий выполнен": "met", "criteriu": "met",
    "criteriu îndeplinit": "met",
    "asked": "asked", "only when asked": "asked", "после вопроса": "asked", "la întrebare": "asked",
}  # fmt: skip
KNOWN = {
    "": "cold", "cold": "cold", "stranger": "cold", "незнакомый": "cold", "незнакомец": "cold", "чужой": "cold",
    "necunoscut": "cold", "străin": "cold",
    "warm": "warm", "through somebody": "warm", "через знакомых": "warm", "знакомые": "warm", "prin cineva": "warm",
    "friend": "friend", "друг": "friend", "знакомый": "friend", "prieten": "friend",
}  # fmt: skip
YES = frozenset({"yes", "y", "1", "+", "да", "д", "da", "x"})
NO = frozenset({"", "no", "n", "0", "-", "нет", "н", "nu"})
HARDEST = 10


@dataclass(frozen=True)
class Talk:
    """One talk of the list. known: stranger, through somebody or friend, by its code; met: whether they met the
    criterion of a test, None: not asked of them."""

    held_on: date
    who: str = ""
    company: str = ""
    known: str = "cold"
    problems: tuple[ProblemSaid, ...] = ()
    quotes: tuple[str, ...] = ()
    met: bool | None = None


@dataclass(frozen=True)
class TalkLines:
    """rows: what was read; problems: (line, what is wrong); a list with any problem is not stored at all."""

    rows: tuple[Talk, ...]
    problems: tuple[tuple[int, Problem], ...]


def read_talks(text: str, *, today: date, currency: str) -> TalkLines:
    """Lines in the order of PLACES; a first line of these words may put them in another order, or leave some out."""
    clean = text.replace("\ufeff", "").replace("\x00", "")[:MOST_LETTERS]
    places: tuple[str, ...] = PLACES
    talks: dict[object, Talk] = {}
    problems: list[tuple[int, Problem]] = []
    spelt: dict[str, str] = {}
    for number, cells in enumerate(csv.reader(clean.splitlines(), delimiter=sign_between(clean)), 1):
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if not talks and not problems and (named := _heads(values)):
            places = named
            continue
        if len(talks) >= MOST_TALKS or number > MOST_LINES:
            problems.append((number, Problem("talks_too_many", {"most": MOST_TALKS})))
            break
        found = beyond_columns(values, places) or _talk(dict(zip(places, values, strict=False)), today, currency, spelt)
        if isinstance(found, Problem):
            problems.append((number, found))
            continue
        key: object = (found.held_on, found.who.casefold(), found.company.casefold()) if _named(found) else number
        both = _together(talks[key], found) if key in talks else found
        if isinstance(both, Problem):
            problems.append((number, both))
        else:
            talks[key] = both
    if not talks and not problems:
        problems.append((1, Problem("talks_none", {})))
    return TalkLines(tuple(talks.values()), tuple(problems))


def _heads(values: list[str]) -> tuple[str, ...]:
    names = [HEADS.get(value.casefold(), "") for value in values]
    return tuple(names) if "day" in names and len(set(names) - {""}) > 1 else ()


def _named(talk: Talk) -> bool:
    return bool(talk.who or talk.company)


def _together(first: Talk, more: Talk) -> Talk | Problem:
    """A further line about the same person of the same day."""
    if {one.name for one in first.problems} & {one.name for one in more.problems}:
        return Problem("interview_problem_twice", {})
    if first.met is not None and more.met is not None and first.met != more.met:
        return Problem("talk_met_both", {})
    met = more.met if first.met is None else first.met
    return replace(first, problems=first.problems + more.problems, quotes=first.quotes + more.quotes, met=met)


def _talk(cells: dict[str, str], today: date, currency: str, spelt: dict[str, str]) -> Talk | Problem:
    """One line. spelt: how each problem was first written, so that a capital letter makes no second problem."""
    day = day_written(cells.get("day", ""))
    if day is None:
        return Problem("day_unreadable", {"value": cells.get("day", "")[:40]})
    if day > today:
        return Problem("interview_day_wrong", {"day": day.isoformat()})
    known = KNOWN.get(cells.get("known", "").casefold())
    if known is None:
        return Problem("talk_known", {"value": cells["known"][:40]})
    said = _problem(cells, currency, spelt)
    if isinstance(said, Problem):
        return said
    quote, met = cells.get("quote", ""), cells.get("met", "").casefold()
    if met and met not in YES | NO:
        return Problem("talk_met", {"value": cells["met"][:40]})
    return Talk(
        day, cells.get("who", "")[:200], cells.get("company", "")[:200], known, (said,) if said else (),
        (quote,) if quote else (), met in YES if met else None,
    )  # fmt: skip


def _problem(cells: dict[str, str], currency: str, spelt: dict[str, str]) -> ProblemSaid | Problem | None:
    name, alternative = cells.get("problem", ""), cells.get("alternative", "")
    severity, cost = _number(cells.get("severity", "")), _money(cells.get("cost", ""), currency)
    for found in (severity, cost):
        if isinstance(found, Problem):
            return found
    if isinstance(severity, float) and not (1 <= severity <= HARDEST and severity == int(severity)):
        return Problem("interview_number_wrong", {"value": cells["severity"][:40], "least": 1, "most": HARDEST})
    asked = cells.get("asked", "").casefold()
    if asked not in YES | NO:
        return Problem("talk_asked", {"value": cells["asked"][:40]})
    if not name:
        told = severity is not None or cost is not None or alternative
        return Problem("problem_name_missing", {}) if told else None
    return ProblemSaid(
        name=spelt.setdefault(name.casefold(), name), unprompted=asked not in YES, alternative=alternative,
        severity=int(severity) if isinstance(severity, float) else None,
        cost_minor=to_minor(cost, currency) if isinstance(cost, float) else None,
    )  # fmt: skip


def _money(text: str, currency: str) -> float | Problem | None:
    try:
        told_apart(text, "cost", decimals(currency))
    except InvalidValue as error:
        return error.problem
    return _number(text)


def _number(text: str) -> float | Problem | None:
    if not text:
        return None
    found = number_typed(text)
    return Problem("interview_number_unreadable", {"value": text[:40]}) if found is None else float(found)
