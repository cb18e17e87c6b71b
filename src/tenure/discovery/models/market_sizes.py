"""How large the market of a problem in a segment is: both ways, in ranges, with where the numbers come from."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.markets import Problem, Segment


class MarketSize(models.Model):
    """The numbers of one cell. Ranges are read as the middle 80 %; money a year; shares 0..1; empty: unknown.

    From below: accounts of the segment x reach x prevalence x willing x price x frequency. From above: whole x shares.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="sizes")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="sizes")
    reach_low = models.FloatField(null=True)
    reach_high = models.FloatField(null=True)
    # Only where interviews do not tell it.
    prevalence_low = models.FloatField(null=True)
    prevalence_high = models.FloatField(null=True)
    willing_low = models.FloatField(null=True)
    willing_high = models.FloatField(null=True)
    price_low_minor = models.BigIntegerField(null=True)
    price_high_minor = models.BigIntegerField(null=True)
    # Purchases a year of one account.
    times_low = models.FloatField(null=True)
    times_high = models.FloatField(null=True)
    whole_minor = models.BigIntegerField(null=True)
    within_reach = models.FloatField(null=True)
    obtainable = models.FloatField(null=True)
    # Of each unit of revenue, what stays after the cost of what is sold.
    margin = models.FloatField(null=True)
    sources = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["segment", "problem"], name="market_size_once")]
