"""Forms of an MVP: a version with its answers to the changes asked for, a showing, and the words of a change."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.offers import mvp_showings as showings
from tenure.discovery.offers import mvp_versions as versions
from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.mvp import (
    DROPPED,
    Answer,
    Change,
    MvpLoop,
    Showing,
    Version,
    change_of,
    mvp_loop,
    showing_of,
    version_of,
)
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.web.addresses import address_of
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.mvp import HERE
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, fitting, form_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import amount, maybe, record
from tenure.web.visit import Visit

VERSION = ("ready_on", "does", "left_out", "hours", "money")
SHOWING = ("on", "interview", "who", "client", "client_id", "way", "verdict", "said", "change")
ALONE, SHOWN = "alone", "shown"
TAKEN, LEFT = "taken", "left"
Asked = Sequence[tuple[Change, Answer | None]]


@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: Visit, product_id: int) -> HttpResponse:
    """The next version, with what it makes of the changes asked for."""
    loop = mvp_loop(actor=request.user, product_id=product_id)
    number = loop.last.number + 1 if loop.last else 1
    asked = loop.to_answer(number)
    start = dict.fromkeys((*VERSION, *_keys(asked)), "") | {"ready_on": clock.today().isoformat()}
    form, status = Form(start), 200
    if request.method == "POST":
        values = typed(request.POST, *VERSION, *_keys(asked))
        try:
            wanted = _version(request, values, asked)
            versions.add_mvp_version(actor=request.user, product_id=product_id, wanted=wanted)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "mvp", product_id=product_id)
    title = _("%(product)s, version %(number)s") % {"product": loop.product, "number": formats.number(number)}
    return form_page(request, loop.venture_id, _told(request, loop, asked, title), form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: Visit, mvp_version_id: int) -> HttpResponse:
    """Change a version."""
    loop, known = version_of(actor=request.user, version_id=mvp_version_id)
    asked = loop.to_answer(known.number)
    form, status = Form(_version_values(known, asked, request.workspace.currency)), 200
    if request.method == "POST":
        values, at = typed(request.POST, *VERSION, *_keys(asked)), record(request.POST.get("version", ""))
        try:
            wanted = _version(request, values, asked)
            versions.edit_mvp_version(actor=request.user, version_id=mvp_version_id, version=at, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "mvp", product_id=loop.product_id)
    return _version_page(request, loop, known, form, status)


@require_POST
def remove_version(request: Visit, mvp_version_id: int) -> HttpResponse:
    """Take out a version nobody has seen."""
    loop, known = version_of(actor=request.user, version_id=mvp_version_id)
    try:
        at = record(request.POST.get("version", ""))
        versions.remove_mvp_version(actor=request.user, version_id=mvp_version_id, version=at)
    except BadInput as error:
        values = _version_values(known, loop.to_answer(known.number), request.workspace.currency)
        return _version_page(request, loop, known, refused(values, error), 422)
    return go_to(request, "mvp", product_id=loop.product_id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_showing(request: Visit, mvp_version_id: int) -> HttpResponse:
    """A version was shown to somebody."""
    loop, known = version_of(actor=request.user, version_id=mvp_version_id)
    start = dict.fromkeys((*SHOWING, "asked"), "") | {"on": clock.today().isoformat(), "way": SHOWN}
    form, status, found = Form(start), 200, fitting()
    if request.method == "POST":
        values = _typed(request)
        try:
            wanted = _showing(request, values)
            showings.record_showing(actor=request.user, version_id=mvp_version_id, wanted=wanted)
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "mvp", product_id=loop.product_id)
    told = _showing_told(request, loop, known)
    return form_page(request, loop.venture_id, told, form, here=HERE, status=status, found=found)


@require_http_methods(["GET", "HEAD", "POST"])
def showing(request: Visit, mvp_showing_id: int) -> HttpResponse:
    """Change a showing."""
    loop, of, known = showing_of(actor=request.user, showing_id=mvp_showing_id)
    form, status, found = Form(_showing_values(known)), 200, fitting()
    if request.method == "POST":
        values, at = _typed(request), record(request.POST.get("version", ""))
        try:
            wanted = _showing(request, values, known)
            showings.edit_showing(actor=request.user, showing_id=mvp_showing_id, version=at, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "mvp", product_id=loop.product_id)
    told = _showing_told(request, loop, of, known)
    return form_page(request, loop.venture_id, told, form, here=HERE, status=status, found=found)


@require_POST
def remove_showing(request: Visit, mvp_showing_id: int) -> HttpResponse:
    """Take out a showing entered by mistake."""
    at = record(request.POST.get("version", ""))
    return go_to(
        request,
        "mvp",
        product_id=showings.remove_showing(actor=request.user, showing_id=mvp_showing_id, version=at),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, mvp_change_id: int) -> HttpResponse:
    """Say a change asked for in other words."""
    loop, known = change_of(actor=request.user, change_id=mvp_change_id)
    form, status = Form({"text": known.text}), 200
    if request.method == "POST":
        values, at = typed(request.POST, "text"), record(request.POST.get("version", ""))
        try:
            versions.edit_mvp_change(actor=request.user, change_id=mvp_change_id, version=at, text=values["text"])
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "mvp", product_id=loop.product_id)
    told = RecordForm(
        _("Change asked for"),
        (Field("text", _("The change in a few words"), longest=versions.LONGEST_CHANGE),),
        address_of("mvp", product_id=loop.product_id),
        version=known.version,
        intro=_("Who asked for it and what versions made of it stays."),
    )
    return form_page(request, loop.venture_id, told, form, here=HERE, status=status)


def _keys(asked: Asked) -> tuple[str, ...]:
    return tuple(f"{part}-{one.id}" for one, _answer in asked for part in ("change", "why"))


def _version(request: Visit, values: dict[str, str], asked: Asked) -> versions.VersionText:
    """What was typed. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    ready_on = wrongs.got(day_or_none, values["ready_on"], "ready_on")
    hours = wrongs.got(maybe, values["hours"], "hours")
    money = wrongs.got(amount, values["money"], "money", request.workspace.currency)
    taken = {TAKEN: True, LEFT: False}
    text = versions.VersionText(
        ready_on or clock.today(), values["does"], values["left_out"], round(60 * (hours or 0)), money or 0,
        {
            one.id: versions.AnswerText(taken.get(values[f"change-{one.id}"]), values[f"why-{one.id}"])
            for one, _answer in asked
        },
    )  # fmt: skip
    wrongs.got(versions.checked_version, text)
    wrongs.tell()
    return text


