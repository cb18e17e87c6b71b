"""What is worth knowing of a client that buys regularly: what keeps it, what would make it leave."""

from functools import partial

from tenure.clients.fact_catalogue.choices import (
    CONTINUING,
)
from tenure.clients.fact_catalogue.kinds import kind
from tenure.clients.fact_catalogue.kinds import lazy as _

_known = partial(kind, block="regular", subject="client")
REGULAR = (
    _known(
        "problem_solved", group="needs", value_kind="text", minutes=15, lift_class="need", half_life_days=365,
        seeds=("S003-136",),
        label=_("Problem our product solves"),
        help=_("In the client’s words: that is what it pays for."),
        question=_("Which problem does it solve for you?"),
    ),
    _known(
        "what_keeps", group="needs", value_kind="text", minutes=15, lift_class="need", half_life_days=365,
        seeds=("S003-136",),
        label=_("What keeps it with us"),
        help=_("The reason it has not left: take care of that first."),
        question=_("Why do you stay with us?"),
    ),
    _known(
        "nearly_left", group="needs", value_kind="text", minutes=10, lift_class="need", half_life_days=540,
        seeds=("S003-136", "S003-142"),
        label=_("Nearly made it leave"),
        help=_("What went wrong badly enough to think of another supplier."),
        question=_("Was there a moment when you thought of leaving us?"),
    ),
    _known(
        "continue_readiness", group="needs", value_kind="choice", minutes=10, lift_class="purchase_trigger",
        half_life_days=180, choices=CONTINUING, seeds=("S003-138",),
        label=_("Ready to go on buying"),
        help=_("Clients leave without notice: ask while they still answer."),
        question=_("Do you see us as your supplier next year as well?"),
    ),
    _known(
        "contract_end", group="buying", value_kind="date", minutes=5, lift_class="purchase_trigger",
        half_life_days=365, occasion="once", seeds=("S000-141", "S003-131"),
        label=_("Our contract ends"),
        help=_("Talk about the next one in good time."),
        question=_("Until when does our contract run?"),
    ),
    _known(
        "order_habit", group="buying", value_kind="text", minutes=5, lift_class="terms", half_life_days=365,
        seeds=("S003-138",),
        label=_("When and how it orders"),
        help=_("Day of the week, hour, by phone or by file; the rhythm itself is computed from the orders."),
        question=_("On which day and how do you like to order?"),
    ),
    _known(
        "loyalty_detail", group="needs", value_kind="text", minutes=10, lift_class="need", half_life_days=365,
        seeds=("S003-108",),
        label=_("Detail that changes the next purchase"),
        help=_(
            "Special to our product, as the colour of eyes is to cosmetics; add types of your own for more "
            "of them."
        ),
        question=_("What should we know so that the next delivery fits even better?"),
    ),
    _known(
        "taste", group="needs", value_kind="text", minutes=10, lift_class="need", half_life_days=540,
        seeds=("S003-121",),
        label=_("Taste in what it buys"),
        help=_("Style, features, what it turns away from at once."),
        question=_("Which of our goods do you like, and which not at all?"),
    ),
    _known(
        "buying_habits", group="buying", value_kind="text", minutes=10, lift_class="terms", half_life_days=540,
        seeds=("S003-121",),
        label=_("Buying habits"),
        help=_("In advance or at the last hour, much at once or little and often, with advice or alone."),
        question=_("How do you usually choose and order?"),
    ),
    _known(
        "willing_to_pay", group="money", value_kind="money", minutes=15, lift_class="budget", half_life_days=270,
        seeds=("S003-121",),
        label=_("Willing to pay, at most"),
        help=_("For what it buys most often, and what it would add for a better one."),
        question=_("Up to which price would you still buy?"),
    ),
    _known(
        "demand_mix", group="buying", value_kind="text", minutes=15, lift_class="need", half_life_days=270,
        applies={"industries": ("retail", "wholesale")}, seeds=("S003-122",),
        label=_("Mix of its demand"),
        help=_("The attribute that decides what must be in stock and in what parts, as sizes do for shoes."),
        question=_("Which sizes or kinds sell best with you, and which stay on the shelf?"),
    ),
    _known(
        "client_event_on", group="company", value_kind="date", minutes=5, lift_class="background", half_life_days=365,
        occasion="once", seeds=("S003-115", "S000-141"),
        label=_("Important day ahead"),
        help=_("Opening, fair, audit: a reason to call before, and to leave in peace on the day."),
        question=_("Which important day is ahead of you?"),
    ),
)  # fmt: skip
