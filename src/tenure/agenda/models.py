"""The one agenda: whatever waits for somebody is a row here, with its reason and the money at stake."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client, Person

# What the newest scores propose and take back; tasks of all other kinds stay until somebody ends them.
FROM_SCORES = ("silence", "falling", "due", "first_order")
# What every run of the scores renews: the proposals above, and questions worth asking.
RENEWED = (*FROM_SCORES, "learn")
# What no person wrote: found anew when it is lost.
COMPUTED = (*FROM_SCORES, "learn", "occasion")
# Questions a person took from a decision table begin their episode so: no run of the scores takes them back.
FROM_TABLE = "table:"


class Task(models.Model):
    """An action with a reason. `reason` is a code and its numbers: the sentence is written in the reader's language."""

    class Kind(models.TextChoices):
        SILENCE = "silence"
        FALLING = "falling"
        DUE = "due"
        FIRST_ORDER = "first_order"
        PLAIN = "plain"
        PROMISE = "promise"
        ANSWER = "answer"  # a question of the client that was left open
        CONTACT = "contact"  # the next talk agreed on
        LEARN = "learn"  # a question worth asking
        OCCASION = "occasion"
        INTERVIEW = "interview"  # talks a plan of Discovery still lacks
        TEST = "test"  # a test of a venture: to run, to learn from

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        NOT_USEFUL = "not_useful"
        EXPIRED = "expired"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    client = models.ForeignKey(Client, null=True, on_delete=models.CASCADE, related_name="tasks")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    # The conversation it came from. A plain number: conversations live in a room above.
    interaction_id = models.BigIntegerField(null=True)
    # Promised by the client, not by us.
    theirs = models.BooleanField(default=False)
    # What the task is about, e.g. the last order day of a silence: the same episode never asks twice.
    episode = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    reason = models.JSONField(default=dict)
    # Money a year that hangs on the task, with its 80 % interval; empty when unknown, never a zero dressed up.
    stake_minor = models.BigIntegerField(null=True)
    stake_low_minor = models.BigIntegerField(null=True)
    stake_high_minor = models.BigIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    # Money at stake per minute, in minor units: the order of the list.
    worth_per_minute = models.FloatField(default=0.0)
    due_on = models.DateField(null=True)
    show_from = models.DateField(null=True)
    postpone_reason = models.CharField(max_length=200, blank=True, default="")
    postponed_times = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    close_note = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "kind", "episode"],
                condition=~models.Q(kind="plain"),
                name="task_once_per_episode",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "-worth_per_minute", "id"], name="task_owner_rank"),
            models.Index(fields=["state", "-worth_per_minute", "id"], name="task_rank"),
            models.Index(fields=["closed_at", "closed_by"], name="task_closed"),
            # Few tasks have a day or wait for one: without these they are looked for among all open ones.
            models.Index(fields=["state", "due_on", "id"], condition=models.Q(due_on__isnull=False), name="task_due"),
            models.Index(
                fields=["interaction_id"], condition=models.Q(interaction_id__isnull=False), name="task_interaction"
            ),
            models.Index(
                fields=["state", "show_from", "id"], condition=models.Q(show_from__isnull=False), name="task_waiting"
            ),
        ]


class CalendarFeed(models.Model):
    """The address under which one of our people reads their calendar; only its digest is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)
