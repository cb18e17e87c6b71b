"""What is worth knowing of a rival, from what clients say."""

from functools import partial

from tenure.clients.fact_catalogue.kinds import kind
from tenure.clients.fact_catalogue.kinds import lazy as _

_known = partial(kind, block="company", subject="company")
RIVAL = (
    _known(
        "rival_strengths", group="rival", value_kind="text", minutes=15, lift_class="competition", half_life_days=365,
        seeds=("S003-147", "S003-137"),
        label=_("What it does better than we"),
        help=_("Said by clients, not by us."),
        question=_("What do they do better than we?"),
    ),
    _known(
        "rival_weaknesses", group="rival", value_kind="text", minutes=15, lift_class="competition",
        half_life_days=365, seeds=("S003-147", "S003-137"),
        label=_("Where it fails its clients"),
        help=_("Late, out of stock, careless: with whom and when."),
        question=_("What would you change about them?"),
    ),
    _known(
        "rival_prices", group="rival", value_kind="text", minutes=20, lift_class="competition", half_life_days=180,
        seeds=("S003-147",),
        label=_("Its prices and discounts"),
        help=_("For the same thing, with the conditions."),
        question=_("On which terms do they offer the same?"),
    ),
    _known(
        "rival_offer", group="rival", value_kind="text", minutes=15, lift_class="competition", half_life_days=365,
        seeds=("S003-137", "S003-147"),
        label=_("What it sells in place of ours"),
        help=_("The same product or a substitute that does the same job."),
        question=_("What do you take from them in place of ours?"),
    ),
)  # fmt: skip
