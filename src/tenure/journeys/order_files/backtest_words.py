"""What a backtest says, in words: which model, how sure that is, and what may be done with its forecasts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.engine.alarms.record import Record
from tenure.engine.backtest.run import Backtest
from tenure.engine.backtest.verdict import Verdict
from tenure.engine.models.choice import Difference
from tenure.kernel import formats

TITLES = {
    "bg-nbd": "BG/NBD",
    "mbg-nbd": "MBG/NBD",
    "bg-cnbd-k": "BG/CNBD-k",
    "mbg-cnbd-k": "MBG/CNBD-k",
    "pareto-nbd": "Pareto/NBD",
    "gamma-gamma": "Gamma-Gamma",
}
MINUS = "\u2212"


def model_title(name: str) -> str:
    """The model as the literature writes it."""
    return TITLES.get(name, name)


def naive_title(name: str) -> str:
    """A rule of thumb in words."""
    return {"own_rate": _("own rate goes on"), "last_period": _("same as last period")}[name]


def fit_verdict(verdict: str) -> str:
    """How a single fit came out."""
    known = {
        "ok": _("The likelihood has a clear peak; the standard errors come from its curvature."),
        "no_dropout": _("Nobody is seen leaving in these orders, so the forecast takes it that everyone stays."),
        "even_dropout": _(
            "Clients leave, all with about the same chance; who is likelier to leave cannot be seen yet."
        ),
        "even_rate": _("All clients order about equally often; who orders more cannot be seen yet."),
        "even_value": _("All clients bring about the same with an order; who brings more cannot be seen yet."),
        "heavy_tail": _("A few clients bring so much with an order that the mean of all says little."),
    }
    return known.get(verdict) or _("The best parameters lie at the edge of what is possible (%(code)s).") % {
        "code": verdict
    }


def signed_percent(share: float) -> str:
    """+14 %, −12 %."""
    rounded = round(share, 2)
    return ("+" if rounded > 0 else MINUS if rounded < 0 else "") + formats.percent(abs(rounded))


def horizon_words(days: int) -> str:
    """39 weeks, or 90 days."""
    if days % 7:
        return formats.days(days)
    return ngettext("%(n)s week", "%(n)s weeks", days // 7) % {"n": formats.number(days // 7)}


def verdict_paragraph(found: Backtest, verdict: Verdict) -> list[str]:
    """The whole verdict, sentence by sentence: what to do, which model and why, how sure."""
    return [
        trust_sentence(verdict),
        choice_sentence(found),
        total_sentence(found, verdict),
        detail_sentence(found),
        *reason_sentences(verdict),
        *(note_sentence(note, found) for note in verdict.notes),
    ]


def trust_sentence(verdict: Verdict) -> str:
    """What may be done with the forecasts."""
    model = {"model": model_title(verdict.model)}
    if verdict.trust == "numbers":
        return _("You can plan with %(model)s: on past days its totals, chances and intervals held.") % model
    if verdict.trust == "ranking" and not {"totals", "few_clients"} & set(verdict.reasons):
        return (
            _("%(model)s tells who is likelier to order, and its totals held; a single client’s figures were off.")
            % model
        )
    if verdict.trust == "ranking":
        return (
            _("%(model)s tells who is likelier to order, but its numbers were off; rank by it, do not plan by it.")
            % model
        )
    return _("Nothing can be planned with %(model)s yet: it hardly tells one client from another.") % model


def choice_sentence(found: Backtest) -> str:
    """Which model, and why."""
    choice = found.choice
    model, others = model_title(choice.model), [other for other in choice.compared if not other.is_the_best]
    if choice.reason == "only":
        return _("%(model)s is the only model that could be fitted.") % {"model": model}
    if choice.reason == "alike":
        return _("On these orders all models come out as the same; %(model)s is the simplest.") % {"model": model}
    if choice.reason == "simplest":
        return _(
            "%(best)s gave what happened the highest probability, but %(model)s is simpler and within chance of it "
            "(%(gap)s in log-likelihood)."
        ) % {"best": model_title(choice.best), "model": model, "gap": gap_words(chosen_gap(found))}
    nearest = max(others, key=lambda other: other.behind)
    words = {"model": model, "other": model_title(nearest.model), "gap": gap_words(nearest)}
    if choice.reason == "best":
        return (
            _("%(model)s gave what happened the highest probability; next is %(other)s (%(gap)s in log-likelihood).")
            % words
        )
    return (
        _(
            "%(model)s gave what happened the highest probability; %(other)s is within chance of it "
            "(%(gap)s in log-likelihood), but less simple."
        )
        % words
    )


def chosen_gap(found: Backtest) -> Difference:
    """How far the chosen model falls behind the best."""
    return next(other for other in found.choice.compared if other.model == found.choice.model)


def gap_words(gap: Difference) -> str:
    """−4.2 ± 3.1."""
    value, error = formats.number(gap.behind, 1), formats.number(gap.standard_error, 1)
    return f"{value.replace('-', MINUS)}{formats.NBSP}±{formats.NBSP}{error}"


def total_sentence(found: Backtest, verdict: Verdict) -> str:
    """How far the totals were off."""
    low, high = verdict.total_low, verdict.total_high
    words = {"n": formats.number(len(found.origins)), "ahead": horizon_words(found.plan.horizon_days)}
    if low is None or high is None:
        return _("On one of the past days nobody ordered afterwards, so that no total can be compared.")
    if len(found.origins) == 1:
        return _("In its one forecast of %(ahead)s the total of orders was off by %(bias)s.") % {
            **words,
            "bias": signed_percent(low),
        }
    text = ngettext(
        "In %(n)s forecast of %(ahead)s the total of orders was off by %(low)s to %(high)s.",
        "In %(n)s forecasts of %(ahead)s the total of orders was off by %(low)s to %(high)s.",
        len(found.origins),
    )
    return text % {**words, "low": signed_percent(low), "high": signed_percent(high)}


def detail_sentence(found: Backtest) -> str:
    """Chances, intervals and the error of a single client."""
    measures = found.chosen
    wide = measures.coverage[0]
    naive = min(rule.mae for rule in found.naive.values())
    return _(
        "Chances of an order were off by %(points)s points on average; %(realised)s of its 80 %% intervals held, "
        "%(promised)s were meant to; a client’s orders were off by %(error)s, repeating the past by %(naive)s."
    ) % {
        "points": formats.number(measures.chances.ece * 100, 1),
        "realised": formats.percent(wide.realised),
        "promised": formats.percent(wide.promised),
        "error": formats.number(measures.mae_median, 2),
        "naive": formats.number(naive, 2),
    }


def reason_sentences(verdict: Verdict) -> list[str]:
    """What was off and what to do about it, where the figures do not say it already."""
    known = {
        "few_clients": _("Too few clients took part to tell skill from luck; take a longer file."),
        "totals": _("Its totals were too far off to plan by; leave them that much room."),
        "chances": _("Its chances were off by more than five points; use them to rank only."),
        "intervals": _("Its intervals were too narrow; widen them before promising anything."),
        "naive_better": _("Repeating the past was closer for a single client."),
    }
    # Of what cannot be used at all, no more than that need be said.
    said = verdict.reasons if verdict.trust != "nothing" else tuple({"few_clients"} & set(verdict.reasons))
    return [known[reason] for reason in said if reason in known]


def alarm_sentence(record: Record) -> str:
    """What the silence alarms of the past months were worth."""
    total = record.total
    if not total.judged:
        return _("No share of false alarms can be promised yet: too few silences of the past have been judged.")
    text = ngettext(
        "Of %(judged)s silence alarm judged by now %(false)s was false, at most %(level)s was promised; %(caught)s of "
        "the clients who left had been alarmed.",
        "Of %(judged)s silence alarms judged by now %(false)s were false, at most %(level)s was promised; %(caught)s of "
        "the clients who left had been alarmed.",
        total.judged,
    )
    return text % {
        "judged": formats.number(total.judged),
        "false": formats.percent(total.false_share or 0.0),
        "level": formats.percent(record.level),
        "caught": formats.percent(total.recall or 0.0),
    }


def note_sentence(note: str, found: Backtest) -> str:
    """What to know besides."""
    if note == "one_day":
        return _("One past day is one trial; a longer file or a shorter horizon gives more.")
    if note == "overlapping":
        return _("The forecasts overlap in time, so they are not trials of their own.")
    if note == "sampled":
        return _("Computed on a sample: %(n)s of %(all)s clients.") % {
            "n": formats.number(found.clients),
            "all": formats.number(found.of_clients),
        }
    names = ", ".join(model_title(name) for name in found.choice.failed)
    return _("Could not be fitted on every past day: %(models)s.") % {"models": names}
