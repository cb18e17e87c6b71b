"""What the words of a talk weigh as evidence, and keeping that true when the talk is corrected."""

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Evidence, Hypothesis, Interview, Quote
from tenure.discovery.models.interviews import Acquaintance
from tenure.discovery.voices import voice_of

# A friend's words, and words we put into a mouth, weigh half; assumed.
BENT = 0.5
BENDING = frozenset(("pitched", "led", "friend", "boss_there", "compliments"))


def reliability_of(talk: Interview) -> float:
    """How far the words of this talk are to be believed, 0..1."""
    bent = talk.acquaintance == Acquaintance.FRIEND or BENDING & set(talk.biases)
    return BENT if bent else 1.0


def reweigh_quotes(talk: Interview) -> None:
    """After a talk was corrected: whose voice its quotes are, and what they weigh. Part of its writer."""
    quotes = Quote.objects.filter(interview=talk).values("pk")
    rows = Evidence.objects.filter(source=Evidence.Source.QUOTE, source_id__in=quotes, withdrawn_at=None)
    now = {"cluster": voice_of(talk), "reliability": reliability_of(talk), "observed_on": talk.held_on}
    changed = rows.exclude(**now)
    touched = sorted(set(changed.values_list("hypothesis_id", flat=True)))
    changed.update(**now)
    for hypothesis in Hypothesis.objects.filter(pk__in=touched).order_by("pk"):
        refresh_belief(hypothesis)
