"""Interviews: the plan and its guide, whom to talk to, what was said, quoted, tagged and committed to."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client, Person
from tenure.discovery.models.hypotheses import Hypothesis
from tenure.discovery.models.markets import Problem, Segment
from tenure.discovery.models.ventures import Venture

USER = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """On which side of the business they stand: facts are outside the office, not only with consumers (S000-31)."""

    CONSUMER = "consumer"
    PARTNER = "partner"
    SUPPLIER = "supplier"
    EXPERT = "expert"


class Acquaintance(models.TextChoices):
    """How we came to them: a stranger, through somebody, or a friend, whose kindness is no evidence."""

    COLD = "cold"
    WARM = "warm"
    FRIEND = "friend"


class InterviewPlan(models.Model):
    """What is to be found out, from whom, and how many talks it takes (S000-18)."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="interview_plans")
    # A code of `interviews.kinds.KINDS`.
    kind = models.CharField(max_length=12)
    goal = models.TextField()
    audience = models.TextField(blank=True, default="")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.CONSUMER)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="plans")
    # So many talks, so many of them with strangers.
    target = models.PositiveSmallIntegerField(default=15)
    strangers = models.PositiveSmallIntegerField(default=5)
    due_on = models.DateField(null=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    loop = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Guide(models.Model):
    """The questions of a plan in one version; once a talk was held by it, a change makes the next version."""

    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="guides")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    # One question a line.
    questions = models.TextField(blank=True, default="")
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="guide_once")]


class Candidate(models.Model):
    """Somebody to talk to; nobody is asked twice after a no."""

    class State(models.TextChoices):
        LISTED = "listed"
        AGREED = "agreed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        HELD = "held"

    class Basis(models.TextChoices):
        """What allows us to keep their name and write to them."""

        CONSENT = "consent"
        CONTRACT = "contract"
        INTEREST = "legitimate_interest"

    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="candidates")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True, default="")
    company = models.CharField(max_length=200, blank=True, default="")
    contact = models.CharField(max_length=200, blank=True, default="")
    acquaintance = models.CharField(max_length=6, choices=Acquaintance.choices, default=Acquaintance.COLD)
    state = models.CharField(max_length=9, choices=State.choices, default=State.LISTED)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    # What they were told and agreed to, in the words used.
    consent_text = models.TextField(blank=True, default="")
    consent_on = models.DateField(null=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "person"], condition=models.Q(person__isnull=False), name="candidate_once"
            )
        ]


class Interview(models.Model):
    """One talk to learn, not to sell."""

    class Consent(models.TextChoices):
        NONE = "none"
        NOTES = "notes"
        RECORDING = "recording"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="interviews")
    plan = models.ForeignKey(InterviewPlan, null=True, on_delete=models.SET_NULL, related_name="interviews")
    guide = models.ForeignKey(Guide, null=True, on_delete=models.SET_NULL, related_name="interviews")
    candidate = models.OneToOneField(Candidate, null=True, on_delete=models.SET_NULL, related_name="interview")
    kind = models.CharField(max_length=12)
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.CONSUMER)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="interviews")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    # In words, for people outside the client base; with a person or a client, what they were called then.
    name = models.CharField(max_length=200, blank=True, default="")
    company = models.CharField(max_length=200, blank=True, default="")
    # One company, one voice: `client:<number>` or the normal name of the company; empty: on their own.
    cluster = models.CharField(max_length=80, blank=True, default="")
    acquaintance = models.CharField(max_length=6, choices=Acquaintance.choices, default=Acquaintance.COLD)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    interviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    note_taker = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=9, choices=Consent.choices, default=Consent.NOTES)
    consent_text = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    transcript = models.TextField(blank=True, default="")
    # Share of the words that were the interviewer's, 0..1; told from a transcript alone.
    talk_share = models.FloatField(null=True)
    # 1 has the problem, 2 knows it, 3 searches with a deadline, 4 has patched something up, 5 has the money.
    evangelist = models.PositiveSmallIntegerField(null=True)
    decides = models.TextField(blank=True, default="")
    referrals = models.TextField(blank=True, default="")
    # Codes of `interviews.kinds.BIASES`.
    biases = models.JSONField(default=list)
    loop = models.PositiveSmallIntegerField(default=1)
    # The conversation on the client's card. A plain number: it may be deleted there.
    interaction_id = models.BigIntegerField(null=True)
    # Made by the form before it sends, so that sending twice records once.
    key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # Consent taken back, or forgotten on request: who it was is gone, the counts stay.
    forgotten_at = models.DateTimeField(null=True)
    # Recorded by mistake: it stays readable, by whom and why, and counts nowhere.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=250, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(evangelist=None) | models.Q(evangelist__gte=1, evangelist__lte=5),
                name="interview_evangelist",
            ),
            models.CheckConstraint(
                condition=models.Q(talk_share=None) | models.Q(talk_share__gte=0, talk_share__lte=1),
                name="interview_talk_share",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["venture", "-held_on", "-id"], name="interview_newest")]


class InterviewProblem(models.Model):
    """A problem as one person has it."""

    class Frequency(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"
        YEARLY = "yearly"
        ONCE = "once"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="problems")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="mentions")
    # Said by themselves, before we named it; only these count towards prevalence.
    unprompted = models.BooleanField(default=True)
    severity = models.PositiveSmallIntegerField(null=True)
    frequency = models.CharField(max_length=7, choices=Frequency.choices, blank=True, default="")
    alternative = models.TextField(blank=True, default="")
    # What it costs them today, a month.
    cost_minor = models.BigIntegerField(null=True)
    hours = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "problem"], name="interview_problem_once"),
            models.CheckConstraint(
                condition=models.Q(severity=None) | models.Q(severity__gte=1, severity__lte=10),
                name="interview_problem_severity",
            ),
            models.CheckConstraint(
                condition=(models.Q(cost_minor=None) | models.Q(cost_minor__gte=0))
                & (models.Q(hours=None) | models.Q(hours__gte=0)),
                name="interview_problem_cost",
            ),
        ]


class Theme(models.Model):
    """A label put on quotes that say the same."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["venture", "name"], name="theme_once")]


class Quote(models.Model):
    """Exact words from an interview. theme: the one agreed on, by one coder alone or after two disagreed."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField()
    problem = models.ForeignKey(Problem, null=True, on_delete=models.SET_NULL, related_name="quotes")
    hypothesis = models.ForeignKey(Hypothesis, null=True, on_delete=models.SET_NULL, related_name="quotes")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="quotes")
    settled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    # The fact it became on the client's card. A plain number.
    fact_id = models.BigIntegerField(null=True)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class Coding(models.Model):
    """The theme one coder, by themselves, put on a quote; no theme: fits none."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    # The coder by name where they have no account here: of a venture taken in from a file.
    outside = models.CharField(max_length=120, blank=True, default="")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="codings")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "coder"], name="coding_once"),
            models.UniqueConstraint(
                fields=["quote", "outside"], condition=models.Q(coder__isnull=True), name="coding_outside_once"
            ),
            models.CheckConstraint(
                condition=models.Q(coder__isnull=False, outside="")
                | (models.Q(coder__isnull=True) & ~models.Q(outside="")),
                name="coding_coder",
            ),
        ]


class Commitment(models.Model):
    """What they gave: time, reputation or money. Words of praise are none of these."""

    class Kind(models.TextChoices):
        TIME = "time"
        REPUTATION = "reputation"
        MONEY = "money"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=250)
    amount_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount_minor=None) | models.Q(amount_minor__gte=0), name="commitment_amount"
            )
        ]
