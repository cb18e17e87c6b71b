"""The edition of the scores: raised whenever the same orders come to other classes, so that stored scores are known as old."""

import hashlib

import pytest

from tenure.engine.edition import EDITION, of_earlier_edition, version_of
from tenure.engine.scores import score_clients
from tests.engine.simulation import order_table
from tests.engine.test_scores_by_hand import AS_OF, rows_of

CLASSES = ("abc_class", "xyz_frequency_class", "xyz_stability_class", "rfm_recency", "rfm_frequency", "rfm_money")
# What each edition makes of the same orders. An edition here is never changed: other classes are another edition.
PRINTS = {3: "0f410e5ddbda269e"}


def test_the_same_orders_come_to_other_classes_only_in_another_edition() -> None:
    told = []
    for seed in range(5):
        client, day, amount, back = (list(column) for column in zip(*rows_of(seed), strict=True))
        orders = order_table(client, day, amount, returns=back)
        told.append(score_clients(orders, as_of=AS_OF).clients.select(CLASSES).to_pylist())
    assert hashlib.sha256(repr(told).encode()).hexdigest()[:16] == PRINTS[EDITION]


@pytest.mark.parametrize(
    ("version", "earlier"),
    [
        (version_of("mbg-nbd"), False), (version_of(""), False), (f"mbg-nbd+gamma-gamma/{EDITION - 1}", True),
        ("none/1", True), (f"none/{EDITION + 1}", False), ("", False), ("none/x", False), ("7", False),
    ],
)  # fmt: skip
def test_scores_of_an_earlier_edition_are_known_by_their_version(version: str, earlier: bool) -> None:
    assert of_earlier_edition(version) is earlier
