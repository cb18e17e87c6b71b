"""The conditions of product-market fit as the board lists them."""

from dataclasses import dataclass

from tenure.discovery.fit.conditions import AGAIN, ELLIS, PHASE_OF, STAY, Condition, Conditions, Part
from tenure.discovery.fit.words import condition_titles, condition_words, part_names, part_words
from tenure.web.addresses import address_of
from tenure.web.discovery.gates.criteria import PAGES
from tenure.web.discovery.gates.page import ICONS


@dataclass(frozen=True)
class ShownPart:
    """A reading behind a condition. address: of the page that proves it; word: where it stands, empty where the condition
    says as much."""

    name: str
    address: str
    word: str
    found: str


@dataclass(frozen=True)
class ShownCondition:
    """word, tone: where it stands, and the colour of that."""

    state: str
    icon: str
    title: str
    word: str
    tone: str
    parts: tuple[ShownPart, ...]


def shown_conditions(found: Conditions, currency: str) -> tuple[ShownCondition, ...]:
    """The list in words."""
    titles, words = condition_titles(), condition_words()
    return tuple(
        ShownCondition(row.state, ICONS[row.state], titles[row.code], *words[row.state], _parts(found, row, currency))
        for row in found.rows
    )


def _parts(found: Conditions, row: Condition, currency: str) -> tuple[ShownPart, ...]:
    names, words = part_names(), condition_words()
    return tuple(
        ShownPart(
            names[part.code], _address(found, part), "" if len(row.parts) == 1 else words[part.state][0],
            part_words(part, found.board, currency),
        )
        for part in row.parts
    )  # fmt: skip


def _address(found: Conditions, part: Part) -> str:
    """The page with the proof; the criterion itself where a person decides it, or where it was taken out."""
    venture_id = found.board.venture_id
    if part.code == STAY:
        return "#h-stay"
    if part.code == AGAIN:
        return address_of("presales", venture_id=venture_id)
    if part.code == ELLIS:
        ellis = found.board.ellis
        return (
            address_of("survey", survey_id=ellis.survey_id) if ellis else address_of("surveys", venture_id=venture_id)
        )
    if part.line is None or part.line.criterion.by_hand:
        query = {"phase": PHASE_OF[part.code[0]], "code": part.code}
        return address_of("gate_criterion", venture_id=venture_id, query=query)
    return address_of(PAGES[part.line.criterion.rule], venture_id=venture_id)
