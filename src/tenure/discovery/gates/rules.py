"""What each rule of a gate finds in the numbers of a venture. Pure: the same numbers give the same finding."""

from collections.abc import Callable
from typing import Any

from tenure.discovery.gates.base_rules import BASE_RULES, FEW_SERVED
from tenure.discovery.gates.finding import MET, MISSING, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import CriticalHypothesis, GateNumbers, Talks
from tenure.engine.evidence.proportions import posterior
from tenure.engine.gates import gate

# Of an interval shown beside a share; how sure the refunds must be too many to be decided against.
LEVEL, AGAINST = 0.8, 0.8


def interviews(marks: Marks, numbers: GateNumbers) -> Finding:
    """A named segment with enough talks, enough of them with strangers."""
    named = [talks for talks in numbers.talks if talks.segment]
    if not named:
        return Finding(OPEN, "no_segment", {}, "name_segment")
    least, strangers = int(marks["least"]), int(marks["strangers"])

    def short(talks: Talks) -> int:
        return max(0, least - talks.held) + max(0, strangers - talks.strangers)

    best = min(named, key=lambda talks: (short(talks), -talks.held))
    found = {"segment": best.segment, "held": best.held, "strangers": best.strangers}
    if not short(best):
        return Finding(MET, "talks", found)
    more = {
        "more": max(0, least - best.held, strangers - best.strangers),
        "strangers": max(0, strangers - best.strangers),
    }
    return Finding(OPEN, "talks", found, "more_talks", more)


def prevalence(marks: Marks, numbers: GateNumbers) -> Finding:
    """In some segment a problem is named unprompted by enough, with enough certainty."""
    chances = [
        (posterior(cell.mentions, cell.asked).above(marks["share"]), cell) for cell in numbers.cells if cell.asked
    ]
    if not chances:
        return Finding(OPEN, "no_mentions", {}, "ask_problem")
    chance, cell = max(chances, key=lambda pair: pair[0])
    found = {
        "chance": chance,
        "problem": cell.problem,
        "segment": cell.segment,
        "mentions": cell.mentions,
        "asked": cell.asked,
    }
    if chance >= marks["sure"]:
        return Finding(MET, "prevalence", found)
    against = chance <= 1 - marks["sure"]
    return Finding(MISSING if against else OPEN, "prevalence", found, "other_problem" if against else "more_mentions")


def severity(marks: Marks, numbers: GateNumbers) -> Finding:
    """The most certain problem is among the worst, and people pay or work around it today."""
    heard = [cell for cell in numbers.cells if cell.severity is not None]
    if not heard:
        return Finding(OPEN, "no_severity", {}, "ask_severity")
    ranked = sorted(heard, key=lambda cell: -(cell.severity or 0))
    paid = [(rank, cell) for rank, cell in enumerate(ranked, 1) if cell.spend_minor or cell.alternatives]
    if not paid:
        worst = ranked[0]
        return Finding(OPEN, "no_alternative", {"problem": worst.problem, "rank": 1, "of": len(ranked)}, "ask_spend")
    rank, cell = paid[0]
    found = {"problem": cell.problem, "rank": rank, "of": len(ranked), "spend_minor": cell.spend_minor}
    code = "severe_spend" if cell.spend_minor else "severe_workaround"
    return Finding(
        MET if rank <= marks["top"] else MISSING, code, found, "" if rank <= marks["top"] else "other_problem"
    )


def commitment(marks: Marks, numbers: GateNumbers) -> Finding:
    """Somebody would commit: a hypothesis of the offer, with evidence of a commitment, is likely enough."""
    proven = [one for one in numbers.offers if one.level >= 4]
    if not proven:
        return Finding(OPEN, "no_commitment", {}, "test_commitment")
    best = max(proven, key=lambda one: one.probability)
    found = {"number": best.number, "title": best.title, "probability": best.probability}
    if best.probability >= marks["sure"]:
        return Finding(MET, "likely", found)
    against = best.probability <= 1 - marks["sure"]
    return Finding(MISSING if against else OPEN, "likely", found, "test_hypothesis", found | {"id": best.id})


