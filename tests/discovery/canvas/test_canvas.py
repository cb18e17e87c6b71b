"""The canvas: stickers move without spoiling anybody's work, versions are kept and compared, patterns begin it."""

import pytest

from tenure.discovery.canvas.blocks import BLOCKS, BUSINESS, LEAN, block_names
from tenure.discovery.canvas.canvas import canvas_of, move_hypothesis, switch_canvas
from tenure.discovery.canvas.patterns import apply_pattern, library
from tenure.discovery.canvas.versions import NOW, difference, save_version, versions_of
from tenure.discovery.hypotheses.hypotheses import edit_hypothesis, remove_hypothesis
from tenure.discovery.hypotheses.page import text_of
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.models import Hypothesis, Venture
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.formats import speaking
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    venture = make_venture(head_of_sales)
    for place, title in enumerate(("first", "second", "third")):
        make_hypothesis(venture, title, block="channels", position=place)
    return venture


def titles(actor: User, venture: Venture, block: str) -> list[str]:
    blocks = canvas_of(actor=actor, venture_id=venture.pk).blocks
    return [row.title for one in blocks if one.code == block for row in one.stickers]


def sticker(venture: Venture, title: str) -> Hypothesis:
    return venture.hypotheses.get(title=title)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(0, ["third", "first", "second"]), (1, ["first", "third", "second"]), (99, ["first", "second", "third"])],
)
def test_a_sticker_is_put_at_a_place_of_its_block(
    head_of_sales: User, venture: Venture, place: int, expected: list[str]
) -> None:
    third = sticker(venture, "third")
    move_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, block="channels", place=place)
    assert titles(head_of_sales, venture, "channels") == expected


def test_a_sticker_moves_to_another_block_and_the_timeline_tells_it(head_of_sales: User, venture: Venture) -> None:
    make_hypothesis(venture, "there before", block="segments")
    move_hypothesis(actor=head_of_sales, hypothesis_id=sticker(venture, "second").pk, block="segments", place=0)
    assert titles(head_of_sales, venture, "segments") == ["second", "there before"]
    event = venture.events.get(kind="move_hypothesis")
    assert (event.details["from_block"], event.details["to_block"]) == ("channels", "segments")


def test_pushing_a_sticker_up_does_not_spoil_a_rewording_that_is_being_written(
    head_of_sales: User, venture: Venture
) -> None:
    third = sticker(venture, "third")
    move_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, block="channels", place=0)
    text = HypothesisText(block="channels", title="third, said better")
    edit_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, text=text, version=third.version)
    assert titles(head_of_sales, venture, "channels")[0] == "third, said better"


@pytest.mark.parametrize("state", ["locked", "decided", "abandoned"])
def test_a_sticker_a_test_was_locked_on_stays_in_its_block_and_moves_within_it(
    head_of_sales: User, venture: Venture, state: str
) -> None:
    third = sticker(venture, "third")
    make_test_card(third, state=state, number=4)
    with pytest.raises(InvalidValue) as refused:
        move_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, block="segments", place=0)
    problem = refused.value.problem
    assert (problem.code, problem.data["field"], problem.data["test"]) == ("block_was_tested", "block", 4)
    text = HypothesisText(block="segments", title="third")
    with pytest.raises(InvalidValue) as refused:
        edit_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, text=text, version=third.version)
    assert "block_was_tested" in {one.problem.code for one in (refused.value, *refused.value.more)}
    assert titles(head_of_sales, venture, "channels") == ["first", "second", "third"]
    move_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, block="channels", place=0)
    assert titles(head_of_sales, venture, "channels") == ["third", "first", "second"]
    assert not venture.events.filter(kind="move_hypothesis").exists()


def test_a_draft_of_a_test_lets_a_sticker_move(head_of_sales: User, venture: Venture) -> None:
    third = sticker(venture, "third")
    make_test_card(third, state="draft")
    move_hypothesis(actor=head_of_sales, hypothesis_id=third.pk, block="segments", place=0)
    assert titles(head_of_sales, venture, "segments") == ["third"]


def test_of_two_editors_at_once_the_second_is_told(head_of_sales: User, venture: Venture) -> None:
    first = sticker(venture, "first")
    for title in ("one way", "another way"):
        text = HypothesisText(block="channels", title=title)
        if title == "one way":
            edit_hypothesis(actor=head_of_sales, hypothesis_id=first.pk, text=text, version=1)
        else:
            with pytest.raises(Conflict):
                edit_hypothesis(actor=head_of_sales, hypothesis_id=first.pk, text=text, version=1)
    assert titles(head_of_sales, venture, "channels")[0] == "one way"


