"""What is learnt on the spot: how the client uses what it bought."""

from functools import partial

from tenure.clients.fact_catalogue.choices import (
    IMPORTANCE,
)
from tenure.clients.fact_catalogue.kinds import kind
from tenure.clients.fact_catalogue.kinds import lazy as _

_known = partial(kind, block="live", subject="client")
LIVE = (
    _known(
        "live_use", group="live", value_kind="text", minutes=10, lift_class="need", half_life_days=270,
        seeds=("S003-144",),
        label=_("How it uses our product"),
        help=_("Look at it where it is used: “live” information, not “paper”."),
        question=_("Could you show us how you use it?"),
    ),
    _known(
        "live_help", group="live", value_kind="text", minutes=10, lift_class="need", half_life_days=270,
        seeds=("S003-144",),
        label=_("How the product helps"),
        help=_("The change it made, best with a number of the client’s own."),
        question=_("What has become easier since you use it?"),
    ),
    _known(
        "live_importance", group="live", value_kind="choice", minutes=5, lift_class="need", half_life_days=270,
        choices=IMPORTANCE, seeds=("S003-144",),
        label=_("How important it is"),
        help=_("Whether it could work without it for a week."),
        question=_("What would you do for a week without it?"),
    ),
    _known(
        "live_value", group="live", value_kind="text", minutes=10, lift_class="need", half_life_days=270,
        seeds=("S003-144",),
        label=_("How valuable it is"),
        help=_("What it saves or earns for the client."),
        question=_("What does it save or earn you?"),
    ),
    _known(
        "live_business", group="live", value_kind="text", minutes=10, lift_class="purchase_trigger",
        half_life_days=120, seeds=("S003-144",),
        label=_("What is happening in its business"),
        help=_("New people, new machines, full or empty stores: seen on a visit."),
        question=_("What is new in your business?"),
    ),
    _known(
        "live_improve", group="live", value_kind="text", minutes=10, lift_class="need", half_life_days=180,
        seeds=("S003-145",),
        label=_("What we could help with"),
        help=_("Something to suggest, help with or correct; a change of its range."),
        question=_("What should we do differently for you?"),
    ),
)  # fmt: skip
