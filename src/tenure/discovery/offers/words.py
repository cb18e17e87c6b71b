"""Codes of offers, presales and services in words."""

from django.utils.translation import gettext as _


def profile_kinds() -> dict[str, str]:
    """What the segment has, one of each."""
    return {"job": _("job to be done"), "pain": _("pain"), "gain": _("gain")}


def profile_heads() -> dict[str, str]:
    """What the segment has, all of a kind."""
    return {"pain": _("Pains"), "gain": _("Gains"), "job": _("Jobs to be done")}


def value_kinds() -> dict[str, str]:
    """What is offered, one of each."""
    return {"product": _("product or service"), "reliever": _("pain reliever"), "creator": _("gain creator")}


def value_heads() -> dict[str, str]:
    """What is offered, all of a kind."""
    return {"product": _("Products and services"), "reliever": _("Pain relievers"), "creator": _("Gain creators")}


def proposition_name(name: str) -> str:
    """Its name, or what the first one is called until somebody names it."""
    return name or _("First proposition")


def sorts() -> dict[str, list[tuple[str, str]]]:
    """Finer kinds of jobs, pains and gains."""
    return {
        "job": [
            ("functional", _("functional: get something done")),
            ("social", _("social: how others see them")),
            ("emotional", _("emotional: how they feel")),
            ("supporting", _("supporting: buying, using, passing on")),
        ],
        "pain": [
            ("outcome", _("undesired outcome")),
            ("obstacle", _("obstacle")),
            ("risk", _("risk")),
        ],
        "gain": [
            ("required", _("required")),
            ("expected", _("expected")),
            ("desired", _("desired")),
            ("unexpected", _("unexpected")),
        ],
    }


def aspects() -> dict[str, str]:
    """In what a solution may differ from the product."""
    return {
        "function": _("What it does"),
        "service": _("Service around it"),
        "delivery": _("Delivery"),
        "packaging": _("Packaging and size"),
        "terms": _("Terms and guarantees"),
        "message": _("What is said about it"),
    }


def presale_sources() -> list[tuple[str, str]]:
    """How a buyer came; the last two stand in old records only."""
    return [
        ("cold", _("we approached them")),
        ("referred", _("recommended by somebody")),
        ("came", _("came by themselves")),
        ("ours", _("from among our clients")),
        ("friend", _("from among friends")),
    ]


def relations() -> list[tuple[str, str]]:
    """Who a buyer is to us."""
    return [
        ("stranger", _("stranger")),
        ("acquaintance", _("acquaintance")),
        ("client", _("our client already")),
        ("friend", _("friend or family")),
        ("unknown", _("not known")),
    ]


def presale_states() -> dict[str, tuple[str, str]]:
    """Word and tone of a presale's state."""
    return {
        "agreed": (_("agreed, not paid"), "dotted"),
        "paid": (_("paid"), "accent"),
        "delivered": (_("delivered"), "good"),
        "refunded": (_("given back"), "bad"),
        "refused": (_("refused"), "bad"),
    }


def ways_of_sales() -> dict[str, tuple[str, str]]:
    """Word and tone of how a sale went by the roadmap."""
    return {
        "same": (_("by the roadmap"), "good"),
        "other": (_("another way"), "warn"),
        "unmarked": (_("not marked"), "dotted"),
    }


def mvp_verdicts() -> dict[str, tuple[str, str]]:
    """Word and tone of what somebody says of a version shown to them."""
    return {
        "as_is": (_("would use it as it is"), "good"),
        "change": (_("needs a change"), "warn"),
        "not_needed": (_("does not need it"), "bad"),
    }


def mvp_changes() -> dict[str, tuple[str, str]]:
    """Word and tone of what became of a change asked for."""
    return {
        "open": (_("asked for"), "warn"),
        "taken": (_("taken up"), "good"),
        "declined": (_("not taken up"), "hollow"),
    }


def automatable() -> list[tuple[str, str]]:
    """Whether a program could take a step over."""
    return [("yes", _("yes, wholly")), ("part", _("in part")), ("no", _("no"))]


def outcomes() -> list[tuple[str, str]]:
    """How a service ended for the client."""
    return [("happy", _("satisfied")), ("unhappy", _("not satisfied")), ("unknown", _("not known yet"))]
