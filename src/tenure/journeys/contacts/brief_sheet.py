"""The brief as it stands on paper: every text in the reader's language, cut to one page. The same for page and PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.agenda import occasion_words, reasons
from tenure.agenda.sentences import Part, Sentence, marked
from tenure.clients.facts.facts import KnownFact
from tenure.journeys.cards.rhythm_strip import RhythmStrip
from tenure.journeys.contacts.brief import Brief
from tenure.journeys.contacts.brief_fit import LEFT_LETTERS, RIGHT_LETTERS, Block, Row, column, cut
from tenure.journeys.contacts.brief_talks import talk_rows
from tenure.journeys.learning.learn_questions import Question
from tenure.journeys.today.occasions import OccasionRow
from tenure.journeys.units.decision_table import TableAsks
from tenure.kernel import clock, formats

QUESTIONS = 3
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
SAME_SHOWN = 3


@dataclass(frozen=True)
class Sheet:
    """One page. value_class, stability_class: of the badge, empty when unknown; hidden: how many facts are left out or
    marked."""

    client_id: int
    top: str
    name: str
    value_class: str
    stability_class: str
    under: str
    aim: str
    tactic: str
    strip: RhythmStrip
    lead: Sentence
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    people_note: str
    footer: str
    handed_out: bool
    labels: dict[str, str]


def sheet(found: Brief, *, reader: str, currency: str) -> Sheet:
    """The page for this reader. reader: the name of whoever it is for."""
    scores = found.scores
    left = column([_people(found), _changes(found), _promises(found)], LEFT_LETTERS)
    right = column([_questions(found, currency), _objections(found), _hidden(found), _occasions(found)], RIGHT_LETTERS)
    return Sheet(
        client_id=found.client.id,
        top=_("Brief before a talk, %(day)s, for %(name)s")
        % {"day": formats.day(found.today), "name": cut(reader, 40)},
        name=cut(found.client.details.name, 90),
        value_class=scores.abc_class if scores else "",
        stability_class=scores.xyz_stability_class if scores else "",
        under=_under(found, currency),
        aim=cut(aim_of(found), 150),
        tactic=tactic_of(found),
        strip=found.strip,
        lead=lead_of(found, currency),
        left=left,
        right=right,
        people_note=_("Against us −2 … +2 for us. Share: computed part of the decision."),
        footer=_footer(found, reader),
        handed_out=found.handed_out,
        labels={"aim": _("Aim of this talk"), "notes": _("Notes")},
    )


def _under(found: Brief, currency: str) -> str:
    """What the client is, in a line."""
    scores, details = found.scores, found.client.details
    parts = [cut(details.country, 30)] if details.country else []
    if scores and scores.tenure_days:
        parts.append(_("client for %(long)s") % {"long": formats.span(scores.tenure_days)})
    stake = found.learn.stake
    if stake.source == "deal":
        values = {"deal": cut(stake.title, 40), "money": formats.money(stake.minor, currency)}
        parts.append(_("deal “%(deal)s”, %(money)s") % values)
    elif scores and scores.value_12m_minor is not None:
        low, high = max(0, scores.value_12m_low_minor or 0), scores.value_12m_high_minor or 0
        values = {
            "money": formats.estimate(scores.value_12m_minor, currency),
            "range": formats.interval(low, high, currency),
        }
        parts.append(_("next 12 months %(money)s (%(range)s)") % values)
    return " · ".join(parts)


def aim_of(found: Brief) -> str:
    """What the talk is for: what waits most to be done, and the question most worth asking."""
    scores, sentences = found.scores, []
    if scores and scores.is_silent and scores.window_from and scores.window_to:
        when = formats.day_range(scores.window_from, scores.window_to)
        sentences.append(_("Learn why the order due %(when)s did not come.") % {"when": when})
    elif scores and scores.is_falling:
        sentences.append(_("Find out why the orders became smaller."))
    elif found.task is not None:
        sentences.append(_ended(reasons.title(found.task.kind, found.task.reason, found.task.title)))
    if found.table_asks and not found.handed_out:
        sentences.append(_ended(_("Learn: %(what)s") % {"what": found.table_asks[0].text}))
    elif found.learn.asked:
        question = found.learn.asked[0]
        about = f" ({question.about.name})" if question.about else ""
        sentences.append(_ended(_("Learn: %(what)s") % {"what": f"{question.label}{about}"}))
    # An abbreviated month brings its own full stop.
    return TWO_STOPS.sub(".", " ".join(sentences)) or _("Keep in touch; nothing needs to be asked.")


def _ended(text: str) -> str:
    return text if text[-1:] in {".", "?", "!", "…"} else f"{text}."


def tactic_of(found: Brief) -> str:
    """How to go about it, by class and state."""
    scores = found.scores
    if scores is None or not scores.order_days:
        return _("New to us: listen first.")
    if scores.is_silent:
        return _("First the cause, then an offer; sell nothing until it is known.")
    if scores.is_falling:
        return _("Ask what changed before offering anything.")
    return {
        "A": _("Class A: take obstacles out of the way, answer at once."),
        "B": _("Class B: give a true reason to decide now."),
        "C": _("Class C: spend little time, be easy to buy from."),
    }.get(scores.abc_class, _("Keep the rhythm."))


def lead_of(found: Brief, currency: str) -> Sentence:
    """The state of the client in a sentence that could be said aloud."""
    scores = found.scores
    if scores is None or not scores.order_days or scores.last_day is None:
        return marked(_("**No order yet.**"), {})
    values = {
        "days": formats.days(scores.silence_days or 0),
        "ago": formats.days((found.today - scores.last_day).days),
        "gap": formats.gap(scores.interval_days, scores.interval_spread_days) if scores.interval_days else "",
        "day": formats.day(scores.last_day),
        "active": formats.percent(scores.p_active) if scores.p_active is not None else "",
        "now": formats.money(scores.volume_now_minor or 0, currency),
        "usual": formats.money(scores.volume_usual_minor or 0, currency),
    }
    parts: Sentence
    if scores.is_silent and values["gap"]:
        parts = marked(_("**Silent for %(days)s**, usually %(gap)s."), values)
    elif scores.is_falling:
        parts = marked(_("**Buys less than usual**: %(now)s in 13 weeks against %(usual)s."), values)
    else:
        parts = marked(_("**Last order on %(day)s**, %(ago)s ago."), values)
    if values["active"]:
        parts = (*parts, Part(" "), *marked(_("Still active with %(active)s."), values))
    if found.orders_since is not None and found.orders_since[0]:
        count, money = found.orders_since
        text = ngettext(
            "Since the last talk %(n)s day with orders, %(money)s.",
            "Since the last talk %(n)s days with orders, %(money)s.",
            count,
        )
        said = {"n": formats.number(count), "money": formats.money(money, currency)}
        parts = (*parts, Part(" "), *marked(text, said))
    return parts


def _people(found: Brief) -> Block:
    """Who decides and how they lean, the heaviest first; without a map, who works there."""
    outlook = found.ground.outlook
    if outlook is None or not outlook.unit.members:
        rows = [Row(strong=one.name, small=one.title, person=True) for one in found.ground.people if one.is_here]
        return Block("people", _("Who works there"), tuple(rows[:8]), rank=2, keep=3)
    shares = {one.row.id: one.share for one in outlook.members}
    members = sorted(outlook.unit.members, key=lambda row: -shares.get(row.id, row.weight))
    rows = [
        Row(
            strong=row.name,
            small=row.post,
            mark=formats.percent(shares[row.id]) if row.id in shares else "",
            attitude=None if row.attitude is None else float(row.attitude),
            plain=", ".join(name for name, _weight in row.criteria) or row.interest or _("criteria unknown"),
            person=True,
        )
        for row in members
    ]
    return Block("people", _("Who decides, and how they lean"), tuple(rows[:8]), rank=2, keep=4)


def _changes(found: Brief) -> Block:
    """The last talks, then what was learnt of late, the weightiest first."""
    rows = [*(talk_rows(row) for row in found.talks), *(_news(found, fact) for fact in found.news)]
    return Block("changes", _("What has changed"), tuple(rows[:8]), rank=4, keep=2, lines=2)


def _news(found: Brief, fact: KnownFact) -> Row:
    person = found.names.get(fact.subject.id, "") if fact.subject.kind == "person" else ""
    label = _label(found, fact)
    note = ", ".join(part for part in (fact.source_person or fact.source, formats.percent(fact.left)) if part)
    day = formats.day(clock.day_of(fact.recorded_at))
    return Row(mark=day, plain=f"{label}{f' ({person})' if person else ''}: {fact.shown} ({note})")


def _label(found: Brief, fact: KnownFact) -> str:
    kind = found.kinds.get(fact.kind)
    return str(kind.label) if kind else fact.kind


def _promises(found: Brief) -> Block:
    rows = []
    for one in found.promises:
        late = one.due_on < found.today
        whose = _("theirs") if one.theirs else _("ours")
        when = _("late since %(day)s") if late else _("by %(day)s")
        rows.append(Row(plain=one.title, tail=f"({whose})", strong=when % {"day": formats.day(one.due_on)}, late=late))
    return Block("promises", _("Open promises"), tuple(rows[:8]), rank=1, keep=3, lines=2)


def _questions(found: Brief, currency: str) -> Block:
    """What the decision table asks, then what brings most; the same question about several people stands once."""
    rows = [] if found.handed_out else [_table_question(one, currency) for one in found.table_asks[:1]]
    asked: dict[str, list[Question]] = {}
    for one in found.learn.asked:
        asked.setdefault(one.text, []).append(one)
    why = _whom_asked if found.handed_out else _why_asked
    rows += [Row(strong=text, small=why(same, currency)) for text, same in asked.items()]
    if not rows:
        rows = [Row(plain=_("Nothing is worth asking now: every answer would cost more than it brings."))]
        return Block("nothing", _("Questions"), tuple(rows), rank=0)
    return Block("questions", _("Questions worth asking"), tuple(rows[:QUESTIONS]), rank=0, keep=3, lines=3)


def _table_question(one: TableAsks, currency: str) -> Row:
    parts = [_("worth %(money)s") % {"money": formats.estimate(one.worth_minor, currency)}]
    if one.person:
        parts.append(_("about %(name)s") % {"name": one.person})
    return Row(strong=one.text, small="; ".join([*parts, _("it decides what we offer")]))


def _why_asked(same: Sequence[Question], currency: str) -> str:
    """What the answer is worth, and of whom it is asked; about several people, each with their own worth."""
    one = same[0]
    money = {"money": formats.estimate(one.gain_minor, currency)}
    if len(same) > 1:
        whom = [
            f"{other.about.name if other.about else _('the client')} ({formats.estimate(other.gain_minor, currency)})"
            for other in same[:SAME_SHOWN]
        ]
        return _("about %(name)s") % {"name": ", ".join(whom)}
    return "; ".join([_("worth %(money)s") % money, *_about_and_of(one)])


def _whom_asked(same: Sequence[Question], currency: str) -> str:
    """Of whom it is asked; what an answer is worth to us does not leave the house."""
    if len(same) > 1:
        whom = [other.about.name if other.about else _("the client") for other in same[:SAME_SHOWN]]
        return _("about %(name)s") % {"name": ", ".join(whom)}
    return "; ".join(_about_and_of(same[0]))


def _about_and_of(one: Question) -> list[str]:
    parts = [_("about %(name)s") % {"name": one.about.name}] if one.about else []
    if one.ask and one.ask is not one.about:
        parts.append(_("ask %(name)s") % {"name": one.ask.name})
    return parts


def _objections(found: Brief) -> Block:
    rows = []
    for one in found.objections:
        otherwise = _("Otherwise: %(path)s") % {"path": one.alternate} if one.alternate else ""
        rows.append(Row(strong=_("“%(words)s”") % {"words": cut(one.text, 70)},
                        plain=one.answer or _("No answer prepared yet."), small=otherwise))  # fmt: skip
    return Block("objections", _("Likely objections"), tuple(rows), rank=3, keep=1, lines=4)


def _hidden(found: Brief) -> Block:
    """What may prepare, but must not be mentioned."""
    rows = []
    for fact in found.hidden:
        when = formats.month_year(fact.known_on)
        note = ", ".join(part for part in (fact.source_person or fact.source, when, formats.percent(fact.left)) if part)
        rows.append(Row(plain=f"{_label(found, fact)}: {fact.shown} ({note})"))
    return Block("hidden", _("Known, not to be shown"), tuple(rows), rank=5, keep=1, lines=3)


def _occasions(found: Brief) -> Block:
    rows = tuple(Row(mark=formats.day(one.day), plain=_occasion(one)) for one in found.occasions[:4])
    return Block("occasions", _("Occasions"), rows, rank=6, keep=1, lines=2)


def _occasion(row: OccasionRow) -> str:
    one = row.occasion
    name = row.holiday or occasion_words.name_with_years(one.kind, one.code, one.years)
    return f"{name} ({row.person})" if row.person else name


def _footer(found: Brief, reader: str) -> str:
    values = {"moment": formats.moment(clock.now()), "name": cut(reader, 40)}
    return _("Facts as of %(moment)s. Confidence after ageing. Printed by %(name)s; printing is recorded.") % values
