"""Gates in words: criteria with their marks, what was found, what to do next, decisions."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import ngettext

from tenure.discovery.gates import base_words, proof_words, reached_words
from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.finding import MET, MISSING
from tenure.discovery.gates.standard import WHOLE
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

Data = Mapping[str, Any]
CHANCES = frozenset({"probability", "chance", "alone", "joint", "own"})
SHARES = frozenset({"share", "part_low", "part_high"})
MONEY = frozenset({"spend_minor", "mean_minor", "money", "low", "high"})
# No number of draws or answers makes a chance certain: it is said as "over 99 %", never as 100.
NEARLY = 1e-6
NAMED = 3  # of those that fall short beside the first


def criterion_title(criterion: Criterion) -> str:
    """What must hold, with its marks."""
    return title_of(criterion.code, criterion.title, criterion.marks)


def title_of(code: str, own: str, marks: Mapping[str, float]) -> str:
    """own: the words of a criterion of one's own, empty for a usual one."""
    if own or code not in _titles():
        return own
    shown = {name: formats.number(value) if name in WHOLE else formats.percent(value) for name, value in marks.items()}
    return _titles()[code](shown)


def _titles() -> dict[str, Callable[[dict[str, str]], str]]:
    return {
        "D1": lambda m: _("Segment named, %(least)s interviews held, %(strangers)s with strangers") % m,
        "D2": lambda m: _("A problem more than %(share)s have: sure by %(sure)s") % m,
        "D3": _pressing_title,
        "D4": lambda m: _("They would commit: probability of %(sure)s or more") % m,
        "D5": lambda m: _("The low end of the market carries a company"),
        "D6": lambda m: _("A channel reached the segment at least once (evidence of level %(level)s)") % m,
        "D7": lambda m: _("No critical hypothesis is refuted"),
        "D8": lambda m: _("An early adopter of level %(level)s or more") % m,
        "D9": lambda m: _("Every critical hypothesis from %(each)s, all together from %(joint)s") % m,
        "V1": _paid_title,
        "V2": _roadmap_title,
        "V3": lambda m: _("They stay, or would miss it: orders or answers say so, neither denies it"),
        "V4": lambda m: _("Unit economics converges with %(sure)s, and pays back in time") % m,
        "V5": lambda m: _("A seller brings more than a seller costs"),
        "V6": lambda m: _("The cost of the next clients is measured"),
        "V7": lambda m: _("Service by hand satisfies: refunds up to %(refunds)s, automation estimated") % m,
        "V8": lambda m: _("Every critical hypothesis from %(each)s, all together from %(joint)s") % m,
        **base_words.titles(),
    }


def _pressing_title(marks: dict[str, str]) -> str:
    """Decisions taken before people were counted keep the words they were taken by."""
    if "half" not in marks:
        return _("The problem is among the worst %(top)s, and they pay or work around it today") % marks
    text = _("Among the worst %(top)s for %(half)s of people: sure by %(sure)s; %(payers)s pay or work around it today")
    return text % marks


def _paid_title(marks: dict[str, str]) -> str:
    """As `_pressing_title`, before the discount and the sources were asked for."""
    if "sources" not in marks:
        return _("%(buyers)s buyers have paid, %(strangers)s of them strangers") % marks
    text = _("%(buyers)s buyers, no friends, have paid at most %(discount)s under the list price; %(sources)s sources")
    return text % marks


def _roadmap_title(marks: dict[str, str]) -> str:
    """As `_pressing_title`, before the stages were on record."""
    if "deals" not in marks:
        return _("Sales repeat by the same stages, %(without_founder)s without the founder") % marks
    text = _("Of the last %(deals)s first sales, %(same)s by the same stages; %(without_founder)s without the founder")
    return text % marks


def found_words(code: str, data: Data, currency: str) -> str:
    """What was found, in a sentence without a full stop."""
    said = _found().get(code)
    return said(_told(data, currency), data) + _also(data) if said else ""


def _also(data: Data) -> str:
    """Which other critical hypotheses fall short, the first three by name."""
    parts = [
        _("H%(number)s not proven") % {"number": number} if chance is None else f"H{number} {formats.percent(chance)}"
        for number, chance in data.get("also", ())
    ]
    short = {
        "refuted": _("H%(number)s refuted"),
        "untried": _("H%(number)s not tried"),
        "old": _("H%(number)s tried too long ago"),
    }
    parts += [short[why] % {"number": number} for number, why in data.get("others", ())]
    left, parts = len(parts) - NAMED, parts[:NAMED]
    if left > 0:
        parts.append(ngettext("and %(n)s more", "and %(n)s more", left) % {"n": formats.number(left)})
    return f"; {_('also short: %(names)s') % {'names': ', '.join(parts)}}" if parts else ""