def test_the_lean_canvas_and_back_loses_nothing(head_of_sales: User, venture: Venture) -> None:
    make_hypothesis(venture, "Mill lends drivers", block="partners")
    switch_canvas(actor=head_of_sales, venture_id=venture.pk, kind="lean")
    lean = canvas_of(actor=head_of_sales, venture_id=venture.pk)
    assert [block.code for block in lean.blocks] == list(LEAN)
    assert [row.title for row in lean.elsewhere] == ["Mill lends drivers"]
    switch_canvas(actor=head_of_sales, venture_id=venture.pk, kind="business")
    back = canvas_of(actor=head_of_sales, venture_id=venture.pk)
    assert back.elsewhere == ()
    assert titles(head_of_sales, venture, "partners") == ["Mill lends drivers"]
    assert [row.automatic for row in versions_of(actor=head_of_sales, venture_id=venture.pk)] == ["switch"]


def test_the_difference_of_two_versions_tells_every_kind_of_change(head_of_sales: User, venture: Venture) -> None:
    before = save_version(actor=head_of_sales, venture_id=venture.pk, name="Before the talks")
    move_hypothesis(actor=head_of_sales, hypothesis_id=sticker(venture, "first").pk, block="segments", place=0)
    second = sticker(venture, "second")
    text = HypothesisText(block="channels", title="second, precise")
    edit_hypothesis(actor=head_of_sales, hypothesis_id=second.pk, text=text, version=1)
    remove_hypothesis(actor=head_of_sales, hypothesis_id=sticker(venture, "third").pk, version=1)
    make_hypothesis(venture, "new", block="costs")
    Hypothesis.objects.filter(pk=second.pk).update(state="refuted")
    found = difference(actor=head_of_sales, venture_id=venture.pk, before=before, after=NOW)
    assert [change.after.text for change in found.added if change.after] == ["new"]
    assert [change.before.text for change in found.removed if change.before] == ["third"]
    assert [change.hypothesis for change in found.moved] == [1]
    assert [change.hypothesis for change in found.reworded] == [2]
    assert [change.hypothesis for change in found.changed] == [2]
    assert set(found.blocks) == {"costs", "channels", "segments"}


def test_nothing_changed_is_said_so(head_of_sales: User, venture: Venture) -> None:
    before = save_version(actor=head_of_sales, venture_id=venture.pk)
    assert difference(actor=head_of_sales, venture_id=venture.pk, before=before, after=NOW).nothing
    with pytest.raises(NotFound):
        difference(actor=head_of_sales, venture_id=venture.pk, before=77, after=NOW)


def test_every_pattern_fits_the_canvas_in_every_language() -> None:
    names = block_names()
    for language in ("en", "ru", "ro"):
        with speaking(language):
            patterns = library()
            assert len(patterns) >= 20
            assert len({one.code for one in patterns}) == len({one.name for one in patterns}) == len(patterns)
            for one in patterns:
                assert {block for block, _words in one.stickers} <= BLOCKS & names.keys()
                assert all(0 < len(words) <= 160 for _block, words in one.stickers)
                assert len(one.stickers) >= 4


def test_a_pattern_adds_its_guesses_once_and_keeps_what_lay_there(head_of_sales: User, venture: Venture) -> None:
    added = apply_pattern(actor=head_of_sales, venture_id=venture.pk, code="subscription")
    assert added == 6
    assert apply_pattern(actor=head_of_sales, venture_id=venture.pk, code="subscription") == 0
    assert venture.hypotheses.count() == 3 + added
    (version,) = versions_of(actor=head_of_sales, venture_id=venture.pk)
    assert (version.automatic, version.stickers) == ("pattern", 3)


def test_readers_move_nothing_and_strangers_see_nothing(
    venture: Venture, salesperson: User, other_salesperson: User
) -> None:
    let_in(venture, salesperson, may_work=False)
    one = sticker(venture, "first")
    with pytest.raises(NotAllowed):
        move_hypothesis(actor=salesperson, hypothesis_id=one.pk, block="costs", place=0)
    with pytest.raises(NotFound):
        move_hypothesis(actor=other_salesperson, hypothesis_id=one.pk, block="costs", place=0)
    with pytest.raises(NotFound):
        versions_of(actor=other_salesperson, venture_id=venture.pk)


def test_an_unknown_block_is_refused(head_of_sales: User, venture: Venture) -> None:
    with pytest.raises(InvalidValue):
        move_hypothesis(actor=head_of_sales, hypothesis_id=sticker(venture, "first").pk, block="dreams", place=0)


def test_the_canvas_costs_four_queries_however_full(
    head_of_sales: User, venture: Venture, django_assert_num_queries
) -> None:
    for number in range(60):
        make_hypothesis(venture, f"more {number}", block=BUSINESS[number % 9])
    with django_assert_num_queries(4):
        canvas_of(actor=head_of_sales, venture_id=venture.pk)


def test_what_is_stored_comes_back_as_text(venture: Venture) -> None:
    assert text_of(sticker(venture, "first")).title == "first"