def _version_values(known: Version, asked: Asked, currency: str) -> dict[str, str]:
    hours = in_field(round(known.minutes / 60, 4)) if known.minutes else ""
    values = {
        "ready_on": known.ready_on.isoformat(), "does": known.does, "left_out": known.left_out, "hours": hours,
        "money": money_in_field(known.money_minor, currency) if known.money_minor else "",
    }  # fmt: skip
    for one, answer in asked:
        values[f"change-{one.id}"] = "" if answer is None else TAKEN if answer.taken else LEFT
        values[f"why-{one.id}"] = answer.why if answer else ""
    return values


def _version_page(request: Visit, loop: MvpLoop, known: Version, form: Form, status: int) -> HttpResponse:
    title = _("%(product)s, version %(number)s") % {"product": loop.product, "number": formats.number(known.number)}
    told = _told(
        request, loop, loop.to_answer(known.number), title, known.version,
        address_of("remove_mvp_version", mvp_version_id=known.id),
    )  # fmt: skip
    return form_page(request, loop.venture_id, told, form, here=HERE, status=status)


def _told(request: Visit, loop: MvpLoop, asked: Asked, title: str, at: int = 0, remove: str = "") -> RecordForm:
    return RecordForm(
        title,
        (
            Field("ready_on", _("Ready on"), "day"),
            Field(
                "does", _("What can be done with it"), "area", longest=versions.LONGEST,
                hint=_("From their side: what they get done with it, not what is built in."),
            ),
            Field(
                "left_out", _("Left out on purpose"), "area", rows=2, longest=versions.LONGEST,
                hint=_("What it does not do yet, so that nobody takes that for a fault."),
            ),
            (
                Field("hours", _("Hours it took"), "number", hint=_("They count into the cost of learning.")),
                Field(
                    "money", _("Money it took, %(currency)s") % {"currency": request.workspace.currency}, "money",
                    hint=_("So does the money. Do not note the same there once more."),
                ),
            ),
            *_answers(asked),
        ),
        address_of("mvp", product_id=loop.product_id),
        remove=remove,
        remove_word=_("Take out: entered by mistake"),
        version=at,
    )  # fmt: skip


