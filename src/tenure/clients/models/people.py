"""People at clients, their channels and posts; the register of companies around our clients."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models.clients import Client


class Person(models.Model):
    """One human being at a client or by themselves; seen by whoever sees one of the clients they have a post at."""

    name = models.CharField(max_length=250)
    normal_name = models.CharField(max_length=250, db_index=True)
    search_text = models.TextField(default="")
    # The language they are spoken to in: two letters, empty when unknown.
    language = models.CharField(max_length=5, blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # What a merge moved, so that it can be taken back.
    moved = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class Channel(models.Model):
    """A way to reach a person. `normal` is the one form in which numbers and addresses are compared."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        WHATSAPP = "whatsapp"
        TELEGRAM = "telegram"
        VIBER = "viber"
        LINKEDIN = "linkedin"
        SOCIAL = "social"
        SITE = "site"
        ADDRESS = "address"
        OTHER = "other"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=250)
    normal = models.CharField(max_length=250, db_index=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "normal"], name="channel_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["phone", "email", "whatsapp", "telegram", "viber", "linkedin", "social", "site",
                              "address", "other"]
                ),
                name="channel_kind_known",
            ),
        ]  # fmt: skip


class Post(models.Model):
    """What a person does at a client, from a day to a day; open while `until` is empty."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(max_length=160, blank=True, default="")
    department = models.CharField(max_length=160, blank=True, default="")
    duties = models.TextField(blank=True, default="")
    reports_to = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    is_contact = models.BooleanField(default=False)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "client"], condition=models.Q(until__isnull=True), name="post_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True) | models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_days_in_order",
            ),
        ]  # fmt: skip


class Company(models.Model):
    """A company around our clients: a supplier, a competitor, a holding; `client` when it is a client of ours too."""

    name = models.CharField(max_length=250)
    normal_name = models.CharField(max_length=250, db_index=True)
    search_text = models.TextField(default="")
    client = models.OneToOneField(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class CompanyTie(models.Model):
    """What a company is to a client of ours; open while `until` is empty."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier"
        SUBSTITUTE = "substitute"
        COMPETITOR = "competitor"
        CUSTOMER = "customer"
        PARENT = "parent"
        SUBSIDIARY = "subsidiary"
        PARTNER = "partner"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="company_ties")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=200, blank=True, default="")
    until = models.DateField(null=True)
    # Written by a fact that names the company, and ended by the one that no longer does; changed by hand it is ours.
    from_fact = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "company", "kind"], condition=models.Q(until__isnull=True), name="company_tie_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["company", "kind"], name="company_tie_kind")]
