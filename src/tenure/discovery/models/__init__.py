"""Tables of the room: ventures and everything that is learnt in them."""

from tenure.discovery.models.canvas import CanvasVersion
from tenure.discovery.models.economics import (
    AcquisitionChannel,
    EconomicsInput,
    EconomicsScenario,
    FixedCost,
    InputCorrelation,
    InputLink,
)
from tenure.discovery.models.gates import (
    CarriedHypothesis,
    CriterionDecision,
    GateCriterion,
    GateDecision,
    GateOverride,
    GateState,
    Pivot,
)
from tenure.discovery.models.hypotheses import Evidence, Hypothesis, HypothesisLink, PriorChange
from tenure.discovery.models.interviews import (
    Candidate,
    Coding,
    Commitment,
    Guide,
    Interview,
    InterviewPlan,
    InterviewProblem,
    Quote,
    Theme,
)
from tenure.discovery.models.ladder import LadderRate
from tenure.discovery.models.market_fit import FitReading, FitSettings, SalesPeriod
from tenure.discovery.models.market_sizes import MarketSize
from tenure.discovery.models.markets import Problem, ProblemMerge, Segment
from tenure.discovery.models.mvp import MvpAnswer, MvpChange, MvpShowing, MvpVersion
from tenure.discovery.models.offers import (
    Adaptation,
    OfferedProduct,
    ProfileItem,
    Proposition,
    Solution,
    ValueItem,
    ValueLink,
)
from tenure.discovery.models.roadmap import RoadmapStage, StagePassed
from tenure.discovery.models.sales import ManualRun, ManualRunStep, ManualService, ManualStep, Presale, Refund
from tenure.discovery.models.surveys import Survey, SurveyAnswer, SurveyDay, SurveyQuestion, SurveySender
from tenure.discovery.models.test_cards import Amendment, LearningCard, Observation, TestCard
from tenure.discovery.models.ventures import ChecklistItem, Loop, Venture, VentureEvent, VentureMember, WorkEntry

__all__ = [
    "AcquisitionChannel",
    "Adaptation",
    "Amendment",
    "Candidate",
    "CanvasVersion",
    "CarriedHypothesis",
    "ChecklistItem",
    "Coding",
    "Commitment",
    "CriterionDecision",
    "EconomicsInput",
    "EconomicsScenario",
    "Evidence",
    "FitReading",
    "FitSettings",
    "FixedCost",
    "GateCriterion",
    "GateDecision",
    "GateOverride",
    "GateState",
    "Guide",
    "Hypothesis",
    "HypothesisLink",
    "InputCorrelation",
    "InputLink",
    "Interview",
    "InterviewPlan",
    "InterviewProblem",
    "LadderRate",
    "LearningCard",
    "Loop",
    "ManualRun",
    "ManualRunStep",
    "ManualService",
    "ManualStep",
    "MarketSize",
    "MvpAnswer",
    "MvpChange",
    "MvpShowing",
    "MvpVersion",
    "Observation",
    "OfferedProduct",
    "Pivot",
    "Presale",
    "PriorChange",
    "Problem",
    "ProblemMerge",
    "ProfileItem",
    "Proposition",
    "Quote",
    "Refund",
    "RoadmapStage",
    "SalesPeriod",
    "Segment",
    "Solution",
    "StagePassed",
    "Survey",
    "SurveyAnswer",
    "SurveyDay",
    "SurveyQuestion",
    "SurveySender",
    "TestCard",
    "Theme",
    "ValueItem",
    "ValueLink",
    "Venture",
    "VentureEvent",
    "VentureMember",
    "WorkEntry",
]
