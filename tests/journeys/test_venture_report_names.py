"""Who was talked to stays out of a report, even by a given name alone; ordinary words stay in."""

import pytest

from tenure.discovery.models import Amendment, EconomicsInput, Venture
from tenure.journeys.venture_report.name_forms import WORD, Forms, is_ordinary, without_words
from tenure.journeys.venture_report.names import texts_in
from tenure.journeys.venture_report.report import venture_report
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tests.economics_factories import make_economics
from tests.venture_factories import (
    make_hypothesis,
    make_interview,
    make_observation,
    make_presale,
    make_ready_test,
    make_venture,
)

pytestmark = pytest.mark.django_db


def hidden(text: str, *names: str, without: tuple[str, ...] = ()) -> str:
    forms = Forms(names, without)
    words = set(WORD.findall(text))
    found = {word for word in words if forms.has(word)}
    return without_words(text, found, {word for word in found if is_ordinary(word, words)}, "•••")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Анна Петрова", "Анна Анны Анне Анну Анной Петрова Петровой Петрову"),
        ("Иван Петров", "Иван Ивана Ивану Иваном Иване Петров Петрова Петрову Петровым Петрове Петровы"),
        ("Сергей Чайковский", "Сергей Сергея Сергею Сергеем Сергее Чайковский Чайковского Чайковскому Чайковским Чайковском"),
        ("Мария Белая", "Мария Марии Марию Марией Белая Белой Белую"),
        ("Павел Игорь Лев", "Павел Павла Павлу Павлом Игорь Игоря Игорю Игорем Льва Льву Львом"),
        ("Пётр Шевченко", "Пётр Петр Петра Петру Петром Шевченко"),
        ("Юрий Плэмэдялэ", "Юрий Юрия Юрию Юрием Плэмэдялэ"),
        ("Ana Ciobanu", "Ana Anei Ana's Ana’s Ciobanu Ciobanului"),
        ("Maria Rusnac", "Maria Mariei Rusnac"),
        ("Rodica Ștefan", "Rodica Rodicăi Ștefan Stefan Ştefan ȘTEFAN"),
        ("Țurcanu Ion", "Țurcanu Turcanu Țurcanului Ion"),
        ("Anna-Maria Ó Briain", "Anna-Maria Anna Maria Briain"),
    ],
)  # fmt: skip
def test_every_case_of_a_name_is_hidden(name: str, said: str) -> None:
    for word in said.split():
        rest = "'s" if word.endswith("'s") else "’s" if word.endswith("’s") else ""
        assert hidden(f"we asked {word} again", name) == f"we asked •••{rest} again"
        assert hidden(f"{word} told us", name) == f"•••{rest} told us"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anul trecut s-a plătit; An by an", "Ana Anghel"),
        ("Will they pay? We will see", "Will Smith"),
        ("Rose growers buy flour", "Rose Baker"),
        ("By 12 May 2026, on May 12", "May Jones"),
        ("Вера в продукт есть", "Вера Кожухарь"),
        ("Роза и хлеб", "Роза Хлеб"),
        ("an ana in small letters, анна", "Ana Анна"),
        ("Annabel, Iones, Иванка, Марина", "Ana Ion Иван Мари"),
        ("Fisher’s exact test, Wald", "Ann Fisher"),
        ("La oraș de la gară", "Ion de la Orhei"),
    ],
)
def test_ordinary_words_stay(text: str, name: str) -> None:
    assert hidden(text, name) == text


def test_inside_a_sentence_a_capital_letter_tells_a_name() -> None:
    assert hidden("they will pay, says Will; H3 Will they?", "Will Smith") == "they will pay, says •••; H3 Will they?"
    assert hidden("по словам Веры, вера есть", "Вера Кожухарь") == "по словам •••, вера есть"


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def said_in(venture: Venture) -> str:
    return "\n".join(texts_in(venture_report(actor=venture.owner, venture_id=venture.pk)))


def test_a_given_name_and_a_company_of_one_word_do_not_stand_in_the_report(venture: Venture) -> None:
    make_interview(venture, name="Veaceslav Ciobanu", company="Vatra SRL")
    make_interview(venture, name="Вера Кожухарь", company="«Колос»")
    make_hypothesis(venture, "Veaceslav would pay", falsifier="Ciobanu leaves, Vatra closes; Вере и Колосу всё равно")
    said = said_in(venture)
    for name in ("Veaceslav", "Ciobanu", "Vatra", "Вере", "Колос"):
        assert name not in said
    assert "H1 ••• would pay" in said
    assert "wrong if: ••• leaves, ••• closes; ••• и ••• всё равно" in said


def test_the_team_keeps_its_names(venture: Venture, head_of_sales: User) -> None:
    given, surname = head_of_sales.name.split()[:2]
    make_interview(venture, name=f"{given} Cebotari")
    card = make_ready_test(
        make_hypothesis(venture, "They pay", state="supported", probability=0.95), lock_hash="0" * 64, state="decided",
        locked_at=clock.now(),
    )  # fmt: skip
    Amendment.objects.create(
        test=card, at=clock.now(), author=head_of_sales, field="metric", before='"a"', after='"b"',
        reason=f"{given} Cebotari asked, and Cebotari is right", seal="",
    )  # fmt: skip
    said = said_in(venture)
    assert f"{given} {surname}" in said
    assert "Cebotari" not in said


def test_whoever_typed_a_number_keeps_the_name(venture: Venture, other_salesperson: User) -> None:
    make_economics(venture)
    EconomicsInput.objects.update(author=other_salesperson)
    make_interview(venture, name=f"{other_salesperson.name.split()[0]} Cebotari")
    assert other_salesperson.name in said_in(venture)


def test_a_buyer_described_in_words_hides_no_words(venture: Venture) -> None:
    make_presale(venture, "Spicul de Aur", paid_on=clock.today())
    make_presale(venture, "Bakery near Market", paid_on=clock.today())
    make_hypothesis(venture, "A Bakery pays de des", falsifier="the Market says no; Spicul de Aur too")
    said = said_in(venture)
    assert "H1 A Bakery pays de des" in said
    assert "the Market says no; ••• too" in said


@pytest.mark.parametrize("who", ["Ion at the bike room", "mechanic from the bike room", "Механик из bike room"])
def test_somebody_described_by_a_place_hides_no_place(venture: Venture, head_of_sales: User, who: str) -> None:
    make_observation(make_ready_test(make_hypothesis(venture, "Office bike rooms")), head_of_sales, who=who)
    make_hypothesis(venture, f"The bike room is full, said {who}")
    said = said_in(venture)
    assert "H1 Office bike rooms" in said
    assert "H2 The bike room is full, said •••" in said


def test_a_name_with_small_words_in_it_is_still_a_name(venture: Venture) -> None:
    make_interview(venture, name="Maria van der Berg")
    make_hypothesis(venture, "Maria van der Berg pays, Berg Maria too")
    assert "H1 ••• pays, ••• too" in said_in(venture)
