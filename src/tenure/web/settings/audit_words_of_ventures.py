"""The log's codes of ventures in words: those of their timelines."""

from django.utils.translation import gettext as _

from tenure.discovery.timeline_words import event_words, subject_words

Choices = list[tuple[str, str]]


def of_ventures() -> Choices:
    """Every action a writer of ventures records."""
    return list(event_words().items())


def venture_subjects() -> Choices:
    """What the records of ventures are called."""
    return list(subject_words().items())


def venture_details() -> dict[str, str]:
    """What a row about a venture tells."""
    return {
        "venture": _("venture"),
        "people": _("with people"),
        "key": _("mark of the form"),
    }
