"""The part of the report about silence alarms: the promise of each past month beside what came of it."""

from django.utils.translation import gettext as _

from tenure.engine.alarms.record import Month, Record
from tenure.engine.summary import from_epoch_day
from tenure.journeys.order_files import report_charts as charts
from tenure.journeys.order_files.backtest_words import alarm_sentence
from tenure.journeys.order_files.report_charts import Bar, Chart, Dot, Mark, Tick
from tenure.journeys.order_files.report_fit import month_name
from tenure.journeys.order_files.report_parts import Rows, Section
from tenure.kernel import formats


def alarms_section(record: Record) -> Section:
    """Realised share of false alarms and recall, month by month."""
    plain, heading = alarm_sentence(record), _("Can its alarms be believed")
    if not record.total.judged:
        return Section("alarms", heading, plain, check="")
    shown = [month for month in record.months if month.raised or month.gone]
    check = _(
        "Each month’s threshold was learnt from earlier months alone. False: an order within three usual intervals after "
        "the alarm, four weeks at least and half a year at most. Promise at %(confidence)s confidence; realised "
        "%(low)s to %(high)s (90 %% interval). %(without)s of %(months)s months had too short a past to promise."
    ) % {
        "confidence": formats.percent(record.confidence),
        "low": formats.percent(record.total.low),
        "high": formats.percent(record.total.high),
        "without": sum(month.verdict != "kept" for month in record.months),
        "months": len(record.months),
    }
    return Section("alarms", heading, plain, check, alarms_chart(record, shown, plain), table=alarms_table(shown))


def alarms_chart(record: Record, months: list[Month], label: str) -> Chart:
    """Dots for the false ones with their intervals, bars for the clients caught, a line for the promise."""
    y, slot = charts.upward(1.0), 100.0 / len(months)
    bars, dots = [], []
    for place, month in enumerate(months):
        middle = round(slot * (place + 0.5), 2)
        if month.recall is not None:
            top = y(month.recall)
            bars.append(Bar(round(slot * (place + 0.2), 2), round(slot * 0.6, 2), top, charts.HEIGHT - top, "caught"))
        if month.false_share is not None:
            dots.append(Dot(middle, y(month.false_share), y(month.high), y(month.low), "actual"))
    step = -(-len(months) // 4)
    ticks = tuple(
        Tick(round(slot * (place + 0.5), 2), month_name(from_epoch_day(months[place].start)))
        for place in range(0, len(months), step)
    )
    quarters = (0.25, 0.5, 0.75, 1.0)
    return Chart(
        label,
        _("month of the alarm"),
        _("share"),
        bars=tuple(bars),
        dots=tuple(dots),
        marks=(Mark("", "promise", y=y(record.level)),),
        x_ticks=ticks,
        y_ticks=charts.levels(quarters, y, formats.percent),
        key=(
            ("actual", _("false alarms, 90 % interval")),
            ("promise", _("promised at most %(level)s") % {"level": formats.percent(record.level)}),
            ("caught", _("clients who left, alarmed by then")),
        ),
    )


def alarms_table(months: list[Month]) -> Rows:
    """The same in figures."""
    headings = (_("Month"), _("Raised"), _("Judged"), _("False"), _("90 % interval"), _("Gone"), _("Alarmed by then"))
    rows = tuple(
        (
            formats.month_year(from_epoch_day(month.start)),
            formats.number(month.raised),
            formats.number(month.judged),
            "–" if month.false_share is None else formats.percent(month.false_share),
            "–" if month.false_share is None else f"{formats.percent(month.low)} – {formats.percent(month.high)}",
            formats.number(month.gone),
            "–" if month.recall is None else formats.percent(month.recall),
        )
        for month in months
    )
    return Rows(headings, rows)
