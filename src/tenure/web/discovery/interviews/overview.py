"""The interviews of a venture at a glance: plans, who brought what up, talks, commitments."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tenure.discovery.interviews.counting import LIKENESS
from tenure.discovery.interviews.counts import interview_counts
from tenure.discovery.interviews.kinds import acquaintance_names, evangelist_names, kind_names, side_names
from tenure.discovery.interviews.plans import plans_of
from tenure.discovery.interviews.reading import interviews_of
from tenure.discovery.interviews.talk_share import TARGET
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import formats
from tenure.web.discovery.frame import venture_page
from tenure.web.form_values import id_or_none
from tenure.web.visit import Visit


@require_safe
def interviews(request: Visit, venture_id: int) -> HttpResponse:
    """The page; `before` in the address asks for older talks."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    plans = plans_of(actor=request.user, venture_id=venture_id)
    counts = interview_counts(actor=request.user, venture_id=venture_id)
    rows, more = interviews_of(
        actor=request.user, venture_id=venture_id, before=id_or_none(request.GET.get("before", ""))
    )
    asked = [plan.progress for plan in plans if plan.closed_at is None]
    heard = sorted(counts.whole.problems.items(), key=lambda item: (-item[1].unprompted, -item[1].prompted, item[0]))
    context = {
        "plans": plans,
        "counts": counts,
        "heard": heard,
        "rows": rows,
        "more": more,
        "older": request.GET.get("before", "") != "",
        "lacking": sum(progress.more for progress in asked),
        "wanted": sum(progress.target for progress in asked),
        "held": sum(progress.held for progress in asked),
        "likeness": LIKENESS,
        "target": TARGET,
        "kinds": kind_names(),
        "sides": side_names(),
        "acquaintances": acquaintance_names(),
        "levels": evangelist_names(),
        "said": _said(request.GET.get("said", "")),
    }
    return venture_page(request, "discovery/interviews/interviews.html", frame, context, here="interviews")


def _said(word: str) -> str:
    """saved, or how many talks of a pasted list were recorded."""
    if len(word) < 5 and word.isdecimal():
        return ngettext("%(n)s talk recorded", "%(n)s talks recorded", int(word)) % {"n": formats.number(int(word))}
    return _("Saved") if word == "saved" else ""
