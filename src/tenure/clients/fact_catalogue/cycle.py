"""What is worth knowing of how a client decides, and who sways it."""

from functools import partial

from tenure.clients.fact_catalogue.choices import (
    MOTIVE,
)
from tenure.clients.fact_catalogue.kinds import kind
from tenure.clients.fact_catalogue.kinds import lazy as _

_known = partial(kind, block="cycle", subject="client")
CYCLE = (
    _known(
        "purchase_trigger", group="decision", value_kind="text", minutes=10, lift_class="purchase_trigger",
        half_life_days=180, seeds=("S003-4", "S003-136"),
        label=_("What makes it buy now"),
        help=_("A new line, a broken machine, a rule, a season: without a trigger even a good offer waits."),
        question=_("What has to happen for you to decide this year?"),
    ),
    _known(
        "next_purchase", group="decision", value_kind="date", minutes=5, lift_class="purchase_trigger",
        half_life_days=120, occasion="once", seeds=("S003-4", "S003-138"),
        label=_("Plans to buy on"),
        help=_("The answer to “when do you plan to buy?” sets the next contact; “next year” means do not offer now."),
        question=_("When do you plan to buy?"),
    ),
    _known(
        "decision_way", group="decision", value_kind="text", minutes=15, lift_class="org_chart", half_life_days=540,
        seeds=("S003-131", "S002-18"),
        label=_("How it decides"),
        help=_("One person, a committee, a tender; the steps from wish to order."),
        question=_("How is such a purchase decided in your company?"),
    ),
    _known(
        "decision_time", group="decision", value_kind="text", minutes=10, lift_class="terms", half_life_days=540,
        seeds=("S003-131",),
        label=_("How long deciding takes"),
        help=_("From the first talk to the order, and on which days the deciding meets."),
        question=_("How long does it usually take from offer to order?"),
    ),
    _known(
        "signing_limit", group="decision", value_kind="text", minutes=15, lift_class="veto", half_life_days=540,
        seeds=("S003-131", "S003-135"),
        label=_("Who must sign above which sum"),
        help=_("Above a limit somebody else has to agree: find out before the offer is written."),
        question=_("Who has to sign above what amount?"),
    ),
    _known(
        "invoice_payment", group="money", value_kind="text", minutes=10, lift_class="terms", half_life_days=540,
        seeds=("S003-131",),
        label=_("How invoices are paid"),
        help=_("Payment days, approval of an invoice, who releases the money."),
        question=_("On which days do you pay invoices, and who approves them?"),
    ),
    _known(
        "budget_by_vendor", group="money", value_kind="text", minutes=20, lift_class="budget", half_life_days=270,
        seeds=("S003-114",),
        label=_("Budget split by vendors"),
        help=_("Whose share is fixed and which part can still be won."),
        question=_("How is the budget split among suppliers?"),
    ),
    _known(
        "budget_over_time", group="money", value_kind="text", minutes=15, lift_class="budget", half_life_days=270,
        seeds=("S003-114",),
        label=_("Budget over the year"),
        help=_("When money is planned, when it must be spent, when it is gone."),
        question=_("In which months is the budget planned and spent?"),
    ),
    _known(
        "opinion_leader", group="decision", value_kind="person", minutes=20, lift_class="org_chart",
        half_life_days=540, seeds=("S003-135",),
        label=_("Whose opinion counts"),
        help=_("Without a title but listened to; tie them in on the map of people."),
        question=_("Whose opinion do you ask before you decide?"),
    ),
    _known(
        "ally", group="decision", value_kind="person", minutes=20, lift_class="attitude", half_life_days=365,
        seeds=("S003-135",),
        label=_("Who acts for us"),
        help=_("Somebody who can and will speak for us when we are not in the room."),
        question=_("Who would be glad if you chose us?"),
    ),
    _known(
        "opponent", group="decision", value_kind="person", minutes=30, lift_class="veto", half_life_days=365,
        seeds=("S003-135", "S003-104"),
        label=_("Who opposes us"),
        help=_("One veto outweighs three friends: learn who it is and why before the offer."),
        question=_("Who might be against it, and why?"),
    ),
    _known(
        "purchase_motive", group="decision", value_kind="choice", minutes=10, lift_class="motivation",
        half_life_days=730, choices=MOTIVE, seeds=("S003-120",),
        label=_("Motive of buying"),
        help=_("A pragmatist counts use and price; a sublimator buys standing and feeling: different offers."),
        question=_("What would make this a good purchase for you?"),
    ),
)  # fmt: skip
