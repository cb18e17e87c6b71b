"""Who uses this installation, what they may see, and the record of what they did."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Role(models.TextChoices):
    SALESPERSON = "salesperson"
    HEAD_OF_SALES = "head_of_sales"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class User(AbstractBaseUser):
    """An account of one of our people. Never deleted, only deactivated: the audit points here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SALESPERSON)
    is_active = models.BooleanField(default=True)
    # Opens sealed facts. No role brings it: an administrator gives it to each by name.
    may_see_sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="en")
    theme = models.CharField(max_length=6, blank=True, default="")
    single_keys = models.BooleanField(default=True)
    day_minutes = models.PositiveSmallIntegerField(default=240)
    # A field visit becomes a task so many days after the last one; empty: nobody is reminded.
    visit_every_days = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Workspace(models.Model):
    """The company this installation serves: one row, made at first start."""

    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=40, default="UTC")
    hour_cost_minor = models.BigIntegerField(default=2000)
    silence_level = models.FloatField(default=0.2)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="workspace_single"),
            models.CheckConstraint(
                condition=models.Q(silence_level__gt=0, silence_level__lt=1), name="workspace_silence_level"
            ),
        ]


class AuditRow(models.Model):
    """One change by one person (or by the system when actor is empty). Written by the writers, never changed."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="audit_subject")]


class Reading(models.Model):
    """One opening of a sealed fact. Plain numbers: people and facts live in a room above and may be gone."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    type_code = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "-id"], name="reading_of_person")]


class StoragePeriod(models.Model):
    """How many days one kind of data is kept; a kind without a row is kept for good."""

    kind = models.CharField(max_length=30, unique=True)
    days = models.PositiveIntegerField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="storage_period_positive"),
        ]


class Erasure(models.Model):
    """Proof that somebody's data were erased: the digest of what was held, how much of what kind, never the data."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # "person" or "client", and its number; the row itself stays, anonymous.
    subject_kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    # Every row that was the subject as [kind, number, mark], for erasing a restored backup again.
    rows = models.JSONField(default=list)
    # Digest of what was left: whatever is written down afterwards can be erased too.
    left = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="erasure_subject")]


class DailyRun(models.Model):
    """A daily job on one day: whoever inserts the row does the work."""

    name = models.CharField(max_length=30)
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "day"], name="daily_run_once")]
