"""Unit economics of a venture: scenarios with their inputs, what goes together, channels and fixed costs."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.sales import ManualService
from tenure.discovery.models.ventures import Venture


class EconomicsScenario(models.Model):
    """One way the numbers may be: a cohort over a stated horizon, money in units of the company's currency.

    result: the simulation as last computed, with `stamp` of the inputs it was computed from.
    """

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    # The one the gate and the venture's page read.
    main = models.BooleanField(default=False)
    horizon_months = models.PositiveSmallIntegerField()
    # Of a month: how many of the clients stay, 0..1, and what money costs; empty: not known.
    retention = models.FloatField(null=True)
    discount = models.FloatField(default=0.0)
    # Guide marks (method 3.2, 2.1 V4), the company's own to change.
    payback_limit = models.PositiveSmallIntegerField(default=12)
    ltv_cac_mark = models.FloatField(default=3.0)
    sure = models.FloatField(default=0.8)
    # What more money for clients there are would bring (S001-15).
    develop_cost_minor = models.BigIntegerField(null=True)
    develop_clients = models.PositiveIntegerField(null=True)
    develop_uplift_minor = models.BigIntegerField(null=True)
    note = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    result = models.JSONField(null=True)
    result_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "name"], name="scenario_once"),
            models.UniqueConstraint(fields=["venture"], condition=models.Q(main=True), name="scenario_main_once"),
            models.CheckConstraint(condition=models.Q(horizon_months__gte=1), name="scenario_horizon"),
        ]


class EconomicsInput(models.Model):
    """One metric of the chain in a scenario: its likely value and plausible range, and where they come from."""

    class Shape(models.TextChoices):
        """How it may differ from the likely value."""

        KNOWN = "known"
        TRIANGULAR = "triangular"
        LOGNORMAL = "lognormal"
        COUNTED = "counted"  # a share: Beta from so many of so many

    class Source(models.TextChoices):
        TYPED = "typed"
        COUNTED = "counted"
        LINKED = "linked"  # counted on a date, as `InputLink` says

    scenario = models.ForeignKey(EconomicsScenario, on_delete=models.CASCADE, related_name="inputs")
    metric = models.CharField(max_length=12)
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    shape = models.CharField(max_length=10, choices=Shape.choices, default=Shape.TRIANGULAR)
    successes = models.PositiveIntegerField(null=True)
    trials = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=7, choices=Source.choices, default=Source.TYPED)
    # Nothing stands behind it yet.
    assumed = models.BooleanField(default=True)
    basis = models.CharField(max_length=250, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "metric"], name="economics_input_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="economics_input_value"),
        ]


class InputLink(models.Model):
    """What an input is counted from, and what was counted. Where nothing was found, the link has no input: unknown."""

    class Source(models.TextChoices):
        ORDERS = "orders"
        LEADS = "leads"  # clients of the base who had not bought when first met
        CHANNELS = "channels"  # all costs of the channels of the scenario
        MEDIA = "media"  # their media alone
        BY_HAND = "by_hand"  # a unit of a service done by hand, as it is now
        AUTOMATED = "automated"  # the same after what is worth it is automated

    scenario = models.ForeignKey(EconomicsScenario, on_delete=models.CASCADE, related_name="links")
    metric = models.CharField(max_length=12)
    source = models.CharField(max_length=9, choices=Source.choices)
    service = models.ForeignKey(ManualService, null=True, on_delete=models.CASCADE, related_name="+")
    # Which clients of the base: filters of the client list as they were in the saved view of that name; none: all in sight.
    filters = models.JSONField(default=dict)
    view = models.CharField(max_length=80, blank=True, default="")
    # Part of a product's name, or its category.
    product = models.CharField(max_length=120, blank=True, default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    # Found: orders, leads or runs of the service; their clients (of runs the units); the money; the days they lie in.
    counted = models.PositiveIntegerField(default=0)
    clients = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(null=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "metric"], name="input_link_once"),
            models.CheckConstraint(
                condition=models.Q(source__in=("by_hand", "automated"), service__isnull=False)
                | models.Q(~models.Q(source__in=("by_hand", "automated")), service=None),
                name="input_link_service",
            ),
        ]


class InputCorrelation(models.Model):
    """Two inputs that go together: rank correlation from -1 to 1; `first` stands before `second` in the chain."""

    scenario = models.ForeignKey(EconomicsScenario, on_delete=models.CASCADE, related_name="correlations")
    first = models.CharField(max_length=12)
    second = models.CharField(max_length=12)
    rank = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "first", "second"], name="input_correlation_once"),
            models.CheckConstraint(condition=models.Q(rank__gte=-1, rank__lte=1), name="input_correlation_rank"),
        ]


class AcquisitionChannel(models.Model):
    """What winning clients cost in one channel, and what the next ones would."""

    scenario = models.ForeignKey(EconomicsScenario, on_delete=models.CASCADE, related_name="channels")
    name = models.CharField(max_length=120)
    media_minor = models.BigIntegerField(default=0)
    people_minor = models.BigIntegerField(default=0)
    tools_minor = models.BigIntegerField(default=0)
    commissions_minor = models.BigIntegerField(default=0)
    leads = models.PositiveIntegerField(default=0)
    clients = models.PositiveIntegerField(default=0)
    # The last step up: the money added, and the clients that came of it.
    next_cost_minor = models.BigIntegerField(null=True)
    next_clients = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "name"], name="acquisition_channel_once"),
            models.CheckConstraint(
                condition=models.Q(
                    media_minor__gte=0, people_minor__gte=0, tools_minor__gte=0, commissions_minor__gte=0
                ),
                name="acquisition_channel_money",
            ),
        ]


class FixedCost(models.Model):
    """A cost of the whole horizon that no client changes."""

    scenario = models.ForeignKey(EconomicsScenario, on_delete=models.CASCADE, related_name="fixed_costs")
    name = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "name"], name="fixed_cost_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="fixed_cost_amount"),
        ]
