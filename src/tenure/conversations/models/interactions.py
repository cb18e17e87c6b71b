"""Conversations with clients: what was said, by whom, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client, Company, Person


class Interaction(models.Model):
    """Any contact with a client, or a visit to a company around our clients: a competitor, a supplier.

    What was learnt is facts, what was promised is tasks: both name its number.
    """

    class Kind(models.TextChoices):
        CALL = "call"
        MEETING = "meeting"
        VISIT = "visit"
        EMAIL = "email"
        MESSAGE = "message"

    class Outcome(models.TextChoices):
        REACHED = "reached"
        AGREED = "agreed"
        THINKING = "thinking"
        REFUSED = "refused"
        NO_ANSWER = "no_answer"

    class Readiness(models.TextChoices):
        """When the client plans to buy."""

        NOW = "now"
        MONTH = "month"
        QUARTER = "quarter"
        YEAR = "year"
        LATER = "later"
        NEVER = "never"

    client = models.ForeignKey(Client, null=True, on_delete=models.CASCADE, related_name="interactions")
    company = models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="interactions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    readiness = models.CharField(max_length=8, choices=Readiness.choices, blank=True, default="")
    next_contact_on = models.DateField(null=True)
    text = models.TextField(blank=True, default="")
    # The answers of a field visit, by question.
    answers = models.JSONField(default=dict)
    # Made by the phone before it sends, so that sending twice records once.
    key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(client__isnull=False, company__isnull=True)
                | models.Q(client__isnull=True, company__isnull=False),
                name="interaction_with_one",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["client", "-at", "-id"], name="interaction_of_client")]


class Participant(models.Model):
    """A person of the client who took part."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["interaction", "person"], name="participant_once")]
