"""Bounds of the plain columns of a venture's file: what the forms of the product would have stored, and nothing else.

A column that is not here is bounded by its own table: its type, its length, its list of codes.
"""

from collections.abc import Mapping

from tenure.discovery.canvas.blocks import BLOCKS
from tenure.discovery.economics.checks import LARGEST_MARK, LONGEST_HORIZON, LONGEST_LIMIT, MOST_PEOPLE
from tenure.discovery.economics.link_values import SOURCES
from tenure.discovery.economics.metrics import LARGEST, METRICS
from tenure.discovery.files.shapes.language import Code, Number, Shape, Text
from tenure.discovery.fit.settings import MONTHS
from tenure.discovery.gates.rules import RULES
from tenure.discovery.interviews import kinds as interviews
from tenure.discovery.interviews.plans import MOST_TALKS
from tenure.discovery.interviews.recording import MOST_MINUTES
from tenure.discovery.interviews.said import MOST_HOURS
from tenure.discovery.markets.segments import MOST_ACCOUNTS
from tenure.discovery.markets.sizes import MOST_TIMES
from tenure.discovery.offers.manual_service_text import MOST_MINUTES as MOST_STEP_MINUTES
from tenure.discovery.surveys.surveys import LANGUAGES
from tenure.discovery.testing.amendments import FIELDS
from tenure.discovery.testing.card_text import MOST_ANSWERS
from tenure.discovery.testing.kinds import KINDS
from tenure.discovery.ventures.settings import MOST_DAYS

MONEY = Number(0, 1e15, whole=True)
SHARE, INSIDE = Number(0, 1), Number(0, 1, open=True)
ABOVE = 1e-12
PART = Number(ABOVE, 1)
COUNT = Number(0, 1e9, whole=True)
NUMBER = Number(1, 1e9, whole=True)
DIGEST = Text(64, r"([0-9a-f]{64})?", "SHA-256")
# Why an answer does not count; empty: it does (`surveys.words.aside_words`).
ASIDE = frozenset({"", "trap", "no_form", "fast", "many", "flood", "hand"})
SPOKEN = Code(frozenset(LANGUAGES))
METRIC = Code(frozenset(METRICS))

