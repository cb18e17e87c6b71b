"""Tables of the room: clients, people and companies around them, facts, decision units, consents."""

from tenure.clients.models.clients import Alias, Client, DoubtfulPair, Note, Phone, SavedView
from tenure.clients.models.consents import Consent
from tenure.clients.models.decision_units import (
    Argument,
    Criterion,
    DecisionTable,
    DecisionUnit,
    OurContact,
    RivalAttitude,
    Tie,
    UnitMember,
)
from tenure.clients.models.facts import Fact, FactFile, FactType, MinimalProfile
from tenure.clients.models.findable import SearchEntry, SearchProgress, SearchWaiting, SearchWord
from tenure.clients.models.people import Channel, Company, CompanyTie, Person, Post

__all__ = [
    "Alias",
    "Argument",
    "Channel",
    "Client",
    "Company",
    "CompanyTie",
    "Consent",
    "Criterion",
    "DecisionTable",
    "DecisionUnit",
    "DoubtfulPair",
    "Fact",
    "FactFile",
    "FactType",
    "MinimalProfile",
    "Note",
    "OurContact",
    "Person",
    "Phone",
    "Post",
    "RivalAttitude",
    "SavedView",
    "SearchEntry",
    "SearchProgress",
    "SearchWaiting",
    "SearchWord",
    "Tie",
    "UnitMember",
]
