"""Test cards locked before their data, what was observed, amendments, and what was learnt."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.discovery.models.hypotheses import Hypothesis
from tenure.discovery.models.interviews import Interview
from tenure.discovery.models.ventures import Venture


class TestCard(models.Model):
    """What will be done, measured and called success; its criterion cannot change unseen once it is locked."""

    __test__ = False  # no test of pytest

    class Rule(models.TextChoices):
        """How it is decided."""

        EXACT = "exact"  # fixed size, pass mark
        BAYES = "bayes"  # fixed size, probability above the threshold
        SPRT = "sprt"
        E_PROCESS = "e_process"
        TWO_ARM_EXACT = "two_arm_exact"
        TWO_ARM_E = "two_arm_e"

    class State(models.TextChoices):
        DRAFT = "draft"
        LOCKED = "locked"  # and running as soon as something is observed
        DECIDED = "decided"
        ABANDONED = "abandoned"

    class Verdict(models.TextChoices):
        SUPPORTED = "supported"
        REFUTED = "refuted"
        UNDECIDED = "undecided"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="tests")
    # T1, T2, ... within the venture.
    number = models.PositiveIntegerField()
    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="tests")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    action = models.TextField(blank=True, default="")
    metric = models.CharField(max_length=250, blank=True, default="")
    population = models.TextField(blank=True, default="")
    exclusion = models.TextField(blank=True, default="")
    recruiting = models.TextField(blank=True, default="")
    # The claim as it stood when the card was locked; the hypothesis may be reworded later.
    claim = models.TextField(blank=True, default="")
    call_to_action = models.CharField(max_length=250, blank=True, default="")
    rule = models.CharField(max_length=13, choices=Rule.choices, default=Rule.E_PROCESS)
    # The share that decides, and the share hoped for when it is planned; chances of a false yes and of a hit.
    threshold = models.FloatField(null=True)
    hoped = models.FloatField(null=True)
    alpha = models.FloatField(default=0.05)
    power = models.FloatField(default=0.8)
    sure = models.FloatField(default=0.9)
    prior_a = models.FloatField(default=1.0)
    prior_b = models.FloatField(default=1.0)
    least = models.PositiveIntegerField(null=True)
    most = models.PositiveIntegerField(null=True)
    pass_mark = models.PositiveIntegerField(null=True)
    # Stops for futility when the chance still to pass falls below this.
    futility = models.FloatField(null=True)
    ends_on = models.DateField(null=True)
    # Strength of what it can bring (method 2.5), and the planned price.
    level = models.PositiveSmallIntegerField(default=1)
    sensitivity = models.FloatField(null=True)
    specificity = models.FloatField(null=True)
    cost_minor = models.BigIntegerField(default=0)
    hours = models.FloatField(default=0.0)
    days = models.FloatField(default=7.0)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # 0..1: how likely its author thought it to succeed, said before the data.
    prediction = models.FloatField(null=True)
    predicted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # What was locked, as canonical JSON, and its SHA-256. Words stand in it by their salted digest alone, so that a
    # person can be erased from them without breaking the lock; hidden: words an erasure has changed since.
    locked_text = models.TextField(blank=True, default="")
    lock_hash = models.CharField(max_length=64, blank=True, default="")
    lock_salts = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    # How many observations there are, and the seal of the last: none can be taken away or changed unseen.
    observed = models.PositiveIntegerField(default=0)
    observed_seal = models.CharField(max_length=64, blank=True, default="")
    # An amendment made after looking at results: it can no longer decide.
    exploratory = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Of the verdict: the edition of the rules that gave it, how many observations there were then, and its seal, which goes on
    # from the lock and from them. So a verdict of an earlier edition can be believed where the rules now say otherwise.
    rules_edition = models.PositiveSmallIntegerField(null=True)
    decided_after = models.PositiveIntegerField(null=True)
    decided_seal = models.CharField(max_length=64, blank=True, default="")
    # Given up without a verdict: why. And the test that this one repeats.
    abandoned_reason = models.CharField(max_length=250, blank=True, default="")
    retest_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="retests")
    loop = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "number"], name="test_card_once"),
            models.CheckConstraint(
                condition=models.Q(prediction=None) | models.Q(prediction__gte=0, prediction__lte=1),
                name="test_card_prediction",
            ),
        ]


class Amendment(models.Model):
    """A change of a locked card, visible for ever."""

    test = models.ForeignKey(TestCard, on_delete=models.CASCADE, related_name="amendments")
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    reason = models.TextField()
    # How many observations had been entered by then.
    seen = models.PositiveIntegerField(default=0)
    # Salted digest of the words put in, empty for a number; and the seal that goes on from the lock.
    digest = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64, blank=True, default="")


class Observation(models.Model):
    """One result of a test, in the order of entry; corrected by a later one, never changed."""

    test = models.ForeignKey(TestCard, on_delete=models.CASCADE, related_name="observations")
    entered_at = models.DateTimeField()
    happened_on = models.DateField()
    arm = models.PositiveSmallIntegerField(default=0)
    success = models.BooleanField()
    # Who: free words, a client of the base, the company they answer for as one voice.
    who = models.CharField(max_length=200, blank=True, default="")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    cluster = models.CharField(max_length=80, blank=True, default="")
    # The talk it was heard in; then day, person and company are the talk's, and none is written down here again.
    interview = models.ForeignKey(Interview, null=True, on_delete=models.SET_NULL, related_name="observations")
    # That company numbered within the test, 0: their own; counted by this, so that its name can be erased.
    voice = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True, default="")
    # Before the lock, or after the stop: shown, not counted.
    exploratory = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="corrected_by")
    correction_reason = models.CharField(max_length=250, blank=True, default="")
    # A correction that takes the observation out: counted twice, or not of the population.
    excluded = models.BooleanField(default=False)
    # Whether the rule looks after this one: of a total only after its last, for nobody knows the order within.
    look = models.BooleanField(default=True)
    # SHA-256 of the seal before and of what is counted here.
    seal = models.CharField(max_length=64, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class LearningCard(models.Model):
    """What was observed in a test, what it means and what is done now."""

    class Decision(models.TextChoices):
        PERSEVERE = "persevere"
        PIVOT = "pivot"
        KILL = "kill"
        RETEST = "retest"

    test = models.OneToOneField(TestCard, on_delete=models.CASCADE, related_name="learning")
    observed = models.TextField()
    learned = models.TextField(blank=True, default="")
    decision = models.CharField(max_length=9, choices=Decision.choices)
    action = models.TextField(blank=True, default="")
    deviations = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
