"""Patterns told apart by whom they serve and with what."""

from django.utils.translation import gettext as _

from tenure.discovery.canvas.patterns.pattern import Pattern


def _first_half() -> tuple[Pattern, ...]:
    return (
        Pattern("marketplace", _("Marketplace"),
            _("Two sides find each other; the place takes a share of every deal."), (
            ("segments", _("Sellers with idle offers")),
            ("segments", _("Buyers who search too long")),
            ("value_propositions", _("A fitting offer within a day")),
            ("revenue_streams", _("Sellers give 10 % of each deal")),
            ("channels", _("The first hundred sellers come by hand")),
            ("relationships", _("The second deal also goes through us")),
        )),
        Pattern("advertising", _("Free for readers, paid by advertisers"),
            _("One side gets the content, another pays for its attention."), (
            ("segments", _("Readers of a clear trade or place")),
            ("segments", _("Advertisers who seek exactly them")),
            ("value_propositions", _("Worth returning every week")),
            ("revenue_streams", _("Five advertisers book for a quarter ahead")),
            ("key_metrics", _("Two in five come back within a week")),
        )),
        Pattern("self_service", _("Self-service"),
            _("The client does a part of the work and pays less for it."), (
            ("value_propositions", _("A third cheaper for a little of one's own work")),
            ("activities", _("Nine in ten finish without asking")),
            ("costs", _("One employee is enough for a hundred clients a day")),
            ("segments", _("Those who have time and count money")),
        )),
        Pattern("no_frills", _("No frills"),
            _("Everything that is not the core is left out, and the price falls below all others."), (
            ("segments", _("Those who today do without")),
            ("value_propositions", _("The core alone at half the price")),
            ("activities", _("One variant, repeated without exceptions")),
            ("costs", _("Cost per unit is 40 % below the usual")),
        )),
    )  # fmt: skip


def _second_half() -> tuple[Pattern, ...]:
    return (
        Pattern("premium", _("Best for the few"),
            _("Few buyers who pay several times more for what nobody else does."), (
            ("segments", _("Owners for whom a failure costs more than the price")),
            ("value_propositions", _("A result guaranteed by contract")),
            ("relationships", _("A person who answers at any hour")),
            ("revenue_streams", _("They pay three times the usual price")),
            ("resources", _("Masters who cannot be hired quickly")),
        )),
        Pattern("solution", _("Whole solution from one hand"),
            _("Product, installation, training and service together instead of separate parts."), (
            ("segments", _("Companies without specialists of their own")),
            ("value_propositions", _("One partner answers for the result")),
            ("partners", _("Makers of the parts give us their terms")),
            ("revenue_streams", _("Service brings more than the first sale in three years")),
            ("costs", _("A project takes no more than 40 hours of ours")),
        )),
        Pattern("cross_selling", _("More to the same clients"),
            _("Clients and delivery are there already; a further product costs little to sell."), (
            ("segments", _("Present clients who buy the rest elsewhere")),
            ("value_propositions", _("One order and one delivery less")),
            ("channels", _("Our managers sell it in the usual call")),
            ("revenue_streams", _("One in four adds it to the order within 3 months")),
            ("partners", _("A maker gives us goods on return terms")),
        )),
        Pattern("reverse", _("From poor markets to rich ones"),
            _("What was made simple and cheap for one market is sold in another."), (
            ("segments", _("Small companies that the dear product left aside")),
            ("value_propositions", _("Four fifths of the use for a fifth of the price")),
            ("activities", _("It works without a specialist")),
            ("channels", _("Dealers agree to carry it")),
            ("costs", _("The cost stays below €100 a piece")),
        )),
    )  # fmt: skip


def patterns() -> tuple[Pattern, ...]:
    """These patterns in the reader's language."""
    return _first_half() + _second_half()
