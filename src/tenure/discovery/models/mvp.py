"""The loop of an MVP: versions of a product, to whom each was shown and what they said, and what became of the changes asked
for (S000-9)."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.discovery.models.interviews import Interview
from tenure.discovery.models.offers import OfferedProduct
from tenure.discovery.models.ventures import WorkEntry


class MvpVersion(models.Model):
    """The product as it could be tried from a day on."""

    product = models.ForeignKey(OfferedProduct, on_delete=models.CASCADE, related_name="mvp_versions")
    number = models.PositiveSmallIntegerField()
    ready_on = models.DateField()
    # What can be done with it, and what it leaves out on purpose.
    does = models.TextField()
    left_out = models.TextField(blank=True, default="")
    # Hours and money it took: work of the venture in no test, so that the cost of learning has them.
    work = models.OneToOneField(WorkEntry, null=True, on_delete=models.SET_NULL, related_name="mvp_version")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "number"], name="mvp_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="mvp_version_number"),
        ]


class MvpChange(models.Model):
    """A change of a product that somebody asked for, in our words."""

    product = models.ForeignKey(OfferedProduct, on_delete=models.CASCADE, related_name="mvp_changes")
    text = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "text"], name="mvp_change_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="mvp_change_told"),
        ]


class MvpShowing(models.Model):
    """One version shown to somebody: of an interview, or in words with the client of the base if it is one."""

    class Verdict(models.TextChoices):
        AS_IS = "as_is"
        CHANGE = "change"
        NOT_NEEDED = "not_needed"

    mvp = models.ForeignKey(MvpVersion, on_delete=models.CASCADE, related_name="showings")
    on = models.DateField()
    interview = models.ForeignKey(Interview, null=True, on_delete=models.SET_NULL, related_name="showings")
    who = models.CharField(max_length=200, blank=True, default="")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    # Used on their own, nobody explaining; else it was shown to them.
    alone = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    # Exact words.
    said = models.TextField(blank=True, default="")
    asked = models.ManyToManyField(MvpChange, related_name="showings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class MvpAnswer(models.Model):
    """What a version made of a change asked for before it: taken up, or not and why."""

    mvp = models.ForeignKey(MvpVersion, on_delete=models.CASCADE, related_name="answers")
    change = models.ForeignKey(MvpChange, on_delete=models.CASCADE, related_name="answers")
    taken = models.BooleanField()
    why = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mvp", "change"], name="mvp_answer_once"),
            models.CheckConstraint(condition=models.Q(taken=True) | ~models.Q(why=""), name="mvp_answer_why"),
        ]
