"""The conditions of product-market fit in one list (S000-80): each stands as the gates and the board already read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.discovery.fit.board import FIT, NO_DATA, NO_FIT, FitBoard, board_for
from tenure.discovery.gates.criteria import criteria_of
from tenure.discovery.gates.finding import MET, MISSING, OPEN
from tenure.discovery.gates.numbers import gate_numbers
from tenure.discovery.gates.one_market import CHOOSING
from tenure.discovery.gates.view import GateLine, judged
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import reading_once
from tenure.discovery.sight import seen_venture
from tenure.kernel import clock
from tenure.privacy.models import User

# Each condition by the criteria that prove it, in the order a team gets there.
CONDITIONS: dict[str, tuple[str, ...]] = {
    "segment": ("D1", "D6"), "problem": ("D2", "D3"), "bought": ("V1",), "kept": ("V3",), "economics": ("V4",),
    "repeated": ("V2",),
}  # fmt: skip
PHASE_OF = {"D": "discovery", "V": "validation"}
ELLIS, STAY, AGAIN = "ellis", "stay", "again"
STATES = {FIT: MET, NO_FIT: MISSING}


@dataclass(frozen=True)
class Part:
    """One reading behind a condition. code: of the criterion, or "ellis", "stay", "again" for what the board reads; line:
    as the gate judges it, None of the board and of a criterion the venture took out of its gate."""

    code: str
    state: str
    line: GateLine | None = None


@dataclass(frozen=True)
class Condition:
    """state: met, open (not decided) or missing (decided against)."""

    code: str
    state: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Conditions:
    """The board, and the list that stands above it."""

    board: FitBoard
    rows: tuple[Condition, ...]

    @property
    def proven(self) -> int:
        return sum(row.state == MET for row in self.rows)


def conditions_of(*, actor: User, venture_id: int, currency: str) -> Conditions:
    """Of a venture in sight. Forty-one queries at most, however much the venture holds. Raises NotFound."""
    with reading_once():  # the gate asks for the board too
        return conditions_for(actor, seen_venture(actor, venture_id), currency)


def conditions_for(actor: User, venture: Venture, currency: str) -> Conditions:
    """As `conditions_of`, for a venture already found to be in sight, within a reading of more than this."""
    board = board_for(actor, venture)
    asked = {code for codes in CONDITIONS.values() for code in codes}
    # All that discovery asks of a market, as its gate does: so both are judged on the same one.
    criteria = tuple(
        one
        for phase in PHASE_OF.values()
        for one in criteria_of(venture, phase)
        if one.code in asked or one.rule in CHOOSING
    )
    rules = [one.rule for one in criteria]
    numbers = gate_numbers(actor=actor, venture=venture, currency=currency, rules=rules, today=clock.today())
    return Conditions(board, conditions({line.criterion.code: line for line in judged(criteria, numbers)}, board))


def conditions(lines: Mapping[str, GateLine], board: FitBoard) -> tuple[Condition, ...]:
    """Of the lines of the gates by the code of their criterion, and the board. Pure."""
    rows = []
    for code, asked in CONDITIONS.items():
        parts = tuple(Part(one, lines[one].state, lines[one]) if one in lines else Part(one, OPEN) for one in asked)
        if code == "kept" and "V3" in lines:
            # As at the gate, the answers or the orders decide while neither denies it: told apart, judged together.
            told = (ELLIS, board.ellis.verdict if board.ellis else NO_DATA), (STAY, board.reading_verdict)
            shown = tuple(Part(name, STATES.get(verdict, OPEN)) for name, verdict in told)
            rows.append(Condition(code, lines["V3"].state, shown))
            continue
        if code == "repeated":
            parts = (Part(AGAIN, STATES.get(board.sales_verdict, OPEN)), *parts)
        rows.append(Condition(code, together(parts), parts))
    return tuple(rows)


def together(parts: tuple[Part, ...]) -> str:
    """A condition holds when all that is behind it does, and does not when one of it is decided against. Pure."""
    states = {part.state for part in parts}
    return MISSING if MISSING in states else MET if states == {MET} else OPEN
