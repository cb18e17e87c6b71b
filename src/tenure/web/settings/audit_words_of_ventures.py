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
        "problem": _("problem"),
        "into": _("into"),
        "mentions": _("mentions moved"),
        "joined": _("talks that named both"),
        "quotes": _("quotes"),
        "hypotheses": _("hypotheses"),
        "sizes": _("market sizes moved"),
        "questions": _("survey questions"),
        "left_sizes": _("market sizes left out"),
        "unprompted": _("named unasked"),
        "severity": _("severity"),
        "frequency": _("how often"),
        "cost_minor": _("cost a month"),
        "hours": _("hours a month"),
        "other_unprompted": _("the other wording: named unasked"),
        "other_severity": _("the other wording: severity"),
        "other_frequency": _("the other wording: how often"),
        "other_cost_minor": _("the other wording: cost a month"),
        "other_hours": _("the other wording: hours a month"),
    }
