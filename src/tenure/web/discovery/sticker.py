"""Stickers of the canvas, drawn in one go: a canvas shows two hundred, and a template takes five times as long for each."""

from collections.abc import Iterable

from markupsafe import Markup

from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.discovery.words import hypothesis_states
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _
from tenure.web.addresses import pattern_of
from tenure.web.discovery.icons import STATE_ICONS
from tenure.web.marks import icon, safe

LONG = 44  # pixels of the bar of a certainty
DRAGGABLE = ' draggable="true"'


def stickers(rows: Iterable[HypothesisRow], *, movable: bool = False) -> Markup:
    """Each as a block; movable: with what moves it."""
    page, form = (pattern_of(name, "hypothesis_id") for name in ("hypothesis", "move_hypothesis"))
    drawn = []
    for h in rows:
        number = {"hypothesis_id": h.id}
        more = _mover(h, form % number) if movable else ""
        drawn.append(
            f'<div class="hyp st-{h.shown}" data-sticker="{h.id}"{DRAGGABLE if movable else ""}>'
            f"{_body(h, page % number)}{_fallen(h)}{more}</div>"
        )
    return Markup("".join(drawn))  # noqa: S704 every value that people wrote is made safe below


def _body(h: HypothesisRow, address: str) -> str:
    script = formats.script_language(h.title)
    lang = f' lang="{script}"' if script else ""
    told = _("evidence: %(n)s") % {"n": formats.number(h.evidence_count)} if h.evidence_count else _("no evidence")
    return (
        f'<a class="h-link" href="{address}"><span class="h-top">'
        f'{icon(STATE_ICONS[h.shown], "s")}<span class="h-text"{lang}>{safe(h.title)}</span></span>'
        f'<span class="visually-hidden">, {safe(hypothesis_states()[h.shown])}</span></a><span class="h-bot">'
        f'<svg width="{LONG}" height="6" aria-hidden="true"><rect class="k-bg" width="{LONG}" height="6" rx="3"/>'
        f'<rect class="h-fill" width="{round(LONG * h.likely, 1)}" height="6" rx="3"/></svg>'
        f'<b>{formats.percent(h.likely)}</b> <span class="muted">{safe(told)}</span></span>'
    )


def _fallen(h: HypothesisRow) -> str:
    if not h.refuted_parent:
        return ""
    fallen = _("rests on H%(n)s, refuted") % {"n": h.refuted_parent}
    return f'<span class="h-fallen bad">{icon("alert-triangle", "s")}{safe(fallen)}</span>'


def _mover(h: HypothesisRow, form: str) -> str:
    label = _("Move “%(title)s”") % {"title": h.title}
    return (
        f'<a class="h-move" href="{form}" hx-get="{form}" hx-target="#move-dialog" hx-swap="innerHTML" '
        f'aria-label="{safe(label)}" title="{safe(_("Move"))}">{icon("arrows-move", "s")}</a>'
    )
