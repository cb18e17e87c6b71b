"""The list of imports, and the way in for a new file."""

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tenure.kernel.errors import BadInput
from tenure.orders.import_words import state_name
from tenure.orders.imports import SUFFIXES, BatchLine, list_batches, start_upload
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

PAGE = 20
TONES = {"done": "good", "failed": "bad", "checked": "warn"}


@require_safe
def imports(request: Visit) -> HttpResponse:
    """Step one, a file, and under it what came in before. `before`: the last import of the page above."""
    before = request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None
    batches = list_batches(request.user, before=start, limit=PAGE + 1)
    context = {
        "batches": batches[:PAGE],
        "older": batches[PAGE - 1].id if len(batches) > PAGE else None,
        "newest": start is None,
        "state_name": state_name,
        "tones": TONES,
        "suffixes": ",".join(sorted(SUFFIXES)),
        "lines_of": lines_of,
    }
    return render(request, "orders/imports.html", context)


def lines_of(batch: BatchLine) -> int | None:
    """How many lines an import wrote; None when it has not."""
    return batch.counts.get("lines_written") if batch.state in {"done", "undone"} else None


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Visit) -> HttpResponse:
    """Keep the file and go to its page, where its check can be watched. Loaded again after a refusal: the way in."""
    if request.method != "POST":
        return imports(request)
    file = request.FILES.get("file")
    batch_id = start_upload(actor=request.user, file_name=_name(file), chunks=_chunks(file))
    return go_to(request, "import", batch_id=batch_id)


def _name(file: UploadedFile | None) -> str:
    if file is None:
        return ""
    return (file.name or "").replace("\x00", "")


def _chunks(file: UploadedFile | None) -> Iterator[bytes]:
    """The bytes as they come; without a file there is nothing to keep, and that is said."""
    if file is None:
        raise BadInput("no_file_chosen")
    yield from file.chunks()
