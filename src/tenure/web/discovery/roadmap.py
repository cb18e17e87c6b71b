"""The sales roadmap: how far presales got stage by stage, whether the last ones went one way, and the forms of its stages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.gates.criteria import marks_of
from tenure.discovery.offers import roadmap_stages as core
from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.presales import PresaleView, presale_log
from tenure.discovery.offers.roadmap import SAME, Roadmap, Stage, roadmap_of, stage_days, stage_of
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.engine.stages import Passage
from tenure.kernel.errors import BadInput, Conflict
from tenure.web.addresses import address_of
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, form_page
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.units.reading import record
from tenure.web.visit import Visit

HERE = "roadmap"
STAGE = ("name", "shown_by", "needs")


@dataclass(frozen=True)
class Line:
    """A stage as its row is drawn, or the payment. bar, low, high: shares of all followed, 0..1; low, high None: nobody has
    gone on to here or stopped before; before: the name of the stage before, empty for the first; refused: those who stopped
    here."""

    name: str
    stage: Stage | None
    passage: Passage
    before: str
    bar: float
    low: float | None
    high: float | None
    refused: tuple[PresaleView, ...]

    @property
    def gone_on(self) -> float:
        return self.passage.reached / self.passage.of if self.before and self.passage.of else 1.0


@require_safe
def roadmap(request: Visit, venture_id: int) -> HttpResponse:
    """The stages with what became of those asked, and the last first sales."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    return roadmap_page(request, frame)


def roadmap_page(request: Visit, frame: VentureFrame) -> HttpResponse:
    log = presale_log(actor=request.user, venture_id=frame.id)
    stages, passed = stage_days(actor=request.user, venture_id=frame.id)
    found = roadmap_of(stages, passed, log.rows)
    marks = marks_of(actor=request.user, venture_id=frame.id, phase="validation", code="V2")
    lines = lines_of(found, log.rows) if stages else ()
    last = found.last(int(marks["deals"]))
    context = {
        "roadmap": found,
        "lines": lines,
        "last": last,
        "same": sum(one.way == SAME for one in last),
        "marks": marks,
        "narrow": min(lines, key=lambda line: line.gone_on, default=None),
        "sums": log.sums,
        "way_words": offer_words.ways_of_sales(),
    }
    return venture_page(request, "discovery/offers/roadmap.html", frame, context, here=HERE)


def lines_of(found: Roadmap, rows: Sequence[PresaleView]) -> tuple[Line, ...]:
    """Each stage, then the payment. Pure."""
    names, whole, lines = [*(one.name for one in found.stages), _("Paid")], found.followed or 1, []
    stopped = found.stopped or {}
    for place, passage in enumerate(found.passages):
        known = place > 0 and passage.low is not None and passage.high is not None
        lines.append(
            Line(
                names[place], found.stages[place] if place < len(found.stages) else None, passage,
                names[place - 1] if place else "", passage.reached / whole,
                passage.low * passage.of / whole if known and passage.low is not None else None,
                passage.high * passage.of / whole if known and passage.high is not None else None,
                tuple(row for row in rows if stopped.get(row.id) == place + 1),
            )
        )  # fmt: skip
    return tuple(lines)


@require_POST
def usual_roadmap(request: Visit, venture_id: int) -> HttpResponse:
    """Begin with the usual stages."""
    core.add_usual_stages(actor=request.user, venture_id=venture_id)
    return go_to(request, "roadmap", venture_id=venture_id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_stage(request: Visit, venture_id: int) -> HttpResponse:
    """One more stage."""
    form, status = Form(dict.fromkeys(STAGE, "")), 200
    if request.method == "POST":
        values = typed(request.POST, *STAGE)
        try:
            core.add_stage(actor=request.user, venture_id=venture_id, wanted=core.StageText(**values))
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "roadmap", venture_id=venture_id)
    return form_page(request, venture_id, _told(_("A stage of the sale"), venture_id), form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Visit, roadmap_stage_id: int) -> HttpResponse:
    """Change the words of a stage."""
    venture_id, known = stage_of(actor=request.user, stage_id=roadmap_stage_id)
    form, status = Form({name: getattr(known, name) for name in STAGE}), 200
    if request.method == "POST":
        values, version = typed(request.POST, *STAGE), record(request.POST.get("version", ""))
        try:
            wanted = core.StageText(**values)
            core.edit_stage(actor=request.user, stage_id=roadmap_stage_id, version=version, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "roadmap", venture_id=venture_id)
    return _stage_page(request, venture_id, known, form, status)


@require_POST
def remove_stage(request: Visit, roadmap_stage_id: int) -> HttpResponse:
    """Take a stage off that nobody has passed."""
    venture_id, known = stage_of(actor=request.user, stage_id=roadmap_stage_id)
    try:
        version = record(request.POST.get("version", ""))
        core.remove_stage(actor=request.user, stage_id=roadmap_stage_id, version=version)
    except BadInput as error:
        return _stage_page(
            request, venture_id, known, refused({name: getattr(known, name) for name in STAGE}, error), 422
        )
    return go_to(request, "roadmap", venture_id=venture_id)


@require_POST
def move_stage(request: Visit, roadmap_stage_id: int) -> HttpResponse:
    """One place earlier or later."""
    up = request.POST.get("do") == "up"
    return go_to(request, "roadmap", venture_id=core.move_stage(actor=request.user, stage_id=roadmap_stage_id, up=up))


def _stage_page(request: Visit, venture_id: int, known: Stage, form: Form, status: int) -> HttpResponse:
    remove = address_of("remove_roadmap_stage", roadmap_stage_id=known.id)
    told = _told(known.name, venture_id, known.version, remove)
    return form_page(request, venture_id, told, form, here=HERE, status=status)


def _told(title: str, venture_id: int, version: int = 0, remove: str = "") -> RecordForm:
    return RecordForm(
        title,
        (
            Field(
                "name",
                _("Stage of the sale"),
                hint=_("A few words: shown at work, offer asked for."),
                longest=core.LONGEST_NAME,
            ),
            Field(
                "shown_by",
                _("What the buyer does that shows it is passed"),
                hint=_("Their act, not ours: a letter sent is no stage, a signed one is."),
                longest=core.LONGEST_TOLD,
            ),
            Field(
                "needs",
                _("Whom of the buyer’s side it needs"),
                hint=_("By their part, without names: who signs, who uses it, who can stop it."),
                longest=core.LONGEST_TOLD,
            ),
        ),
        address_of("roadmap", venture_id=venture_id),
        remove=remove,
        remove_word=_("Take off the roadmap"),
        version=version,
    )
