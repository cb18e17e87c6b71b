"""What a client that is one person has bought. Erasure leaves it: orders and totals are accounting, and no longer say whose."""

from tenure.orders.models import ClientScore, Order
from tenure.orders.waiting_files import put_away_files
from tenure.privacy.subjects import Copy, DataSubject, Held


def export_orders(subject: DataSubject, copy: Copy) -> Held:
    """Every order and the latest scores of the client. Two queries; nothing for a person at a company."""
    if not subject.client_ids:
        return {}
    orders = Order.objects.filter(client__in=subject.client_ids).order_by("day", "pk")
    scores = ClientScore.objects.filter(client__in=subject.client_ids).order_by("pk")
    return {
        "orders": [dict(row) for row in orders.values("day", "number", "amount_minor", "currency", "is_return")],
        "scores": [
            dict(row)
            for row in scores.values(
                "first_day", "last_day", "abc_class", "xyz_stability_class", "p_active", "value_12m_minor",
                "is_silent", "is_falling",
            )
        ],
    }  # fmt: skip


def erase_orders(subject: DataSubject) -> dict[str, int]:
    """Waiting files that name them go; orders stay, and how many is part of the proof. An order's own number may lead
    back to a paper and stays too."""
    waiting = {"waiting_files": put_away_files(subject)}
    if not subject.client_ids:
        return waiting
    return waiting | {"orders_kept": Order.objects.filter(client__in=subject.client_ids).count()}
