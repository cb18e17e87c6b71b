"""Advice on one text while it is being written."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from tenure.conversations.speech import LANGUAGES, lint
from tenure.conversations.speech_advice import Advice, advice
from tenure.web.page import render
from tenure.web.scripts.step_form import whole
from tenure.web.visit import Visit

LONGEST = 20_000


@require_POST
def lint_text(request: Visit) -> HttpResponse:
    """The findings for a text, or for step `step` of the script form that was sent. Nothing is stored."""
    step = whole(request.POST.get("step", ""), 0)
    name = f"s{step}-" if step else ""
    text = request.POST.get(f"{name}text", "").replace("\x00", "")[:LONGEST]
    language = request.POST.get("language", "")
    asking = not step or request.POST.get(f"{name}kind") == "ask"
    found = advice_on(text, language if language in LANGUAGES else request.user.language, asking=asking)
    return render(request, "scripts/_advice.html", {"found": found})


def advice_on(text: str, language: str, *, asking: bool) -> list[Advice]:
    """The findings of the linter in words."""
    return [advice(one) for one in lint(text, language, asking=asking)]
