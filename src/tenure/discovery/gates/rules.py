"""What each rule of a gate finds in the numbers of a venture. Pure: the same numbers give the same finding."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from tenure.discovery.gates.base_rules import BASE_RULES, FEW_SERVED
from tenure.discovery.gates.committed import commitment, hoped
from tenure.discovery.gates.finding import MET, MISSING, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import (
    LOOKED_AT,
    Cell,
    CriticalHypothesis,
    GateNumbers,
    Talks,
    choices_among,
)
from tenure.discovery.gates.proofs import DEED
from tenure.discovery.gates.reached import channel, early_adopter
from tenure.discovery.gates.same_way import roadmap
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.offers.presale_sums import independent
from tenure.engine.evidence.picked import picked
from tenure.engine.evidence.proportions import Posterior, posterior
from tenure.engine.gates import gate

# Of an interval shown beside a share; how sure the refunds must be too many to be decided against.
LEVEL, AGAINST = 0.8, 0.8
CARRIES = 0.9 - 1e-9  # of a market that carries a company: its tenth from below does, but for a rounding
CENT = 1e-9  # a discount of exactly the limit is within it, however it was divided


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
    """In some segment a problem is named unprompted by enough, with enough certainty; colleagues are not several voices, and
    the best of many cells bears having been picked."""
    asked, among = _looked_at("prevalence", numbers)
    if not asked:
        return Finding(OPEN, "no_mentions", {}, "ask_problem")
    chances = [(cell.share or posterior(cell.mentions, cell.asked)).above(marks["share"]) for cell in asked]
    sure = [picked(chance, of) for chance, of in zip(chances, among, strict=True)]
    at = max(range(len(asked)), key=lambda place: (sure[place], chances[place]))
    cell = asked[at]
    found = {
        "chance": sure[at], "problem": cell.problem, "segment": cell.segment, "mentions": cell.mentions,
        "asked": cell.asked, "of": among[at],
    }  # fmt: skip
    if sure[at] >= marks["sure"]:
        return Finding(MET, "prevalence", found)
    if max(chances) <= 1 - marks["sure"]:
        return Finding(MISSING, "prevalence", found, "other_problem")
    return Finding(OPEN, "prevalence", found, "more_mentions")


def _looked_at(rule: str, numbers: GateNumbers) -> tuple[list[Cell], list[int]]:
    """The markets this rule can judge, and from how many each was picked."""
    found = [cell for cell in numbers.cells if LOOKED_AT[rule](cell)]
    choices = numbers.choices.get(rule) or choices_among(found)
    return found, [choices.among(cell.segment, cell.named) for cell in found]


def severity(marks: Marks, numbers: GateNumbers) -> Finding:
    """For half of the people or more a problem is among their own worst, surely, and enough of them pay for it or work
    around it today at a cost they named. One person's worst problem is no such thing, and the best of many bears the choice."""
    heard, among = _looked_at("severity", numbers)
    if not heard:
        return Finding(OPEN, "no_severity", {}, "ask_severity")
    alone = [_among_the_worst(marks, cell) for cell in heard]
    chances = [picked(chance, of) for chance, of in zip(alone, among, strict=True)]

    def held(place: int) -> tuple[bool, bool, int, float, float]:
        sure, paid = chances[place] >= marks["sure"], heard[place].paying >= marks["payers"]
        return sure and paid, sure, heard[place].paying, chances[place], alone[place]

    at = max(range(len(heard)), key=held)
    best, (met, sure, _paying, likely, _alone) = heard[at], held(at)
    found = {
        "problem": best.problem, "segment": best.segment, "among": sum(rank <= marks["top"] for rank in best.ranks),
        "asked": len(best.ranks), "chance": likely, "paying": best.paying, "spend_minor": best.spend_minor,
        "of": among[at],
    }  # fmt: skip
    if met:
        return Finding(MET, "pressing", found)
    if max(alone) <= 1 - marks["sure"]:
        return Finding(MISSING, "pressing", found, "other_problem")
    return Finding(OPEN, "pressing", found, "ask_spend" if sure else "more_severity")


