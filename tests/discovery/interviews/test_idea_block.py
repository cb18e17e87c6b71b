"""A hypothesis heard in a talk lands where its words say. Pure."""

import pytest

from tenure.discovery.interviews.idea_block import block_for


@pytest.mark.parametrize(
    ("idea", "kind", "canvas", "block"),
    [
        ("They pay a taxi when flour is late", "exploratory", "business", "revenue_streams"),
        ("Готовы платить помесячно", "exploratory", "business", "revenue_streams"),
        ("Ar plăti lunar", "solution", "lean", "revenue_streams"),
        ("Flour comes late in winter", "exploratory", "business", "segments"),
        ("Мука опаздывает зимой", "exploratory", "lean", "problem"),
        ("Făina întârzie iarna", "exploratory", "lean", "problem"),
        ("Bakers recommend each other", "exploratory", "business", "channels"),
        ("The mill is our best partner", "exploratory", "business", "partners"),
        ("The mill is our best partner", "exploratory", "lean", "value_propositions"),
        ("A platform for nights", "solution", "business", "value_propositions"),
        ("Центр города важнее", "solution", "business", "value_propositions"),
        ("Nights are different", "problem", "lean", "problem"),
        ("Nights are different", "pricing", "business", "revenue_streams"),
    ],
)
def test_a_hypothesis_lands_on_the_block_its_words_speak_of(idea: str, kind: str, canvas: str, block: str) -> None:
    assert block_for(idea, kind, canvas) == block
