"""For whom and what hurts: the segments and the problems of a venture."""

from typing import ClassVar

from django.db import models

from tenure.discovery.models.ventures import Venture


class Segment(models.Model):
    """People or companies that resemble each other in a problem; not yet our clients."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="segments")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    # The one the product-market-fit question is decided on, named before the answers.
    declared_best = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "name"], name="segment_once")]


class Problem(models.Model):
    """What hurts, said without any solution."""

    class State(models.TextChoices):
        OPEN = "open"
        CHOSEN = "chosen"
        DROPPED = "dropped"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="problems")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "name"], name="problem_once")]
