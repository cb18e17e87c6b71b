"""Hypotheses, what they rest on, and the evidence for and against them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.markets import Problem, Segment
from tenure.discovery.models.ventures import Venture


class Hypothesis(models.Model):
    """An assumption that could turn out false; a sticker of the canvas (method 2.3)."""

    class Kind(models.TextChoices):
        DESIRABILITY = "desirability"
        FEASIBILITY = "feasibility"
        VIABILITY = "viability"
        ADAPTABILITY = "adaptability"

    class Direction(models.TextChoices):
        AT_LEAST = "at_least"
        AT_MOST = "at_most"

    class State(models.TextChoices):
        """What the evidence says; stale is told from `expires_on`."""

        UNTESTED = "untested"
        TESTING = "testing"
        SUPPORTED = "supported"
        REFUTED = "refuted"
        UNDECIDED = "undecided"
        PARKED = "parked"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="hypotheses")
    # H1, H2, ... within the venture, never given again.
    number = models.PositiveIntegerField()
    block = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DESIRABILITY)
    # The short words of the sticker, and the whole sentence.
    title = models.CharField(max_length=160)
    statement = models.TextField(blank=True, default="")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="hypotheses")
    problem = models.ForeignKey(Problem, null=True, on_delete=models.SET_NULL, related_name="hypotheses")
    metric = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    threshold = models.FloatField(null=True)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.AT_LEAST)
    least_effect = models.FloatField(null=True)
    falsifier = models.TextField(blank=True, default="")
    # Whether it holds, before any data: 0..1, worth so many observations, by whom and why.
    prior = models.FloatField(default=0.5)
    prior_size = models.FloatField(default=2.0)
    prior_reason = models.TextField(blank=True, default="")
    prior_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Impact if false 1 to 10; in money: what going ahead brings when it holds and costs when it does not.
    impact = models.PositiveSmallIntegerField(default=5)
    gain_minor = models.BigIntegerField(null=True)
    loss_minor = models.BigIntegerField(null=True)
    reversible = models.BooleanField(default=True)
    # A must of the gates: refuted and not replaced, it stops the venture.
    critical = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNTESTED)
    # After the evidence, 0..1 with its interval; empty: nothing counted yet. Written by `hypotheses.belief` alone.
    probability = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    evidence_count = models.PositiveIntegerField(default=0)
    # Of the rules that counted them; empty: never counted.
    rules_edition = models.PositiveSmallIntegerField(null=True)
    decided_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    loop = models.PositiveSmallIntegerField(default=1)
    # Brought over from an earlier loop: which one, and how much its evidence counts here (power prior).
    carried_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="carried_to")
    carried_weight = models.FloatField(null=True)
    created_at = models.DateTimeField()
    # Taken off the canvas; kept with all its evidence.
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "number"], name="hypothesis_once"),
            models.CheckConstraint(
                condition=models.Q(prior__gt=0, prior__lt=1, prior_size__gt=0), name="hypothesis_prior"
            ),
            models.CheckConstraint(condition=models.Q(impact__gte=1, impact__lte=10), name="hypothesis_impact"),
        ]
        indexes: ClassVar = [models.Index(fields=["rules_edition", "id"], name="hypothesis_edition")]


class PriorChange(models.Model):
    """A prior as it stood before it was changed; never deleted."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="prior_changes")
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.FloatField()
    after = models.FloatField()
    reason = models.TextField(blank=True, default="")


class HypothesisLink(models.Model):
    """`child` can hold only if `parent` holds; links never form a circle."""

    child = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="children")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "parent"], name="hypothesis_link_once"),
            models.CheckConstraint(condition=~models.Q(child=models.F("parent")), name="hypothesis_link_of_two"),
        ]


class Evidence(models.Model):
    """One result for or against a hypothesis, with its level on the ladder (method 2.5); withdrawn, never deleted."""

    class Source(models.TextChoices):
        NOTE = "note"
        TEST = "test"
        QUOTE = "quote"
        PRESALE = "presale"
        REFUND = "refund"
        SURVEY = "survey"
        ORDERS = "orders"
        CARRIED = "carried"

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="evidence")
    supports = models.BooleanField()
    level = models.PositiveSmallIntegerField()
    # Sensitivity and specificity when not those of the level; weight = relevance * reliability * independence.
    sensitivity = models.FloatField(null=True)
    specificity = models.FloatField(null=True)
    relevance = models.FloatField(default=1.0)
    reliability = models.FloatField(default=1.0)
    # Results of one cluster (one person, one company) share one voice; empty: on its own.
    cluster = models.CharField(max_length=80, blank=True, default="")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.NOTE)
    # The record it came from, by its kind above: a test, a quote, an answer, ...
    source_id = models.BigIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    observed_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(level__lte=6), name="evidence_level"),
            models.CheckConstraint(
                condition=models.Q(relevance__gte=0, relevance__lte=1, reliability__gte=0, reliability__lte=1),
                name="evidence_weights",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "source_id"], name="evidence_of_source")]
