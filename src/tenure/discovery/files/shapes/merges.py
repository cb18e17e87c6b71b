"""What a merge of problems keeps, so that it can be taken back: the wording that went, and what was moved, by numbers."""

from tenure.discovery.files.shapes.columns import COLUMNS, MONEY
from tenure.discovery.files.shapes.language import Code, Day, Fields, Flag, Many, Maybe, Number, Row, Text
from tenure.discovery.interviews.texts import LONGEST_TEXT
from tenure.discovery.markets.sizes import NUMBERS
from tenure.discovery.models import InterviewProblem, Problem

STATE = Code(frozenset(Problem.State.values))
ID = Number(1, 1e18, whole=True)
IDS = Many(ID, 200_000, alike=False)
LENGTH = Number(0, 1e6, whole=True)
HEARD = COLUMNS["InterviewProblem"]
SAID = Fields({
    "unprompted": Flag(), "severity": Maybe(HEARD["severity"]), "cost_minor": Maybe(MONEY), "hours": Maybe(HEARD["hours"]),
    "frequency": Code(frozenset(InterviewProblem.Frequency.values) | {""}),
})  # fmt: skip
SIZES = Fields({}, {name: COLUMNS["MarketSize"].get(name, MONEY) for name in NUMBERS} | {"sources": Text(LONGEST_TEXT)})

WORDING = Fields({
    "name": Text(200), "description": Text(LONGEST_TEXT), "state": STATE, "reason": Text(LONGEST_TEXT),
    "version": Number(1, 1e9, whole=True), "decided_on": Maybe(Day()),
})  # fmt: skip
MOVED = Fields({
    "added": Text(2 * LONGEST_TEXT), "decided": Maybe(Row((STATE, Text(LONGEST_TEXT), Maybe(Day())))),
    "mentions": IDS, "quotes": IDS, "hypotheses": IDS, "questions": IDS, "sizes": IDS,
    "joined": Many(Fields({
        "talk": ID, "before": SAID, "after": SAID, "other": SAID, "words": Row((LENGTH, LENGTH, LENGTH)),
    }), 200_000),
    "left": Many(Fields({"segment": ID, "author": Maybe(ID), "at": Day(moment=True), "numbers": SIZES}), 10_000),
})  # fmt: skip
