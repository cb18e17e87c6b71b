"""The register of companies around our clients: the list, a company's page, and what a company is to a client."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.clients import client_facts
from tenure.clients.companies.companies import (
    add_company,
    change_company_tie,
    companies_of,
    company_card,
    company_merged_into,
    company_tie_of,
    edit_company,
    remove_company_tie,
    tie_company,
)
from tenure.clients.companies.company_list import company_list, company_names
from tenure.clients.search.search import Found
from tenure.journeys.cards.company_page import company_page
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.rights import Right, may, require
from tenure.web.clients.fact_words import talk
from tenure.web.clients.people import show_form
from tenure.web.clients.people_words import TALK_ICONS, headings_of_ties, tie_kinds
from tenure.web.clients.pick_client import SeveralFit, picked_client
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

TIE = ("kind", "what", "until", "stamp")


@require_safe
def companies(request: Visit) -> HttpResponse:
    """The register, a page at a time: by a part of the name and by what they are to our clients."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:120] for name in ("q", "kind")}
    found = company_list(actor=request.user, text=asked["q"], kind=asked["kind"], after=request.GET.get("after", ""))
    chosen = {name: value for name, value in asked.items() if value}
    context = {
        "page": found, "asked": asked, "kinds": tie_kinds(), "words": dict(tie_kinds()),
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS), "may_merge": may(request.user, Right.MERGE_CLIENTS),
        "next_address": reverse("companies", query=chosen | {"after": found.after}) if found.after else "",
    }  # fmt: skip
    return render(request, "clients/companies.html", context)


@require_safe
def names(request: Visit) -> HttpResponse:
    """Names that complete what is being typed, as options of the field; without script the name is matched when saved."""
    text = request.GET.get("value", request.GET.get("name", ""))[:250]
    return render(request, "clients/_company_names.html", {"names": company_names(actor=request.user, text=text)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_company(request: Visit) -> HttpResponse:
    """Add a company; one whose name is known is opened instead."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    form, status = Form({"name": "", "note": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "note")
        try:
            made = add_company(actor=request.user, name=values["name"], note=values["note"])
            return go_to(request, "company_page", company_id=made)
        except BadInput as error:
            form, status = refused(values, error), 422
    return show_form(request, "clients/_new_company.html", _("Add a company"), {"form": form}, status)


@require_safe
def company(request: Visit, company_id: int) -> HttpResponse:
    """One company; the address of one merged into another leads to that one."""
    try:
        page = company_page(actor=request.user, company_id=company_id)
    except NotFound:
        target = company_merged_into(company_id)
        if target is None:
            raise
        return go_to(request, "company_page", company_id=target)
    groups = [(heading, [tie for tie in page.ties if tie.kind == kind]) for kind, heading in headings_of_ties()]
    context = {
        "page": page,
        "card": page.card,
        "groups": [(heading, rows) for heading, rows in groups if rows],
        "may_work": page.may_work,
        "talk_icons": TALK_ICONS,
        "x": talk(request),
    }
    return render(request, "clients/company.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, company_id: int) -> HttpResponse:
    """Name, notes, and our client that it is. Changed meanwhile: what was typed stays."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    card = company_card(actor=request.user, company_id=company_id)
    stands = {"name": card.name, "note": card.note, "client": card.client_name, "client_id": "", "stamp": card.stamp}
    form, found, status = Form(stands), list[Found](), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "note", "client", "client_id", "stamp")
        try:
            client = (
                picked_client(request.user, values["client"], values["client_id"]) if values["client"].strip() else None
            )
            edit_company(
                actor=request.user, company_id=company_id, name=values["name"], note=values["note"], client_id=client,
                stamp=values["stamp"],
            )  # fmt: skip
            return go_to(request, "company_page", company_id=company_id)
        except Conflict:
            text = _("Somebody changed this company meanwhile. Your text is kept: compare and save again.")
            form, status = Form(values | {"stamp": card.stamp}, "", text), 422
        except BadInput as error:
            found = error.found if isinstance(error, SeveralFit) else []
            form, status = refused(values, error), 422
    context = {"form": form, "card": card, "found": found, "conflict": status == 422 and form.field == ""}
    return show_form(request, "clients/_edit_company.html", card.name, context, status)


@require_safe
def client_companies(request: Visit, client_id: int) -> HttpResponse:
    """The companies around a client: the block of the card, or without script a page of its own."""
    facts = client_facts(actor=request.user, client_id=client_id)
    context = {
        "companies": companies_of(actor=request.user, client_id=client_id),
        "client_id": client_id,
        "client_name": facts.details.name,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "tie_words": dict(tie_kinds()),
    }
    return render(request, "clients/_companies.html" if is_htmx(request) else "clients/client_companies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_tie(request: Visit, client_id: int) -> HttpResponse:
    """Say what a company is to a client; a new name joins the register."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    facts = client_facts(actor=request.user, client_id=client_id)
    form, status = Form({"name": "", "kind": "supplier", "what": "", "until": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "kind", "what", "until")
        try:
            tie_company(
                actor=request.user, client_id=client_id, kind=values["kind"], name=values["name"], what=values["what"]
            )
            return go_to(request, "client", client_id=client_id)
        except BadInput as error:
            form, status = refused(values, error), 422
    context = {
        "form": form,
        "client_id": client_id,
        "client_name": facts.details.name,
        "kinds": tie_kinds(),
        "tie": None,
    }
    return show_form(request, "clients/_tie_form.html", _("Add a company"), context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_tie(request: Visit, company_tie_id: int) -> HttpResponse:
    """Change what a company is to a client, or say until when it was."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    client_id, tie = company_tie_of(actor=request.user, tie_id=company_tie_id)
    until = tie.until.isoformat() if tie.until else ""
    form, status = Form({"kind": tie.kind, "what": tie.what, "until": until, "stamp": tie.stamp, "name": tie.name}), 200
    if request.method == "POST":
        values = typed(request.POST, *TIE) | {"name": tie.name}
        try:
            change_company_tie(
                actor=request.user, tie_id=company_tie_id, kind=values["kind"], what=values["what"],
                until=day_or_none(values["until"], "until"), stamp=values["stamp"],
            )  # fmt: skip
            return go_to(request, "client", client_id=client_id)
        except Conflict:
            text = _("Somebody changed this line meanwhile. Your text is kept: compare and save again.")
            form, status = Form(values | {"stamp": tie.stamp}, "", text), 422
        except BadInput as error:
            form, status = refused(values, error), 422
    context = {"form": form, "client_id": client_id, "client_name": "", "kinds": tie_kinds(), "tie": tie}
    return show_form(request, "clients/_tie_form.html", tie.name, context, status)


@require_POST
def remove_tie(request: Visit, company_tie_id: int) -> HttpResponse:
    """Take away a tie that was written by mistake."""
    return go_to(request, "client", client_id=remove_company_tie(actor=request.user, tie_id=company_tie_id))
