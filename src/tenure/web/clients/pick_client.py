"""A client named in a form by a part of its name or its number."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.clients.search.search import Found, find_clients
from tenure.kernel.errors import InvalidValue
from tenure.privacy.users import User
from tenure.web.form_values import id_or_none
from tenure.web.visit import Visit

MOST_FOUND, MOST_NAMES = 6, 8
LONGEST_NAME = 250


@require_safe
def names(request: Visit) -> HttpResponse:
    """Names that complete what is being typed, as options of the field; without script the name is matched when saved."""
    text = request.GET.get("client", "").replace("\x00", "")[:LONGEST_NAME]
    found = find_clients(actor=request.user, text=text, limit=MOST_NAMES) if text.strip() else []
    return render(request, "clients/_client_names.html", {"found": found})


def named_client(actor: User, values: Mapping[str, str], known: tuple[int | None, str] = (None, "")) -> int | None:
    """The client of the fields `client` and `client_id`; none for an empty field. known: the one a record has already and
    the words it is shown by, kept though it went out of sight."""
    text = values["client"].strip()
    if not text:
        return None
    if known[0] is not None and text == known[1].strip():
        return known[0]
    return picked_client(actor, text, values["client_id"])


class SeveralFit(InvalidValue):
    """What was typed fits several clients; `found` are the ones to choose from."""

    def __init__(self, value: str, found: list[Found]) -> None:
        self.found = found
        super().__init__("task_client_several", field="client", value=value)


def picked_client(actor: User, text: str, chosen: str = "") -> int:
    """The client in sight that is meant: the one chosen among those found, else the only one that fits."""
    found = find_clients(actor=actor, text=text.strip(), limit=MOST_FOUND) if text.strip() else []
    picked = id_or_none(chosen)
    if picked is not None and picked in {one.id for one in found}:
        return picked
    wanted = text.strip().casefold()
    exact = [one for one in found if wanted in (one.name.casefold(), one.external_id.casefold())]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0].id
    if not found:
        raise InvalidValue("task_client_unknown", field="client", value=text)
    raise SeveralFit(text, found)
