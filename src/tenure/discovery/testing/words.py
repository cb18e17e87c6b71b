"""Codes of tests in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tenure.discovery.models import TestCard
from tenure.discovery.testing.claimed import ABOVE, BELOW, OPPOSITE, gap
from tenure.discovery.testing.glance import Glance
from tenure.discovery.testing.plan import BAYES, E_PROCESS, EXACT, SPRT, TWO_ARM_E, TWO_ARM_EXACT, TWO_ARMS, Plan
from tenure.discovery.testing.test_page import TestPage
from tenure.discovery.testing.told import ToldTest
from tenure.discovery.testing.verdicts import RunningView
from tenure.kernel import formats
from tenure.kernel.errors import Problem
from tenure.kernel.problems import sentence

Pairs = list[tuple[str, str]]


def rules() -> Pairs:
    """How a test is decided; the always-valid ones first, for they forgive looking."""
    return [
        ("e_process", _("always valid: look as often as you like")),
        ("exact", _("fixed size and pass mark")),
        ("bayes", _("fixed size, probability")),
        ("sprt", _("sequential, two shares (Wald)")),
        ("two_arm_e", _("two variants, always valid")),
        ("two_arm_exact", _("two variants, fixed size")),
    ]


def rule_notes() -> dict[str, str]:
    """What each rule does, in a sentence."""
    return {
        "e_process": _(
            "Evidence is multiplied after every answer; at 20 the claim is proven, however often one looks."
        ),
        "exact": _("So many answers, so many successes: said beforehand, and nothing is shown before the last."),
        "bayes": _("After the last answer the probability decides; nothing is shown before it."),
        "sprt": _("The shortest test between two shares; it assumes that one of them is true."),
        "two_arm_e": _("B against A in pairs; evidence may be looked at after every pair."),
        "two_arm_exact": _("B against A, so many each; compared once, by Fisher’s exact test."),
    }


@formats.per_language
def states() -> dict[str, str]:
    """How a test stands."""
    return {
        "draft": _("planned"),
        "locked": pgettext("test", "running"),
        "decided": _("ended"),
        "abandoned": _("given up"),
    }


@formats.per_language
def verdicts() -> dict[str, str]:
    """What came of it."""
    return {"supported": _("supported"), "refuted": _("refuted"), "undecided": _("undecided"), "": _("no verdict")}


def decisions() -> Pairs:
    """What is done after a test."""
    return [
        ("persevere", _("go on as planned")),
        ("pivot", _("pivot: change the model")),
        ("kill", _("drop the idea")),
        ("retest", _("test again")),
    ]


def standings() -> dict[str, str]:
    """Why an observation counts, or does not."""
    return {
        "counted": _("counts"),
        "exploratory": _("exploratory, not counted"),
        "replaced": _("corrected later"),
        "excluded": _("taken out"),
        "same_voice": _("same company, not counted again"),
    }


@formats.per_language
def fields() -> dict[str, str]:
    """Parts of a card, as amendments, broken locks and missing parts name them."""
    return {
        "claim": _("Claim"), "name": _("Name"), "action": _("What will be done"), "metric": _("What counts as success"),
        "population": _("Who"), "exclusion": _("Who does not count"), "recruiting": _("How they are found"),
        "call_to_action": _("What they are asked to do"), "rule": _("Rule"), "threshold": _("Threshold"),
        "hoped": _("Share hoped for"), "alpha": _("Risk of a false yes"), "power": _("Chance of a hit"),
        "sure": _("Probability that decides"), "prior_a": _("Prior successes"), "prior_b": _("Prior failures"),
        "least": _("Least answers"), "most": _("Sample size"), "pass_mark": _("Pass mark"),
        "futility": _("Stops when the chance falls below"), "ends_on": _("Last day"), "level": _("Evidence level"),
        "sensitivity": _("Sensitivity"), "specificity": _("Specificity"), "prediction": _("Prediction"),
        "kind": _("Kind"), "locked_at": _("Time of the lock"), "lock": _("the sealed text"),
        "amendments": _("the amendments"), "observations": _("the observations"),
    }  # fmt: skip


def criterion(card: TestCard) -> str:
    """What decides, in a sentence without a full stop; empty while the card does not say it."""
    told = {
        "level": formats.number(1 / card.alpha), "alpha": formats.percent(card.alpha, 1), "sure": formats.percent(card.sure),
        "share": formats.percent(card.threshold or 0, 1), "mark": formats.number(card.pass_mark or 0),
        "n": formats.number(card.most or 0), "high": formats.percent(card.hoped, 1) if card.hoped else "?",
        "low": formats.percent(card.threshold, 1) if card.threshold else "?",
    }  # fmt: skip
    said = {EXACT: card.pass_mark and card.most, BAYES: card.threshold, E_PROCESS: card.threshold}
    return _criteria()[card.rule] % told if said.get(card.rule, True) else ""


@formats.per_language
def _criteria() -> dict[str, str]:
    return {
        EXACT: _("%(mark)s or more of %(n)s, looked at once, at the end"),
        BAYES: _("P(share > %(share)s) ≥ %(sure)s, looked at once, at the end"),
        SPRT: _("the ratio of %(high)s to %(low)s crosses its line; looked at after every answer"),
        E_PROCESS: _("evidence e ≥ %(level)s that the share is above %(share)s, looked at as often as you like"),
        TWO_ARM_E: _("evidence e ≥ %(level)s that B is better than A, looked at as often as you like"),
        TWO_ARM_EXACT: _("Fisher’s exact test finds B better than A at %(alpha)s, looked at once, at the end"),
    }


def criterion_missing(card: TestCard) -> str:
    """What the card must still say before it has a criterion."""
    return _("size and pass mark are not said yet") if card.rule == EXACT else _("the threshold is not said yet")


def claim_gap(card: TestCard) -> str:
    """What the card proves beside what its claim says, where the two decide at different shares; empty otherwise."""
    if card.rule in TWO_ARMS:
        return ""
    of = card.hypothesis
    found = gap(card.threshold, threshold=of.threshold, unit=of.unit, direction=of.direction)
    if found is None:
        return ""
    shares = {"claimed": formats.percent(found.claimed, 1), "decides": formats.percent(found.decides, 1)}
    return _gaps()[found.code] % shares


@formats.per_language
def _gaps() -> dict[str, str]:
    return {
        BELOW: _(
            "The claim says at least %(claimed)s, the card decides at %(decides)s: its yes would not prove the claim."
        ),
        ABOVE: _(
            "The claim says at least %(claimed)s, the card decides at %(decides)s: its no would not refute the claim."
        ),
        OPPOSITE: _(
            "The claim holds at no more than %(claimed)s, and a test proves only what lies above a share: count as success "
            "that it does not happen, and decide at %(decides)s."
        ),
    }


def headline(page: TestPage | Glance | ToldTest) -> tuple[str, str]:
    """What may be said of a test now: the finding, and what follows from it. The first is printed strong."""
    view, plan = page.view, page.plan
    if page.card.state == "draft":
        return _("Not locked yet."), _("Whatever is observed now is exploratory: shown, never counted.")
    if page.card.exploratory:
        return _("Exploratory: it can no longer decide."), _("The card was changed after results had come in.")
    if page.card.state == "abandoned":
        counted = view.left_out.counted
        said = {"n": formats.number(len(counted)), "yes": formats.number(sum(row.success for row in counted))}
        return _("Given up; counted by then: %(n)s, of them yes: %(yes)s.") % said, page.card.abandoned_reason
    if view.over:
        return _ended(view, plan)
    if plan.fixed:
        return _missing(view), _("By this rule nothing is shown before the last answer: looking early would fool us.")
    return _running(view, plan)


def _missing(view: RunningView) -> str:
    left = view.missing or 0
    return ngettext("%(n)s answer is still missing.", "%(n)s answers are still missing.", left) % {
        "n": formats.number(left)
    }


def _running(view: RunningView, plan: Plan) -> tuple[str, str]:
    path = view.path
    if path is None:
        return _missing(view), ""
    if plan.rule == "sprt":
        return _("Not decided yet."), _tail(view)
    values = {"e": evidence(path.now), "level": evidence(path.level)}
    return _still()["open"] % values, f"{_tail(view)} {_next(view, plan)}".strip()


def _tail(view: RunningView) -> str:
    if view.wins is None:
        return ""
    if len(view.wins) == 2:
        values = {
            "a": formats.number(view.wins[0]), "of_a": formats.number(view.n_arms[0]),
            "b": formats.number(view.wins[1]), "of_b": formats.number(view.n_arms[1]),
        }  # fmt: skip
        return _("A: %(a)s of %(of_a)s, B: %(b)s of %(of_b)s.") % values
    return _still()["of"] % {"won": formats.number(view.wins[0]), "n": formats.number(view.n)}


def _next(view: RunningView, plan: Plan) -> str:
    """What one more answer would do."""
    path = view.path
    if path is None or path.after_success is None or path.after_failure is None:
        return ""
    if plan.arms == 2:
        return _("One more pair takes it to %(up)s if only B succeeds, to %(down)s if only A does.") % {
            "up": evidence(path.after_success), "down": evidence(path.after_failure)
        }  # fmt: skip
    values = {"up": evidence(path.after_success), "down": evidence(path.after_failure)}
    return _still()["proves" if path.after_success >= path.level else "moves"] % values


@formats.per_language
def _still() -> dict[str, str]:
    """What most running tests say."""
    return {
        "open": _("Not proven yet: e = %(e)s of %(level)s."), "of": _("%(won)s of %(n)s."),
        "proves": _("One more success proves it; a failure takes it to %(down)s."),
        "moves": _("One more success takes it to %(up)s; a failure to %(down)s."),
    }  # fmt: skip


def _ended(view: RunningView, plan: Plan) -> tuple[str, str]:
    after = _("A correction was entered after the result could be known.") if view.corrected_after else ""
    return endings()[view.why], " ".join(filter(None, (_tail(view), _interval(view, plan), after)))


@formats.per_language
def endings() -> dict[str, str]:
    return {
        "passed": _("Passed: the mark is reached."),
        "certain_pass": _("Passed: the mark is reached, the answers still missing cannot change it."),
        "failed": _("Not passed: the mark was missed."),
        "certain_fail": _("Not passed: the mark is out of reach."),
        "missed": _("Undecided: the mark was missed, but the share does not lie below the threshold."),
        "certain_miss": _("Undecided: the mark is out of reach, but the share does not lie below the threshold."),
        "likely": _("Supported: the probability is high enough."),
        "unlikely": _("Refuted: the probability is low enough."),
        "open": _("Undecided: the last answer left it open."),
        "proven": _("Proven."),
        "disproven": _("Refuted: the evidence against it reached the level."),
        "size": _("Undecided: the last answer left it open."),
        "deadline": _("Undecided: the last day has passed."),
        "futile": _("Stopped: there is hardly a chance left."),
    }


def _interval(view: RunningView, plan: Plan) -> str:
    if view.low is None or view.high is None or view.share is None:
        return ""
    if plan.arms == 2:
        return _("B less A: %(low)s to %(high)s points in 8 of 10 cases.") % {
            "low": formats.points(view.low), "high": formats.points(view.high)
        }  # fmt: skip
    values = {
        "share": formats.percent(view.share[0]),
        "low": formats.percent(view.low),
        "high": formats.percent(view.high),
    }
    return _("Share %(share)s, in 8 of 10 cases %(low)s to %(high)s.") % values


def hours_from(untimed: int) -> str:
    """Where the hours of tests and of the venture come from; untimed: interviews that do not say how long they were."""
    told = _(
        "The hours of a test are those noted, or the time of the interviews that count in it where that is more; an "
        "interview that counts in several tests is divided evenly among them. By the same rule the venture in general "
        "has the interviews that count in no test."
    )
    if not untimed:
        return told
    missing = ngettext(
        "Of %(n)s interview nobody wrote down how long it was: its time is missing.",
        "Of %(n)s interviews nobody wrote down how long they were: their time is missing.",
        untimed,
    )
    return f"{told} {missing % {'n': formats.number(untimed)}}"


def evidence(value: float) -> str:
    """An e-value: one decimal, none from a hundred on, words for what is next to nothing."""
    if value < 0.05:
        return _("under %(share)s") % {"share": formats.number(0.1, 1)}
    return formats.number(value, 0 if value >= 99.95 else 1) if value < 1e6 else _("over a million")


def problem_sentence(problem: Problem | None) -> str:
    """Why the help has nothing to say."""
    return sentence(problem) if problem is not None else ""
