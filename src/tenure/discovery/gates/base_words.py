"""Criteria of growing in words: what the base said, what to do next, and where the number of every criterion comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

Data = Mapping[str, Any]
Told = dict[str, str]
ALL = 0.9995  # from here on a share reads as 100.0 %


def titles() -> dict[str, Callable[[Told], str]]:
    """Of the criteria of creation and building, with their marks."""
    return {
        "C1": lambda m: _("With more money the next clients still pay"),
        "C2": lambda m: _("Of the obtainable market %(goal)s or more is ours") % m,
        "C3": lambda m: (
            _("Open deals bring the plan")
            if m["plan"] == "0"
            else _("Open deals bring the plan of %(plan)s: sure by %(sure)s") % m
        ),
        "C4": lambda m: (
            _("New clients come back no worse than the early ones, within %(margin)s: sure by %(sure)s") % m
        ),
        "B1": lambda m: _("Every department has its mission and its owner"),
        "B2": lambda m: _("Others than the founder make %(others)s of the sales or more") % m,
        "B3": lambda m: _("The forecast missed by %(error)s at most, quarters running: %(quarters)s") % m,
        "B4": lambda m: _("%(worked)s of the clients have an owner, a class and a next step") % m,
        "B5": lambda m: _("No client brings more than %(largest)s of the margin") % m,
    }


def found() -> dict[str, Callable[[Told, Data], str]]:
    """What was found in the base."""
    return {
        "base_no_source": lambda t, d: _("whose orders are read has not been chosen"),
        "base_not_read": lambda t, d: _("the base has not been read yet"),
        "base_waiting": lambda t, d: _("the base is being read"),
        "base_old": lambda t, d: _("the base was read on %(day)s, too long ago") % {"day": _day(d["read"])},
        "base_few_months": lambda t, d: (
            ngettext("orders of %(months)s month only", "orders of %(months)s months only", d["months"]) % t
        ),
        "market_part": lambda t, d: (
            _("%(part_low)s to %(part_high)s of %(segment)s, %(problem)s; sold in a year: %(money)s") % t
        ),
        "market_outgrown": lambda t, d: (
            _("sold in a year: %(money)s, more than the whole of %(segment)s, %(problem)s: %(high)s") % t
        ),
        "no_plan": lambda t, d: _("the plan is not set"),
        "no_deals": lambda t, d: (
            ngettext(
                "no open deal with an amount; %(unvalued)s without",
                "no open deals with an amount; %(unvalued)s without",
                d["unvalued"],
            )
            % t
            if d["unvalued"]
            else _("no open deal")
        ),
        "pipeline": _pipeline,
        **_found_of_clients(),
        **_found_of_sales(),
    }


def _found_of_clients() -> dict[str, Callable[[Told, Data], str]]:
    return {
        "few_newcomers": lambda t, d: (
            _("watched long enough: %(early)s early and %(late)s new clients; at least %(least)s of each are needed")
            % t
        ),
        "newcomers": lambda t, d: (
            _(
                "%(chance)s: back in half a year %(late_back)s of %(late)s new clients, %(early_back)s of %(early)s early ones"
            )
            % t
            + "; "
            + _("difference %(low)s to %(high)s")
            % {"low": formats.points(d["gap_low"]), "high": formats.points(d["gap_high"])}
        ),
        "few_clients": lambda t, d: (
            ngettext(
                "%(clients)s client bought within the year", "%(clients)s clients bought within the year", d["clients"]
            )
            % t
        ),
        "worked": lambda t, d: (
            _(
                "%(share)s, %(all)s of %(clients)s: owner %(owned)s, class %(classed)s, next step or late talk %(touched)s"
            )
            % t
        ),
        "largest": lambda t, d: (
            _("the largest brings %(share)s of a year's margin (%(part_low)s to %(part_high)s)") % t
            if d["of_margin"]
            else _(
                "the largest brings %(share)s of a year's turnover (%(part_low)s to %(part_high)s); margins are not all known"
            )
            % t
        ),
    }


def _found_of_sales() -> dict[str, Callable[[Told, Data], str]]:
    return {
        "others_orders": lambda t, d: (
            _("all of a year's money is of clients others answer for")
            if d["part_low"] >= ALL
            else _("%(share)s of a year's money (%(part_low)s to %(part_high)s) is of clients others answer for") % t
        ),
        "others_presales": lambda t, d: (
            _("%(without)s of %(sales)s paid presales (%(part_low)s to %(part_high)s) sold by others") % t
        ),
        "others_unknown": lambda t, d: _("it is not known who answers for most of the money"),
        "few_quarters": lambda t, d: _("quarters with a forecast kept before them: %(quarters)s") % t,
        "forecast": lambda t, d: (
            _("the worst of %(quarters)s quarters: %(gap)s of the forecast") % (t | {"gap": _gap(d["gap"])})
        ),
        "without_founder": _without_founder,
        "same_way": _same_way,
    }


def _pipeline(told: Told, data: Data) -> str:
    text = _("%(chance)s: deals %(deals)s, expected %(mean_minor)s (%(low)s to %(high)s)") % told
    if not data["closed"]:
        return text + "; " + _("no deal has been closed, so one in three is assumed")
    return text + "; " + _("won %(won)s of %(closed)s") % told


def _without_founder(told: Told, data: Data) -> str:
    text = _("sales without the founder: %(sales)s") % told
    if not data.get("closed"):
        return text
    return text + "; " + _("deals won: %(won)s of %(closed)s (%(part_low)s to %(part_high)s)") % told


def _same_way(told: Told, data: Data) -> str:
    parts = [_("%(same)s of the last %(deals)s first sales by all stages in their order (stages: %(stages)s)") % told]
    if not data["deals"]:
        parts = [_("nobody has paid yet")]
    elif data["unmarked"]:
        parts.append(_("without stages marked: %(unmarked)s") % told)
    parts.append(_("sales without the founder: %(sales)s") % told)
    if "of" in data:
        won = _(
            "paid %(won)s of %(of)s asked (%(part_low)s to %(part_high)s); whether that pays a person judges, see V4"
        )
        parts.append(won % told)
    return "; ".join(parts)


def _gap(share: float) -> str:
    """More or less than told, as a share of it."""
    return f"{formats.signed(100 * share)}{formats.NBSP}%"


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def steps() -> dict[str, Callable[[Told, Data], str]]:
    """What would decide a criterion of the base."""
    return {
        "draw_roadmap": lambda t, d: _("draw the sales roadmap, and mark which stages each presale passed"),
        "mark_stages": lambda t, d: _("mark which stages the last buyers passed, and when"),
        "sell_one_way": lambda t, d: _("sell the next ones by the same stages, or change the roadmap to how they buy"),
        "sell_without_founder": lambda t, d: _("let somebody else than the founder close a sale"),
        "more_first_sales": lambda t, d: (
            ngettext(
                "sell by the roadmap to %(more)s more buyer", "sell by the roadmap to %(more)s more buyers", d["more"]
            )
            % t
        ),
        "choose_orders": lambda t, d: _("choose whose orders are this venture's, on the page of fit"),
        "read_base": lambda t, d: _("read the base"),
        "wait_orders": lambda t, d: _("let more orders come, and read the base anew"),
        "set_plan": lambda t, d: _("set the plan in the marks of the criterion"),
        "write_deals": lambda t, d: _("write open deals with their amount and people on the cards of clients"),
        "more_deals": lambda t, d: _("open more deals, or close those at hand"),
        "sell_more": lambda t, d: _("sell more in this market, or choose a smaller one"),
        "market_or_orders": lambda t, d: _("size the market anew, or choose which orders are this venture's"),
        "look_at_newcomers": lambda t, d: _("find out why the new ones do not come back"),
        "hand_over_sales": lambda t, d: _("hand clients and sales over to others than the founder"),
        "give_owners": lambda t, d: _("give clients an owner, and read the base"),
        "wait_forecast": lambda t, d: _("compute the scores every month: a forecast kept before a quarter is checked after it"),
        "look_at_forecast": lambda t, d: _("look where the forecast failed, in the report of trust"),
        "work_base": lambda t, d: _("give each client an owner and a next step"),
        "widen_base": lambda t, d: _("widen the base, so that it does not hang on one client"),
        "serve_more": lambda t, d: _("serve more by hand: too few to tell"),
    }  # fmt: skip


def mark_names() -> dict[str, str]:
    """The thresholds of the criteria of the base, as fields."""
    return {
        "goal": _("share of the market from, %"), "plan": _("plan, in money (0: none)"), "margin": _("worse by at most, %"),
        "others": _("sold by others from, %"), "error": _("forecast missed by at most, %"), "quarters": _("quarters running"),
        "worked": _("clients worked from, %"), "largest": _("largest client up to, %"),
    }  # fmt: skip


def sources() -> dict[str, str]:
    """By rule, where its number comes from; a rule left out: a person decides."""
    held, orders = _("interviews held"), _("orders of the base")
    hypotheses, economics = _("hypotheses and their evidence"), _("unit economics")
    return {
        "interviews": held, "prevalence": held, "severity": held, "early_adopter": held,
        "market": _("the size of the market and interviews"), "commitment": hypotheses, "channel": hypotheses,
        "none_refuted": hypotheses, "together": hypotheses, "paid": _("presales"),
        "roadmap": _("presales by their stages; without a roadmap a person decides"),
        "fit": _("answers to surveys and orders of the base"), "converges": economics, "marginal_cost": economics,
        "next_clients_pay": economics, "learning_curve": _("sales periods"),
        "by_hand": _("presales, refunds and the service by hand"), "newcomers_stay": orders,
        "market_share": _("orders of the base and the size of the market"),
        "pipeline": _("open deals on the cards of clients"),
        "sold_by_others": _("orders by who answers for the client; presales where they do not tell"),
        "forecast_held": _("forecasts kept each month, and orders"),
        "base_worked": _("owners, classes, tasks and talks of the base"),
        "single_client": _("orders of the base with their margin"),
    }  # fmt: skip
