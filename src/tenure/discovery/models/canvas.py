"""Versions of the canvas. The canvas itself is the hypotheses that lie on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.discovery.models.ventures import Venture


class CanvasVersion(models.Model):
    """The canvas as it lay at one moment; never changed.

    stickers: one object each: hypothesis (number), block, text, state, probability (0..1 or null), evidence (count).
    """

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="canvas_versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True, default="")
    canvas_kind = models.CharField(max_length=8, choices=Venture.CanvasKind.choices)
    stickers = models.JSONField(default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "number"], name="canvas_version_once")]
