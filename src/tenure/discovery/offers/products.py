"""A product and its solutions: the same product fitted to the requirements of each segment (S000-26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Adaptation, OfferedProduct, Segment, Solution, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

ASPECTS = tuple(Adaptation.Aspect.values)
MOST_MONEY, MOST_PRODUCTS = 10**13, 30


@dataclass(frozen=True)
class Difference:
    """One thing that differs from the product, and the requirement that asks for it."""

    requirement: str
    difference: str


@dataclass(frozen=True)
class SolutionView:
    """The product for one segment. differences: by aspect; those absent are as in the product."""

    id: int
    product_id: int
    segment_id: int
    segment: str
    price_minor: int | None
    differences: Mapping[str, Difference]
    version: int


@dataclass(frozen=True)
class ProductView:
    """A product with its solutions, and the segments without one."""

    id: int
    venture_id: int
    name: str
    description: str
    price_minor: int | None
    solutions: tuple[SolutionView, ...]
    without: tuple[tuple[int, str], ...]
    may_work: bool
    version: int

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects in which any solution differs."""
        return tuple(one for one in ASPECTS if any(one in solution.differences for solution in self.solutions))


def products_of(*, actor: User, venture_id: int) -> tuple[ProductView, ...]:
    """The products of a venture in sight with their solutions. Five queries at most."""
    venture = seen_venture(actor, venture_id)
    segments = dict(_segments(venture.pk))
    rows = _solutions(venture.pk)
    prefetch_related_objects(rows, "adaptations")
    of: dict[int, list[SolutionView]] = {}
    for row in rows:
        of.setdefault(row.product_id, []).append(_solution(row, segments.get(row.segment_id, "")))
    may_work = works_in(actor, venture)
    return tuple(
        ProductView(
            one.pk,
            venture.pk,
            one.name,
            one.description,
            one.price_minor,
            tuple(of.get(one.pk, ())),
            tuple((pk, name) for pk, name in segments.items() if pk not in {s.segment_id for s in of.get(one.pk, ())}),
            may_work,
            one.version,
        )
        for one in _products(venture.pk)
    )


@compiled_once
def _segments(venture_id: int) -> Query:
    return Segment.objects.filter(venture=venture_id).order_by("name").values_list("pk", "name")


@compiled_once
def _solutions(venture_id: int) -> Query:
    return Solution.objects.filter(product__venture=venture_id).order_by("segment__name", "pk")


@compiled_once
def _products(venture_id: int) -> Query:
    return OfferedProduct.objects.filter(venture=venture_id).order_by("pk")


