"""`tenure import amounts`, `settle` and `take-back`: amounts in doubt by command, through the same writers as their page."""

import json
from datetime import date
from typing import Any

import pytest

from tenure.cli.imports import app
from tenure.kernel.errors import NotAllowed
from tenure.orders import suspected
from tenure.orders.models import AmountDecision, Order, OrderLine, ScoreRun
from tenure.privacy.models import AuditRow, User
from tests import factories
from tests.cli.in_process import refused, told

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def boss(workspace: Any) -> User:
    return factories.make_user(role="administrator", name="Ana Rusu", email="ana@example.com")


def doubtful(amount_minor: int = 5_250_000, damage: str = "thousandfold", **fields: object) -> OrderLine:
    order = factories.make_order(factories.make_client("Lactis SRL"), DAY, amount_minor, looks_damaged=True, **fields)
    OrderLine.objects.filter(order=order).update(damage=damage)
    return OrderLine.objects.get(order=order)


def listed(*words: object) -> Any:
    return json.loads(told(app, "amounts", "--json", *map(str, words)))


def test_amounts_are_counted_by_import_and_suspicion() -> None:
    batch = factories.make_batch(file_name="march.csv")
    doubtful(batch=batch)
    doubtful(batch=batch)
    doubtful(damage="lost_decimal", batch=batch)
    found = listed()
    assert (found["in_doubt"], found["lines"], found["currency"]) == (3, [], "EUR")
    group = {"import": batch.pk, "file": "march.csv"}
    assert found["groups"] == [
        group | {"suspicion": "lost_decimal", "lines": 1},
        group | {"suspicion": "thousandfold", "lines": 2},
    ]
    assert listed("--suspicion", "lost_decimal")["in_doubt"] == 1
    assert listed("--import", batch.pk + 1)["groups"] == []
    assert f"{batch.pk} · march.csv · a thousand times the usual: 2" in told(app, "amounts")


def test_without_any_it_says_so() -> None:
    assert told(app, "amounts") == "No amount is in doubt.\n"


def test_lines_are_shown_page_by_page_with_what_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suspected, "PAGE", 2)
    lines = [doubtful().pk for _n in range(3)]
    first = listed("--lines")
    assert [row["line"] for row in first["lines"]] == [lines[2], lines[1]]
    assert (first["lines"][0]["amount"], first["lines"][0]["divided"]) == (52_500.0, 52.5)
    assert [row["line"] for row in listed("--after", first["after"])["lines"]] == [lines[0]]
    text = told(app, "amounts", "--lines").replace("\xa0", " ")
    assert "Lactis SRL" in text
    assert "€52,500.00 → €52.50?" in text
    assert f"--after {lines[1]}" in text


def test_lines_are_divided_and_taken_back() -> None:
    lines = [doubtful().pk, doubtful(7_001_600).pk]
    text = told(app, "settle", "divide", *map(str, lines), "--reason", "The export of March")
    decision = AmountDecision.objects.get()
    assert f"2 amounts settled. To take it back: tenure import take-back {decision.pk}" in text
    assert (decision.actor.email, decision.reason) == ("ana@example.com", "The export of March")
    assert sorted(Order.objects.values_list("amount_minor", flat=True)) == [5250, 7002]
    assert ScoreRun.objects.filter(state="to_run").count() == 1
    assert listed()["settled"][0]["decision"] == decision.pk
    assert "The export of March" in told(app, "amounts")
    told(app, "take-back", str(decision.pk))
    assert sorted(Order.objects.values_list("amount_minor", flat=True)) == [5_250_000, 7_001_600]
    assert listed()["in_doubt"] == 2
    assert AuditRow.objects.filter(action="take_back_amounts").count() == 1


@pytest.mark.parametrize(("typed", "minor"), [("52.50", 5250), ("1 250,5", 125_050), ("0", 0)])
def test_one_amount_is_written_as_people_type_it(typed: str, minor: int) -> None:
    line = doubtful()
    told(app, "settle", "write", str(line.pk), "--amount", typed, "--reason", "Invoice 2291")
    assert Order.objects.get().amount_minor == minor


def test_an_amount_is_called_right_by_another_account(head_of_sales: User) -> None:
    line = doubtful()
    answer = told(
        app, "settle", "right", str(line.pk), "--reason", "Warehouse", "--user", head_of_sales.email, "--json"
    )
    assert json.loads(answer) == {"decisions": [AmountDecision.objects.get().pk], "lines": 1}
    assert AmountDecision.objects.get().actor == head_of_sales
    assert not Order.objects.get().looks_damaged


def test_all_of_an_import_with_one_suspicion_go_in_decisions_of_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suspected, "MOST_AT_ONCE", 2)
    batch = factories.make_batch()
    for _n in range(5):
        doubtful(batch=batch)
    other, lost = doubtful(), doubtful(damage="lost_decimal", batch=batch)
    words = ["settle", "divide", "--import", str(batch.pk), "--suspicion", "thousandfold", "--reason", "Export"]
    made = json.loads(told(app, *words, "--json"))
    assert (len(made["decisions"]), made["lines"]) == (3, 5)
    assert set(OrderLine.objects.exclude(damage="").values_list("pk", flat=True)) == {other.pk, lost.pk}
    assert "No amount of import" in refused(app, *words)
    told(app, "take-back", *map(str, made["decisions"]))
    assert listed()["in_doubt"] == 7


def test_what_is_wrong_is_named_and_nothing_is_written() -> None:
    line = str(doubtful().pk)
    sure = factories.make_order(factories.make_client(), DAY).lines.get().pk
    why = ("--reason", "Invoice")
    assert "“halve”" in refused(app, "settle", "halve", line, *why)
    assert "--import and --suspicion" in refused(app, "settle", "divide", *why)
    assert "--import and --suspicion" in refused(app, "settle", "divide", line, "--import", "1", *why)
    assert "--import and --suspicion" in refused(app, "settle", "divide", "--import", "1", *why)
    assert "“odd”" in refused(app, "amounts", "--suspicion", "odd")
    assert "“much”" in refused(app, "settle", "write", line, "--amount", "much", *why)
    assert "“nan”" in refused(app, "settle", "write", line, "--amount", "nan", *why)
    assert "“”" in refused(app, "settle", "write", line, *why)
    assert "A reason is missing" in refused(app, "settle", "divide", line)
    assert f"no lines of an order: {sure}. " in refused(app, "settle", "divide", line, str(sure), *why)
    assert "number 404" in refused(app, "take-back", "404")
    assert not AmountDecision.objects.exists()


def test_who_may_not_import_may_not_settle_either(salesperson: User) -> None:
    line = doubtful()
    for words in (["amounts"], ["settle", "right", str(line.pk), "--reason", "Mine"]):
        with pytest.raises(NotAllowed):
            told(app, *words, "--user", salesperson.email)
    assert not AmountDecision.objects.exists()
