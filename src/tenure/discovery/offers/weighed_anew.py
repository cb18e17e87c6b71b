"""What presales brought before their weights came weighs as what they bring today: by who answered, and how much they paid."""

from collections.abc import Collection, Mapping

from tenure.discovery.models import Evidence, Presale, Refund
from tenure.discovery.offers.presale_evidence import REFUND, SOURCE, level_now, weight_now

CARRIED = str(Evidence.Source.CARRIED)


def weigh_presales_anew(hypotheses: Collection[int]) -> None:
    """Write the weight and the level of what presales and refunds brought to these hypotheses, carried over pivots or not, as a
    presale saved today would. The hypotheses are counted by whoever calls. One query without such evidence, else four and one
    for every pivot behind."""
    rows = Evidence.objects.filter(
        hypothesis__in=hypotheses, withdrawn_at=None, source__in=(SOURCE, REFUND, CARRIED)
    ).select_related("hypothesis")
    found = list(rows.order_by("pk"))
    began = _began(found)
    presales = _presales_of(began.values())
    changed = []
    for row in found:
        root = began.get(row.pk)
        sold = presales.get((root.source, root.source_id or 0)) if root is not None else None
        if root is None or sold is None or sold.venture_id != row.hypothesis.venture_id:
            continue
        level = level_now(sold) if root.source == SOURCE and row.supports else row.level
        if (row.reliability, row.level) != (weight_now(sold), level):
            row.reliability, row.level = weight_now(sold), level
            changed.append(row)
    Evidence.objects.bulk_update(changed, ["reliability", "level"], batch_size=500)


def _began(rows: Collection[Evidence]) -> Mapping[int, Evidence]:
    """By number of a row, what it was before pivots carried it over; those carried from nowhere known are left out."""
    began = {row.pk: row for row in rows if row.source != CARRIED}
    at = {row.pk: row for row in rows if row.source == CARRIED}
    while at:
        behind = Evidence.objects.in_bulk({row.source_id for row in at.values() if row.source_id})
        step: dict[int, Evidence] = {}
        for pk, row in at.items():
            older = behind.get(row.source_id or 0)
            if older is None or older.pk >= row.pk:  # a copy is written after what it was made of; else it is forged
                continue
            (step if older.source == CARRIED else began)[pk] = older
        at = step
    return began


def _presales_of(roots: Collection[Evidence]) -> Mapping[tuple[str, int], Presale]:
    """By kind and number of the record."""
    sold = {root.source_id or 0 for root in roots if root.source == SOURCE}
    back = {root.source_id or 0 for root in roots if root.source == REFUND}
    presales = Presale.objects.filter(pk__in=sold).select_related("product") if sold else ()
    refunds = Refund.objects.filter(pk__in=back).select_related("presale__product") if back else ()
    return {(SOURCE, row.pk): row for row in presales} | {(REFUND, row.pk): row.presale for row in refunds}