def _among_the_worst(marks: Marks, cell: Cell) -> float:
    """The chance that of those who have the problem at least so many count it among their worst."""
    among = fsum(weight for rank, weight in zip(cell.ranks, cell.weights, strict=True) if rank <= marks["top"])
    return Posterior(1 + among, 1 + max(0.0, fsum(cell.weights) - among)).above(marks["half"])


def market(_marks: Marks, numbers: GateNumbers) -> Finding:
    """What is obtainable carries a company, surely; the best of many markets bears having been picked."""
    if not numbers.least_company_minor:
        return Finding(OPEN, "no_least_company", {}, "set_least_company")
    sized, among = _looked_at("market", numbers)
    if not sized:
        return Finding(OPEN, "no_size", {}, "size_market")
    alone = [cell.carries or 0.0 for cell in sized]
    chances = [picked(chance, of) for chance, of in zip(alone, among, strict=True)]
    at = max(range(len(sized)), key=lambda place: (chances[place], alone[place], sized[place].som_low_minor or 0))
    state = MET if chances[at] >= CARRIES else MISSING if max(alone) <= 1 - CARRIES else OPEN
    best, carries = sized[at], {MET: "yes", MISSING: "no", OPEN: "undecided"}[state]
    found = {
        "segment": best.segment, "problem": best.problem, "low": best.som_low_minor, "high": best.som_high_minor,
        "carries": carries, "chance": chances[at], "alone": alone[at], "of": among[at],
    }  # fmt: skip
    return Finding(state, "market", found, {MET: "", OPEN: "narrow_market", MISSING: "other_problem"}[state])


def none_refuted(_marks: Marks, numbers: GateNumbers) -> Finding:
    """Every critical hypothesis was tried on people, and none is refuted and stands: what nobody tried, nobody could refute.
    others: those that fall short beside the one named, and by what."""
    found = _none_refuted(numbers)
    others = [
        [one.number, "refuted" if one.refuted else "old" if one.proof.old >= 0 else "untried"]
        for one in numbers.critical
        if one.number != found.data.get("number") and (one.refuted or not one.proof.tried)
    ]
    return replace(found, data={**found.data, "others": others}) if others else found


def _none_refuted(numbers: GateNumbers) -> Finding:
    if not numbers.critical:
        return Finding(OPEN, "no_critical", {}, "mark_critical")
    refuted = [one for one in numbers.critical if one.refuted]
    if not refuted:
        untried = [one for one in numbers.critical if not one.proof.tried]
        return _to_test(untried, numbers, "untried") or Finding(MET, "none_refuted", {"count": len(numbers.critical)})
    first = refuted[0]
    return Finding(
        MISSING, "refuted", {"number": first.number, "title": first.title, "count": len(refuted)}, "replace_refuted",
        {"number": first.number, "id": first.id},
    )  # fmt: skip


def _to_test(waiting: Sequence[CriticalHypothesis], numbers: GateNumbers, code: str) -> Finding | None:
    """The first critical hypothesis that still needs a test, and how many do; None when none does."""
    if not waiting:
        return None
    first = min(waiting, key=lambda one: (one.proof.old < 0, one.proof.gone < 0, one.proof.light < DEED))
    found: dict[str, Any] = {"number": first.number, "title": first.title}
    step = found | {"id": first.id}
    if first.proof.old >= 0:
        return Finding(OPEN, "proof_old", found, "test_again", step)
    if first.proof.gone >= 0:
        return Finding(OPEN, "record_gone", found, "test_hypothesis", step)
    if first.proof.light >= DEED:
        return Finding(OPEN, "proof_light", found, "ask_strangers", step)
    found |= {"count": len(waiting), "of": len(numbers.critical)}
    return Finding(OPEN, code, found, "test_hypothesis", step)


def together(marks: Marks, numbers: GateNumbers) -> Finding:
    """Every critical hypothesis is proven and likely enough, and so are all of them together (P1, P2). A first guess, a bare
    note and words no test has counted prove nothing, however likely they make it. also: the others that fall short."""
    found = _together(marks, numbers)
    named = found.data.get("weakest", found.data.get("number"))
    also = [
        [one.number, one.probability if one.proof.proven else None]
        for one in numbers.critical
        if one.number != named and not (one.proof.proven and one.probability >= marks["each"])
    ]
    return replace(found, data={**found.data, "also": also}) if also else found


