"""For whom and what hurts: the segments and the problems of a venture."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.ventures import Venture


class Segment(models.Model):
    """People or companies that resemble each other in a problem; not yet our clients."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="segments")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    # The one the product-market-fit question is decided on, named before the answers.
    declared_best = models.BooleanField(default=False)
    # How many companies or people there are, as a range, and who says so; empty: unknown.
    accounts_low = models.FloatField(null=True)
    accounts_high = models.FloatField(null=True)
    accounts_source = models.CharField(max_length=250, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "name"], name="segment_once"),
            models.CheckConstraint(
                condition=models.Q(accounts_low=None, accounts_high=None)
                | models.Q(accounts_low__gt=0, accounts_high__gte=models.F("accounts_low")),
                name="segment_accounts",
            ),
        ]


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
    # Why it was taken or dropped, and when.
    reason = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "name"], name="problem_once")]


class ProblemMerge(models.Model):
    """A wording made part of another problem, with what it was and what was moved, so that it can be taken back.

    kept, gone: numbers of problems and no keys, for the one that is kept may itself become part of another. What people said
    in their own words is not repeated here: it stays with the talk.
    """

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="problem_merges")
    kept = models.PositiveBigIntegerField()
    gone = models.PositiveBigIntegerField()
    wording = models.JSONField()
    moved = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "gone"], name="problem_merge_once")]
        indexes: ClassVar = [models.Index(fields=["venture", "kept"], name="problem_merge_kept")]
