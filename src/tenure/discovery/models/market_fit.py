"""What the product-market-fit board is computed from: choices, readings of the orders, and how sales were learnt."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.discovery.models.ventures import Venture


class FitSettings(models.Model):
    """Whose orders are read and where the marks stand, decided before the reading."""

    class Source(models.TextChoices):
        NONE = "none"
        BASE = "base"
        CLIENTS = "clients"
        PRODUCT = "product"

    venture = models.OneToOneField(Venture, on_delete=models.CASCADE, related_name="fit_settings")
    source = models.CharField(max_length=7, choices=Source.choices, default=Source.NONE)
    clients = models.ManyToManyField(Client, related_name="+")
    # Part of the product's name, or its category.
    product = models.CharField(max_length=120, blank=True, default="")
    # Months in one period.
    months = models.PositiveSmallIntegerField(default=1)
    # The share that must stay in the end; the share "very disappointed"; what a representative costs a period.
    plateau_mark = models.FloatField(default=0.2)
    ellis_mark = models.FloatField(default=0.4)
    rep_cost_minor = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(plateau_mark__gt=0, plateau_mark__lt=1, ellis_mark__gt=0, ellis_mark__lt=1),
                name="fit_marks",
            ),
        ]


class FitReading(models.Model):
    """Retention read from the orders by the job worker. The row is its own queue entry."""

    class State(models.TextChoices):
        TO_RUN = "to_run"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="fit_readings")
    state = models.CharField(max_length=7, choices=State.choices, db_index=True)
    # The choices it was made with.
    wanted = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


class SalesPeriod(models.Model):
    """What the sellers brought in one period, for the sales learning curve."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="sales_periods")
    starts_on = models.DateField()
    sellers = models.FloatField()
    yield_minor = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "starts_on"], name="sales_period_once"),
            models.CheckConstraint(condition=models.Q(sellers__gt=0), name="sales_period_sellers"),
        ]
