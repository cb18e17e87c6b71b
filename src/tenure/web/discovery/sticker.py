"""A sticker of the canvas, drawn in one go: a canvas shows two hundred, and a template takes five times as long for each."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.kernel import formats
from tenure.web.addresses import address_of
from tenure.web.marks import icon

LONG = 44  # pixels of the bar of a certainty


def sticker(h: HypothesisRow, words: Mapping[str, str], icons: Mapping[str, str], *, movable: bool = False) -> Markup:
    """The sticker as a block; words, icons: of the states; movable: with what moves it."""
    script = formats.script_language(h.title)
    lang = f' lang="{script}"' if script else ""
    told = _("evidence: %(n)s") % {"n": formats.number(h.evidence_count)} if h.evidence_count else _("no evidence")
    parts = [(
        f'<div class="hyp st-{h.shown}" data-sticker="{h.id}"{DRAGGABLE if movable else ""}>'
        f'<a class="h-link" href="{address_of("hypothesis", hypothesis_id=h.id)}"><span class="h-top">'
        f'{icon(icons[h.shown], "s")}<span class="h-text"{lang}>{escape(h.title)}</span></span>'
        f'<span class="visually-hidden">, {escape(words[h.shown])}</span></a><span class="h-bot">'
        f'<svg width="{LONG}" height="6" aria-hidden="true"><rect class="k-bg" width="{LONG}" height="6" rx="3"/>'
        f'<rect class="h-fill" width="{round(LONG * h.likely, 1)}" height="6" rx="3"/></svg>'
        f'<b>{formats.percent(h.likely)}</b> <span class="muted">{escape(told)}</span></span>'
    )]  # fmt: skip
    if h.refuted_parent:
        fallen = _("rests on H%(n)s, refuted") % {"n": h.refuted_parent}
        parts.append(f'<span class="h-fallen bad">{icon("alert-triangle", "s")}{escape(fallen)}</span>')
    if movable:
        form, label = address_of("move_hypothesis", hypothesis_id=h.id), _("Move “%(title)s”") % {"title": h.title}
        parts.append(
            f'<a class="h-move" href="{form}" hx-get="{form}" hx-target="#move-dialog" hx-swap="innerHTML" '
            f'aria-label="{escape(label)}" title="{escape(_("Move"))}">{icon("arrows-move", "s")}</a>'
        )
    return Markup("".join(parts) + "</div>")  # noqa: S704 every value that people wrote is escaped above


DRAGGABLE = ' draggable="true"'
