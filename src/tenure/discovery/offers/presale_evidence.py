"""A presale as evidence: a payment for its hypothesis, a refusal against it, a refund against the promise that was not kept."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence_of
from tenure.discovery.models import Evidence, Presale, Refund, Venture
from tenure.discovery.offers.presale_weight import LEVEL, WEIGHTS, level_of, relation_of
from tenure.discovery.voices import cluster_of
from tenure.privacy.models import User

SOURCE, REFUND = str(Evidence.Source.PRESALE), str(Evidence.Source.REFUND)


@dataclass(frozen=True)
class Counted:
    """What a presale counts as on its hypothesis now. weight: 0..1, before voices are shared."""

    supports: bool
    level: int
    weight: float


def counted_of(venture: Venture) -> dict[int, Counted]:
    """By presale, what stands on its hypothesis now. One query."""
    rows = Evidence.objects.filter(hypothesis__venture=venture, source=SOURCE, withdrawn_at=None).order_by("pk")
    columns = ("source_id", "supports", "level", "relevance", "reliability")
    return {
        number: Counted(supports, level, relevance * reliability)
        for number, supports, level, relevance, reliability in rows.values_list(*columns)
        if number is not None
    }


def given_back(row: Presale) -> int:
    """Money given back so far, in minor units. One query."""
    return sum(row.refunds.values_list("amount_minor", flat=True))


def tell_evidence(actor: User, row: Presale, *, same_buyer: bool = False) -> None:
    """Make the evidence of a presale and of its refunds what it should be; what is so already stays untouched, and a buyer
    that stayed the same keeps the voice. Part of the writer that changed it."""
    _tell(actor, row, SOURCE, row.pk, _proof(row), same_buyer)
    for refund in row.refunds.order_by("pk"):
        _tell(actor, row, REFUND, refund.pk, _failure(row, refund), same_buyer)


def tell_refund(actor: User, row: Presale, refund: Refund) -> None:
    """Money given back speaks against the hypothesis named, if any. Part of the writer."""
    _tell(actor, row, REFUND, refund.pk, _failure(row, refund), same_buyer=False)


def _tell(
    actor: User, row: Presale, source: str, source_id: int, wanted: dict[str, Any] | None, same_buyer: bool
) -> None:
    stands = Evidence.objects.filter(source=source, source_id=source_id, withdrawn_at=None).order_by("pk").first()
    if same_buyer and stands and wanted and all(getattr(stands, name) == value for name, value in wanted.items()):
        return
    cluster = stands.cluster if stands and same_buyer else cluster_of(row.client_id, row.who)
    withdraw_evidence_of(actor=actor, source=source, source_id=source_id, reason=_("The presale was changed."))
    if wanted is not None:
        add_evidence(actor=actor, source=source, source_id=source_id, cluster=cluster, **wanted)


def _failure(row: Presale, refund: Refund) -> dict[str, Any] | None:
    """The evidence of a refund as it should stand, the voice aside; None: no money went back, or nothing is named."""
    if refund.hypothesis_id is None or not refund.amount_minor:
        return None
    return {
        "hypothesis_id": refund.hypothesis_id, "supports": False, "level": LEVEL, "text": _said(row, refund.reason),
        "observed_on": refund.on, "reliability": weight_now(row),
    }  # fmt: skip


def _proof(row: Presale) -> dict[str, Any] | None:
    """The evidence of a presale as it should stand, the voice aside; None: it says nothing yet, or no more."""
    if row.hypothesis_id is None:
        return None
    told = {"hypothesis_id": row.hypothesis_id, "reliability": weight_now(row)}
    if row.refused_on is not None:
        refused = {"supports": False, "level": LEVEL, "text": _said(row, row.refusal), "observed_on": row.refused_on}
        return told | refused
    if row.paid_on is None or given_back(row) >= row.amount_minor:
        return None
    return told | {"supports": True, "level": level_now(row), "text": row.who, "observed_on": row.paid_on}


def level_now(row: Presale) -> int:
    """The level of the payment, by what part of the list price it is."""
    listed = row.list_minor or (row.product.price_minor if row.product else None)
    return level_of(row.amount_minor / listed if listed else None)


def _said(row: Presale, words: str) -> str:
    return f"{row.who}: {words}" if words else row.who


def weight_now(row: Presale) -> float:
    """How far the answer of this buyer speaks for people who owe us nothing."""
    return WEIGHTS[relation_of(row.relation, row.source)]
