"""What is promised to whom: the value proposition canvas, and a product with what is made of it for each segment."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.hypotheses import Hypothesis
from tenure.discovery.models.markets import Segment
from tenure.discovery.models.ventures import Venture


class ProfileItem(models.Model):
    """A job, a pain or a gain of a segment; counts once somebody has been heard saying it."""

    class Kind(models.TextChoices):
        JOB = "job"
        PAIN = "pain"
        GAIN = "gain"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="profile_items")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="profile_items")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    # functional, social, emotional, ... by the kind; empty: not sorted.
    sort = models.CharField(max_length=12, blank=True, default="")
    text = models.CharField(max_length=200)
    importance = models.PositiveSmallIntegerField(default=3)
    # How many people said it without being asked.
    heard = models.PositiveIntegerField(default=0)
    hypothesis = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(importance__gte=1, importance__lte=5), name="profile_item_importance"
            ),
        ]


class Proposition(models.Model):
    """One way to answer what a segment wants (S000-89). Set aside it stays, with why: that is what it taught."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="propositions")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="propositions")
    # Empty: the first one, begun before anybody named it.
    name = models.CharField(max_length=160, blank=True, default="")
    hypothesis = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="+")
    # Empty: current.
    aside_on = models.DateField(null=True)
    aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    aside_reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "name"], name="proposition_once"),
            models.CheckConstraint(
                condition=models.Q(aside_on=None, aside_by=None, aside_reason="")
                | (models.Q(aside_on__isnull=False) & ~models.Q(aside_reason="")),
                name="proposition_aside",
            ),
        ]


class ValueItem(models.Model):
    """What a proposition offers: a product or service, a pain reliever, a gain creator."""

    class Kind(models.TextChoices):
        PRODUCT = "product"
        RELIEVER = "reliever"
        CREATOR = "creator"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="value_items")
    proposition = models.ForeignKey(Proposition, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)


class ValueLink(models.Model):
    """The item answers the job, pain or gain: in part (0.5) or wholly (1)."""

    item = models.ForeignKey(ValueItem, on_delete=models.CASCADE, related_name="links")
    profile = models.ForeignKey(ProfileItem, on_delete=models.CASCADE, related_name="links")
    coverage = models.FloatField(default=1.0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "profile"], name="value_link_once"),
            models.CheckConstraint(condition=models.Q(coverage__gt=0, coverage__lte=1), name="value_link_coverage"),
        ]


class OfferedProduct(models.Model):
    """One product of the venture, as it is before it is fitted to anybody (S000-26)."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True, default="")
    price_minor = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "name"], name="offered_product_once"),
            models.CheckConstraint(
                condition=models.Q(price_minor__isnull=True) | models.Q(price_minor__gte=0),
                name="offered_product_price",
            ),
        ]


class Solution(models.Model):
    """The product fitted to the requirements of one segment."""

    product = models.ForeignKey(OfferedProduct, on_delete=models.CASCADE, related_name="solutions")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="solutions")
    price_minor = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "segment"], name="solution_once"),
            models.CheckConstraint(
                condition=models.Q(price_minor__isnull=True) | models.Q(price_minor__gte=0), name="solution_price"
            ),
        ]


class Adaptation(models.Model):
    """One thing that differs from the product, and the requirement that asks for it."""

    class Aspect(models.TextChoices):
        FUNCTION = "function"
        SERVICE = "service"
        DELIVERY = "delivery"
        PACKAGING = "packaging"
        TERMS = "terms"
        MESSAGE = "message"

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="adaptations")
    aspect = models.CharField(max_length=9, choices=Aspect.choices)
    requirement = models.CharField(max_length=250, blank=True, default="")
    difference = models.CharField(max_length=250)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["solution", "aspect"], name="adaptation_once")]
