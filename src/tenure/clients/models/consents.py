"""What allows us to keep a person's data and to write to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models.people import Person


class Consent(models.Model):
    """A lawful basis recorded for one person and one purpose; withdrawn, never deleted."""

    class Basis(models.TextChoices):
        CONSENT = "consent"
        CONTRACT = "contract"
        LEGAL_DUTY = "legal_duty"
        LEGITIMATE_INTEREST = "interest"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    # "email", "phone", "advertising", "card", or "special:<code of a fact type>".
    purpose = models.CharField(max_length=80)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    proof = models.TextField(blank=True, default="")
    given_on = models.DateField()
    expires_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "purpose"], name="consent_of_person"),
            models.Index(fields=["expires_on"], name="consent_expiring"),
        ]
