"""A venture taken out as a file, and taken in from one: checked first, and written when somebody has seen what it is."""

import base64
import binascii
import secrets
import zlib
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.json_text import LARGEST
from tenure.discovery.files.take_in import VentureFileCheck, check_venture_file, checked_name, take_in_venture
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.rights import Right, require
from tenure.web.discovery.frame import frame_to_change
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

# The checked file waits in the page itself, pressed together: nothing of it lies on the server until it is wanted.
LONGEST_PACKED = 4_000_000


@require_POST
def export(request: Visit, venture_id: int) -> HttpResponse:
    """The file; what is taken out is written into the audit log, hence a POST."""
    frame = frame_to_change(request, venture_id)
    people = request.POST.get("people") == "on"
    content = venture_file(actor=request.user, venture_id=venture_id, people=people)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    day = clock.today().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{slugify(frame.name) or "venture"}-{day}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: Visit) -> HttpResponse:
    """Choose a file, see what it would bring, take it in."""
    require(request.user, Right.START_VENTURES)
    if request.method != "POST":
        return _choose(request, Form())
    try:
        if "packed" in request.POST:
            return _confirmed(request)
        raw = _sent(request)
        return _checked(request, raw, packed(raw), secrets.token_hex(16), Form({"name": ""}))
    except BadInput as error:
        return _choose(request, refused({}, error), status=422)


def _confirmed(request: Visit) -> HttpResponse:
    """Take it in, under another name where one was typed; one that cannot be stands in its field again."""
    raw, key = unpacked(request.POST["packed"]), request.POST.get("key", "")[:32].replace("\x00", "")
    values = typed(request.POST, "name")
    try:
        checked_name(values["name"])
    except InvalidValue as error:
        return _checked(request, raw, request.POST["packed"], key, refused(values, error), status=422)
    venture_id = take_in_venture(actor=request.user, raw=raw, key=key, name=values["name"])
    return go_to(request, "venture", venture_id=venture_id)


def _checked(request: Visit, raw: bytes, waiting: str, key: str, form: Form, *, status: int = 200) -> HttpResponse:
    check = check_venture_file(actor=request.user, raw=raw)
    context = {"check": check, "packed": waiting, "counts": counts_of(check), "key": key, "form": form}
    return render(request, "discovery/files/checked.html", context, status=status)


def _choose(request: Visit, form: Form, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "largest": LARGEST}
    return render(request, "discovery/files/choose.html", context, status=status)


def _sent(request: Visit) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise BadInput("venture_file_missing")
    if (file.size or 0) > LARGEST:
        raise BadInput("venture_file_large", size=file.size, largest=LARGEST)
    return bytes(file.read())


def packed(raw: bytes) -> str:
    """The file as a field of a form. Raises BadInput when it would be larger than any form may be."""
    text = base64.urlsafe_b64encode(zlib.compress(raw, 6)).decode()
    if len(text) > LONGEST_PACKED:
        raise BadInput("venture_file_browser")
    return text


def unpacked(text: str) -> bytes:
    """The file again; however much a hostile field would unfold to, no more than a file may have."""
    try:
        press = zlib.decompressobj()
        raw = press.decompress(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True), LARGEST + 1)
    except (zlib.error, binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise BadInput("venture_file_packed") from error
    if not press.eof and len(raw) <= LARGEST:
        raise BadInput("venture_file_packed")
    return raw


def counts_of(check: VentureFileCheck) -> list[tuple[str, int]]:
    """How many of each kind of record, those that people know by name; the rest together."""
    words = _words()
    known = [(words[name], check.rows[name]) for name in words if check.rows.get(name)]
    rest = sum(count for name, count in check.rows.items() if name not in words)
    return [*known, (_("Everything else: links, steps, settings"), rest)]


def _words() -> dict[str, Any]:
    return {
        "Hypothesis": _("Hypotheses"),
        "Evidence": _("Evidence"),
        "TestCard": _("Tests"),
        "Observation": _("Observations"),
        "LearningCard": _("Learning cards"),
        "Segment": _("Segments"),
        "Problem": _("Problems"),
        "Interview": _("Interviews"),
        "Quote": _("Quotes"),
        "CanvasVersion": _("Versions of the canvas"),
        "MvpVersion": _("MVP versions"),
        "MvpShowing": _("Showings of MVP versions"),
        "Presale": _("Presales"),
        "Survey": _("Surveys"),
        "SurveyAnswer": _("Answers to surveys"),
        "EconomicsScenario": _("Scenarios"),
        "GateDecision": _("Decisions at gates"),
        "Pivot": _("Pivots"),
        "Loop": _("Loops"),
    }