def market(_marks: Marks, numbers: GateNumbers) -> Finding:
    """The low end of what is obtainable carries a company."""
    if not numbers.least_company_minor:
        return Finding(OPEN, "no_least_company", {}, "set_least_company")
    sized = [cell for cell in numbers.cells if cell.carries in {"yes", "no", "undecided"}]
    if not sized:
        return Finding(OPEN, "no_size", {}, "size_market")
    order = {"yes": 0, "undecided": 1, "no": 2}
    best = min(sized, key=lambda cell: (order[cell.carries], -(cell.som_low_minor or 0)))
    found = {
        "segment": best.segment, "problem": best.problem, "low": best.som_low_minor, "high": best.som_high_minor,
        "carries": best.carries,
    }  # fmt: skip
    state = {"yes": MET, "undecided": OPEN, "no": MISSING}[best.carries]
    return Finding(
        state, "market", found, {"yes": "", "undecided": "narrow_market", "no": "other_problem"}[best.carries]
    )


def channel(marks: Marks, numbers: GateNumbers) -> Finding:
    """A channel has reached the segment at least once, by what people did; one tried in vain is named, not forgotten."""
    tried = [one for one in numbers.channels if one.level >= marks["level"]]
    if tried:
        best = max(tried, key=lambda one: one.probability)
        return Finding(MET, "channel_reached", {"number": best.number, "title": best.title})
    failed = [one for one in numbers.channels if one.against >= marks["level"]]
    if failed:
        worst = min(failed, key=lambda one: one.probability)
        found = {"number": worst.number, "title": worst.title, "count": len(failed)}
        return Finding(OPEN, "channel_failed", found, "another_channel")
    return Finding(OPEN, "no_channel", {}, "test_channel")


def none_refuted(_marks: Marks, numbers: GateNumbers) -> Finding:
    """No critical hypothesis is refuted and stands."""
    if not numbers.critical:
        return Finding(OPEN, "no_critical", {}, "mark_critical")
    refuted = [one for one in numbers.critical if one.refuted]
    if not refuted:
        return Finding(MET, "none_refuted", {"count": len(numbers.critical)})
    first = refuted[0]
    return Finding(
        MISSING, "refuted", {"number": first.number, "title": first.title, "count": len(refuted)}, "replace_refuted",
        {"number": first.number, "id": first.id},
    )  # fmt: skip


def early_adopter(marks: Marks, numbers: GateNumbers) -> Finding:
    """Somebody has put together a solution of their own, or can pay."""
    if numbers.evangelist_level is None:
        return Finding(OPEN, "no_evangelist", {}, "find_evangelist")
    met = numbers.evangelist_level >= marks["level"]
    found = {"level": numbers.evangelist_level, "count": numbers.evangelists}
    return Finding(MET if met else OPEN, "evangelist", found, "" if met else "find_evangelist")


def together(marks: Marks, numbers: GateNumbers) -> Finding:
    """Every critical hypothesis is likely enough, and so are all of them together (P1, P2)."""
    if not numbers.critical:
        return Finding(OPEN, "no_critical", {}, "mark_critical")
    found = joint(numbers.critical, each=marks["each"], together=marks["joint"])
    weakest = numbers.critical[found.weakest_place]
    told = {
        "joint": found.joint, "weakest": weakest.number, "title": weakest.title, "probability": weakest.probability,
        "below": len(found.below), "count": len(numbers.critical),
    }  # fmt: skip
    if found.passed:
        return Finding(MET, "together", told)
    against = weakest.refuted
    return Finding(
        MISSING if against else OPEN,
        "together",
        told,
        "test_hypothesis",
        {"number": weakest.number, "title": weakest.title, "id": weakest.id},
    )


def joint(critical: tuple[CriticalHypothesis, ...], *, each: float, together: float) -> Any:
    """The gate of the engine over the critical hypotheses."""
    return gate([one.probability for one in critical], each=each, joint=together)


def paid(marks: Marks, numbers: GateNumbers) -> Finding:
    """Enough buyers have paid, enough of them strangers."""
    if not numbers.buyers:
        return Finding(OPEN, "no_buyers", {}, "sell")
    met = numbers.buyers >= marks["buyers"] and numbers.strangers >= marks["strangers"]
    found = {"buyers": numbers.buyers, "strangers": numbers.strangers}
    more = {
        "more": max(0, int(marks["buyers"]) - numbers.buyers),
        "strangers": max(0, int(marks["strangers"]) - numbers.strangers),
    }
    return Finding(MET if met else OPEN, "buyers", found, "" if met else "more_buyers", {} if met else more)


def roadmap(marks: Marks, numbers: GateNumbers) -> Finding:
    """Sales without the founder are counted; that they go by the same stages a person decides."""
    met = numbers.without_founder >= marks["without_founder"]
    deals = numbers.base.numbers.get("pipeline") or {"won": 0, "lost": 0}
    found: dict[str, Any] = {
        "sales": numbers.without_founder,
        "won": deals["won"],
        "closed": deals["won"] + deals["lost"],
    }
    if found["closed"]:
        found["part_low"], found["part_high"] = posterior(deals["won"], found["closed"]).interval(LEVEL)
    return Finding(OPEN, "without_founder", found, "decide" if met else "sell_without_founder")


