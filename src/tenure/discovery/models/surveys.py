"""Forms anybody with the address may answer, their answers, and what keeps one sender from answering for a crowd."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.clients.models import Client
from tenure.discovery.models.markets import Problem, Segment
from tenure.discovery.models.ventures import Venture


class Survey(models.Model):
    """A form in up to three languages. texts: language -> title, intro, consent, thanks; empty ones take the usual."""

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="surveys")
    name = models.CharField(max_length=160)
    # The product as the questions name it; where the answers come from when the form does not ask.
    about = models.CharField(max_length=120, blank=True, default="")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    texts = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    most_answers = models.PositiveIntegerField(null=True)
    # Sent but not taken in at all: the sender had answered too often that day.
    refused = models.PositiveIntegerField(default=0)
    # The segment named as the best before the first answer: on it the fit is decided.
    best_segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class SurveyQuestion(models.Model):
    """A question. text: language -> words, empty: the usual ones of its kind. options: by kind, see `surveys.kinds`."""

    class Kind(models.TextChoices):
        ELLIS = "ellis"
        NPS = "nps"
        VAN_WESTENDORP = "westendorp"
        GABOR_GRANGER = "gabor"
        SEGMENT = "segment"
        PROBLEM = "problem"
        CHOICE = "choice"
        SEVERAL = "several"
        NUMBER = "number"
        TEXT = "text"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    # Which problem a question of that kind asks about.
    problem = models.ForeignKey(Problem, null=True, on_delete=models.SET_NULL, related_name="survey_questions")
    required = models.BooleanField(default=False)


class SurveyDay(models.Model):
    """The secret of one day that addresses are hashed with; the rows of past days are deleted, and the way back too."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)


class SurveySender(models.Model):
    """How often one address has answered a survey today, by the day's hash of it; the address itself is nowhere."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    digest = models.CharField(max_length=64)
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "day", "digest"], name="survey_sender_once"),
        ]


class SurveyAnswer(models.Model):
    """One respondent. values: question -> value. `aside`: why it does not count, empty when it does; never deleted."""

    class Source(models.TextChoices):
        FORM = "form"
        HAND = "hand"
        PASTE = "paste"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    source = models.CharField(max_length=5, choices=Source.choices)
    language = models.CharField(max_length=2, blank=True, default="")
    # Entered by hand only; the public form asks for no name.
    who = models.CharField(max_length=200, blank=True, default="")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    values = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(null=True)
    # Which of today's senders; empty from tomorrow on.
    sender = models.ForeignKey(SurveySender, null=True, on_delete=models.SET_NULL, related_name="sent")
    aside = models.CharField(max_length=12, blank=True, default="")
    aside_note = models.CharField(max_length=250, blank=True, default="")
    aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The one form it was sent with: sent twice, it is stored once.
    form_mark = models.CharField(max_length=32, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "form_mark"], name="survey_answer_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["survey", "-id"], name="survey_answer_newest")]
