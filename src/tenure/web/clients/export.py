"""The list as a download."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_POST

from tenure.journeys.client_lists.export_clients import begin_export, csv_lines, write_xlsx
from tenure.kernel import clock
from tenure.web.visit import Visit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def export(request: Visit) -> HttpResponseBase:
    """CSV as it is read, or a workbook; what is exported is written into the audit log, hence a POST."""
    form = request.POST.get("format", "csv")
    columns, rows = begin_export(actor=request.user, query=request.POST, form=form)
    name = f"clients-{clock.today().isoformat()}.{form}"
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            _encoded(csv_lines(columns, rows)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_xlsx(path, columns, rows)
        # Opened before the folder goes: the bytes live until the response has been sent.
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    for text in lines:
        yield text.encode()
