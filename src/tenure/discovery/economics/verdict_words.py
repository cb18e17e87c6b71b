"""Does it converge, in sentences: the answer, what carries the doubt, and what would change it."""

from django.utils.translation import ngettext

from tenure.discovery.economics.analysis import Economics
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.words import about, letters, metric_names, sum_of, value_of
from tenure.discovery.economics.words import chance as chance_of
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

# Of the likely margin: knowing a number that is worth less changes nothing.
LITTLE = 0.01


def headline(found: Economics) -> str:
    """The answer in one sentence."""
    verdict = found.verdict
    if verdict.missing:
        names = ", ".join(letters(metric) for metric in verdict.missing)
        return _("Not known yet: no value for %(names)s.") % {"names": names}
    if not verdict.ranges:
        return (
            _("With the likely values it converges; without ranges no chance can be told.")
            if verdict.code == "converges"
            else _("With the likely values it does not converge; without ranges no chance can be told.")
        )
    chance = chance_of(verdict.chance or 0)
    if verdict.code == "converges":
        return _("It converges: the margin of the cohort is above zero with a chance of %(chance)s.") % {
            "chance": chance
        }
    if verdict.code == "does_not":
        loss = chance_of(1 - (verdict.chance or 0))
        return _("It does not converge: the margin of the cohort is below zero with a chance of %(loss)s.") % {
            "loss": loss
        }
    told = {"chance": chance, "sure": formats.percent(found.scenario.sure)}
    return _("Not known yet: above zero with a chance of %(chance)s, and %(sure)s is asked for.") % told


def what_would_change(found: Economics, currency: str) -> list[str]:
    """Sentences: the bottleneck, the number to measure, what brings a loss to zero."""
    if found.chain is None or found.tornado is None:
        return [_("Write the missing numbers, each with a low and a high guess: a guess is better than a gap.")]
    sentences = [_bottleneck(found, currency)] if found.tornado.bottleneck else []
    if not found.verdict.ranges:
        sentences.append(_("Give each number a plausible range: it tells what could go wrong, and what to work on."))
    if found.verdict.measure and found.verdict.code != "does_not":
        sentences.append(_measure(found, currency))
    if not found.chain.converges:
        sentences.extend(_ways_out(found, currency))
    return sentences


def _bottleneck(found: Economics, currency: str) -> str:
    assert found.chain is not None
    assert found.tornado is not None
    metric = found.tornado.bottleneck or ""
    best = found.chain.contribution + found.tornado.bars[metric].best_gain
    told = {
        "metric": metric_names()[metric],
        "best": sum_of(best, currency),
        "now": sum_of(found.chain.contribution, currency),
    }
    return _("Bottleneck: %(metric)s. At the good end of its range the margin is %(best)s instead of %(now)s.") % told


def _measure(found: Economics, currency: str) -> str:
    first = found.scenario.simulated.influences[0] if found.scenario.simulated else None
    if first is None:
        return ""
    told = {
        "metric": metric_names()[first.metric], "share": formats.percent(first.share), "worth": about(first.worth, currency),
    }  # fmt: skip
    margin = found.chain.contribution if found.chain else 0.0
    if first.worth < max(0.5, LITTLE * abs(margin)):
        return (
            _(
                "Most of the doubt lies in one number: %(metric)s carries %(share)s of it. "
                "Knowing it would hardly change the answer."
            )
            % told
        )
    return (
        _("Measure next: %(metric)s. It carries %(share)s of the doubt; knowing it exactly is worth %(worth)s.") % told
    )


def _ways_out(found: Economics, currency: str) -> list[str]:
    verdict = found.verdict
    ways = []
    evens = {row.metric: row.value for row in found.evens}
    if verdict.alone:
        parts = [f"{letters(metric)} {value_of(metric, evens[metric] or 0, currency)}" for metric in verdict.alone]
        ways.append(
            _("Within its range one number alone can bring it to zero: %(parts)s.") % {"parts": "; ".join(parts)}
        )
    if verdict.together is not None:
        parts = [
            f"{letters(metric)} {formats.signed(100 * share, 1)}{formats.NBSP}%"
            for metric, share in sorted(verdict.together.shares.items(), key=lambda pair: METRICS.index(pair[0]))
            if abs(share) >= 0.0005
        ]
        told = {"parts": ", ".join(parts)}
        ways.append(
            _("The least joint change that reaches zero: %(parts)s; it lies within the ranges.") % told
            if verdict.reachable
            else _("The least joint change that reaches zero: %(parts)s; it lies outside the ranges.") % told
        )
    if not verdict.alone and not verdict.reachable:
        ways.append(
            _("Nothing within the ranges brings it to zero: revise the solution, the problem or the segment, or stop.")
        )
    return ways


def channels_differ(found: Economics, currency: str) -> str:
    """That the chain and the channels beside it tell two costs of a buyer; empty where they do not."""
    gap = found.cac_gap
    if gap is None:
        return ""
    told = {
        "chain": formats.per_one(gap.chain_minor, currency), "channels": formats.per_one(gap.channels_minor, currency),
        "low": formats.per_one(gap.low_minor, currency), "high": formats.per_one(gap.high_minor, currency),
    }  # fmt: skip
    return (
        _(
            "By CPA / C1 of the chain a buyer costs %(chain)s; the channels say %(channels)s (%(low)s to %(high)s in 8 of 10 "
            "cases). Link CPA and C1 to the channels, or correct them."
        )
        % told
    )


def assumed(found: Economics) -> str:
    """How many inputs nothing stands behind; empty when none."""
    metrics = found.scenario.assumed
    if not metrics:
        return ""
    names = ", ".join(letters(metric) for metric in metrics)
    text = ngettext(
        "%(n)s input is assumed, without data: %(names)s.",
        "%(n)s inputs are assumed, without data: %(names)s.",
        len(metrics),
    )
    return text % {"n": formats.number(len(metrics)), "names": names}
