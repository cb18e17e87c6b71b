"""Patterns told apart by how people pay."""

from django.utils.translation import gettext as _

from tenure.discovery.canvas.patterns.pattern import Pattern


def _first_half() -> tuple[Pattern, ...]:
    return (
        Pattern("subscription", _("Subscription"),
            _("People pay a fixed sum for each period and get the service without deciding anew."), (
            ("segments", _("Those who need the same thing regularly")),
            ("value_propositions", _("No shortage and no repeated choice")),
            ("revenue_streams", _("They pay monthly in advance")),
            ("relationships", _("They stay longer than a year")),
            ("key_metrics", _("Fewer than 3 in 100 leave a month")),
            ("costs", _("Serving a subscriber costs less than half the fee")),
        )),
        Pattern("freemium", _("Freemium"),
            _("The basic version costs nothing; a part of the users pays for more."), (
            ("segments", _("Many who try and a few who need more")),
            ("value_propositions", _("Useful at once, without paying")),
            ("revenue_streams", _("4 in 100 free users begin to pay within 90 days")),
            ("channels", _("Users bring users")),
            ("costs", _("A free user costs almost nothing")),
        )),
        Pattern("razor_blade", _("Cheap device, dear refills"),
            _("The first thing is sold near cost; the profit comes with what it uses up."), (
            ("value_propositions", _("Starting costs little")),
            ("revenue_streams", _("A buyer of the device orders refills four times a year")),
            ("resources", _("Refills of others do not fit")),
            ("activities", _("Refills arrive before the old ones end")),
            ("costs", _("The device pays back after the second refill")),
        )),
        Pattern("pay_per_use", _("Pay per use"),
            _("Nothing is bought; what is used is measured and paid."), (
            ("segments", _("Those who need it irregularly")),
            ("value_propositions", _("No payment while it stands idle")),
            ("revenue_streams", _("They accept a price per hour of work")),
            ("activities", _("Use is measured without dispute")),
            ("costs", _("The equipment is busy 40 hours a week")),
        )),
    )  # fmt: skip


def _second_half() -> tuple[Pattern, ...]:
    return (
        Pattern("flat_rate", _("Flat rate"),
            _("One price, as much as one wants; the moderate pay for the heavy users."), (
            ("value_propositions", _("The bill holds no surprise")),
            ("revenue_streams", _("They pay a fifth more for certainty")),
            ("costs", _("Heavy users are fewer than one in ten")),
            ("key_metrics", _("Average use stays below the calculated one")),
        )),
        Pattern("rent", _("Rent instead of buying"),
            _("The thing stays ours; others use it for a time."), (
            ("segments", _("Those for whom buying freezes too much money")),
            ("value_propositions", _("Ready today, without capital")),
            ("resources", _("A stock that is rented out 60 % of the days")),
            ("activities", _("Checked and cleaned within a day of return")),
            ("costs", _("Wear and loss stay below a tenth of the rent")),
        )),
        Pattern("licence", _("Licensing"),
            _("Knowledge is created once and used by others for a fee."), (
            ("segments", _("Makers who lack this know-how")),
            ("value_propositions", _("Years of development saved")),
            ("resources", _("Rights that hold in court")),
            ("revenue_streams", _("A share of each unit they sell")),
        )),
        Pattern("performance", _("Pay for the result"),
            _("The client pays a share of what was earned or saved."), (
            ("value_propositions", _("No risk for the client")),
            ("activities", _("The saving is measured by a meter both trust")),
            ("revenue_streams", _("They leave us a third of the saving for two years")),
            ("resources", _("Money to wait for half a year")),
            ("segments", _("Companies that lose at least €10,000 a year on it")),
        )),
    )  # fmt: skip


def patterns() -> tuple[Pattern, ...]:
    """These patterns in the reader's language."""
    return _first_half() + _second_half()
