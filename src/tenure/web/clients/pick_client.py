"""A client named in a form by a part of its name or its number."""

from tenure.clients.search.search import Found, find_clients
from tenure.kernel.errors import InvalidValue
from tenure.privacy.users import User
from tenure.web.form_values import id_or_none

MOST_FOUND = 6


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
