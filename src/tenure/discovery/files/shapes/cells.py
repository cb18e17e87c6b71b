"""Every column of lists and names in a file of a venture, with the shape of what is in it."""

from collections.abc import Mapping
from typing import Any

from tenure.discovery.canvas.blocks import BLOCKS
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.simulated import FORMULAS
from tenure.discovery.files.shapes.findings import FINDINGS
from tenure.discovery.files.shapes.language import (
    Anything,
    By,
    Code,
    Day,
    Each,
    Fields,
    Flag,
    Many,
    Maybe,
    Number,
    OneOf,
    Row,
    Shape,
    Text,
)
from tenure.discovery.files.shapes.merges import MOVED, WORDING
from tenure.discovery.gates.changes import KINDS
from tenure.discovery.gates.finding import MET, MISSING, OPEN
from tenure.discovery.gates.standard import CRITERIA, MARKS, MUST, PHASES, WHOLE, WISH
from tenure.discovery.interviews.kinds import BIASES
from tenure.discovery.models import GateState, Hypothesis
from tenure.discovery.surveys.questions import LONGEST_QUESTION
from tenure.discovery.surveys.surveys import LANGUAGES, TEXTS
from tenure.discovery.testing.lock import WORDS

SHARE, COUNT, NUMBER = Number(0, 1), Number(0, 1e9, whole=True), Number(1, 1e9, whole=True)
ANY = Number(-1e18, 1e18)
NAME, WORD = Text(400), Text(64)
DIGEST = Text(64, r"[0-9a-f]{64}", "SHA-256")
MARK: Mapping[str, Shape] = {name: Number(low, high, whole=name in WHOLE) for name, (low, high) in MARKS.items()}
BLOCK, STATE = Code(BLOCKS), Code(frozenset(Hypothesis.State.values))

STICKER = Fields({
    "hypothesis": NUMBER, "block": BLOCK, "text": NAME, "state": STATE, "probability": Maybe(SHARE), "evidence": COUNT,
})  # fmt: skip
DECIDED = Fields({"met": Flag(), "reason": Text(8000), "author": NAME, "at": Day(moment=True)})
# A usual criterion has all of its marks, for its title is told by them; one's own has none.
# Decisions keep the marks they were taken by: these were asked for before.
ASKED_BEFORE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "D3": (("top",),), "V1": (("buyers", "strangers"),), "V2": (("without_founder",),),
}  # fmt: skip
USUAL = {usual.code: usual for usuals in CRITERIA.values() for usual in usuals}
CRITERION = By(
    By(
        Fields({
            "code": Text(6), "title": NAME, "need": Code(frozenset({MUST, WISH})), "rule": Text(20), "marks": Anything(),
            "state": Code(frozenset({MET, OPEN, MISSING})), "found": Text(40), "data": Anything(),
            "decided": Maybe(DECIDED),
        }),
        "found", "data", FINDINGS,
    ),
    "code", "marks",
    {
        code: OneOf(tuple(Fields({name: MARK[name] for name in names}) for names in (usual.marks, *ASKED_BEFORE.get(code, ()))))
        for code, usual in USUAL.items()
    },
    Fields({}),
)  # fmt: skip
BELIEVED = Fields({
    "number": NUMBER, "title": NAME, "block": BLOCK, "state": STATE, "probability": Maybe(SHARE), "low": Maybe(SHARE),
    "high": Maybe(SHARE), "prior": SHARE, "evidence": COUNT, "critical": Flag(),
})  # fmt: skip
MARKS_TOLD = Fields({}, {"need": Code(frozenset({MUST, WISH})), "title": NAME, **MARK})
CHANGE = Fields({
    "code": Text(6), "kind": Code(frozenset(KINDS)), "title": NAME, "before": MARKS_TOLD, "after": MARKS_TOLD,
    "reason": NAME, "softer": Flag(), "after_data": Flag(), "author": NAME, "at": Day(moment=True),
})  # fmt: skip
SNAPSHOT = Fields(
    {
        "formula": Text(20), "at": Day(moment=True), "phase": Code(frozenset(PHASES)),
        "state": Code(frozenset(GateState.State.values)), "criteria": Many(CRITERION, 100),
        "hypotheses": Many(BELIEVED, 5000), "evidence": Each(Code(frozenset("0123456")), COUNT),
    },
    {"hidden": Day(), "changes": Many(CHANGE, 5000)},
)  # fmt: skip
RUNWAY = Fields({
    "cash_minor": Maybe(Number(-1e15, 1e15, whole=True)), "loop_minor": Maybe(ANY), "measured": COUNT,
    "pivots": Maybe(Number(0, 1e15, whole=True)), "months": Maybe(Number(0, 1e12)),
})  # fmt: skip
BLOCK_CHANGE = Fields({
    "added": Many(NAME), "removed": Many(NAME), "reworded": Many(Row((NAME, NAME))),
})  # fmt: skip
SIMULATION = Fields({
    "formula": Code(FORMULAS), "draws": NUMBER, "seed": COUNT, "mean": ANY, "exact_mean": Maybe(ANY),
    "p10": ANY, "p50": ANY, "p90": ANY, "loss": SHARE, "worth": ANY,
    "influences": Many(Row((Code(frozenset(METRICS)), Number(-1, 1), Number(-1, 2), ANY)), 20),
    "edges": Many(ANY, 500, least=2), "counts": Many(COUNT, 500, least=1),
}, {"one_people": Flag(), "tried": Code(FORMULAS)})  # fmt: skip
HIDDEN_WORDS = Fields({"field": Code(frozenset(WORDS)), "day": Day(), "digest": DIGEST, "before": DIGEST})
TOLD = Fields(
    {},
    {"from_block": Text(40), "to_block": Text(40), "state": Text(40), "name": NAME, "title": NAME, "key": Text(64)},
    Anything(),
)
CELLS: Mapping[tuple[str, str], Shape] = {
    ("CanvasVersion", "stickers"): Many(STICKER, 5000),
    ("EconomicsScenario", "result"): Maybe(SIMULATION),
    ("GateCriterion", "marks"): Fields({}, MARK),
    ("GateDecision", "snapshot"): SNAPSHOT,
    ("GateOverride", "unmet"): Many(Text(6), 100, alike=False),
    ("Interview", "biases"): Many(Code(frozenset(BIASES)), alike=False),
    ("Pivot", "changed_blocks"): Each(BLOCK, BLOCK_CHANGE),
    ("Pivot", "runway"): RUNWAY,
    ("Survey", "texts"): Each(
        Code(frozenset(LANGUAGES)), Fields({}, {name: Text(longest) for name, longest in TEXTS.items()})
    ),
    ("SurveyAnswer", "values"): Each(Text(18, r"[0-9]{1,18}", "123"), Anything()),
    ("SurveyQuestion", "options"): Anything(),
    ("SurveyQuestion", "text"): Each(Code(frozenset(LANGUAGES)), Text(LONGEST_QUESTION)),
    ("TestCard", "hidden"): Many(HIDDEN_WORDS, 20),
    ("TestCard", "lock_salts"): Each(Code(frozenset(WORDS)), WORD),
    ("VentureEvent", "details"): TOLD,
    ("ProblemMerge", "moved"): MOVED,
    ("ProblemMerge", "wording"): WORDING,
}


def cell_shape(table: str, column: str) -> Shape:
    """The shape of what is in a column of lists and names."""
    return CELLS[table, column]


def check_cell(table: str, column: str, value: Any) -> None:
    """Raises Misfit naming the place inside the cell."""
    cell_shape(table, column).check(value)
