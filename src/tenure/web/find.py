"""Find or do: whatever the viewer may know of by the words in it, and every page and action they may use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.clients.search.find_index import FoundRow
from tenure.clients.search.find_terms import Term
from tenure.clients.search.search import Found
from tenure.journeys.find_everything import KINDS, Everything, Group, find_everything
from tenure.kernel import clock, formats
from tenure.privacy.rights import Right, may
from tenure.privacy.users import User
from tenure.web.find_marks import Piece, marked
from tenure.web.page import is_htmx, render
from tenure.web.shell import shell_of
from tenure.web.visit import Visit

IN_PALETTE, ON_PAGE, OF_ONE_KIND = 4, 8, 60
CLIENTS_IN_PALETTE = 8
LONGEST = 120
# icons: building-store user plus file-import settings users history lock building note phone bulb eye-off


@dataclass(frozen=True)
class Hit:
    """One line to go to: what it is, where it leads, its text in pieces, words beside it, a second line."""

    icon: str
    text: tuple[Piece, ...]
    address: str
    beside: str = ""
    below: tuple[Piece, ...] = ()
    misspelt: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Section:
    """Hits of one kind under a heading; `more` is where the others are shown, empty when there are none."""

    kind: str
    heading: str
    hits: tuple[Hit, ...]
    more: str = ""


@require_safe
def find(request: Visit) -> HttpResponse:
    """The palette's results for htmx; a page of its own, which shows more of each kind, without."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    asked = request.GET.get("kind", "")
    only = asked if asked in (*KINDS, "client") else ""
    sections = [*_places(request, text), *_found(request.user, text, only, palette=is_htmx(request))]
    context = {"text": text, "sections": sections, "only": only, "misspelt": _all_misspelt(sections)}
    return render(request, "_found.html" if is_htmx(request) else "find.html", context)


def _found(user: User, text: str, only: str, *, palette: bool) -> list[Section]:
    if not text:
        return []
    most = OF_ONE_KIND if only else CLIENTS_IN_PALETTE if palette else ON_PAGE
    kinds = KINDS if not only else tuple(kind for kind in KINDS if kind == only)
    found = find_everything(actor=user, text=text, most=most, kinds=kinds)
    sections = [_clients(found, text)] if found.clients and only in ("", "client") else []
    sections += [_records(group, found.terms, text, IN_PALETTE if palette else most) for group in found.groups]
    return sections


def _clients(found: Everything, text: str) -> Section:
    hits = tuple(_client(one, found.terms) for one in found.clients)
    return Section("client", _("Clients"), hits, _more(text, "client") if found.more_clients else "")


def _client(one: Found, terms: Sequence[Term]) -> Hit:
    return Hit(
        "building-store",
        marked(one.name, terms),
        reverse("client", kwargs={"client_id": one.id}),
        ", ".join(part for part in (one.external_id, one.country, one.owner_name) if part),
        misspelt=one.misspelt,
    )


def _records(group: Group, terms: Sequence[Term], text: str, most: int) -> Section:
    icon, heading = kind_words()[group.kind]
    hits = tuple(_record(group.kind, icon, row, terms) for row in group.hits[:most])
    more = group.more or len(group.hits) > most
    return Section(group.kind, heading, hits, _more(text, group.kind) if more else "")


def kind_words() -> dict[str, tuple[str, str]]:
    """Icon and heading of each kind of record."""
    return {
        "person": ("user", _("People")),
        "company": ("building", _("Companies")),
        "fact": ("bulb", _("Facts")),
        "interaction": ("phone", _("Conversations")),
        "note": ("note", _("Notes")),
    }


def _record(kind: str, icon: str, row: FoundRow, terms: Sequence[Term]) -> Hit:
    by_name = kind in ("person", "company")
    when = formats.day(clock.day_of(row.at)) if row.at and not by_name else ""
    beside = ", ".join(part for part in (row.text if by_name else row.author, when) if part)
    if by_name:
        text = marked(row.title, terms)
        below: tuple[Piece, ...] = (Piece(row.client),) if row.client else ()
    else:
        who = ", ".join(part for part in (row.about, row.client) if part)
        title = f"{who}: {row.title}" if kind == "fact" else who
        text, below = (Piece(title),), marked(row.text, terms)
    return Hit(icon, text, _address(kind, row), beside, below, row.misspelt, row.not_to_be_shown)


def _address(kind: str, row: FoundRow) -> str:
    """Where the record is read: its own page, or its place on the card of its client."""
    person = row.id if kind == "person" else row.person_id
    company = row.id if kind == "company" else row.company_id
    if person:
        return reverse("person", kwargs={"person_id": person})
    if company:
        return reverse("company_page", kwargs={"company_id": company})
    place = {"fact": "facts", "interaction": "timeline", "note": "notes"}[kind]
    return f"{reverse('client', kwargs={'client_id': row.client_id})}#{place}"


def _more(text: str, kind: str) -> str:
    return reverse("find", query={"q": text, "kind": kind})


def _all_misspelt(sections: Sequence[Section]) -> bool:
    hits = [hit for section in sections if section.kind != "place" for hit in section.hits]
    return bool(hits) and all(hit.misspelt for hit in hits)


def _places(request: Visit, text: str) -> list[Section]:
    """Pages and actions whose words begin with what was typed; all of them when nothing is."""
    shell = shell_of(request)
    pages = [Hit(place.icon, (Piece(place.label),), place.address, f"G {place.key.upper()}") for place in shell.places]
    wanted = text.casefold()
    hits = [hit for hit in [*_actions(request.user), *pages] if _speaks_of(hit.text[0].text.casefold(), wanted)]
    return [Section("place", "", tuple(hits[: 4 if text else 20]))] if hits else []


def _speaks_of(label: str, wanted: str) -> bool:
    return label.startswith(wanted) or f" {wanted}" in label


def _actions(user: User) -> list[Hit]:
    offered = [
        ("plus", _("Add a task"), "add_task", may(user, Right.WORK_WITH_CLIENTS)),
        ("plus", _("Add a client"), "new_client", may(user, Right.WORK_WITH_CLIENTS)),
        ("plus", _("Add a user"), "new_user", may(user, Right.MANAGE_USERS)),
    ]
    return [Hit(icon, (Piece(text),), reverse(name)) for icon, text, name, allowed in offered if allowed]