def _answers(asked: Asked) -> tuple[Field | tuple[Field, Field], ...]:
    """What the version makes of each change asked for before it."""
    if not asked:
        return ()
    choices = [("", _("undecided")), (TAKEN, _("taken up")), (LEFT, _("not taken up"))]
    fields: list[Field | tuple[Field, Field]] = [Field("asked", _("Changes asked for"), "head")]
    for one, _answer in asked:
        fields.append(Field(f"change-{one.id}", one.text, "picks", choices))
        fields.append(Field(f"why-{one.id}", _("Why not"), longest=versions.LONGEST_WHY))
    return tuple(fields)


def _typed(request: Visit) -> dict[str, str]:
    return typed(request.POST, *SHOWING) | {
        "asked": ",".join(one for one in request.POST.getlist("asked") if record(one))
    }


def _showing(request: Visit, values: dict[str, str], known: Showing | None = None) -> showings.ShowingText:
    """What was typed. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    client = (known.client_id, known.client) if known else (None, "")
    text = showings.ShowingText(
        wrongs.got(day_or_none, values["on"], "on") or clock.today(),
        values["verdict"],
        record(values["interview"]) or None,
        values["who"],
        wrongs.got(named_client, request.user, values, client),
        values["way"] == ALONE,
        values["said"],
        tuple(number for one in values["asked"].split(",") if (number := record(one))),
        values["change"],
    )
    wrongs.got(showings.checked_showing, text)
    wrongs.tell()
    return text


def _showing_values(known: Showing) -> dict[str, str]:
    return {
        "on": known.on.isoformat(), "interview": str(known.interview_id or ""),
        "who": "" if known.interview_id else known.who, "client": known.client, "client_id": "",
        "way": ALONE if known.alone else SHOWN, "verdict": known.verdict, "said": known.said, "change": "",
        "asked": ",".join(str(one) for one in known.asked),
    }  # fmt: skip


def _showing_told(request: Visit, loop: MvpLoop, of: Version, known: Showing | None = None) -> RecordForm:
    asked = [
        (str(one.id), one.text)
        for one in loop.before(of.number + 1)
        if one.state != DROPPED or (known and one.id in known.asked)
    ]
    title = _("%(product)s, version %(number)s: shown") % {
        "product": loop.product, "number": formats.number(of.number),
    }  # fmt: skip
    return RecordForm(
        title,
        (
            Field("on", _("Day"), "day"),
            Field("interview", _("Somebody of an interview"), "choice", _people(request, loop.venture_id, known)),
            (
                Field(
                    "who", _("or somebody else"), longest=showings.LONGEST_WHO,
                    hint=_("A company is one voice, however many of it saw it."),
                ),
                Field("client", _("Client of the base"), "client", hint=_("Empty: not a client yet.")),
            ),
            Field("way", _("How they saw it"), "picks", [(ALONE, _("used it on their own")), (SHOWN, _("was shown it"))]),
            Field(
                "verdict", _("Verdict"), "picks", [(key, word) for key, (word, _tone) in offer_words.mvp_verdicts().items()]
            ),
            Field("said", _("What they said"), "area", hint=_("In their words."), longest=showings.LONGEST_SAID),
            Field("asked", _("Which change they need"), "chosen", asked, hint=_("Asked for before: tick it.")),
            Field(
                "change", _("Another change, in a few words"), longest=versions.LONGEST_CHANGE,
                hint=_("One change; write the same thing the same way, so that it is counted together."),
            ),
        ),
        address_of("mvp", product_id=loop.product_id),
        remove=address_of("remove_mvp_showing", mvp_showing_id=known.id) if known else "",
        remove_word=_("Take out: entered by mistake"),
        version=known.version if known else 0,
    )  # fmt: skip


def _people(request: Visit, venture_id: int, known: Showing | None) -> list[tuple[str, str]]:
    """Whom the venture talked to; the one of a known showing stays, also where the interview tells no name any more."""
    people = showings.interviewed(actor=request.user, venture_id=venture_id)
    found = [(str(one.interview_id), _of_talk(one)) for one in people]
    if known and known.interview_id and str(known.interview_id) not in dict(found):
        found.append((str(known.interview_id), known.who or _("forgotten on request")))
    return [("", _("nobody of an interview")), *found]


def _of_talk(one: showings.Shown) -> str:
    named = ", ".join(filter(None, (one.name, one.company))) or _("without a name")
    return f"{named} · {formats.day(one.held_on)}"
