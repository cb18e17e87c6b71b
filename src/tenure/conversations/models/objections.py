"""Objections, the answers prepared for them, and how each answer fared."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.conversations.models.interactions import Interaction


class Objection(models.Model):
    """A reason not to buy, in the client's words. owner empty: shared by all."""

    class Category(models.TextChoices):
        PRICE = "price"
        TIME = "time"
        NEED = "need"
        TRUST = "trust"
        RIVAL = "rival"
        TERMS = "terms"
        QUALITY = "quality"
        AUTHORITY = "authority"
        OTHER = "other"

    text = models.CharField(max_length=250)
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.OTHER)
    segment = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=2)
    # The same objection as clients say it in the other languages, by language: {"ru": "Слишком дорого"}.
    wordings = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    starter = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["language", "category"], name="objection_listed")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["starter", "language"], condition=~models.Q(starter=""), name="objection_starter_once"
            )
        ]


class ObjectionAnswer(models.Model):
    """Prepared words and proof; alternate: where to lead the talk when the words do not help."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    alternate = models.TextField(blank=True, default="")
    proof = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class ObjectionUse(models.Model):
    """An answer was used in a talk; helped empty: not known yet."""

    answer = models.ForeignKey(ObjectionAnswer, on_delete=models.CASCADE, related_name="uses")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    interaction = models.ForeignKey(Interaction, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    helped = models.BooleanField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["answer", "helped"], name="objection_use_counted"),
            models.Index(fields=["client", "-at"], name="objection_use_of_client"),
        ]
