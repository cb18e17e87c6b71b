"""Facts: claims with evidence about a client, a person or a company; the types a company adds or changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models.clients import Client
from tenure.clients.models.month_day import MonthDay
from tenure.clients.models.people import Company, Person


class FactType(models.Model):
    """A type the company added, or what it changed about one of the catalogue; empty columns leave it as it is."""

    code = models.CharField(max_length=60, unique=True)
    own = models.BooleanField(default=False)
    label = models.CharField(max_length=120, blank=True, default="")
    help = models.TextField(blank=True, default="")
    question = models.CharField(max_length=250, blank=True, default="")
    block = models.CharField(max_length=12, blank=True, default="")
    value_kind = models.CharField(max_length=10, blank=True, default="")
    choices = models.JSONField(default=list)
    # What a company it names is to the client (a kind of tie); empty: nothing the register knows.
    tie = models.CharField(max_length=10, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(null=True)
    lift_class = models.CharField(max_length=20, blank=True, default="")
    half_life_days = models.PositiveIntegerField(null=True)
    sensitivity = models.CharField(max_length=10, blank=True, default="")
    # Segments, value classes, client kinds and industries it is for; empty: for all. Of a type of the catalogue only
    # where somebody changed it.
    applies = models.JSONField(default=dict)
    applies_changed = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    # Only for special categories, which are off until somebody switches them on.
    enabled = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class MinimalProfile(models.Model):
    """The least worth knowing of one sort of clients, as the company changed it."""

    # What it is about and which: "client_kind:firm", "segment:key", "value_class:A".
    sort = models.CharField(max_length=120, unique=True)
    codes = models.JSONField(default=list)
    # Whether nothing beyond it is worth asking.
    only = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class Fact(models.Model):
    """One claim about one subject. Never changed: a newer claim supersedes it, and both stay."""

    class How(models.TextChoices):
        ASKED = "asked"
        TOLD = "told"
        SEEN = "seen"
        DOCUMENT = "document"
        REGISTER = "register"
        WEB = "web"
        COMPUTED = "computed"
        GUESS = "guess"

    client = models.ForeignKey(Client, null=True, on_delete=models.CASCADE, related_name="facts")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="facts")
    company = models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="facts")
    type_code = models.CharField(max_length=60)
    # The value as computed with, by the kind of its type; null where it is sealed.
    value = models.JSONField(null=True)
    # Ciphertext of the value of a special category.
    sealed = models.TextField(null=True)
    source = models.CharField(max_length=200, blank=True, default="")
    source_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    # The conversation it came from. A plain number: conversations live in a room above.
    interaction_id = models.BigIntegerField(null=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.TOLD)
    confidence = models.FloatField()
    # The day the claim was last known to hold; its age counts from here.
    known_on = models.DateField()
    not_to_be_shown = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    # Sealed facts fall away after this day.
    expires_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(client__isnull=False, person__isnull=True, company__isnull=True)
                | models.Q(client__isnull=True, person__isnull=False, company__isnull=True)
                | models.Q(client__isnull=True, person__isnull=True, company__isnull=False),
                name="fact_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1), name="fact_confidence_possible"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["client", "type_code"], name="fact_of_client", condition=models.Q(client__isnull=False)
            ),
            models.Index(
                fields=["person", "type_code"], name="fact_of_person", condition=models.Q(person__isnull=False)
            ),
            models.Index(
                fields=["company", "type_code"], name="fact_of_company", condition=models.Q(company__isnull=False)
            ),
            models.Index(fields=["type_code", "known_on"], name="fact_by_type"),
            # Birthdays and other days that come again, by month and day: what is ahead is found among a hundred thousand.
            models.Index(
                "type_code",
                MonthDay("value"),
                name="fact_month_day",
                condition=models.Q(superseded_at__isnull=True, sealed__isnull=True),
            ),
            models.Index(fields=["expires_on"], name="fact_expiring", condition=models.Q(expires_on__isnull=False)),
        ]


class FactFile(models.Model):
    """The bytes of a file that is the value of a fact; goes when the fact goes. Later claims may point to it as well."""

    fact = models.OneToOneField(Fact, primary_key=True, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
