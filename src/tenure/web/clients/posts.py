"""Posts and contacts of a person: added, changed, ended and taken away, in a dialog or on a page of their own."""

from dataclasses import asdict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.people.channels import add_channel, channel_of, edit_channel, remove_channel
from tenure.clients.people.people import people_of
from tenure.clients.people.posts import PostDetails, PostHere, add_post, edit_post, end_post, post_of, remove_post
from tenure.clients.search.search import Found
from tenure.journeys.cards.person_page import person_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict
from tenure.privacy.rights import Right, require
from tenure.web.clients.people import show_form
from tenure.web.clients.people_words import channel_kinds
from tenure.web.clients.pick_client import SeveralFit, picked_client
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = ("title", "department", "duties", "reports_to", "is_contact", "since", "until")
CHANNEL = ("kind", "value", "preferred")


@require_http_methods(["GET", "HEAD", "POST"])
def new_post(request: Visit, person_id: int) -> HttpResponse:
    """A post at a further client, found by a part of its name."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    page = person_page(actor=request.user, person_id=person_id)
    names = (*FIELDS, "client", "client_id")
    values = typed(request.POST, *names) if request.method == "POST" else dict.fromkeys(names, "")
    form, found, status = Form(values), list[Found](), 200
    if request.method == "POST":
        try:
            client_id = picked_client(request.user, values["client"], values["client_id"])
            add_post(actor=request.user, person_id=person_id, client_id=client_id, details=_details(values))
            return go_to(request, "person", person_id=person_id)
        except BadInput as error:
            found = error.found if isinstance(error, SeveralFit) else []
            form, status = refused(values, error), 422
    context = {
        "form": form, "found": found, "person_id": person_id, "bosses": (), "person_name": page.name, "post_id": None,
        "action": "new_post",
    }  # fmt: skip
    return show_form(request, "clients/_post_form.html", _("Add a post"), context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, post_id: int) -> HttpResponse:
    """Change a post. Changed meanwhile by another: what was typed stays, and the next save goes through."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    person_id, post = post_of(actor=request.user, post_id=post_id)
    form, status = Form(_values(post) | {"stamp": post.stamp}), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS, "stamp")
        try:
            edit_post(actor=request.user, post_id=post_id, details=_details(values), stamp=values["stamp"])
            return go_to(request, "person", person_id=person_id)
        except Conflict:
            text = _(
                "Somebody changed this post meanwhile: it is “%(title)s” now. Your text is kept: compare and save again."
            )
            form, status = Form(values | {"stamp": post.stamp}, "", text % {"title": post.details.title or "—"}), 422
        except BadInput as error:
            form, status = refused(values, error), 422
    people = people_of(actor=request.user, client_id=post.client_id)
    bosses = [("", _("nobody known")), *((str(one.id), one.name) for one in people if one.id != person_id)]
    context = {
        "form": form, "found": [], "person_id": person_id, "bosses": bosses, "person_name": post.client_name,
        "post_id": post_id, "action": "edit_post",
    }  # fmt: skip
    return show_form(request, "clients/_post_form.html", _("Post"), context, status)


@require_POST
def left(request: Visit, post_id: int) -> HttpResponse:
    """The person left this client today, or on the day given."""
    day = day_or_none(request.POST.get("until", ""), "until") or clock.today()
    return go_to(request, "person", person_id=end_post(actor=request.user, post_id=post_id, until=day))


@require_POST
def remove(request: Visit, post_id: int) -> HttpResponse:
    """Take a post away that was written by mistake."""
    return go_to(request, "person", person_id=remove_post(actor=request.user, post_id=post_id))


@require_http_methods(["GET", "HEAD", "POST"])
def new_channel(request: Visit, person_id: int) -> HttpResponse:
    """A further way to reach a person."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    page = person_page(actor=request.user, person_id=person_id)
    values = (
        typed(request.POST, *CHANNEL) if request.method == "POST" else {"kind": "phone", "value": "", "preferred": ""}
    )
    form, status = Form(values), 200
    if request.method == "POST":
        try:
            add_channel(
                actor=request.user, person_id=person_id, kind=values["kind"], value=values["value"],
                preferred=bool(values["preferred"]),
            )  # fmt: skip
            return go_to(request, "person", person_id=person_id)
        except BadInput as error:
            form, status = refused(values, error), 422
    return _channel_form(request, form, person_id, None, page.name, status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_channel(request: Visit, channel_id: int) -> HttpResponse:
    """Change a contact."""
    person_id, here = channel_of(actor=request.user, channel_id=channel_id)
    form, status = Form({"kind": here.kind, "value": here.value, "preferred": "on" if here.preferred else ""}), 200
    if request.method == "POST":
        values = typed(request.POST, *CHANNEL)
        try:
            edit_channel(
                actor=request.user, channel_id=channel_id, kind=values["kind"], value=values["value"],
                preferred=bool(values["preferred"]),
            )  # fmt: skip
            return go_to(request, "person", person_id=person_id)
        except BadInput as error:
            form, status = refused(values, error), 422
    return _channel_form(request, form, person_id, channel_id, "", status)


@require_POST
def delete_channel(request: Visit, channel_id: int) -> HttpResponse:
    """Take a contact away."""
    return go_to(request, "person", person_id=remove_channel(actor=request.user, channel_id=channel_id))


def _channel_form(
    request: Visit, form: Form, person_id: int, channel_id: int | None, name: str, status: int
) -> HttpResponse:
    context = {
        "form": form, "person_id": person_id, "channel_id": channel_id, "kinds": channel_kinds(), "person_name": name,
    }  # fmt: skip
    return show_form(request, "clients/_channel_form.html", _("Contact"), context, status)


def _details(values: dict[str, str]) -> PostDetails:
    return PostDetails(
        title=values["title"],
        department=values["department"],
        duties=values["duties"],
        reports_to=id_or_none(values["reports_to"]),
        is_contact=bool(values["is_contact"]),
        since=day_or_none(values["since"], "since"),
        until=day_or_none(values["until"], "until"),
    )


def _values(post: PostHere) -> dict[str, str]:
    stored = asdict(post.details) | {"is_contact": "on" if post.details.is_contact else ""}
    return {name: "" if stored[name] is None else str(stored[name]) for name in FIELDS}