def product_of(*, actor: User, product_id: int) -> ProductView:
    """One product in sight."""
    found = OfferedProduct.objects.filter(pk=product_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    return next(one for one in products_of(actor=actor, venture_id=found) if one.id == product_id)


def solution_of(*, actor: User, solution_id: int) -> tuple[ProductView, SolutionView]:
    """One solution in sight, and its product."""
    found = Solution.objects.filter(pk=solution_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    product = product_of(actor=actor, product_id=found)
    return product, next(one for one in product.solutions if one.id == solution_id)


def add_product(
    *, actor: User, venture_id: int, name: str, description: str = "", price_minor: int | None = None
) -> int:
    """A product of the venture. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.products.count() >= MOST_PRODUCTS:
            raise InvalidValue("offers_many", field="name", most=MOST_PRODUCTS)
        values = _cleaned(venture, None, name, description, price_minor)
        product = OfferedProduct.objects.create(venture=venture, **values)
        _told(actor, venture, "add_product", product.pk, product.name)
    return product.pk


def edit_product(
    *, actor: User, product_id: int, version: int, name: str, description: str, price_minor: int | None
) -> int:
    """Change the product. Returns its venture."""
    with transaction.atomic():
        product, venture = product_for_work(actor, product_id)
        if product.version != version:
            raise Conflict(f"product {product_id} is at version {product.version}")
        values = _cleaned(venture, product_id, name, description, price_minor)
        OfferedProduct.objects.filter(pk=product_id).update(version=version + 1, **values)
        _told(actor, venture, "edit_product", product_id, values["name"])
    return venture.pk


def remove_product(*, actor: User, product_id: int, version: int) -> int:
    """Give the product up, with its solutions; presales keep their own words. One with MVP versions stays.

    Returns its venture.
    """
    with transaction.atomic():
        product, venture = product_for_work(actor, product_id)
        if product.version != version:
            raise Conflict(f"product {product_id} is at version {product.version}")
        if product.mvp_versions.exists():
            raise InvalidValue("product_has_versions", field="name", name=product.name)
        _told(actor, venture, "remove_product", product_id, product.name)
        product.delete()
    return venture.pk


def save_solution(
    *, actor: User, product_id: int, segment_id: int, version: int, price_minor: int | None,
    differences: Mapping[str, Difference],
) -> int:  # fmt: skip
    """The product as it is for a segment; version 0 for the first time. Returns the venture."""
    with transaction.atomic():
        product, venture = product_for_work(actor, product_id)
        if not venture.segments.filter(pk=segment_id).exists():
            raise InvalidValue("offer_record_unknown", field="segment")
        row = Solution.objects.filter(product=product, segment_id=segment_id).first()
        if (row.version if row else 0) != version:
            raise Conflict(f"solution of {product_id} for {segment_id} was changed")
        if row is None:
            row = Solution(product=product, segment_id=segment_id, version=0)
        differs = checked_solution(price_minor, differences)
        row.price_minor, row.version = price_minor, version + 1
        row.save()
        row.adaptations.all().delete()
        Adaptation.objects.bulk_create(Adaptation(solution=row, **columns) for columns in differs)
        _told(actor, venture, "save_solution", product_id, product.name)
    return venture.pk


def remove_solution(*, actor: User, solution_id: int, version: int) -> int:
    """The segment gets the product as it is. Returns the venture."""
    found = Solution.objects.filter(pk=solution_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        product, venture = product_for_work(actor, found)
        row = Solution.objects.filter(pk=solution_id).first()
        if row is None:
            raise NotFound
        if row.version != version:
            raise Conflict(f"solution {solution_id} is at version {row.version}")
        _told(actor, venture, "remove_solution", product.pk, product.name)
        row.delete()
    return venture.pk


def product_for_work(actor: User, product_id: int) -> tuple[OfferedProduct, Venture]:
    """A product and its venture, locked, that the user may change. Call inside a transaction."""
    found = OfferedProduct.objects.filter(pk=product_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    product = OfferedProduct.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound
    return product, venture


def checked_solution(price_minor: int | None, differences: Mapping[str, Difference]) -> list[dict[str, str]]:
    """Pure: the columns of what differs. Raises InvalidValue naming every wrong field, the price too."""
    wrongs, made = Wrongs(), []
    wrongs.got(_price, price_minor)
    for aspect, one in differences.items():
        with wrongs:
            if aspect not in ASPECTS:
                raise InvalidValue("choice_unknown", field=aspect[:20], value=aspect[:40])
        difference = wrongs.got(line, one.difference, aspect, 250)
        requirement = wrongs.got(line, one.requirement, f"{aspect}-asks", 250)
        if requirement and difference == "":
            with wrongs:
                raise InvalidValue("solution_difference_missing", field=aspect)
        if difference:
            made.append({"aspect": aspect, "requirement": requirement, "difference": difference})
    wrongs.tell()
    return made


def _solution(row: Solution, segment: str) -> SolutionView:
    differences = {one.aspect: Difference(one.requirement, one.difference) for one in row.adaptations.all()}
    return SolutionView(row.pk, row.product_id, row.segment_id, segment, row.price_minor, differences, row.version)


def _cleaned(
    venture: Venture, product_id: int | None, name: str, description: str, price_minor: int | None
) -> dict[str, Any]:
    values = checked_product(name, description, price_minor)
    if venture.products.filter(name=values["name"]).exclude(pk=product_id or 0).exists():
        raise InvalidValue("product_name_taken", field="name", name=values["name"])
    return values


def checked_product(name: str, description: str, price_minor: int | None) -> dict[str, Any]:
    """Pure: the columns of a product. Raises InvalidValue naming every wrong field."""
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values["name"] = line(name, "name", 160)
        if not values["name"]:
            raise InvalidValue("product_name_missing", field="name")
    with wrongs:
        values["description"] = paragraph(description, "description", 2000)
    with wrongs:
        values["price_minor"] = _price(price_minor)
    wrongs.tell()
    return values


def _price(price_minor: int | None) -> int | None:
    if price_minor is not None and not 0 <= price_minor <= MOST_MONEY:
        raise InvalidValue("offer_price_negative", field="price")
    return price_minor


def _told(actor: User, venture: Venture, action: str, product_id: int, name: str) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="product",
        subject_id=product_id, name=name,
    )  # fmt: skip
