"""What is proven at what strength, and what is not: from the hypotheses of a venture."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from tenure.discovery.canvas.blocks import block_names, blocks_of
from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.discovery.hypotheses.ladder import WORDS_UP_TO, level_name
from tenure.journeys.venture_report.document import Block, Cell, Section, Sticker, Table
from tenure.journeys.venture_report.words import state_names, state_tones
from tenure.kernel import formats

OPEN = ("untested", "testing", "undecided", "stale")


def canvas(rows: Sequence[HypothesisRow], canvas_kind: str) -> tuple[Block, ...]:
    """The nine blocks with their stickers, in the order of the canvas."""
    names, states = block_names(), state_names()
    return tuple(
        Block(
            code,
            names[code],
            tuple(
                Sticker(row.title, row.shown, states[row.shown], formats.percent(row.likely), evidence_of(row))
                for row in rows
                if row.block == code
            ),
        )
        for code in blocks_of(canvas_kind)
    )


def evidence_of(row: HypothesisRow) -> str:
    """How much speaks for or against it."""
    if not row.evidence_count:
        return _("no evidence")
    return _("evidence: %(n)s") % {"n": formats.number(row.evidence_count)}


def proven(rows: Sequence[HypothesisRow], strongest: Mapping[int, int]) -> Section:
    """Supported and refuted hypotheses, the surest first."""
    known = [row for row in rows if row.shown in ("supported", "refuted")]
    known.sort(key=lambda row: (row.shown != "supported", -abs(row.likely - 0.5)))
    if not known:
        return Section("proven", _("What is known"), (_("Nothing has been decided yet."),))
    return Section(
        "proven",
        _("What is known"),
        (
            _(
                "Each probability follows from evidence by rules set beforehand; words alone never lift one above 80 % "
                "nor press it below 20 %."
            ),
        ),
        (_table(known, strongest),),
    )


def open_still(rows: Sequence[HypothesisRow], strongest: Mapping[int, int]) -> Section:
    """What is assumed still: the critical and the heaviest first."""
    unknown = [row for row in rows if row.shown in OPEN]
    unknown.sort(key=lambda row: (not row.critical, -row.impact, row.number))
    if not unknown:
        return Section("open", _("What is not known"), (_("No hypothesis on the canvas is open."),))
    return Section("open", _("What is not known"), (), (_table(unknown, strongest),))


def _table(rows: Sequence[HypothesisRow], strongest: Mapping[int, int]) -> Table:
    heads = (_("Hypothesis"), _("State"), _("Probability"), _("Strongest evidence"))
    return Table(heads, (50, 15, 18, 24), tuple(_row(row, strongest.get(row.id)) for row in rows))


def _row(row: HypothesisRow, level: int | None) -> tuple[Cell, ...]:
    tone = state_tones().get(row.shown, "")
    words = "; ".join(
        part
        for part in (
            _("critical") if row.critical else "",
            _("impact %(n)s of 10") % {"n": formats.number(row.impact)},
            row.falsifier and _("wrong if: %(words)s") % {"words": row.falsifier},
        )
        if part
    )
    interval = (
        _("%(low)s to %(high)s") % {"low": formats.percent(row.low), "high": formats.percent(row.high)}
        if row.low is not None and row.high is not None
        else _("before any data")
    )
    return (
        Cell(f"H{row.number}. {row.title}", words),
        Cell(state_names()[row.shown], tone=tone),
        Cell(formats.percent(row.likely), interval, bar=row.likely),
        Cell(level_name(level) if level is not None else "–", _strength(row, level)),
    )


def _strength(row: HypothesisRow, level: int | None) -> str:
    if level is None:
        return ""
    words = _("only words") if level <= WORDS_UP_TO else _("deeds")
    return f"{evidence_of(row)}; {words}"
