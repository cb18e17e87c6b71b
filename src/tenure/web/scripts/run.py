"""Following a script during a talk. Where the talk stands is in the address: going back is the browser's own back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.conversations.script_steps import LONGEST_PATH
from tenure.journeys.contacts.script_run import ScriptRun, script_run
from tenure.privacy.rights import Right, may
from tenure.web.page import render
from tenure.web.scripts.step_form import whole
from tenure.web.scripts.words import source_words
from tenure.web.visit import Visit


@dataclass(frozen=True)
class Way:
    """An answer as a button; key: the digit that presses it."""

    text: str
    address: str
    key: int
    ends: bool


@require_safe
def run(request: Visit, script_id: int) -> HttpResponse:
    """The current phrase, the answers as buttons, the path so far and the objections at hand."""
    client_id = whole(request.GET.get("client", ""), 0) or None
    choices = [whole(part, 0) for part in request.GET.get("path", "").split("-")[:LONGEST_PATH] if part]
    talk = script_run(
        actor=request.user, workspace=request.workspace, script_id=script_id, client_id=client_id, choices=choices
    )
    taken = choices[: len(talk.passed)]
    context = {
        "talk": talk,
        "ways": [
            Way(answer.text, _address(talk, [*taken, n]), n, answer.to == 0) for n, answer in enumerate(talk.answers, 1)
        ],
        "passed": [(one, _address(talk, taken[:n])) for n, one in enumerate(talk.passed)],
        "back": _address(talk, taken[:-1]) if taken else "",
        "again": _address(talk, []),
        "here": _address(talk, taken),
        "record": _record(talk),
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "sources": source_words(),
    }
    return render(request, "scripts/run.html", context)


def _address(talk: ScriptRun, choices: list[int]) -> str:
    query: dict[str, str] = {"client": str(talk.client.id)} if talk.client else {}
    if choices:
        query["path"] = "-".join(map(str, choices))
    address = reverse("run_script", kwargs={"script_id": talk.script.id})
    return f"{address}?{urlencode(query)}" if query else address


def _record(talk: ScriptRun) -> str:
    """Where the talk is written down, with the name of the script; empty without a client."""
    if talk.client is None:
        return ""
    address = reverse("record", kwargs={"client_id": talk.client.id})
    return f"{address}?{urlencode({'script': talk.script.text.title})}"
