"""The metrics of the chain: their letters, Latin in every language, and what is asked of each (glossary 1.9)."""

from tenure.engine.economics.chain import FIELDS

LETTERS = {
    "users": "UA",
    "conversion": "C1",
    "price": "AvP",
    "cogs": "COGS",
    "orders": "APC",
    "first_cost": "1sCOGS",
    "user_cost": "CPA",
}
METRICS = FIELDS
MONEY = frozenset({"price", "cogs", "first_cost", "user_cost"})
SHARES = frozenset({"conversion"})
LARGEST = 1e12
