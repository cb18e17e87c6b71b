"""What learning has cost, beside what building would."""

from django.utils.translation import ngettext

from tenure.discovery.testing.costs import LearningCost
from tenure.discovery.testing.words import hours_from, states, verdicts
from tenure.journeys.venture_report.document import Cell, Part, Section, Table, Words
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def cost(found: LearningCost, currency: str) -> Section:
    """The section; without hours or money it says so."""
    heading = _("Cost of learning")
    if not found.total_minor:
        return Section("cost", heading, (Words((_("No hours and no money have been noted yet."),), "missing"),))
    parts: list[Part] = [Words((spent(found, currency),), "lead"), Words((" ".join(_sentences(found, currency)),))]
    if found.tests:
        parts.append(_tests(found, currency))
    return Section("cost", heading, tuple(parts))


def spent(found: LearningCost, currency: str) -> str:
    """Learning against building, in a sentence."""
    told = {"spent": formats.amount(found.total_minor, currency)}
    if not found.build_minor:
        return _("Learning has cost %(spent)s in hours and money; what building would cost is not said.") % told
    told |= {
        "build": formats.amount(found.build_minor, currency),
        "share": formats.percent(found.total_minor / found.build_minor),
    }
    return _("Learning has cost %(spent)s in hours and money, %(share)s of the %(build)s that building would.") % told


def _sentences(found: LearningCost, currency: str) -> list[str]:
    lines = []
    if found.per_decided_minor is not None:
        text = ngettext(
            "%(money)s for the %(n)s decided hypothesis.",
            "%(money)s for each of the %(n)s decided hypotheses.",
            found.decided,
        )
        money = formats.estimate(found.per_decided_minor, currency)
        lines.append(text % {"money": money, "n": formats.number(found.decided)})
    told = {
        "hours": formats.duration(found.minutes), "money": formats.amount(found.money_minor, currency),
        "hour": formats.amount(found.hour_minor, currency),
    }  # fmt: skip
    lines.append(_("Of that %(hours)s of work at %(hour)s an hour, and %(money)s paid.") % told)
    lines.append(hours_from(found.untimed))
    if found.ended:
        told = {"n": formats.number(found.locked), "all": formats.number(found.ended)}
        lines.append(_("Locked before their results: %(n)s of %(all)s ended tests.") % told)
    days = [
        (_("loop %(n)s: %(days)s so far") if row.open else _("loop %(n)s: %(days)s"))
        % {"n": formats.number(row.number), "days": formats.days(row.days)}
        for row in found.loops
    ]
    if days:
        lines.append(_("Time: %(loops)s.") % {"loops": "; ".join(days)})
    return lines


def _tests(found: LearningCost, currency: str) -> Table:
    rows = [
        (
            Cell(f"T{row.number} {row.name}"),
            Cell(formats.duration(row.took.minutes) if row.took.minutes else "–"),
            Cell(formats.amount(row.money_minor, currency), figure=True),
            Cell(formats.amount(row.total_minor, currency), figure=True, strong=True),
            Cell(verdicts()[row.verdict] if row.state == "decided" else states()[row.state]),
        )
        for row in found.tests
    ]
    general = found.general_money_minor + round(found.general.minutes * found.hour_minor / 60)
    if general:
        rows.append((
            Cell(_("The venture in general"), tone="muted"),
            Cell(formats.duration(found.general.minutes) if found.general.minutes else "–"),
            Cell(formats.amount(found.general_money_minor, currency), figure=True),
            Cell(formats.amount(general, currency), figure=True, strong=True),
            Cell(""),
        ))  # fmt: skip
    heads = (_("Test"), _("Hours"), _("Money"), _("Together"), _("Verdict"))
    return Table("", heads, (48, 13, 12, 13, 14), tuple(rows))
