"""Answers to choose from, as pairs of code and label."""

from tenure.clients.fact_catalogue.kinds import lazy as _

ATTITUDE = (
    ("-2", _("against us")),
    ("-1", _("leans away")),
    ("0", _("neutral")),
    ("1", _("leans to us")),
    ("2", _("for us")),
)
CHANNEL = (
    ("phone", _("by phone")),
    ("email", _("by e-mail")),
    ("messenger", _("by messenger")),
    ("visit", _("in person")),
)
CLIENT_KIND = (
    ("small_contractor", _("small contractor")),
    ("firm", _("firm")),
    ("chain", _("chain or holding")),
    ("organisation", _("large organisation")),
    ("one_person", _("one person")),
)
CONTINUING = (
    ("surely", _("surely")),
    ("likely", _("likely")),
    ("doubtful", _("doubtful")),
    ("leaving", _("is leaving")),
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
IMPORTANCE = (
    ("vital", _("cannot do without it")),
    ("important", _("important")),
    ("useful", _("useful")),
    ("marginal", _("hardly matters")),
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
LOYALTY = (
    ("loyal", _("loyal")),
    ("indifferent", _("indifferent")),
    ("negative", _("negative")),
)
MARITAL = (
    ("single", _("single")),
    ("married", _("married")),
    ("divorced", _("divorced")),
    ("widowed", _("widowed")),
)
MOTIVE = (
    ("pragmatist", _("pragmatist")),
    ("sublimator", _("sublimator")),
)
OWN_OUTSIDE_NONE = (
    ("own", _("a department of its own")),
    ("outside", _("outside agency")),
    ("none", _("nobody")),
)
OWNER = (
    ("owner", _("owner")),
    ("partner", _("partner")),
    ("employee", _("employee")),
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
SEGMENT = (
    ("key", _("key clients")),
    ("growing", _("growing clients")),
    ("steady", _("steady clients")),
    ("occasional", _("occasional clients")),
)
STRENGTH = (
    ("strong", _("strong")),
    ("sound", _("sound")),
    ("weak", _("weak")),
)
TEMPER = (
    ("result", _("result first")),
    ("details", _("details first")),
    ("people", _("people first")),
    ("ideas", _("ideas first")),
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
