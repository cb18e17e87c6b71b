"""The library of tests: how strong each kind's result is, what it usually takes, which rule suits it. Pure.

All numbers are assumptions, shown as assumed: every card may say otherwise. Money is counted in hours of one's own work,
so that it follows the currency and the wages of the workspace. The words are in `kind_words`.
"""

from dataclasses import dataclass

from tenure.discovery.testing.plan import BAYES, E_PROCESS, EXACT, TWO_ARM_E


@dataclass(frozen=True)
class TestKind:
    """code: as stored; level: of the ladder of evidence (method 2.5); hours: own work; spend_hours: money outside, as
    hours of work; days: until it answers; most: usual size; threshold: usual share that decides; rule: that suits it."""

    __test__ = False  # no test of pytest

    code: str
    level: int
    hours: float
    spend_hours: float
    days: float
    most: int
    threshold: float = 0.4
    rule: str = E_PROCESS

    def cost_minor(self, hour_minor: int) -> int:
        """Money outside, in minor units, at what an hour costs."""
        return round(self.spend_hours * hour_minor)


# Which kinds can tell anything about which hypotheses: whether it is wanted, can be done, pays, or will last.
WANTED = frozenset({
    "problem_interview", "solution_interview", "field_day", "survey", "landing_page", "fake_door", "explainer_video",
    "ad_campaign", "data_sheet", "ab", "clickable", "price_test", "loi", "spec_contract", "presale", "crowdfunding",
    "referral", "concierge", "wizard_of_oz", "piecemeal", "single_feature", "pilot", "renewal",
})  # fmt: skip
SUITS = {
    "desirability": WANTED,
    "feasibility": frozenset({
        "expert", "field_day", "spike", "partner_offer", "concierge", "wizard_of_oz", "piecemeal", "single_feature",
        "pilot",
    }),
    "viability": frozenset({
        "survey", "ad_campaign", "price_test", "loi", "spec_contract", "presale", "crowdfunding", "partner_offer",
        "concierge", "pilot", "renewal",
    }),
    "adaptability": frozenset({"expert", "field_day", "problem_interview", "survey", "partner_offer"}),
}  # fmt: skip
# Of which the answers are given in talks: an interview can be one of them.
TALKED = frozenset({
    "problem_interview", "solution_interview", "expert", "field_day", "data_sheet", "clickable", "loi", "spec_contract",
    "presale", "referral", "partner_offer", "concierge", "pilot",
})  # fmt: skip
SELLING = frozenset({"renewal", "referral"})  # need clients who have bought

# From words to money, in the order of a search: who has the problem, would they move, would they pay, do they stay.
KINDS = {
    kind.code: kind
    for kind in (
        TestKind("problem_interview", 1, 18, 0, 7, 15, 0.4, EXACT),
        TestKind("solution_interview", 1, 14, 2, 7, 12, 0.5, EXACT),
        TestKind("expert", 0, 5, 0, 5, 5, 0.6, BAYES),
        TestKind("field_day", 1, 16, 1, 5, 5, 0.6, BAYES),
        TestKind("survey", 2, 6, 8, 10, 60, 0.3, EXACT),
        TestKind("landing_page", 3, 10, 25, 10, 400, 0.05),
        TestKind("fake_door", 3, 6, 0, 7, 300, 0.05),
        TestKind("explainer_video", 3, 16, 25, 10, 300, 0.05),
        TestKind("ad_campaign", 3, 6, 40, 7, 1000, 0.02),
        TestKind("data_sheet", 3, 6, 2, 7, 40, 0.2),
        TestKind("ab", 3, 8, 25, 14, 400, 0.05, TWO_ARM_E),
        TestKind("clickable", 2, 24, 4, 10, 12, 0.6, EXACT),
        TestKind("price_test", 5, 8, 20, 14, 300, 0.03, TWO_ARM_E),
        TestKind("loi", 4, 14, 1, 14, 20, 0.3),
        TestKind("spec_contract", 5, 20, 6, 30, 10, 0.3),
        TestKind("presale", 5, 16, 8, 21, 40, 0.4),
        TestKind("crowdfunding", 5, 50, 60, 45, 500, 0.03),
        TestKind("referral", 4, 6, 2, 14, 30, 0.2),
        TestKind("partner_offer", 4, 12, 2, 21, 10, 0.4),
        TestKind("concierge", 5, 60, 12, 30, 12, 0.6),
        TestKind("wizard_of_oz", 5, 60, 20, 30, 20, 0.5),
        TestKind("piecemeal", 5, 40, 15, 21, 20, 0.5),
        TestKind("single_feature", 5, 120, 20, 45, 40, 0.4),
        TestKind("pilot", 5, 60, 15, 45, 10, 0.5),
        TestKind("spike", 3, 40, 10, 10, 10, 0.8, EXACT),
        TestKind("renewal", 6, 10, 0, 60, 40, 0.6),
    )
}
