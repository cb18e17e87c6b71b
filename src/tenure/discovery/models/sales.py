"""Money asked for before the product exists: refused or taken, given back or served in another way; service by hand."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.discovery.models.hypotheses import Hypothesis
from tenure.discovery.models.markets import Segment
from tenure.discovery.models.offers import OfferedProduct
from tenure.discovery.models.ventures import Venture


class Presale(models.Model):
    """Somebody asked to pay for what does not exist yet: refused, or agreed, paid, delivered."""

    class Source(models.TextChoices):
        """How they came. The last two are of records from before `Relation` was asked."""

        COLD = "cold"
        REFERRED = "referred"
        CAME = "came"
        OURS = "ours"
        FRIEND = "friend"

    class Relation(models.TextChoices):
        """Who they are to us: a friend or family proves less than a stranger."""

        UNKNOWN = "unknown"
        STRANGER = "stranger"
        ACQUAINTANCE = "acquaintance"
        FRIEND = "friend"
        CLIENT = "client"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="presales")
    hypothesis = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="presales")
    product = models.ForeignKey(OfferedProduct, null=True, on_delete=models.SET_NULL, related_name="presales")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="presales")
    # Who was asked: free words, and the client of the base if it is one.
    who = models.CharField(max_length=200)
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.COLD)
    relation = models.CharField(max_length=12, choices=Relation.choices, default=Relation.UNKNOWN)
    # Whether a founder sold it: a sale is repeatable once somebody else makes it.
    by_founder = models.BooleanField(default=True)
    amount_minor = models.BigIntegerField()
    # What the same would cost by the list; empty: as the product, where that is named and priced.
    list_minor = models.BigIntegerField(null=True)
    terms = models.TextField(blank=True, default="")
    agreed_on = models.DateField()
    due_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    # Asked for money and did not pay: when, and why in their words.
    refused_on = models.DateField(null=True)
    refusal = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="presale_amount"),
            models.CheckConstraint(
                condition=models.Q(list_minor__isnull=True) | models.Q(list_minor__gt=0), name="presale_list"
            ),
            models.CheckConstraint(
                condition=models.Q(refused_on__isnull=True) | models.Q(paid_on__isnull=True, delivered_on__isnull=True),
                name="presale_refused_or_paid",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["venture", "-agreed_on", "-id"], name="presale_newest")]


class Refund(models.Model):
    """An unhappy buyer: money given back, or another way to serve them, or both (S000-94). Nothing back: amount 0."""

    presale = models.ForeignKey(Presale, on_delete=models.CASCADE, related_name="refunds")
    on = models.DateField()
    amount_minor = models.BigIntegerField(default=0)
    reason = models.TextField()
    other_way = models.TextField(blank=True, default="")
    # What it speaks against: that what was promised is delivered.
    hypothesis = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="refunds")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="refund_amount"),
        ]


class ManualService(models.Model):
    """A promise kept by hand, step by step, before anything is automated."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=160)
    # What one unit is: a delivery, a report, a client served for a month.
    unit = models.CharField(max_length=60, blank=True, default="")
    # What an hour of work costs, else that of the company; what a client pays for a unit; units expected a month.
    hour_cost_minor = models.BigIntegerField(null=True)
    price_minor = models.BigIntegerField(null=True)
    units_a_month = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "name"], name="manual_service_once"),
            models.CheckConstraint(
                condition=models.Q(hour_cost_minor__isnull=True) | models.Q(hour_cost_minor__gte=0),
                name="manual_service_hour",
            ),
        ]


class ManualStep(models.Model):
    """One step of the service, and what a program could take over."""

    class Automatable(models.TextChoices):
        YES = "yes"
        PART = "part"
        NO = "no"

    service = models.ForeignKey(ManualService, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    automatable = models.CharField(max_length=4, choices=Automatable.choices, default=Automatable.NO)
    # Once: what building it costs. A unit: minutes of a person and money that are left afterwards.
    automation_minor = models.BigIntegerField(null=True)
    minutes_after = models.FloatField(default=0.0)
    money_after_minor = models.BigIntegerField(default=0)
    # No longer done; kept with what was recorded.
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class ManualRun(models.Model):
    """The service done once: for whom, and how it ended."""

    class Outcome(models.TextChoices):
        HAPPY = "happy"
        UNHAPPY = "unhappy"
        UNKNOWN = "unknown"

    service = models.ForeignKey(ManualService, on_delete=models.CASCADE, related_name="runs")
    presale = models.ForeignKey(Presale, null=True, on_delete=models.SET_NULL, related_name="runs")
    who = models.CharField(max_length=200, blank=True, default="")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    units = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.UNKNOWN)
    note = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(units__gte=1), name="manual_run_units"),
        ]


class ManualRunStep(models.Model):
    """What one step took that time."""

    run = models.ForeignKey(ManualRun, on_delete=models.CASCADE, related_name="steps")
    step = models.ForeignKey(ManualStep, on_delete=models.CASCADE, related_name="runs")
    minutes = models.FloatField(default=0.0)
    money_minor = models.BigIntegerField(default=0)
    # Who worked, in free words.
    worker = models.CharField(max_length=120, blank=True, default="")
    failed = models.BooleanField(default=False)
    failure = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "step"], name="manual_run_step_once"),
            models.CheckConstraint(condition=models.Q(minutes__gte=0, money_minor__gte=0), name="manual_run_step_cost"),
        ]
