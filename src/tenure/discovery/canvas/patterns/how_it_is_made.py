"""Patterns told apart by how the value is made and brought."""

from django.utils.translation import gettext as _

from tenure.discovery.canvas.patterns.pattern import Pattern


def _first_half() -> tuple[Pattern, ...]:
    return (
        Pattern("franchise", _("Franchise"),
            _("Others open under our name, by our rules and with their money."), (
            ("segments", _("Entrepreneurs with capital and without an idea")),
            ("value_propositions", _("A shop that is known to work")),
            ("revenue_streams", _("An entry fee and 5 % of turnover")),
            ("resources", _("A manual by which anyone repeats the result")),
            ("activities", _("Standards are checked every quarter")),
        )),
        Pattern("direct", _("Direct sale without middlemen"),
            _("The maker sells to the user; the middleman's share is divided between them."), (
            ("channels", _("They order from us without a shop")),
            ("value_propositions", _("A fifth cheaper and fresher")),
            ("relationships", _("We hear complaints the same day")),
            ("costs", _("Delivery costs less than the shop's share")),
        )),
        Pattern("cash_machine", _("Paid before we pay"),
            _("Clients pay at once, suppliers are paid later; growth needs no loan."), (
            ("revenue_streams", _("They pay in full when ordering")),
            ("partners", _("Suppliers wait 45 days")),
            ("activities", _("Goods leave within 10 days")),
            ("relationships", _("Refunds stay below 2 %")),
        )),
        Pattern("long_tail", _("Long tail"),
            _("Very many rare things, each sold seldom, together more than the popular ones."), (
            ("segments", _("Those who look for what the shops do not keep")),
            ("value_propositions", _("Nine in ten find what they sought")),
            ("partners", _("Makers keep the stock themselves")),
            ("costs", _("A rare item costs nothing while it waits")),
            ("channels", _("They come from search, without advertising")),
        )),
    )  # fmt: skip


def _second_half() -> tuple[Pattern, ...]:
    return (
        Pattern("crowd", _("Made with the crowd"),
            _("Many contribute; we sort, vouch and bring to those who need it."), (
            ("segments", _("People who like to contribute")),
            ("value_propositions", _("A hundred proposals within a week")),
            ("relationships", _("One in twenty contributes every month")),
            ("activities", _("Bad contributions are found the same day")),
            ("revenue_streams", _("Companies pay for what the crowd chose")),
        )),
        Pattern("open_core", _("Open core, paid service"),
            _("What is made is free to use; companies pay for running, support and guarantees."), (
            ("segments", _("Developers who choose and companies that pay")),
            ("value_propositions", _("Tried in an evening, without a contract")),
            ("channels", _("It spreads by recommendation")),
            ("revenue_streams", _("1 company in 200 that use it buys support")),
        )),
        Pattern("lock_in", _("Costly to leave"),
            _("The longer one stays, the more is stored, learnt and connected here."), (
            ("value_propositions", _("It grows better with every month of use")),
            ("relationships", _("After half a year fewer than 1 in 100 leave a month")),
            ("resources", _("Data that is of use only here")),
            ("activities", _("Moving in takes less than a day")),
        )),
        Pattern("aggregator", _("One brand over many small suppliers"),
            _("Small suppliers work under one name, one price and one standard."), (
            ("segments", _("Clients who are afraid to choose a stranger")),
            ("partners", _("Good suppliers accept our price and standard")),
            ("value_propositions", _("The same quality whoever comes")),
            ("revenue_streams", _("A quarter of the price stays with us")),
            ("activities", _("Nine of ten visits are rated 5")),
        )),
    )  # fmt: skip


def patterns() -> tuple[Pattern, ...]:
    """These patterns in the reader's language."""
    return _first_half() + _second_half()
