"""Sentences about a scored base, for the report and for the terminal."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.engine.base.base_report import BaseReport
from tenure.engine.base.concentration import Concentration
from tenure.engine.model_report import ModelReport
from tenure.engine.models.choice import Choice
from tenure.journeys.order_files.backtest_words import model_title
from tenure.journeys.scoring.alarm_words import promise_sentences
from tenure.kernel import formats
from tenure.orders.files.check import CheckedFile

CLEAR_CORRELATION = 0.3
MOST_ODDS = 1000
RARE = 0.1


def base_sentences(base: BaseReport, currency: str, damaged: tuple[int, int] = (0, 0)) -> list[str]:
    """What the base is worth, who is silent, who is falling, what the next year brings: most important first.

    damaged: lines of the 12 months whose amounts look damaged, and their sum in minor units.
    """
    brought = ngettext(
        "%(n)s client brought %(money)s in the 12 months to %(day)s.",
        "%(n)s clients brought %(money)s in the 12 months to %(day)s.",
        base.with_orders,
    ) % {
        "n": formats.number(base.with_orders),
        "money": formats.money(base.revenue_12m_minor, currency),
        "day": formats.table_day(base.as_of),
    }
    sentences = [brought, silent_sentence(base, currency)]
    if damaged[0]:
        sentences.append(damaged_sentence(*damaged, currency))
    if base.falling:
        falling = ngettext(
            "%(n)s client still orders, but clearly less than usual.",
            "%(n)s clients still order, but clearly less than usual.",
            base.falling,
        )
        sentences.append(falling % {"n": formats.number(base.falling)})
    if base.value_12m_minor is not None:
        money = formats.money(base.value_12m_minor, currency)
        sentences.append(_("Expected from these clients in the next 12 months: %(money)s.") % {"money": money})
    return sentences


def damaged_sentence(lines: int, minor: int, currency: str) -> str:
    """How much of the revenue stands on amounts that look damaged."""
    return ngettext(
        "Of this money %(money)s stands on %(n)s line whose amount looks damaged; forecasts leave it out.",
        "Of this money %(money)s stands on %(n)s lines whose amounts look damaged; forecasts leave them out.",
        lines,
    ) % {"n": formats.number(lines), "money": formats.money(minor, currency)}


def silent_sentence(base: BaseReport, currency: str) -> str:
    """How many are silent, and what they brought."""
    if not base.statuses.get("ok"):
        return _("Nobody has ordered on three days or more, so there is no rhythm yet to be silent against.")
    if not base.silent:
        return _("No client is silent for longer than its own rhythm explains.")
    text = ngettext(
        "%(n)s client is silent for longer than its own rhythm explains; it brought %(money)s in 12 months.",
        "%(n)s clients are silent for longer than their own rhythm explains; they brought %(money)s in 12 months.",
        base.silent,
    )
    return text % {"n": formats.number(base.silent), "money": formats.money(base.silent_value_minor, currency)}


def income_sentences(found: Concentration) -> list[str]:
    """What the best fifth brings, and how few bring half of it; nothing where there is no income to divide."""
    if found.top_share is None or found.half_clients is None:
        return []
    fifth = ngettext(
        "The best fifth, %(n)s client, brings %(share)s of income.",
        "The best fifth, %(n)s clients, brings %(share)s of income.",
        found.top_clients,
    ) % {"n": formats.number(found.top_clients), "share": formats.percent(min(found.top_share, 1.0))}
    half = ngettext(
        "Half of all income comes from %(n)s client.",
        "Half of all income comes from %(n)s clients.",
        found.half_clients,
    ) % {"n": formats.number(found.half_clients)}
    return [fifth, half]


def model_sentences(model: ModelReport) -> list[str]:
    """How far the forecast can be trusted, in words."""
    sentences = [verdict_sentence(model)]
    if model.orders:
        sentences.append(choice_sentence(model))
    if model.orders and not model.values:
        sentences.append(_("The value of a single order is too little known for a forecast in money."))
    correlation = model.value_frequency_correlation
    if model.values and correlation is not None and abs(correlation) >= CLEAR_CORRELATION:
        value = formats.number(correlation, 2)
        text = (
            _("Clients who order often also spend more on each order (rank correlation %(value)s), "
              "so the values are rougher than their intervals say.")
            if correlation > 0
            else _("Clients who order often spend less on each order (rank correlation %(value)s), "
                   "so the values are rougher than their intervals say.")
        )  # fmt: skip
        sentences.append(text % {"value": value})
    if model.values:
        sentences.append(
            _("In 8 of 10 cases the true figure lies within the interval, what the model may be off by included.")
            if model.draws > 1
            else _("In 8 of 10 cases the true figure lies within the interval.")
        )
    if model.record and model.promise:
        sentences += promise_sentences(asdict(model.promise), asdict(model.record))
    return sentences


def choice_sentence(model: ModelReport) -> str:
    """Which model of orders, and why."""
    title = model_title(model.name)
    choice = model.choice
    if choice is None:
        return _(
            "The orders reach too short a time to compare models on a past day, so %(model)s is taken: it knows that "
            "a client may leave after the first order."
        ) % {"model": title}
    if choice.model != model.name:
        return _("%(best)s foretold a past day best but cannot be fitted to all orders, so %(model)s is taken.") % {
            "best": model_title(choice.model),
            "model": title,
        }
    return chosen_sentence(choice, title)


def chosen_sentence(choice: Choice, title: str) -> str:
    """Why the model the comparison chose."""
    known = {
        "only": _("The model is %(model)s, the only one that could be fitted on a past day."),
        "alike": _("The model is %(model)s; on a past day all models came out as the same."),
        "simplest": _(
            "The model is %(model)s: on a past day it foretold what %(n)s clients then did as well as any, and it is the "
            "simplest of these."
        ),
    }
    best = _("The model is %(model)s: on a past day it foretold best what %(n)s clients then did.")
    return known.get(choice.reason, best) % {"model": title, "n": formats.number(choice.clients)}


def verdict_sentence(model: ModelReport) -> str:
    """One sentence for each way the orders model can come out."""
    if model.verdict == "ok":
        text = _(
            "How often each client orders, and how often clients leave, was learnt from the orders of %(n)s clients."
        )
        return text % {"n": formats.number(model.clients)}
    known = {
        "no_dropout": _("Nobody is seen leaving in these orders, so the forecast takes it that everyone stays."),
        "even_dropout": _(
            "Clients leave, all with about the same chance; who is likelier to leave cannot be seen yet."
        ),
        "even_rate": _("All clients order about equally often; who orders more cannot be seen yet."),
        "too_few_repeaters": _("Fewer than ten clients have ordered on two days or more: too few for a forecast."),
        "no_orders": _("There are returns but no orders, so there is nothing to forecast from."),
    }
    return known.get(model.verdict) or _("No forecast could be learnt from these orders.")


def reading_sentence(checked: CheckedFile) -> str:
    """What was read and what was left out."""
    read = ngettext("%(n)s line read", "%(n)s lines read", checked.rows_read) % {"n": formats.number(checked.rows_read)}
    parts = [read]
    if checked.rejected:
        parts.append(_("could not be used: %(n)s") % {"n": formats.number(checked.rejected)})
    if checked.duplicates:
        parts.append(_("left out as repeated: %(n)s") % {"n": formats.number(checked.duplicates)})
    if checked.returns:
        parts.append(_("returns: %(n)s") % {"n": formats.number(checked.returns)})
    if checked.damaged:
        parts.append(_("amounts that look damaged: %(n)s") % {"n": formats.number(checked.damaged)})
    return "; ".join(parts) + "."


def odds(probability: float | None) -> str:
    """A small probability as "1 time in 59"; a larger one as a percentage."""
    if probability is None:
        return ""
    if probability > RARE:
        return formats.percent(probability)
    if probability * MOST_ODDS < 1:
        return _("less than 1 time in %(most)s") % {"most": formats.number(MOST_ODDS)}
    return _("1 time in %(n)s") % {"n": formats.number(round(1 / probability))}


def formula(model: ModelReport) -> str:
    """The fitted parameters in one line, the same in every language: for whoever checks."""
    parts = [f"{model.version}; n = {model.clients}, histories = {model.tuples}"]
    if model.orders:
        fitted = model.orders
        parts.append(
            f"{model_title(model.name)} ({fitted.verdict}): "
            + ", ".join(f"{name} = {value:.4g}" for name, value in fitted.named().items())
            + (f", ln L = {fitted.fit.log_likelihood:.1f}" if fitted.fit else "")
            + f", {model.draws} draws"
        )
    if model.values:
        values = model.values
        parts.append(f"Gamma-Gamma: p = {values.p:.4g}, q = {values.q:.4g}, v = {values.v:.4g}")
    weighted = zip(model.evenness, model.evenness_weights, strict=True)
    parts.append("k: " + ", ".join(f"{k:g} ({weight:.0%})" for k, weight in weighted if weight >= 0.05))
    return "; ".join(parts)
