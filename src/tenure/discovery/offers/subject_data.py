"""What presales, services and surveys hold about a client that is one person, and taking it away."""

from typing import Any

from django.db.models import Q

from tenure.discovery.models import (
    Evidence,
    FitSettings,
    ManualRun,
    ManualRunStep,
    MvpShowing,
    Presale,
    Refund,
    StagePassed,
    SurveyAnswer,
)
from tenure.discovery.offers.presale_evidence import REFUND
from tenure.discovery.offers.presale_evidence import SOURCE as PRESALE
from tenure.privacy.subjects import GONE, DataSubject, Held

BOUGHT = (
    "who", "amount_minor", "terms", "agreed_on", "paid_on", "delivered_on", "relation", "refused_on", "refusal",
)  # fmt: skip
SHOWN = ("mvp__product__name", "mvp__number", "on", "who", "alone", "verdict", "said")


def export_offers(subject: DataSubject) -> Held:
    """What the subject bought before it existed, how they were served, what they answered and which versions they saw. Eight
    queries."""
    ids = subject.client_ids
    presales = Presale.objects.filter(client__in=ids).order_by("pk")
    shown = MvpShowing.objects.filter(client__in=ids).order_by("pk")
    stages = StagePassed.objects.filter(presale__client__in=ids).order_by("pk")
    refunds = Refund.objects.filter(presale__client__in=ids).order_by("pk")
    runs = ManualRun.objects.filter(client__in=ids).order_by("pk")
    failed = ManualRunStep.objects.filter(run__client__in=ids).exclude(failure="").order_by("pk")
    answers = SurveyAnswer.objects.filter(client__in=ids).order_by("pk")
    chosen = FitSettings.objects.filter(clients__in=ids).order_by("pk").distinct()
    return {
        "presales": _rows(presales.values(*BOUGHT)),
        "sales_stages": _rows(stages.values("presale__who", "stage__name", "on")),
        "refunds": _rows(refunds.values("on", "amount_minor", "reason", "other_way")),
        "mvp_showings": _rows(shown.values(*SHOWN)),
        "services": _rows(runs.values("service__name", "on", "who", "units", "outcome", "note")),
        "service_failures": _rows(failed.values("run__on", "step__name", "failure")),
        "survey_answers": _rows(answers.values("survey__name", "at", "who", "values")),
        "retention_of_clients": _rows(chosen.values("venture__name")),
    }


def erase_offers(subject: DataSubject) -> dict[str, int]:
    """Sums, minutes and answers to numbers stay counted, and the buyer one buyer; who it was and every word of theirs go."""
    ids, gone = subject.client_ids, f"{GONE} {subject.id}"
    sold = list(Presale.objects.filter(client__in=ids).values_list("pk", flat=True))
    given = list(Refund.objects.filter(presale__in=sold).values_list("pk", flat=True))
    proofs = Evidence.objects.filter(Q(source=PRESALE, source_id__in=sold) | Q(source=REFUND, source_id__in=given))
    proofs.exclude(withdrawn_reason="").update(withdrawn_reason=GONE)
    proofs.update(text=gone)  # the voice stays one voice, with their talks too: a number says no name
    counts = {"refunds": Refund.objects.filter(presale__in=sold).update(reason=GONE, other_way="")}
    counts["presales"] = Presale.objects.filter(pk__in=sold).update(client=None, who=gone, terms="", refusal="")
    shown = MvpShowing.objects.filter(client__in=ids)
    shown.exclude(said="").update(said=GONE)
    counts["mvp_showings"] = shown.update(client=None, who=gone)
    served = list(ManualRun.objects.filter(client__in=ids).values_list("pk", flat=True))
    ManualRunStep.objects.filter(run__in=served).exclude(failure="").update(failure=GONE)
    counts["services"] = ManualRun.objects.filter(pk__in=served).update(client=None, who="", note="")
    answers = list(SurveyAnswer.objects.filter(client__in=ids))
    for row in answers:
        values = {key: value for key, value in row.values.items() if not isinstance(value, str)}
        SurveyAnswer.objects.filter(pk=row.pk).update(client=None, who=gone, values=values)
    for settings in FitSettings.objects.filter(clients__in=ids).distinct():
        settings.clients.remove(*ids)
    return counts | {"survey_answers": len(answers)}


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
