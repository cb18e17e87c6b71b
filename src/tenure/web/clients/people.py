"""People of a client: the block on the card, adding one, a person's own page and what they are called."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.clients.clients import client_facts
from tenure.clients.people.consent_words import plain_purposes
from tenure.clients.people.consents import consents_of_person
from tenure.clients.people.people import add_person, edit_person, people_of, person_merged_into
from tenure.clients.people.posts import PostDetails, add_post
from tenure.clients.people.similar_people import SimilarPerson, similar_people
from tenure.journeys.cards.person_page import person_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.rights import Right, may, require
from tenure.web.clients.fact_words import talk
from tenure.web.clients.people_words import ICONS, TALK_ICONS, language_name, languages
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

FIELDS = ("name", "title", "department", "duties", "phone", "email", "language", "reports_to", "since", "is_contact")


@require_safe
def people(request: Visit, client_id: int) -> HttpResponse:
    """The people of a client: the block of the card, or without script a page of its own."""
    facts = client_facts(actor=request.user, client_id=client_id)
    context = {
        "people": people_of(actor=request.user, client_id=client_id),
        "client_id": client_id,
        "client_name": facts.details.name,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "icons": ICONS,
    }
    return render(request, "clients/_people.html" if is_htmx(request) else "clients/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: Visit, client_id: int) -> HttpResponse:
    """The form of a new person; people who may be the same are offered before a second one is made."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    facts = client_facts(actor=request.user, client_id=client_id)
    values = typed(request.POST, *FIELDS) if request.method == "POST" else dict.fromkeys(FIELDS, "")
    form, similar, status = Form(values), [], 200
    if request.method == "POST":
        try:
            similar = _save_new(request, client_id, values)
            if not similar:
                return go_to(request, "client", client_id=client_id)
            form, status = Form(values, "", _("This may be somebody we know already.")), 422
        except BadInput as error:
            form, status = refused(values, error), 422
    bosses = [("", _("nobody known")), *((str(one.id), one.name) for one in
              people_of(actor=request.user, client_id=client_id) if one.is_here)]  # fmt: skip
    context = {
        "form": form, "similar": similar, "client_id": client_id, "client_name": facts.details.name, "bosses": bosses,
        "languages": languages(values["language"]),
    }  # fmt: skip
    return show_form(request, "clients/_new_person.html", _("Add a person"), context, status)


@require_safe
def person(request: Visit, person_id: int) -> HttpResponse:
    """Everything about one person; the address of somebody merged into another leads to that one."""
    try:
        page = person_page(actor=request.user, person_id=person_id)
    except NotFound:
        target = person_merged_into(actor=request.user, person_id=person_id)
        if target is None:
            raise
        return go_to(request, "person", person_id=target)
    today = clock.today()
    context = {
        "page": page,
        "icons": ICONS,
        "language_name": language_name(page.language) if page.language else "",
        "consents": (consents_of_person(actor=request.user, person_id=person_id, today=today),),
        "purpose_words": plain_purposes(),
        "talk_icons": TALK_ICONS,
        "x": talk(request),
    }
    return render(request, "clients/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, person_id: int) -> HttpResponse:
    """What a person is called. Changed meanwhile by another: what was typed stays, beside what stands now."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    page = person_page(actor=request.user, person_id=person_id)
    stands = {"name": page.name, "language": page.language, "version": str(page.version)}
    form, status = Form(stands), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "language", "version")
        try:
            edit_person(
                actor=request.user, person_id=person_id, name=values["name"], language=values["language"],
                version=id_or_none(values["version"]) or 0,
            )  # fmt: skip
            return go_to(request, "person", person_id=person_id)
        except Conflict:
            now = _(
                "Somebody changed this meanwhile: the name is “%(name)s” now. Your text is kept: compare and save again."
            )
            form, status = Form(values | {"version": str(page.version)}, "", now % {"name": page.name}), 422
        except BadInput as error:
            form, status = refused(values, error), 422
    context = {"form": form, "page": page, "languages": languages(form.values["language"])}
    return show_form(request, "clients/_edit_person.html", page.name, context, status)


def show_form(request: Visit, template: str, title: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A form for the dialog, or without script on a page of its own."""
    context = context | {"form_template": template, "title": title, "in_dialog": is_htmx(request)}
    return render(request, template if is_htmx(request) else "clients/form_page.html", context, status=status)


def _save_new(request: Visit, client_id: int, values: dict[str, str]) -> list[SimilarPerson]:
    """Add the person, or the post of one who is known; or return those it may be."""
    since, boss = day_or_none(values["since"], "since"), id_or_none(values["reports_to"])
    same = id_or_none(request.POST.get("same", ""))
    if same is not None:
        details = PostDetails(
            values["title"], values["department"], values["duties"], boss, bool(values["is_contact"]), since
        )
        add_post(actor=request.user, person_id=same, client_id=client_id, details=details)
        return []
    if request.POST.get("although_similar") != "yes":
        similar = similar_people(
            actor=request.user, client_id=client_id, name=values["name"], phone=values["phone"], email=values["email"]
        )
        if similar:
            return similar
    add_person(
        actor=request.user, client_id=client_id, name=values["name"], title=values["title"],
        department=values["department"], duties=values["duties"], phone=values["phone"], email=values["email"],
        language=values["language"], is_contact=bool(values["is_contact"]), since=since, reports_to=boss,
    )  # fmt: skip
    return []
