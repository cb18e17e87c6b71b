"""Scripts that branch, and the techniques shown beside them."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Script(models.Model):
    """A guide for a talk. owner empty: shared by all; retired_at: kept, no longer offered."""

    title = models.CharField(max_length=160)
    language = models.CharField(max_length=2)
    segment = models.CharField(max_length=80, blank=True, default="")
    need = models.CharField(max_length=120, blank=True, default="")
    value = models.CharField(max_length=120, blank=True, default="")
    # The steps in order, edited and kept as one: kind, text, technique, answers with the step each leads to.
    steps = models.JSONField(default=list)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Which starter script it came from, so that the starter library is loaded once.
    starter = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["language", "title"], name="script_listed")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["starter", "language"], condition=~models.Q(starter=""), name="script_starter_once"
            )
        ]


class Technique(models.Model):
    """A card about how to listen and speak, one a language; its text is the company's own to change."""

    code = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    text = models.TextField()
    example = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "language"], name="technique_once")]
