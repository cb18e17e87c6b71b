"""Clients: who buys from us, who answers for them, what people wrote about them."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Client(models.Model):
    """A company or a person who buys, bought or may buy from us."""

    name = models.CharField(max_length=250)
    normal_name = models.CharField(max_length=250, db_index=True)
    search_text = models.TextField(default="")
    external_id = models.CharField(max_length=120, null=True, unique=True)
    email = models.CharField(max_length=250, blank=True, default="", db_index=True)
    tax_id = models.CharField(max_length=40, blank=True, default="", db_index=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The batch that first brought this client, so that undoing the batch can take it away. A plain number: the
    # batch lives in a room above.
    import_batch_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "id"], name="client_owner"),
            models.Index(fields=["country"], name="client_country"),
            # Few rows; without it deleting a client would read the whole table to keep the foreign key.
            models.Index(fields=["merged_into"], name="client_merged", condition=models.Q(merged_into__isnull=False)),
        ]


class Phone(models.Model):
    """A client's phone number in the one form in which numbers are compared; the client keeps it as it was written."""

    client = models.OneToOneField(Client, primary_key=True, on_delete=models.CASCADE, related_name="+")
    normal = models.CharField(max_length=20, db_index=True)


class Alias(models.Model):
    """Another id, e-mail, tax id or name under which files know a client; written when clients are merged."""

    class Kind(models.TextChoices):
        EXTERNAL_ID = "external_id"
        EMAIL = "email"
        TAX_ID = "tax_id"
        NAME = "normal_name"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=250)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="alias_once")]


class DoubtfulPair(models.Model):
    """Two clients that may be one; a person decides."""

    class State(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        DIFFERENT = "different"

    first = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    similarity = models.FloatField()
    reason = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # What the merge moved, so that it can be taken back.
    moved = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="doubtful_pair_once")]


class Note(models.Model):
    """Free text about a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()


class SavedView(models.Model):
    """A named set of filters over the client list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    filters = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]
