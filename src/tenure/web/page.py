"""What every view returns: a page in the shell, a fragment of it for htmx, or a redirect both understand."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.urls import reverse

from tenure.web.shell import shell_of


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a Jinja template with its typed context; `shell` is added for the frame."""
    return render_template(request, template, {"shell": shell_of(request), **(context or {})}, status=status)


def is_htmx(request: HttpRequest) -> bool:
    """Whether the page's script asks for a fragment."""
    return request.headers.get("HX-Request") == "true"


def go_to(request: HttpRequest, name: str, *, query: dict[str, Any] | None = None, **arguments: Any) -> HttpResponse:
    """After a change: 303 for a form, an HX-Redirect for htmx."""
    address = reverse(name, kwargs=arguments or None, query=query)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def say(response: HttpResponse, text: str) -> HttpResponse:
    """Let the page's live region announce what happened (read by app.js from the header)."""
    response["X-Say"] = quote(text)
    return response
