"""Evidence that begins to speak with another voice, because two clients are found to be one, or two again."""

from collections.abc import Collection

from django.db.models import Q

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Evidence, Hypothesis, Quote, Refund


def speak_as(cluster: str, *, interviews: Collection[int], presales: Collection[int], names: Collection[str]) -> None:
    """Let what these talks and presales brought, carried over pivots or not, be the voice `cluster`, and count anew what
    rests on it and on other voices that may be one with it now: names. Part of the writer that changed them."""
    quotes = Quote.objects.filter(interview__in=interviews).values("pk")
    heard = Q(source=Evidence.Source.QUOTE, source_id__in=quotes)
    refunds = Refund.objects.filter(presale__in=presales).values("pk")
    paid = Q(source=Evidence.Source.PRESALE, source_id__in=presales)
    rows = Evidence.objects.filter(heard | paid | Q(source=Evidence.Source.REFUND, source_id__in=refunds))
    seen: set[int] = set()
    while found := set(rows.values_list("pk", flat=True)) - seen:
        Evidence.objects.filter(pk__in=found).update(cluster=cluster)
        seen |= found
        rows = Evidence.objects.filter(source=Evidence.Source.CARRIED, source_id__in=found)
    touched = Q(evidence__in=seen) | Q(evidence__cluster__in=names)
    for hypothesis in Hypothesis.objects.filter(touched).distinct().order_by("pk"):
        refresh_belief(hypothesis)
