"""Decision units: who together decides to buy, who listens to whom, what moves each of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models.clients import Client
from tenure.clients.models.people import Company, Person


class DecisionUnit(models.Model):
    """The people who decide at a client: in general (`title` empty), or about one deal."""

    class State(models.TextChoices):
        OPEN = "open"
        WON = "won"
        LOST = "lost"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="decision_units")
    title = models.CharField(max_length=200, blank=True, default="")
    value_minor = models.BigIntegerField(null=True)
    # Share of such deals that are won; empty: the company's own share, or one in three.
    base_rate = models.FloatField(null=True)
    template = models.CharField(max_length=30, blank=True, default="")
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "title"], name="decision_unit_once"),
            models.CheckConstraint(
                condition=models.Q(base_rate__isnull=True) | models.Q(base_rate__gt=0, base_rate__lt=1),
                name="decision_unit_base_rate",
            ),
        ]


class UnitMember(models.Model):
    """A person in a decision unit. weight: formal part in the decision, any scale; share estimates are of 0..1."""

    class Role(models.TextChoices):
        DECIDER = "decider"
        APPROVER = "approver"
        ECONOMIC_BUYER = "economic_buyer"
        PURCHASER = "purchaser"
        EXPERT = "expert"
        USER = "user"
        INFLUENCER = "influencer"
        INITIATOR = "initiator"
        GATEKEEPER = "gatekeeper"

    unit = models.ForeignKey(DecisionUnit, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=14, choices=Role.choices, default=Role.INFLUENCER)
    # The seat of the unit's template they were put on; empty: none.
    seat = models.CharField(max_length=30, blank=True, default="")
    weight = models.FloatField(default=0.0)
    attitude = models.SmallIntegerField(null=True)
    susceptibility = models.FloatField(default=0.5)
    veto = models.FloatField(default=0.0)
    # How well we reach them: 0 not at all, 3 well.
    contact = models.PositiveSmallIntegerField(default=0)
    estimate = models.FloatField(null=True)
    interest = models.TextField(blank=True, default="")
    objection = models.TextField(blank=True, default="")
    next_step = models.CharField(max_length=200, blank=True, default="")
    effort_minutes = models.PositiveSmallIntegerField(default=60)
    # Where they were put on the map; empty: the layout decides.
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "person"], name="unit_member_once"),
            models.CheckConstraint(
                condition=models.Q(attitude__isnull=True) | models.Q(attitude__gte=-2, attitude__lte=2),
                name="unit_member_attitude",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    weight__gte=0,
                    susceptibility__gte=0,
                    susceptibility__lte=1,
                    veto__gte=0,
                    veto__lte=1,
                    contact__lte=3,
                ),
                name="unit_member_ranges",
            ),
        ]


class Criterion(models.Model):
    """What a person decides by, weighed 1 to 3."""

    member = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "name"], name="criterion_once")]


class Argument(models.Model):
    """With what to influence: our argument, and how strongly (0..1) it proves that each criterion is met."""

    unit = models.ForeignKey(DecisionUnit, on_delete=models.CASCADE, related_name="arguments")
    text = models.CharField(max_length=250)
    proof = models.JSONField(default=dict)


class DecisionTable(models.Model):
    """Of one big deal: what we could do, what we do not know, and what each would bring. Edited and kept as one."""

    unit = models.OneToOneField(DecisionUnit, primary_key=True, on_delete=models.CASCADE, related_name="table")
    # Tactics, unknowns with their possible answers, payoffs, and what was heard; see `clients.decision_tables`.
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)


class RivalAttitude(models.Model):
    """What a person thinks of one of our competitors, −2 to +2."""

    member = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="rivals")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    attitude = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "company"], name="rival_attitude_once"),
            models.CheckConstraint(
                condition=models.Q(attitude__gte=-2, attitude__lte=2), name="rival_attitude_possible"
            ),
        ]


class Tie(models.Model):
    """Between two people of one unit: the first listens to the second, reports to them, or is in conflict with them."""

    class Kind(models.TextChoices):
        LISTENS = "listens"
        REPORTS = "reports"
        CONFLICT = "conflict"

    unit = models.ForeignKey(DecisionUnit, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    who = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="ties_from")
    whom = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="ties_to")
    # 1 to 3, finer where it is known finer; below zero a hostile tie: does the opposite of what the other says.
    strength = models.FloatField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "who", "whom"], name="tie_once"),
            models.CheckConstraint(condition=~models.Q(who=models.F("whom")), name="tie_of_two"),
            models.CheckConstraint(condition=models.Q(strength__gte=-3, strength__lte=3), name="tie_strength"),
        ]


class OurContact(models.Model):
    """One of our people who knows a member of the unit; strength 1 to 3."""

    member = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="our_contacts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    strength = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "user"], name="our_contact_once")]
