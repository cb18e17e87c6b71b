"""Geometry of the pictures on Base."""

import itertools

import pytest

from tenure.orders.summary import BaseSummary, Cell, Concentration, Step, Totals
from tenure.web.clients.drawings import FLOW_HEIGHT, curve, flow, kind_of, matrix, top_of


def test_the_matrix_has_a_row_for_every_class_and_deeper_tints_for_more_money() -> None:
    cells = [Cell("A", "X", 5, 9000, 900, 1), Cell("B", "Z", 7, 900, None, 0), Cell("", "", 3, 0, None, 2)]
    marks, rows = matrix(cells, "revenue")
    assert marks == ("X", "Y", "Z", "")
    assert [(row.value_class, row.clients, row.money, row.silent) for row in rows] == [
        ("A", 5, 9000, 1), ("B", 7, 900, 0), ("C", 0, 0, 0), ("", 3, 0, 2),
    ]  # fmt: skip
    assert [cell.tint for cell in rows[0].cells] == [5, 1, 1, 1]
    assert rows[1].cells[2].tint == 2


def test_columns_without_clients_of_unknown_regularity_are_left_out() -> None:
    marks, rows = matrix([Cell("A", "X", 5, 100, None, 0)], "margin")
    assert marks == ("X", "Y", "Z")
    assert rows[0].money == 0


def test_a_whale_curve_keeps_its_back_inside_the_drawing() -> None:
    whale = Concentration(10, 1000, 2, 0.9, 0.5, ((0.0, 0.0), (0.5, 1.13), (1.0, 1.0)), 3, -130)
    drawn = curve(whale)
    assert top_of(whale) == pytest.approx(1.2)
    assert drawn is not None
    assert drawn.path.startswith("M0.00 100.00L50.00 5.83")
    assert max(drawn.ticks) == pytest.approx(1.2)


def test_nothing_to_share_out_draws_nothing() -> None:
    assert curve(Concentration(0, 0, 0, None, None)) is None
    assert flow([Step("A", "B", 0)]) is None
    assert flow([]) is None


def test_ribbons_fill_their_ends_exactly_and_stay_inside() -> None:
    drawn = flow(
        [Step("A", "A", 50), Step("A", "left", 4), Step("new", "B", 9), Step("left", "A", 1), Step("left", "left", 7)]
    )
    assert drawn is not None
    assert [(node.name, node.clients) for node in drawn.left] == [("A", 54), ("new", 9), ("left", 1)]
    assert [(node.name, node.clients) for node in drawn.right] == [("A", 51), ("B", 9), ("left", 4)]
    for side in (drawn.left, drawn.right):
        assert side[-1].y + side[-1].height <= FLOW_HEIGHT + 0.2
        assert all(one.y + one.height < two.y for one, two in itertools.pairwise(side))


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("A", "A", "stayed"),
        ("C", "A", "rose"),
        ("A", "C", "fell"),
        ("B", "left", "left"),
        ("new", "A", "came"),
        ("left", "C", "rose"),
    ],
)
def test_a_movement_has_its_colour(before: str, now: str, kind: str) -> None:
    assert kind_of(before, now) == kind


def test_a_summary_comes_back_from_json_as_it_went() -> None:
    base = BaseSummary(Totals(clients=2, countries={"Moldova": 2}), {"a": (Cell("A", "X", 1, 2, None, 0),)})
    assert BaseSummary.from_json(base.to_json()) == base
    assert BaseSummary.from_json({}) == BaseSummary()
