"""A product beside its solutions: one column a segment, and in it only what differs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.typed_numbers import money_in_field
from tenure.discovery.offers import products as core
from tenure.discovery.offers import words as offer_words
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, NotFound, Wrongs
from tenure.web.addresses import address_of
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, form_page
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.units.reading import amount, record
from tenure.web.visit import Visit

HERE = "products"
FIELDS = ("name", "description", "price")


@require_safe
def products(request: Visit, venture_id: int) -> HttpResponse:
    """All products with what is made of them for each segment."""
    found = core.products_of(actor=request.user, venture_id=venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {"products": found, "aspect_words": offer_words.aspects()}
    return venture_page(request, "discovery/offers/products.html", frame, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def new_product(request: Visit, venture_id: int) -> HttpResponse:
    """One more product."""
    form, status = Form(dict.fromkeys(FIELDS, "")), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            core.add_product(
                actor=request.user,
                venture_id=venture_id,
                **_product(request, values),
            )
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "products", venture_id=venture_id)
    return form_page(request, venture_id, _told(request, venture_id, _("A product")), form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def product(request: Visit, product_id: int) -> HttpResponse:
    """Change a product."""
    known = core.product_of(actor=request.user, product_id=product_id)
    form, status = Form(_values(request, known)), 200
    if request.method == "POST":
        values, version = typed(request.POST, *FIELDS), record(request.POST.get("version", ""))
        try:
            core.edit_product(
                actor=request.user,
                product_id=product_id,
                version=version,
                **_product(request, values),
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "products", venture_id=known.venture_id)
    return _product_page(request, known, form, status)


@require_POST
def remove_product(request: Visit, product_id: int) -> HttpResponse:
    """Give a product up."""
    version = record(request.POST.get("version", ""))
    try:
        venture_id = core.remove_product(actor=request.user, product_id=product_id, version=version)
    except BadInput as error:
        known = core.product_of(actor=request.user, product_id=product_id)
        return _product_page(request, known, refused(_values(request, known), error), 422)
    return go_to(request, "products", venture_id=venture_id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_solution(request: Visit, product_id: int) -> HttpResponse:
    """Fit a product to one more segment."""
    known = core.product_of(actor=request.user, product_id=product_id)
    chosen = record(request.GET.get("segment", "") or request.POST.get("segment", ""))
    name = next((name for pk, name in known.without if pk == chosen), None)
    if name is None:
        raise NotFound
    return _solution(request, known, core.SolutionView(0, known.id, chosen, name, None, {}, 0))


@require_http_methods(["GET", "HEAD", "POST"])
def solution(request: Visit, solution_id: int) -> HttpResponse:
    """Change what differs for a segment."""
    known, one = core.solution_of(actor=request.user, solution_id=solution_id)
    return _solution(request, known, one)


@require_POST
def remove_solution(request: Visit, solution_id: int) -> HttpResponse:
    """The segment gets the product as it is."""
    version = record(request.POST.get("version", ""))
    venture_id = core.remove_solution(actor=request.user, solution_id=solution_id, version=version)
    return go_to(request, "products", venture_id=venture_id)


def _values(request: Visit, known: core.ProductView) -> dict[str, str]:
    price = money_in_field(known.price_minor, request.workspace.currency)
    return {"name": known.name, "description": known.description, "price": price}


def _product_page(request: Visit, known: core.ProductView, form: Form, status: int) -> HttpResponse:
    remove = address_of("remove_product", product_id=known.id)
    told = _told(request, known.venture_id, known.name, known.version, remove)
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


def _product(request: Visit, values: dict[str, str]) -> dict[str, Any]:
    """The typed product. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    price = wrongs.got(amount, values["price"], "price", request.workspace.currency)
    wrongs.got(core.checked_product, values["name"], values["description"], price)
    wrongs.tell()
    return {"name": values["name"], "description": values["description"], "price_minor": price}


def _differs(request: Visit, values: dict[str, str], aspects: tuple[str, ...]) -> dict[str, Any]:
    """What differs as typed. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    price = wrongs.got(amount, values["price"], "price", request.workspace.currency)
    differences = {aspect: core.Difference(values[f"{aspect}-asks"], values[aspect]) for aspect in aspects}
    wrongs.got(core.checked_solution, price, differences)
    wrongs.tell()
    return {"price_minor": price, "differences": differences}


def _solution(request: Visit, known: core.ProductView, one: core.SolutionView) -> HttpResponse:
    words = offer_words.aspects()
    names = [name for aspect in words for name in (aspect, f"{aspect}-asks")]
    values = {"price": money_in_field(one.price_minor, request.workspace.currency)}
    for aspect in words:
        difference = one.differences.get(aspect)
        values[aspect], values[f"{aspect}-asks"] = (
            (difference.difference, difference.requirement) if difference else ("", "")
        )
    form, status = Form(values), 200
    if request.method == "POST":
        values, version = typed(request.POST, "price", *names), record(request.POST.get("version", ""))
        try:
            venture_id = core.save_solution(
                actor=request.user,
                product_id=known.id,
                segment_id=one.segment_id,
                version=version,
                **_differs(request, values, tuple(words)),
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "products", venture_id=venture_id)
    told = RecordForm(
        _("%(product)s for: %(segment)s") % {"product": known.name, "segment": one.segment},
        _differences(request.workspace.currency),
        address_of("products", venture_id=known.venture_id),
        version=one.version,
        remove=address_of("remove_solution", solution_id=one.id) if one.id else "",
        intro=_("Only what differs is written; everything left empty is as in the product."),
    )
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


def _differences(currency: str) -> tuple[Field | tuple[Field, Field], ...]:
    """What may differ, each with the requirement that asks for it, and the price."""
    fields: list[Field | tuple[Field, Field]] = [
        (
            Field(f"{aspect}-asks", _("%(what)s: the segment requires") % {"what": text}, longest=250),
            Field(aspect, _("so this differs"), longest=250),
        )
        for aspect, text in offer_words.aspects().items()
    ]
    fields.append(
        Field(
            "price",
            _("Price for the segment, %(currency)s") % {"currency": currency},
            "money",
            hint=_("Empty: as the product."),
        )
    )
    return tuple(fields)


def _told(request: Visit, venture_id: int, title: str, version: int = 0, remove: str = "") -> RecordForm:
    currency = request.workspace.currency
    return RecordForm(
        title,
        (
            Field("name", _("Name of the product"), longest=160),
            Field("description", _("What it is for everybody alike"), "area", longest=2000),
            Field("price", _("Price, %(currency)s") % {"currency": currency}, "money", hint=_("Empty: not set yet.")),
        ),
        address_of("products", venture_id=venture_id),
        remove=remove,
        version=version,
        remove_word=_("Give the product up"),
    )
