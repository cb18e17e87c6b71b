"""Two coders, kappa (A11), disputes, saturation (A10), and how many talks it takes (A8)."""

import pytest

from tenure.discovery.interviews.coding import (
    CodedQuote,
    Said,
    coding_page,
    curve_of,
    heard_by_talk,
    pairs_of,
    saturation_of,
    talks_to_hear,
)
from tenure.discovery.interviews.quotes import add_quote
from tenure.discovery.interviews.themes import add_theme, code_quote, settle_quote, themes_of
from tenure.discovery.models import Quote, Venture
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_interview, make_venture


def quote(number: int, one: int, other: int) -> CodedQuote:
    return CodedQuote(number, number, "x", "", (Said("Ana", 1, one), Said("Ion", 2, other)), None, False)


def test_kappa_of_the_worked_example() -> None:
    """A11: both yes 20, first only 5, second only 10, neither 15."""
    table = [(1, 1)] * 20 + [(1, 2)] * 5 + [(2, 1)] * 10 + [(2, 2)] * 15
    (pair,) = pairs_of([quote(n, *tags) for n, tags in enumerate(table)])
    assert pair.quotes == 50
    assert pair.agreement.kappa == pytest.approx(0.4)
    assert not pair.good


def test_saturation_of_the_worked_example() -> None:
    """A10: three themes heard once, one twice, the rest more often, 26 mentions."""
    counts = [1, 1, 1, 2, 3, 4, 5, 9]
    talks = [frozenset(theme for theme, times in enumerate(counts) if talk < times) for talk in range(9)]
    found = saturation_of(talks)
    assert found.observed == 8
    assert found.coverage == pytest.approx(1 - 3 / 26)
    assert curve_of(talks)[-1].themes == 8
    assert [step.talks for step in curve_of(talks)] == list(range(1, 10))


@pytest.mark.parametrize(
    ("prevalence", "certainty", "talks"), [(0.3, 0.95, 9), (0.2, 0.9, 11), (0.1, 0.9, 22), (0.05, 0.95, 59)]
)
def test_how_many_talks_it_takes(prevalence: float, certainty: float, talks: int) -> None:
    assert talks_to_hear(prevalence, certainty) == talks


def test_a_theme_repeated_by_one_person_counts_once() -> None:
    quotes = [CodedQuote(n, 5, "x", "", (), 1, False) for n in range(4)]
    assert heard_by_talk(quotes) == [frozenset({1})]


@pytest.fixture
def venture(salesperson: User, administrator: User, workspace: object) -> Venture:
    return make_venture(salesperson)


@pytest.mark.django_db
class TestStored:
    def quoted(self, venture: Venture, actor: User) -> int:
        return add_quote(actor=actor, interview_id=make_interview(venture).pk, text="Мука опять опоздала")

    def test_one_coder_alone_stands_and_two_who_differ_unsettle_it(
        self, venture: Venture, salesperson: User, administrator: User
    ) -> None:
        number = self.quoted(venture, salesperson)
        late, cost = (add_theme(actor=salesperson, venture_id=venture.pk, name=name) for name in ("late", "cost"))
        code_quote(actor=salesperson, quote_id=number, theme_id=late)
        assert Quote.objects.get().theme_id == late
        code_quote(actor=administrator, quote_id=number, theme_id=cost)
        assert Quote.objects.get().theme_id is None
        page = coding_page(actor=salesperson, venture_id=venture.pk)
        assert [one.id for one in page.disputed] == [number]
        settle_quote(actor=salesperson, quote_id=number, theme_id=cost)
        page = coding_page(actor=salesperson, venture_id=venture.pk)
        assert page.disputed == ()
        assert page.pairs[0].agreement.observed == 0.0
        assert [(row.name, row.talks) for row in themes_of(actor=salesperson, venture_id=venture.pk)] == [
            ("cost", 1),
            ("late", 0),
        ]

    def test_what_is_not_disputed_is_not_settled(self, venture: Venture, salesperson: User) -> None:
        number = self.quoted(venture, salesperson)
        with pytest.raises(InvalidValue, match="quote_not_disputed"):
            settle_quote(actor=salesperson, quote_id=number, theme_id=None)

    def test_a_theme_of_another_venture_is_refused(self, venture: Venture, salesperson: User) -> None:
        other = add_theme(actor=salesperson, venture_id=make_venture(salesperson, "Other").pk, name="late")
        with pytest.raises(InvalidValue, match="interview_theme_unknown"):
            code_quote(actor=salesperson, quote_id=self.quoted(venture, salesperson), theme_id=other)

    def test_somebody_elses_quote_does_not_exist(
        self, venture: Venture, salesperson: User, other_salesperson: User
    ) -> None:
        number = self.quoted(venture, salesperson)
        with pytest.raises(NotFound):
            code_quote(actor=other_salesperson, quote_id=number, theme_id=None)

    def test_the_page_takes_three_queries_for_any_number_of_quotes(
        self, venture: Venture, salesperson: User, django_assert_num_queries: object
    ) -> None:
        let_in(venture, salesperson)
        for _ in range(4):
            self.quoted(venture, salesperson)
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert len(coding_page(actor=salesperson, venture_id=venture.pk).to_do) == 4
