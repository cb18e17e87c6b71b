"""One small number per client for what lists are filtered by, so that any combination begins at a place in an index.

facet = 16 * state + 4 * value class + regularity, each by its place below. The database computes it (`orders.models`).
"""

# Silent ones more likely gone than not have left; due: the expected window has begun. A client with too little history
# is nothing else.
STATES = (
    "usual",
    "silent",
    "left",
    "falling",
    "silent_falling",
    "left_falling",
    "one_order",
    "two_orders",
    "short_history",
    "no_orders",
    "due",
    "falling_due",
)
TOO_LITTLE = STATES[6:10]
VALUE_CLASSES = ("A", "B", "C", "")
REGULARITIES = ("X", "Y", "Z", "")
LEFT_BELOW = 0.5
SILENT = frozenset({"silent", "left", "silent_falling", "left_falling"})
LEFT = frozenset({"left", "left_falling"})
FALLING = frozenset({"falling", "silent_falling", "left_falling", "falling_due"})
DUE = frozenset({"due", "falling_due"})


def facets_where(*, value_class: str | None, regularity: str | None, states: frozenset[str] | None) -> frozenset[int]:
    """All facets with this value class, regularity and one of these states; None leaves a part open, "" means none."""
    return frozenset(
        16 * place + 4 * letter + mark
        for place, state in enumerate(STATES)
        for letter, value in enumerate(VALUE_CLASSES)
        for mark, regular in enumerate(REGULARITIES)
        if (states is None or state in states) and value_class in (None, value) and regularity in (None, regular)
    )
