"""Answers to choose from, as pairs of code and label."""

from tenure.clients.fact_catalogue.kinds import lazy as _

CLIENT_KIND = (
    ("small_contractor", _("small contractor")),
    ("firm", _("firm")),
    ("chain", _("chain or holding")),
    ("organisation", _("large organisation")),
    ("one_person", _("one person")),
)
CRITERIA = (
    ("price", _("price")),
    ("quality", _("steady quality")),
    ("delivery", _("delivery time")),
    ("terms", _("payment terms")),
    ("range", _("range")),
    ("service", _("service")),
    ("proximity", _("nearness")),
    ("relations", _("good relations")),
    ("papers", _("certificates and papers")),
    ("brand", _("well-known brand")),
)
INDUSTRY = (
    ("food", _("food and bakery")),
    ("retail", _("retail")),
    ("wholesale", _("wholesale")),
    ("catering", _("hotels and catering")),
    ("construction", _("construction")),
    ("manufacturing", _("manufacturing")),
    ("agriculture", _("agriculture")),
    ("transport", _("transport")),
    ("services", _("services")),
    ("public", _("public sector")),
    ("other", _("other")),
)
OWN_OUTSIDE_NONE = (
    ("own", _("a department of its own")),
    ("outside", _("outside agency")),
    ("none", _("nobody")),
)
PAYMENT = (
    ("advance", _("in advance")),
    ("delivery", _("on delivery")),
    ("deferred", _("deferred")),
    ("instalments", _("by instalments")),
    ("cash", _("cash")),
    ("barter", _("barter")),
    ("credit", _("bank credit")),
)
READINESS = (
    ("ready", _("ready")),
    ("considering", _("thinks about it")),
    ("no", _("not ready")),
)
SATISFACTION = (
    ("content", _("satisfied")),
    ("mixed", _("with reservations")),
    ("looking", _("looking for another")),
)
STRENGTH = (
    ("strong", _("strong")),
    ("sound", _("sound")),
    ("weak", _("weak")),
)
YES_NO = (
    ("yes", _("yes")),
    ("no", _("no")),
)
YES_PARTLY_NO = (
    ("yes", _("yes")),
    ("partly", _("partly")),
    ("no", _("no")),
)
