"""The sales roadmap: the stages a sale goes through, and which of them each presale has passed, and when."""

from typing import ClassVar

from django.db import models

from tenure.discovery.models.sales import Presale
from tenure.discovery.models.ventures import Venture


class RoadmapStage(models.Model):
    """A stage between the first word and the payment, told by what the buyer does."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="roadmap")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    # What the buyer does that shows it is passed; whom of the buyer's side it needs.
    shown_by = models.CharField(max_length=250, blank=True, default="")
    needs = models.CharField(max_length=250, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "name"], name="roadmap_stage_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="roadmap_stage_named"),
        ]


class StagePassed(models.Model):
    """One presale passed one stage on a day. A stage somebody passed cannot be taken off the roadmap."""

    presale = models.ForeignKey(Presale, on_delete=models.CASCADE, related_name="passed")
    stage = models.ForeignKey(RoadmapStage, on_delete=models.RESTRICT, related_name="passed")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["presale", "stage"], name="stage_passed_once"),
        ]
