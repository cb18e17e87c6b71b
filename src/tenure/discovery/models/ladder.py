"""What the ladder of evidence was found to be worth, once a person has taken over the measured rates."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class LadderRate(models.Model):
    """Rates of one level in force instead of the assumed ones: Beta counts, smoothed by the assumption they replace."""

    level = models.PositiveSmallIntegerField(unique=True)
    # Successes and failures behind sensitivity and behind specificity, the assumption's own included.
    hits = models.FloatField()
    misses = models.FloatField()
    rights = models.FloatField()
    wrongs = models.FloatField()
    # Closed hypotheses they were measured on.
    hypotheses = models.PositiveIntegerField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__lte=6, hits__gt=0, misses__gt=0, rights__gt=0, wrongs__gt=0),
                name="ladder_rate_possible",
            ),
        ]