def _told(data: Data, currency: str) -> dict[str, str]:
    told = {}
    # An interval narrower than five points would read as one number.
    narrow = "part_low" in data and data["part_high"] - data["part_low"] < 0.05
    for name, value in data.items():
        if narrow and name in ("part_low", "part_high", "share"):
            told[name] = formats.percent(value, 1)
        elif name in CHANCES and isinstance(value, int | float):
            told[name] = formats.percent(min(max(value, NEARLY), 1 - NEARLY))
        elif name in SHARES and isinstance(value, int | float):
            told[name] = formats.percent(value)
        elif name in MONEY and isinstance(value, int | float):
            told[name] = formats.estimate(int(value), currency)
        elif name == "names":
            told[name] = ", ".join(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            told[name] = formats.number(value)
        else:
            told[name] = str(value)
    return told


def _talks_found(told: dict[str, str], data: Data) -> str:
    text = ngettext(
        "%(segment)s: %(held)s interview, %(strangers)s with strangers",
        "%(segment)s: %(held)s interviews, %(strangers)s with strangers",
        int(data["held"]),
    )
    return text % told


def _found() -> dict[str, Callable[[dict[str, str], Data], str]]:
    return {
        "no_segment": lambda t, d: _("no segment is named yet"),
        "talks": _talks_found,
        "no_mentions": lambda t, d: _("nobody has been asked yet"),
        "prevalence": lambda t, d: (
            _("%(chance)s: %(problem)s, %(segment)s; %(mentions)s of %(asked)s by themselves") % t + _picked(t, d)
        ),
        "no_severity": lambda t, d: _("nobody has said how bad it is"),
        "no_alternative": lambda t, d: (
            _("%(problem)s is %(rank)s of %(of)s by severity; what it costs today is not known") % t
        ),
        "severe_spend": lambda t, d: (
            _("%(problem)s: %(rank)s of %(of)s by severity, %(spend_minor)s a year spent today") % t
        ),
        "severe_workaround": lambda t, d: _("%(problem)s: %(rank)s of %(of)s by severity, worked around today") % t,
        "pressing": _pressing,
        "no_commitment": lambda t, d: _(
            "no hypothesis of the offer has somebody's time, reputation or money on record"
        ),
        "likely": lambda t, d: _("H%(number)s %(title)s: %(probability)s") % t + _without_hope(t, d),
        "no_least_company": lambda t, d: _("the least yearly margin of a company is not set"),
        "no_size": lambda t, d: _("no market has been sized"),
        "market": _market,
        "no_critical": lambda t, d: _("no hypothesis is marked critical"),
        "none_refuted": lambda t, d: (
            ngettext(
                "%(count)s critical hypothesis, none refuted", "%(count)s critical hypotheses, none refuted", d["count"]
            )
            % t
        ),
        "refuted": lambda t, d: _("H%(number)s %(title)s: refuted, not replaced") % t,
        "together": lambda t, d: (
            _("together %(joint)s; weakest H%(weakest)s %(title)s: %(probability)s") % t + _without_hope(t, d)
        ),
        **proof_words.found(),
        **reached_words.found(),
        **_found_in_sales(),
    }


def _found_in_sales() -> dict[str, Callable[[dict[str, str], Data], str]]:
    return {
        "no_buyers": lambda t, d: _("nobody has paid yet"),
        "paid_in_full": _paid_in_full,
        "buyers": lambda t, d: _("%(buyers)s buyers, %(strangers)s of them strangers") % t,
        **base_words.found(),
        "fit": lambda t, d: {"fit": _("they speak for a fit"), "no_fit": _("they speak against a fit")}.get(
            str(d["verdict"]), _("not decided")
        ),
        "no_economics": lambda t, d: _("the numbers of the chain are not all there"),
        "no_ranges": lambda t, d: _("no chance can be told: guessed without a range: %(names)s") % t,
        "converges": _converges,
        "curve": lambda t, d: {"fit": _("past the break-even"), "no_fit": _("before the break-even")}.get(
            str(d["verdict"]), _("no sales periods entered")
        ),
        "no_marginal": lambda t, d: _("no step up in a channel has been entered"),
        "marginal": lambda t, d: t["names"],
        "marginal_dear": lambda t, d: _("dearer than a client brings: %(names)s") % t,
        "marginal_pays": lambda t, d: _("pays: %(names)s") % t,
        "none_served": lambda t, d: _("nobody has been served yet"),
        "refunds": lambda t, d: (
            _("%(share)s of %(served)s refunded") % t
            + (f" ({t['part_low']}–{t['part_high']})" if "part_low" in d else "")
            + ("" if d["estimated"] else "; " + _("automation not estimated"))
        ),
        "by_person": lambda t, d: _("decided by a person"),
    }


def _pressing(told: dict[str, str], data: Data) -> str:
    text = _("%(chance)s: %(problem)s, %(segment)s; among the worst for %(among)s of %(asked)s") % told
    paying = ngettext(
        "%(paying)s pays or works around it at a known cost", "%(paying)s pay or work around it at a known cost", data["paying"]
    )  # fmt: skip
    text = f"{text}{_picked(told, data)}; {paying % told}"
    return f"{text}, {_('%(spend_minor)s a year each') % told}" if data["spend_minor"] else text


def _without_hope(told: dict[str, str], data: Data) -> str:
    """A gate reads less than the page of a hypothesis where a first guess lifts it."""
    return f" ({_('by its evidence alone; %(own)s with the first guess') % told})" if "own" in data else ""


def _market(told: dict[str, str], data: Data) -> str:
    text = _("%(segment)s, %(problem)s: %(low)s to %(high)s a year") % told
    if "chance" not in data:  # decided before the chance was told
        return text
    if data["of"] > 1 and "alone" in data:  # what is sure of the best of several is less than its own chance
        sure = _("best of %(of)s sized, the choice allowed for: at least %(chance)s") % told
        return f"{text}; {_('enough with %(alone)s') % told} ({sure})"
    text = f"{text}; {_('enough with %(chance)s') % told}"
    return f"{text} ({_('best of %(of)s sized, the choice allowed for') % told})" if data["of"] > 1 else text


def _picked(told: dict[str, str], data: Data) -> str:
    """From how many the best was picked; nothing where it was named in advance, or the only one."""
    if int(data.get("of", 1)) < 2:
        return ""
    return f" ({_('best of %(of)s heard, the choice allowed for') % told})"


def _paid_in_full(told: dict[str, str], data: Data) -> str:
    """Who counts, and of the others why not."""
    parts = [_("%(counted)s of %(buyers)s buyers count, sources: %(sources)s") % told]
    if data["friends"]:
        parts.append(_("friends: %(friends)s") % told)
    if data["cheap"]:
        parts.append(_("too far under the list price: %(cheap)s") % told)
    if data["unpriced"]:
        parts.append(_("list price not said: %(unpriced)s") % told)
    return "; ".join(parts)


def _converges(told: dict[str, str], data: Data) -> str:
    text = _("above zero with %(chance)s") % told
    if data["in_time"] is None:
        return f"{text}; {_('whether it pays back in time is not known')}"
    return f"{text}; {_('pays back in time') if data['in_time'] else _('does not pay back in time')}"


def step_words(code: str, data: Data) -> str:
    """What would decide the criterion next, as an instruction."""
    told = {
        name: formats.number(value) if isinstance(value, int | float) else str(value) for name, value in data.items()
    }
    return _steps()[code](told, data) if code in _steps() else ""


def _more_talks(told: dict[str, str], data: Data) -> str:
    text = ngettext("hold %(more)s more interview", "hold %(more)s more interviews", data["more"]) % told
    if not data["strangers"]:
        return text
    few = ngettext("%(strangers)s of them with a stranger", "%(strangers)s of them with strangers", data["strangers"])
    return f"{text}, {few % told}"


def _steps() -> dict[str, Callable[[dict[str, str], Data], str]]:
    return {
        "name_segment": lambda t, d: _("name the segment"),
        "more_talks": _more_talks,
        "ask_problem": lambda t, d: _("hold problem interviews and count who names the problem unasked"),
        "more_mentions": lambda t, d: _("hold more interviews in this segment"),
        "other_problem": lambda t, d: _("take the next problem from the list"),
        "ask_severity": lambda t, d: _("ask how bad it is, 1 to 10"),
        "ask_spend": lambda t, d: _("ask what they do about it today and what it costs"),
        "test_commitment": lambda t, d: _(
            "ask for a commitment: a deposit, a letter, a day of their time; say on a presale which hypothesis it proves"
        ),
        "test_hypothesis": lambda t, d: _("test H%(number)s %(title)s") % t,
        "test_again": lambda t, d: _("test H%(number)s %(title)s again") % t,
        "set_least_company": lambda t, d: _("set the least yearly margin in the settings of the venture"),
        "size_market": lambda t, d: _("size the market of the chosen problem"),
        "narrow_market": lambda t, d: _("narrow the range of the market"),
        "mark_critical": lambda t, d: _("mark the hypotheses without which nothing holds"),
        "replace_refuted": lambda t, d: _("replace H%(number)s, or pivot") % t,
        "sell": lambda t, d: _("sell before it is built"),
        "more_buyers": lambda t, d: (
            ngettext(
                "sell to %(more)s more buyer, strangers: %(strangers)s",
                "sell to %(more)s more buyers, strangers: %(strangers)s",
                d["more"],
            )
            % t
        ),
        "more_severity": lambda t, d: _("ask more people of the segment how bad it is, 1 to 10"),
        **_steps_to_buyers(),
        **proof_words.steps(),
        **reached_words.steps(),
        "decide": lambda t, d: _("decide it, with the evidence"),
        "look_at_fit": lambda t, d: _("ask the question of Ellis, or let orders of more months show a plateau"),
        "fill_economics": lambda t, d: _("write the numbers of unit economics"),
        "give_ranges": lambda t, d: _("give each of them a plausible range, or count it"),
        "say_retention": lambda t, d: _("say in unit economics how many clients stay from month to month"),
        "work_on_metric": lambda t, d: _("work on the bottleneck of unit economics"),
        "measure_sales": lambda t, d: _("enter what a seller brings and costs by period"),
        "try_next_clients": lambda t, d: _("add money to one channel and count the clients it brings"),
        "other_channel": lambda t, d: _("look for another channel, or for a cheaper step"),
        "serve_by_hand": lambda t, d: _("serve the first buyers by hand"),
        "mend_service": lambda t, d: _("mend the service, or promise something else"),
        **base_words.steps(),
        "estimate_automation": lambda t, d: _("estimate what automating each step costs"),
    }


def _steps_to_buyers() -> dict[str, Callable[[dict[str, str], Data], str]]:
    return {
        "say_list_price": lambda t, d: _("write the list price of each presale beside what was paid"),
        "more_paying": lambda t, d: (
            ngettext(
                "sell to %(more)s more buyer at the list price, new sources: %(sources)s",
                "sell to %(more)s more buyers at the list price, new sources: %(sources)s",
                d["more"],
            )
            % t
        ),
    }


def mark_names() -> dict[str, str]:
    """The thresholds of criteria, as fields."""
    return {
        "least": _("interviews at least"), "strangers": _("strangers at least"), "share": _("share who have it, %"),
        "sure": _("sure from, %"), "top": _("among the worst"), "level": _("level at least"), "each": _("each from, %"),
        "joint": _("all together from, %"), "buyers": _("buyers at least"), "without_founder": _("sales without the founder"),
        "deals": _("last first sales looked at"), "same": _("of them by the same stages, %"),
        "refunds": _("refunds up to, %"), "half": _("for so many of the people, %"),
        "payers": _("who pay or work around it, at least"), "sources": _("independent sources at least"),
        "discount": _("under the list price up to, %"), **base_words.mark_names(),
    }  # fmt: skip


def change_words(kind: str, before: Data, after: Data) -> str:
    """What a change of a criterion was: each mark from what to what."""
    if kind == "remove_criterion":
        return _("counts no more")
    if kind == "restore_criterion":
        return _("counts again")
    if kind == "add_criterion":
        return _("added")
    names = mark_names() | {"need": _("Need"), "title": _("Words")}
    return "; ".join(
        f"{names[name]}: {_mark_told(name, before[name])} → {_mark_told(name, after[name])}"
        for name in names
        if name in before and name in after and before[name] != after[name]
    )


def _mark_told(name: str, value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formats.number(value) if name in WHOLE else formats.percent(value)
    return dict(needs()).get(str(value), str(value))


def needs() -> list[tuple[str, str]]:
    return [("must", _("must")), ("wish", _("wish"))]


def choices() -> dict[str, str]:
    """What can be decided at a gate."""
    return {"proceed": _("proceed"), "iterate": _("iterate"), "pivot": _("pivot"), "exit": _("exit")}


def states() -> dict[str, str]:
    """Where a phase stands."""
    return {
        "not_started": _("not started"), "active": _("at work"), "gate_review": _("gate under review"), "passed": _("passed"),
        "returned": _("returned from"), "exited": _("given up"),
    }  # fmt: skip


def market_words(market: tuple[str, ...]) -> str:
    """Of which market the gate speaks; empty where none is known."""
    return (
        _("Judged on one market, that which meets most: %(market)s.") % {"market": ", ".join(market)} if market else ""
    )


def state_word(state: str) -> str:
    """Where a criterion stands."""
    return _("met") if state == MET else _("missing") if state == MISSING else _("not decided")
