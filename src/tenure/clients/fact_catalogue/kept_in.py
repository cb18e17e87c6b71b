"""Which requirement is answered by a table of its own in place of a kind of fact: so that none is silently missing."""

from collections.abc import Mapping
from types import MappingProxyType

# Id of the requirement -> tables ("room.Model") whose rows are the answer, beside any kinds of facts that name the id.
KEPT_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "S003-15": ("clients.CompanyTie",),  # suppliers and competitors as a register: "who else buys from X"
        "S003-56": ("clients.Client", "clients.Channel"),  # phone and e-mail of the company and of its people
        "S003-62": ("clients.CompanyTie",),  # parent and subsidiaries
        "S003-64": ("clients.CompanyTie",),
        "S003-68": ("clients.CompanyTie",),
        "S003-69": ("clients.CompanyTie",),
        "S003-79": ("clients.Person", "clients.Post"),  # full name and position
        "S003-80": ("clients.Post", "clients.Tie"),  # formal place and duties; the real one on the map
        "S003-81": ("clients.Post",),  # tenure here: since and until
        "S003-96": ("clients.Channel",),  # pages in social networks
        "S003-128": ("clients.Client",),  # name and phone
        "S003-131": ("clients.DecisionUnit",),
        "S003-132": ("clients.Person", "clients.Post"),
        "S003-133": ("clients.UnitMember", "clients.Criterion"),  # influence, attitude, interest, criteria in a deal
        "S003-134": ("clients.UnitMember", "clients.Person"),  # others in the decision: the same kinds as for a contact
        "S003-135": ("clients.Tie", "clients.UnitMember"),
        "S003-137": ("clients.CompanyTie",),
        "S003-138": ("orders.ClientScore",),  # frequency is computed from the orders
    }
)
