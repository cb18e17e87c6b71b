"""Gates between the phases: criteria, what was decided on which evidence, overrides and pivots."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.canvas import CanvasVersion
from tenure.discovery.models.hypotheses import Evidence, Hypothesis
from tenure.discovery.models.ventures import Phase, Venture


class GateCriterion(models.Model):
    """One thing that must, or should, hold before a phase is left. A code of the standard list carries its own rule."""

    class Need(models.TextChoices):
        MUST = "must"
        WISH = "wish"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="criteria")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    # D1, V4, ... of the standard list; E1, E2, ... for one's own.
    code = models.CharField(max_length=6)
    title = models.CharField(max_length=250, blank=True, default="")
    # The reader that computes it; empty: decided by hand. marks: its numbers by name.
    rule = models.CharField(max_length=20, blank=True, default="")
    marks = models.JSONField(default=dict)
    need = models.CharField(max_length=4, choices=Need.choices, default=Need.MUST)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "phase", "code"], name="gate_criterion_once"),
        ]


class CriterionDecision(models.Model):
    """A criterion decided by a person, on evidence; the newest counts, none is changed."""

    criterion = models.ForeignKey(GateCriterion, on_delete=models.CASCADE, related_name="decisions")
    met = models.BooleanField()
    reason = models.TextField()
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Taken back: kept, no longer counted.
    withdrawn_at = models.DateTimeField(null=True)


class GateState(models.Model):
    """Where a phase of a venture stands (S000-19)."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started"
        ACTIVE = "active"
        GATE_REVIEW = "gate_review"
        PASSED = "passed"
        RETURNED = "returned"
        EXITED = "exited"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="gates")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    state = models.CharField(max_length=11, choices=State.choices, default=State.NOT_STARTED)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "phase"], name="gate_state_once")]


class GateOverride(models.Model):
    """A named person lets a gate be passed unmet, for a reason and until a day; shown on every page until it ends."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="overrides")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    # Codes of the criteria that were unmet.
    unmet = models.JSONField(default=list)
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateField()
    # Ended before its day: taken back, or no longer needed.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class GateDecision(models.Model):
    """What was decided at a gate, on the numbers as they were; never changed.

    snapshot: see `discovery.gates.snapshot`.
    """

    class Choice(models.TextChoices):
        PROCEED = "proceed"
        ITERATE = "iterate"
        PIVOT = "pivot"
        EXIT = "exit"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="gate_decisions")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    loop = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=7, choices=Choice.choices)
    reasons = models.TextField()
    override = models.ForeignKey(GateOverride, null=True, on_delete=models.CASCADE, related_name="decisions")
    snapshot = models.JSONField()
    # SHA-256 of the snapshot as canonical JSON.
    snapshot_hash = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Pivot(models.Model):
    """A marked change of one or more blocks of the canvas, and the loop that begins with it; never changed."""

    class Kind(models.TextChoices):
        """Ries' ten."""

        ZOOM_IN = "zoom_in"
        ZOOM_OUT = "zoom_out"
        SEGMENT = "segment"
        NEED = "need"
        PLATFORM = "platform"
        ARCHITECTURE = "architecture"
        VALUE_CAPTURE = "value_capture"
        ENGINE = "engine"
        CHANNEL = "channel"
        TECHNOLOGY = "technology"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="pivots")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    loop_before = models.PositiveSmallIntegerField()
    loop_after = models.PositiveSmallIntegerField()
    phase_before = models.CharField(max_length=10, choices=Phase.choices)
    phase_after = models.CharField(max_length=10, choices=Phase.choices)
    version_before = models.ForeignKey(CanvasVersion, on_delete=models.CASCADE, related_name="+")
    version_after = models.ForeignKey(CanvasVersion, on_delete=models.CASCADE, related_name="+")
    # Block by block as the two versions differ: added, removed, changed.
    changed_blocks = models.JSONField()
    reason = models.TextField()
    kept = models.TextField(blank=True, default="")
    # What triggered it: pieces of evidence, and the decision at the gate if it was taken there.
    evidence = models.ManyToManyField(Evidence, related_name="+")
    decision = models.ForeignKey(GateDecision, null=True, on_delete=models.CASCADE, related_name="pivots")
    # As it was: cash, mean cost of a loop, pivots left.
    runway = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CarriedHypothesis(models.Model):
    """What became of a hypothesis at a pivot: kept whole, carried over at a weight, or parked."""

    class Fate(models.TextChoices):
        KEPT = "kept"
        CARRIED = "carried"
        PARKED = "parked"

    pivot = models.ForeignKey(Pivot, on_delete=models.CASCADE, related_name="carried")
    before = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="+")
    fate = models.CharField(max_length=7, choices=Fate.choices)
    weight = models.FloatField(default=1.0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pivot", "before"], name="carried_hypothesis_once"),
            models.CheckConstraint(condition=models.Q(weight__gte=0, weight__lte=1), name="carried_hypothesis_weight"),
        ]
