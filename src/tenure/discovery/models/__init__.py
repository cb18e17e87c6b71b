"""Tables of the room: ventures and everything that is learnt in them."""

from tenure.discovery.models.canvas import CanvasVersion
from tenure.discovery.models.hypotheses import Evidence, Hypothesis, HypothesisLink, PriorChange
from tenure.discovery.models.ladder import LadderRate
from tenure.discovery.models.markets import Problem, Segment
from tenure.discovery.models.test_cards import Amendment, LearningCard, Observation, TestCard
from tenure.discovery.models.ventures import ChecklistItem, Loop, Venture, VentureEvent, VentureMember, WorkEntry

__all__ = [
    "Amendment",
    "CanvasVersion",
    "ChecklistItem",
    "Evidence",
    "Hypothesis",
    "HypothesisLink",
    "LadderRate",
    "LearningCard",
    "Loop",
    "Observation",
    "PriorChange",
    "Problem",
    "Segment",
    "TestCard",
    "Venture",
    "VentureEvent",
    "VentureMember",
    "WorkEntry",
]
