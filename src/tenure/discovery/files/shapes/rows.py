"""What the columns of one row must be to each other: asked of the writers themselves where they can be asked.

Each check takes a whole row, columns left out of the file at their usual values, and raises Misfit with the column, or the
InvalidValue of the writer.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from django.db.models import NOT_PROVIDED

from tenure.discovery.economics.inputs import InputValue, checked
from tenure.discovery.economics.link_values import OF_SERVICE, SOURCES, Wanted
from tenure.discovery.economics.links import checked_wanted
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.files.shape import Table
from tenure.discovery.files.shapes.language import Code, Fields, Many, Misfit, Number, Shape, Text
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.markets.sizes import NUMBERS, SizeText, clean_size
from tenure.discovery.models import EconomicsInput, TestCard
from tenure.discovery.offers.propositions import checked_reason
from tenure.discovery.offers.value_canvas import SORTS
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import LONGEST_CHOICE, MOST_CHOICES, MOST_PRICES
from tenure.discovery.surveys.surveys import LANGUAGES
from tenure.discovery.testing.card_text import CardText, cleaned_card, lacking
from tenure.discovery.testing.lock import NUMBERS as CARD_NUMBERS
from tenure.discovery.testing.lock import WORDS

Row = Mapping[str, Any]
RUN = frozenset({TestCard.State.LOCKED, TestCard.State.DECIDED})


def whole_row(table: Table, row: Row) -> dict[str, Any]:
    """The row with the usual value of every plain column it leaves out."""
    found = {name: row.get(name) for name in ("id", *(link.name for link in table.links))}
    for name in table.plain:
        field = table.model._meta.get_field(name)
        usual = getattr(field, "default", NOT_PROVIDED)
        made = None if usual is NOT_PROVIDED else usual() if callable(usual) else usual
        found[name] = row.get(name, made)
    return found


def check_row(table: Table, row: Row) -> None:
    """Raises Misfit or InvalidValue."""
    if table.name in ROWS:
        ROWS[table.name](whole_row(table, row))


def _test_card(row: Row) -> None:
    names = (name for name in CardText.__dataclass_fields__ if name != "assigned_id")
    cleaned_card(CardText(**{name: row[name] for name in names if row[name] is not None or name not in ALWAYS}))
    state, locked = row["state"], bool(row["locked_text"])
    if state in RUN and not (locked and row["lock_hash"] and row["locked_at"]):
        raise Misfit("", state, "unlocked")
    if state == TestCard.State.DRAFT and (locked or row["lock_hash"]):
        raise Misfit("", state, "locked")
    if state in RUN and lacking({name: row[name] for name in (*CARD_NUMBERS, *WORDS)}):
        raise Misfit("", state, "unready")
    decided = state == TestCard.State.DECIDED
    if decided != bool(row["verdict"]) or (decided and row["decided_at"] is None):
        raise Misfit("", row["verdict"], "verdict")


# Columns of a card that have no empty value.
ALWAYS = frozenset({"alpha", "power", "sure", "prior_a", "prior_b", "level", "cost_minor", "hours", "days", "rule"})


def _economics_input(row: Row) -> None:
    counted = row["shape"] == EconomicsInput.Shape.COUNTED
    given = InputValue(
        row["value"], row["low"], row["high"], row["shape"], row["successes"] if counted else None,
        row["trials"] if counted else None, row["assumed"], row["basis"],
    )  # fmt: skip
    checked(row["metric"], given)
    if counted and row["successes"] is None:
        raise Misfit("", row["shape"], "counted")


def _input_link(row: Row) -> None:
    wanted = Wanted(row["source"], row["service"], product=row["product"], since=row["since"], until=row["until"])
    checked_wanted(row["metric"], wanted)
    if (row["source"] in OF_SERVICE) != (row["service"] is not None):
        raise Misfit("", row["source"], "code", known=", ".join(sorted(SOURCES[row["metric"]])))


def _correlation(row: Row) -> None:
    if METRICS.index(row["first"]) >= METRICS.index(row["second"]):
        raise Misfit("", row["second"], "pair")


def _problem_merge(row: Row) -> None:
    """What goes back to a cell goes there once, and as a form would have stored it."""
    if row["gone"] == row["kept"]:
        raise Misfit("gone", row["gone"], "each_once")
    moved = row["moved"]
    segments = [*moved["sizes"], *(one["segment"] for one in moved["left"])]
    talks = [*moved["mentions"], *(one["talk"] for one in moved["joined"])]
    for name, numbers in (("sizes", segments), ("joined", talks)):
        if len(set(numbers)) < len(numbers):
            raise Misfit(f"moved.{name}", numbers, "each_once")
    for one in moved["left"]:
        clean_size(SizeText(**one["numbers"]))


def _market_size(row: Row) -> None:
    clean_size(SizeText(**{name: row[name] for name in NUMBERS}))


def _profile_item(row: Row) -> None:
    _known("sort", row["sort"], ("", *SORTS[row["kind"]]))


def _proposition(row: Row) -> None:
    """Set aside on a day and for a reason, or neither."""
    if row["aside_reason"] and row["aside_on"] is None:
        raise Misfit("", row["aside_reason"], "missing", name="aside_on")
    if row["aside_on"] is not None:
        if not row["aside_reason"]:
            raise Misfit("", row["aside_on"], "missing", name="aside_reason")
        checked_reason(row["aside_reason"])


def _criterion(row: Row) -> None:
    usual = next((one for one in CRITERIA[row["phase"]] if one.code == row["code"]), None)
    _known("rule", row["rule"], (usual.rule if usual else "",))
    if usual is None and not row["title"]:
        raise Misfit("", row["title"], "title")


def _question(row: Row) -> None:
    options_shape(row["kind"]).check(row["options"], "options")
    prices = row["options"].get("prices", [])
    if any(low >= high for low, high in pairwise(prices)):
        raise Misfit("options.prices", prices, "rising")


def options_shape(kind: str) -> Shape:
    """The options of a question, by its kind."""
    if kind in (kinds.CHOICE, kinds.SEVERAL):
        words = Fields({}, {code: Text(LONGEST_CHOICE) for code in LANGUAGES})
        return Fields({}, {"choices": Many(words, MOST_CHOICES, least=2)})
    if kind == kinds.GABOR:
        price = Number(0, kinds.MOST_PRICE)
        return Fields({"prices": Many(price, MOST_PRICES, least=2)}, {"unit_cost": price})
    return Fields({})


def _simulation(row: Row) -> None:
    result = row["result"]
    if result is not None and len(result["edges"]) != len(result["counts"]) + 1:
        raise Misfit("result.edges", len(result["edges"]), "row", count=len(result["counts"]) + 1)


def _loop(row: Row) -> None:
    if row["ended_on"] is not None and row["ended_on"] < row["started_on"]:
        raise Misfit("", row["ended_on"], "order")


def _known(place: str, value: Any, known: tuple[Any, ...]) -> None:
    Code(frozenset(known)).check(value, place)


ROWS: Mapping[str, Callable[[Row], None]] = {
    "EconomicsInput": _economics_input, "EconomicsScenario": _simulation, "GateCriterion": _criterion,
    "InputCorrelation": _correlation, "InputLink": _input_link,
    "Loop": _loop, "MarketSize": _market_size,
    "ProblemMerge": _problem_merge, "ProfileItem": _profile_item, "Proposition": _proposition,
    "SurveyQuestion": _question, "TestCard": _test_card,
}  # fmt: skip