def _together(marks: Marks, numbers: GateNumbers) -> Finding:
    if not numbers.critical:
        return Finding(OPEN, "no_critical", {}, "mark_critical")
    found = joint(numbers.critical, each=marks["each"], together=marks["joint"])
    weakest = numbers.critical[found.weakest_place]
    told = {
        "joint": found.joint, "weakest": weakest.number, "title": weakest.title, "probability": weakest.probability,
        "below": len(found.below), "count": len(numbers.critical), **hoped(weakest),
    }  # fmt: skip
    step = {"number": weakest.number, "title": weakest.title, "id": weakest.id}
    if weakest.refuted:
        return Finding(MISSING, "together", told, "test_hypothesis", step)
    guessed = _to_test([one for one in numbers.critical if not one.proof.proven], numbers, "unproven")
    if guessed is not None:
        return guessed
    return Finding(MET, "together", told) if found.passed else Finding(OPEN, "together", told, "test_hypothesis", step)


def joint(critical: tuple[CriticalHypothesis, ...], *, each: float, together: float) -> Any:
    """The gate of the engine over the critical hypotheses."""
    return gate([one.probability for one in critical], each=each, joint=together)


def paid(marks: Marks, numbers: GateNumbers) -> Finding:
    """Enough buyers, no friends, have paid the list price or little less, and they came from sources of their own."""
    if not numbers.paying:
        return Finding(OPEN, "no_buyers", {}, "sell")
    others = [one for one in numbers.paying if not one.friend]
    full = [one for one in others if one.discount is not None and one.discount <= marks["discount"] + CENT]
    unpriced, sources = sum(one.discount is None for one in others), independent(full)
    found = {
        "counted": len(full), "buyers": len(numbers.paying), "sources": sources,
        "friends": len(numbers.paying) - len(others), "unpriced": unpriced, "cheap": len(others) - len(full) - unpriced,
    }  # fmt: skip
    more, new = max(0, int(marks["buyers"]) - len(full)), max(0, int(marks["sources"]) - sources)
    if not more and not new:
        return Finding(MET, "paid_in_full", found)
    step = "say_list_price" if unpriced else "more_paying"
    return Finding(OPEN, "paid_in_full", found, step, {"more": max(more, new), "sources": new})


def fit(_marks: Marks, numbers: GateNumbers) -> Finding:
    """The board of product-market fit says so."""
    state = {"fit": MET, "no_fit": MISSING}.get(numbers.fit, OPEN)
    return Finding(state, "fit", {"verdict": numbers.fit or "not_decided"}, "" if state == MET else "look_at_fit")


def converges(marks: Marks, numbers: GateNumbers) -> Finding:
    """The main scenario converges with the chance asked and pays back in time; a chance of guesses without ranges is none."""
    if numbers.chance is None:
        return Finding(OPEN, "no_economics", {}, "fill_economics")
    if numbers.unranged:
        return Finding(OPEN, "no_ranges", {"names": list(numbers.unranged)}, "give_ranges")
    found = {"chance": numbers.chance, "in_time": numbers.pays_in_time}
    if numbers.chance >= marks["sure"] and numbers.pays_in_time:
        return Finding(MET, "converges", found)
    if numbers.chance >= marks["sure"] and numbers.pays_in_time is None:
        return Finding(OPEN, "converges", found, "say_retention")
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


USUAL = {usual.rule: usual.marks for usuals in CRITERIA.values() for usual in usuals}


def find(rule: str, marks: Marks, numbers: GateNumbers) -> Finding:
    """What the rule finds, by its usual marks where it was written before it had them all; without a rule a person decides."""
    if rule not in RULES:
        return Finding(OPEN, "by_person", {}, "decide")
    return RULES[rule]({**USUAL.get(rule, {}), **marks}, numbers)