def fit(_marks: Marks, numbers: GateNumbers) -> Finding:
    """The board of product-market fit says so."""
    state = {"fit": MET, "no_fit": MISSING}.get(numbers.fit, OPEN)
    return Finding(state, "fit", {"verdict": numbers.fit or "not_decided"}, "" if state == MET else "look_at_fit")


def converges(marks: Marks, numbers: GateNumbers) -> Finding:
    """The main scenario converges with the chance asked, and pays back in time where that can be told."""
    if numbers.chance is None:
        return Finding(OPEN, "no_economics", {}, "fill_economics")
    found = {"chance": numbers.chance, "in_time": numbers.pays_in_time}
    if numbers.chance >= marks["sure"] and numbers.pays_in_time is not False:
        return Finding(MET, "converges", found)
    against = numbers.chance <= 1 - marks["sure"] or numbers.pays_in_time is False
    step = {"metric": numbers.measure or numbers.bottleneck}
    return Finding(MISSING if against else OPEN, "converges", found, "work_on_metric" if step["metric"] else "", step)


def learning_curve(_marks: Marks, numbers: GateNumbers) -> Finding:
    """A representative brings more than they cost."""
    state = {"fit": MET, "no_fit": MISSING}.get(numbers.curve, OPEN)
    return Finding(state, "curve", {"verdict": numbers.curve or "no_data"}, "" if state == MET else "measure_sales")


def marginal_cost(_marks: Marks, numbers: GateNumbers) -> Finding:
    """What the next clients cost has been measured in some channel."""
    tried = numbers.tried_channels
    if tried:
        return Finding(MET, "marginal", {"count": len(tried), "names": [name for name, _pays in tried]})
    return Finding(OPEN, "no_marginal", {}, "try_next_clients")


def next_clients_pay(_marks: Marks, numbers: GateNumbers) -> Finding:
    """In every channel where more was spent, the next clients bring more than they cost."""
    tried = [(name, pays) for name, pays in numbers.tried_channels if pays is not None]
    if not tried:
        return Finding(OPEN, "no_marginal", {}, "try_next_clients")
    dear = [name for name, pays in tried if not pays]
    if dear:
        return Finding(MISSING, "marginal_dear", {"names": dear}, "other_channel")
    return Finding(MET, "marginal_pays", {"names": [name for name, _pays in tried]})


def by_hand(marks: Marks, numbers: GateNumbers) -> Finding:
    """Those served by hand are satisfied, and what automation would cost is known."""
    if not numbers.delivered:
        return Finding(OPEN, "none_served", {}, "serve_by_hand")
    share, back = numbers.refunded / numbers.delivered, posterior(numbers.refunded, numbers.delivered)
    low, high = back.interval(LEVEL)
    found = {
        "share": share, "served": numbers.delivered, "estimated": numbers.automation_known, "part_low": low,
        "part_high": high, "unhappy": numbers.unhappy, "happy": numbers.happy,
    }  # fmt: skip
    if back.above(marks["refunds"]) >= AGAINST:
        return Finding(MISSING, "refunds", found, "mend_service")
    if share > marks["refunds"] or numbers.delivered < FEW_SERVED:
        return Finding(OPEN, "refunds", found, "serve_more")
    if not numbers.automation_known:
        return Finding(OPEN, "refunds", found, "estimate_automation")
    return Finding(MET, "refunds", found)


RULES: dict[str, Callable[[Marks, GateNumbers], Finding]] = {
    "interviews": interviews, "prevalence": prevalence, "severity": severity, "commitment": commitment,
    "market": market, "channel": channel, "none_refuted": none_refuted, "early_adopter": early_adopter,
    "together": together, "paid": paid, "roadmap": roadmap, "fit": fit, "converges": converges,
    "learning_curve": learning_curve, "marginal_cost": marginal_cost, "next_clients_pay": next_clients_pay,
    "by_hand": by_hand, **BASE_RULES,
}  # fmt: skip


def find(rule: str, marks: Marks, numbers: GateNumbers) -> Finding:
    """What the rule finds; a criterion without one waits for a person."""
    return RULES[rule](marks, numbers) if rule in RULES else Finding(OPEN, "by_person", {}, "decide")