COLUMNS: Mapping[str, Mapping[str, Shape]] = {
    "AcquisitionChannel": {"leads": Number(0, MOST_PEOPLE), "clients": Number(0, MOST_PEOPLE),
                           "next_clients": Number(0, MOST_PEOPLE)},
    "Amendment": {"field": Code(frozenset(FIELDS)), "digest": DIGEST, "seal": DIGEST},
    "CanvasVersion": {"number": NUMBER},
    "CarriedHypothesis": {"weight": SHARE},
    "EconomicsInput": {"metric": METRIC, "value": Number(0, LARGEST), "low": Number(0, LARGEST),
                       "high": Number(0, LARGEST), "successes": COUNT, "trials": NUMBER},
    "EconomicsScenario": {
        "horizon_months": Number(1, LONGEST_HORIZON), "retention": SHARE, "discount": SHARE,
        "payback_limit": Number(1, LONGEST_LIMIT), "ltv_cac_mark": Number(ABOVE, LARGEST_MARK), "sure": Number(0.5, 1),
        "develop_clients": Number(0, MOST_PEOPLE),
    },
    "Evidence": {"level": Number(0, 6), "sensitivity": INSIDE, "specificity": INSIDE, "relevance": SHARE,
                 "reliability": SHARE},
    "FitSettings": {"months": Code(frozenset(MONTHS)), "plateau_mark": INSIDE, "ellis_mark": INSIDE,
                    "rep_cost_minor": Number(1, 1e13)},
    "GateCriterion": {"code": Text(6, r"[A-Z][0-9]{1,4}", "D1"), "rule": Code(frozenset(RULES) | {""})},
    "GateDecision": {"loop": NUMBER, "snapshot_hash": Text(64, r"[0-9a-f]{64}", "SHA-256")},
    "Guide": {"language": SPOKEN, "number": NUMBER},
    "Hypothesis": {
        "number": NUMBER, "block": Code(BLOCKS), "threshold": Number(), "least_effect": Number(), "prior": INSIDE,
        "prior_size": Number(0.1, 1000), "impact": Number(1, 10), "probability": SHARE, "low": SHARE, "high": SHARE,
        "loop": NUMBER, "carried_weight": SHARE,
    },
    "InputCorrelation": {"first": METRIC, "second": METRIC, "rank": Number(-1, 1)},
    "InputLink": {"metric": Code(frozenset(SOURCES)), "counted": COUNT, "clients": COUNT},
    "Interview": {"kind": Code(frozenset(interviews.KINDS)), "minutes": Number(1, MOST_MINUTES), "talk_share": SHARE,
                  "evangelist": Number(1, 5), "loop": NUMBER},
    "InterviewPlan": {"kind": Code(frozenset(interviews.KINDS)), "target": Number(1, MOST_TALKS),
                      "strangers": Number(0, MOST_TALKS), "loop": NUMBER},
    "InterviewProblem": {"severity": Number(1, 10), "hours": Number(0, MOST_HOURS)},
    "Loop": {"number": NUMBER},
    "ManualRun": {"units": Number(1, 1e9)},
    "ManualRunStep": {"minutes": Number(0, MOST_STEP_MINUTES), "money_minor": Number(0, 1e13)},
    "ManualService": {"units_a_month": Number(ABOVE, 1e9)},
    "ManualStep": {"minutes_after": Number(0, MOST_STEP_MINUTES)},
    "MarketSize": {
        **dict.fromkeys(
            ("reach_low", "reach_high", "prevalence_low", "prevalence_high", "willing_low", "willing_high", "within_reach",
             "obtainable", "margin"), PART
        ),
        **dict.fromkeys(("times_low", "times_high"), Number(ABOVE, MOST_TIMES)),
        **dict.fromkeys(("price_low_minor", "price_high_minor", "whole_minor"), Number(1, 1e15)),
    },
    "MvpVersion": {"number": NUMBER},
    "Observation": {"arm": Number(0, 1), "voice": COUNT, "seal": DIGEST},
    "Pivot": {"loop_before": NUMBER, "loop_after": NUMBER},
    "Presale": {"amount_minor": Number(1, 1e13)},
    "PriorChange": {"before": SHARE, "after": SHARE},
    "ProfileItem": {"importance": Number(1, 5), "heard": COUNT},
    "SalesPeriod": {"sellers": Number(ABOVE, 10_000), "yield_minor": Number(0, 1e13)},
    "Segment": {"accounts_low": Number(ABOVE, MOST_ACCOUNTS), "accounts_high": Number(ABOVE, MOST_ACCOUNTS)},
    "Survey": {"most_answers": NUMBER},
    "SurveyAnswer": {"language": Code(frozenset(LANGUAGES) | {""}), "aside": Code(ASIDE)},
    "TestCard": {
        "number": NUMBER, "kind": Code(frozenset(KINDS)), "threshold": INSIDE, "hoped": INSIDE, "alpha": INSIDE,
        "power": INSIDE, "sure": INSIDE, "prior_a": Number(ABOVE, 10_000), "prior_b": Number(ABOVE, 10_000),
        "least": Number(1, MOST_ANSWERS), "most": Number(1, MOST_ANSWERS), "pass_mark": Number(1, MOST_ANSWERS),
        "futility": INSIDE, "level": Number(0, 6), "sensitivity": INSIDE, "specificity": INSIDE, "hours": Number(0, 10_000),
        "days": Number(ABOVE, 1000), "prediction": SHARE, "lock_hash": DIGEST, "observed_seal": DIGEST, "loop": NUMBER,
        "rules_edition": Number(1, 10_000, whole=True), "decided_after": COUNT, "decided_seal": DIGEST,
    },
    "ValueLink": {"coverage": PART},
    "Venture": {"loop_days": Number(1, MOST_DAYS)},
    "VentureEvent": {"loop": NUMBER},
    "WorkEntry": {"minutes": COUNT},
}  # fmt: skip


def column_shape(table: str, column: str) -> Shape | None:
    """The declared bounds of a plain column; of money in minor units those of all money; None where there are none."""
    found = COLUMNS.get(table, {}).get(column)
    return found or (MONEY if column.endswith("_minor") else None)
