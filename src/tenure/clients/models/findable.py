"""What the search looks through beside the clients themselves; kept by triggers and `clients.find_index`."""

from typing import ClassVar

from django.db import models


class SearchEntry(models.Model):
    """The folded text of one person, company, fact, note or conversation. `text` begins with the mark of its kind."""

    kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    # The client it is about; empty for people and companies, whose sight is judged by their own readers.
    client_id = models.BigIntegerField(null=True)
    # The type of a fact, by which its sensitivity is looked up when it is searched for.
    code = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once")]


class SearchWaiting(models.Model):
    """A record that was written and is not yet indexed; searched too."""

    kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_waiting_once")]


class SearchWord(models.Model):
    """A word that stands somewhere, by which a misspelt one is recognised; says nothing of where."""

    word = models.CharField(max_length=30, primary_key=True)
    size = models.PositiveSmallIntegerField()
    backwards = models.CharField(max_length=30)


class SearchProgress(models.Model):
    """Up to which client the words are learnt: one row."""

    learnt_client = models.BigIntegerField(default=0)
