"""Versions of the canvas: the list, saving one, and what two of them differ in, drawn."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.discovery.canvas.blocks import block_names, blocks_of
from tenure.discovery.canvas.versions import (
    LONGEST_NAME,
    NOW,
    CanvasDifference,
    Change,
    difference,
    save_version,
    stickers_at,
    version_words,
    versions_of,
)
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.words import hypothesis_states
from tenure.kernel.errors import BadInput
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.discovery.icons import STATE_ICONS
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit


@dataclass(frozen=True)
class Drawn:
    """A sticker of the picture of a difference. marks: added, removed, moved, came, reworded, changed; other: the block
    it moved to or came from."""

    change: Change
    marks: tuple[str, ...]
    other: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: Visit, venture_id: int) -> HttpResponse:
    """The versions, newest first, and saving the canvas as it lies now."""
    frame = frame_to_change(request, venture_id)
    form, status = Form({"name": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "name")
        try:
            save_version(actor=request.user, venture_id=venture_id, name=values["name"])
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "canvas_versions", venture_id=venture_id)
    context = {
        "versions": versions_of(actor=request.user, venture_id=venture_id),
        "automatic": version_words(),
        "form": form,
        "longest": LONGEST_NAME,
    }
    return venture_page(request, "discovery/canvas/versions.html", frame, context, here="venture_canvas", status=status)


@require_safe
def between(request: Visit, venture_id: int) -> HttpResponse:
    """What changed from one version to another; without `after`: to now; without `before`: since the newest one."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    rows = versions_of(actor=request.user, venture_id=venture_id)
    newest = rows[0].number if rows else NOW
    before = _number(request.GET.get("before", ""), newest)
    after = _number(request.GET.get("after", ""), NOW)
    found = difference(actor=request.user, venture_id=venture_id, before=before, after=after)
    kept = stickers_at(actor=request.user, venture_id=venture_id, number=after)
    options = [(row.number, _option(row.number, row.name)) for row in rows]
    context = {
        "found": found,
        "before": before,
        "after": after,
        "befores": options or [(NOW, _("now"))],
        "afters": [(NOW, _("now")), *options],
        "blocks": drawn(found, frame.canvas_kind, [(one.hypothesis, one.block) for one in kept]),
        "block_names": block_names(),
        "state_words": hypothesis_states(),
        "state_icons": STATE_ICONS,
    }
    return venture_page(request, "discovery/canvas/difference.html", frame, context, here="venture_canvas")


def _number(text: str, otherwise: int) -> int:
    found = id_or_none(text)
    return otherwise if found is None else found


def _option(number: int, name: str) -> str:
    words = _("version %(n)s") % {"n": number}
    return f"{words}: {name}" if name else words


def drawn(found: CanvasDifference, canvas_kind: str, kept: list[tuple[int, str]]) -> list[tuple[str, list[Drawn], int]]:
    """Block by block: its stickers that changed, and how many stayed as they were. A moved one stands in both."""
    changes = {one.hypothesis: one for group in (
        found.added, found.removed, found.moved, found.reworded, found.changed) for one in group}  # fmt: skip
    blocks: dict[str, list[Drawn]] = {code: [] for code in blocks_of(canvas_kind)}
    for one in changes.values():
        for block, sticker in _places(one):
            blocks.setdefault(block, []).append(sticker)
    quiet = [block for number, block in kept if number not in changes]
    return [(code, stickers, quiet.count(code)) for code, stickers in blocks.items()]


def _places(one: Change) -> list[tuple[str, Drawn]]:
    said = [name for name, true in (("reworded", one.reworded), ("changed", one.changed_state)) if true]
    if one.before is None and one.after is not None:
        return [(one.after.block, Drawn(one, ("added",)))]
    if one.after is None and one.before is not None:
        return [(one.before.block, Drawn(one, ("removed",)))]
    if one.before is None or one.after is None:
        return []
    if one.moved:
        return [
            (one.before.block, Drawn(one, ("moved",), one.after.block)),
            (one.after.block, Drawn(one, ("came", *said), one.before.block)),
        ]
    return [(one.after.block, Drawn(one, tuple(said)))]
