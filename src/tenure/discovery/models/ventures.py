"""Ventures: one business idea being searched, who works on it, its loops, checklists, hours and everything learnt."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Phase(models.TextChoices):
    """The four steps of customer development, in their order."""

    DISCOVERY = "discovery"
    VALIDATION = "validation"
    CREATION = "creation"
    BUILDING = "building"


class Venture(models.Model):
    """An idea, a product, or a new direction of the company, and where its search stands."""

    class Kind(models.TextChoices):
        IDEA = "idea"
        PRODUCT = "product"
        DIRECTION = "direction"

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        EXITED = "exited"

    class CanvasKind(models.TextChoices):
        BUSINESS = "business"
        LEAN = "lean"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.IDEA)
    vision = models.TextField(blank=True, default="")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.DISCOVERY)
    canvas_kind = models.CharField(max_length=8, choices=CanvasKind.choices, default=CanvasKind.BUSINESS)
    # For one loop: days planned, money allowed. For the runway: money left at `cash_on`, burnt a month.
    loop_days = models.PositiveSmallIntegerField(default=28)
    loop_budget_minor = models.BigIntegerField(null=True)
    cash_minor = models.BigIntegerField(null=True)
    cash_on = models.DateField(null=True)
    burn_minor = models.BigIntegerField(null=True)
    # What building it would cost, to weigh tests against (S000-74), and what a day of waiting costs.
    build_cost_minor = models.BigIntegerField(null=True)
    delay_cost_minor = models.BigIntegerField(default=0)
    # A company and not a living for two: the least yearly margin (S000-82).
    least_company_minor = models.BigIntegerField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class VentureMember(models.Model):
    """Somebody of the company let into a venture; `may_work` false: reads only."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ventures")
    may_work = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "user"], name="venture_member_once")]


class Loop(models.Model):
    """One round of the search, from its start to a pivot, a return or a gate passed."""

    class End(models.TextChoices):
        PASSED = "passed"
        PIVOT = "pivot"
        RETURNED = "returned"
        EXITED = "exited"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="loops")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=10, choices=Phase.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    end = models.CharField(max_length=8, choices=End.choices, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "number"], name="loop_once")]


class ChecklistItem(models.Model):
    """A thing to do in a phase, with what came of it; the founder edits the list (S000-65)."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="checklist")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    # Of the standard list, so that its words follow the reader's language; empty: written by hand.
    code = models.CharField(max_length=30, blank=True, default="")
    title = models.CharField(max_length=250, blank=True, default="")
    result = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)


class VentureEvent(models.Model):
    """Something learnt or decided, for the timeline; never changed. kind: `hypothesis_added`, `test_locked`, ..."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    loop = models.PositiveSmallIntegerField(default=1)
    # The record it is about: kind of record and number, so that the timeline leads there.
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["venture", "-at", "-id"], name="venture_event_newest"),
            models.Index(fields=["venture", "kind"], name="venture_event_kind"),
        ]


class WorkEntry(models.Model):
    """Hours and money spent on learning: on one test, or on the venture in general."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="work")
    test = models.ForeignKey("discovery.TestCard", null=True, on_delete=models.CASCADE, related_name="work")
    on = models.DateField()
    minutes = models.PositiveIntegerField(default=0)
    money_minor = models.BigIntegerField(default=0)
    note = models.CharField(max_length=250, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(money_minor__gte=0), name="work_entry_money"),
        ]
