"""Who usually decides, by industry (S002-19): seats with their usual roles and weights, and who listens to whom.

A template fills nothing by itself: it says which seats to look for, and what to start from once a person is found.
The weights and ties are the usual ones, to be corrected by what is seen at the client.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text = Union[str, "StrPromise"]  # said in the reader's language when it is shown


@dataclass(frozen=True)
class Seat:
    """One place in a unit. weight: formal part in percent; susceptibility, veto: 0..1; by: what such people usually
    decide by, a hint and not a fact."""

    code: str
    title: Text
    role: str
    weight: int
    susceptibility: float = 0.5
    veto: float = 0.0
    by: Text = ""


@dataclass(frozen=True)
class UnitTemplate:
    """The unit of an industry. listens: who, to whom, how strongly (1 to 3); reports: who, to whom; seats by code."""

    code: str
    name: Text
    seats: tuple[Seat, ...]
    listens: tuple[tuple[str, str, int], ...]
    reports: tuple[tuple[str, str], ...] = field(default=())

    def seat(self, code: str) -> Seat | None:
        """The seat of this code, if there is one."""
        return next((seat for seat in self.seats if seat.code == code), None)


MANUFACTURING = UnitTemplate(
    "manufacturing",
    _("Manufacturing plant"),
    (
        Seat("director", _("General director"), "decider", 40, 0.4, 0.5, by=_("steady production, safe supply")),
        Seat("finance", _("Finance director"), "economic_buyer", 25, 0.3, 0.3, by=_("payment terms, price")),
        Seat("buyer", _("Head of purchasing"), "purchaser", 20, 0.6, by=_("price, full and punctual deliveries")),
        Seat("technologist", _("Chief technologist"), "expert", 10, 0.2, 0.4, by=_("even quality, fit with the line")),
        Seat("shop", _("Head of the workshop"), "user", 5, 0.4, by=_("no stoppages, help on the spot")),
        Seat("secretary", _("Director’s assistant"), "gatekeeper", 0, 0.5, by=_("respect, short papers")),
    ),
    (("director", "finance", 3), ("director", "technologist", 2), ("finance", "buyer", 2), ("buyer", "technologist", 3),
     ("buyer", "finance", 2), ("technologist", "shop", 2), ("shop", "technologist", 2), ("director", "secretary", 1)),
    (("finance", "director"), ("buyer", "finance"), ("technologist", "director"), ("shop", "technologist"),
     ("secretary", "director")),
)  # fmt: skip

RETAIL_CHAIN = UnitTemplate(
    "retail_chain",
    _("Wholesaler or chain of shops"),
    (
        Seat("commercial", _("Commercial director"), "decider", 40, 0.3, 0.5, by=_("margin, turnover of the shelf")),
        Seat("category", _("Category manager"), "purchaser", 35, 0.5, by=_("bonus, demand, place against rivals")),
        Seat("finance", _("Finance director"), "economic_buyer", 15, 0.3, 0.2, by=_("deferred payment, returns")),
        Seat("logistics", _("Head of logistics"), "expert", 5, 0.3, by=_("delivery windows, pallets, labels")),
        Seat("shops", _("Manager of the shops"), "user", 5, 0.5, by=_("buyers ask for it, no complaints")),
        Seat("quality", _("Quality control"), "approver", 0, 0.1, 0.8, by=_("certificates, shelf life")),
    ),
    (("commercial", "category", 3), ("commercial", "finance", 2), ("category", "shops", 2), ("category", "logistics", 1),
     ("finance", "commercial", 2), ("shops", "category", 2)),
    (("category", "commercial"), ("logistics", "commercial"), ("shops", "commercial")),
)  # fmt: skip

CONSTRUCTION = UnitTemplate(
    "construction",
    _("Construction company"),
    (
        Seat("owner", _("Owner or director"), "decider", 45, 0.4, 0.6, by=_("total cost, deadline of the object")),
        Seat("engineer", _("Chief engineer"), "expert", 20, 0.2, 0.5, by=_("design, standards, guarantees")),
        Seat("supply", _("Head of supply"), "purchaser", 20, 0.6, by=_("price, in stock today, credit")),
        Seat("site", _("Site manager"), "user", 10, 0.4, by=_("brought on time, easy to work with")),
        Seat("estimator", _("Estimator"), "influencer", 5, 0.4, by=_("fits the estimate")),
        Seat("designer", _("Designer or architect"), "initiator", 0, 0.2, by=_("named in the project")),
    ),
    (("owner", "engineer", 3), ("owner", "supply", 2), ("supply", "site", 3), ("supply", "estimator", 2),
     ("engineer", "designer", 2), ("engineer", "site", 2), ("site", "engineer", 2), ("estimator", "engineer", 2)),
    (("engineer", "owner"), ("supply", "owner"), ("site", "engineer"), ("estimator", "engineer")),
)  # fmt: skip

CLINIC = UnitTemplate(
    "clinic",
    _("Clinic or hospital"),
    (
        Seat("chief", _("Chief physician"), "decider", 45, 0.4, 0.6, by=_("results of treatment, reputation")),
        Seat("head", _("Head of the department"), "expert", 25, 0.2, by=_("proof in studies, own experience")),
        Seat("finance", _("Finance director"), "economic_buyer", 20, 0.3, 0.3, by=_("price of one use, budget year")),
        Seat("buyer", _("Purchasing specialist"), "purchaser", 10, 0.6, by=_("papers in order, one supplier")),
        Seat("doctor", _("Physician who works with it"), "user", 0, 0.3, by=_("convenience, training")),
        Seat("nurse", _("Senior nurse"), "influencer", 0, 0.4, by=_("less handling, stocks that do not run out")),
    ),
    (("chief", "head", 3), ("chief", "finance", 2), ("head", "doctor", 3), ("doctor", "nurse", 2), ("finance", "chief", 2),
     ("buyer", "finance", 2), ("buyer", "head", 2), ("nurse", "doctor", 2)),
    (("head", "chief"), ("finance", "chief"), ("buyer", "finance"), ("doctor", "head"), ("nurse", "head")),
)  # fmt: skip

TENDER = UnitTemplate(
    "tender",
    _("Public body, by tender"),
    (
        Seat("head", _("Head of the institution"), "approver", 25, 0.3, 0.8, by=_("no complaints, budget spent")),
        Seat("chair", _("Chair of the commission"), "decider", 30, 0.2, 0.4, by=_("the letter of the law")),
        Seat("member", _("Member of the commission"), "influencer", 20, 0.5, by=_("scores of the terms")),
        Seat("specialist", _("Author of the specification"), "expert", 15, 0.2, by=_("what will really be used")),
        Seat("procurement", _("Procurement specialist"), "purchaser", 10, 0.3, by=_("papers, dates, the portal")),
        Seat("department", _("Department that will use it"), "user", 0, 0.4, by=_("works without trouble")),
        Seat("lawyer", _("Lawyer"), "gatekeeper", 0, 0.1, 0.5, by=_("the contract as published")),
    ),
    (("head", "chair", 2), ("chair", "specialist", 3), ("chair", "lawyer", 2), ("member", "chair", 3),
     ("member", "specialist", 2), ("specialist", "department", 3), ("procurement", "lawyer", 2),
     ("procurement", "specialist", 1)),
    (("chair", "head"), ("procurement", "head"), ("department", "head"), ("lawyer", "head")),
)  # fmt: skip

IT_COMPANY = UnitTemplate(
    "it",
    _("IT and software"),
    (
        Seat("cto", _("Technical director"), "decider", 35, 0.3, 0.6, by=_("architecture, security, no lock-in")),
        Seat("ceo", _("General director"), "economic_buyer", 30, 0.4, 0.3, by=_("speed to market, price of a mistake")),
        Seat("product", _("Product manager"), "initiator", 15, 0.4, by=_("what users of the product ask for")),
        Seat("lead", _("Team lead"), "expert", 15, 0.2, by=_("documentation, trial, support")),
        Seat("finance", _("Finance manager"), "purchaser", 5, 0.4, by=_("price per seat, a contract by the year")),
        Seat("security", _("Security officer"), "approver", 0, 0.1, 0.7, by=_("audit, where data lies")),
        Seat("developer", _("Developer"), "user", 0, 0.4, by=_("does not get in the way")),
    ),
    (("cto", "lead", 3), ("cto", "security", 2), ("ceo", "cto", 3), ("ceo", "product", 2), ("product", "lead", 2),
     ("lead", "developer", 2), ("finance", "ceo", 3), ("developer", "lead", 2)),
    (("cto", "ceo"), ("product", "ceo"), ("lead", "cto"), ("finance", "ceo"), ("security", "cto"), ("developer", "lead")),
)  # fmt: skip

HORECA = UnitTemplate(
    "horeca",
    _("Restaurant, café or hotel"),
    (
        Seat("owner", _("Owner"), "decider", 45, 0.5, 0.6, by=_("food cost, guests come back")),
        Seat("chef", _("Chef"), "expert", 30, 0.2, 0.5, by=_("taste, even quality, how it cooks")),
        Seat("manager", _("Manager"), "approver", 15, 0.4, by=_("no running out, small lots")),
        Seat("buyer", _("Buyer or storekeeper"), "purchaser", 10, 0.6, by=_("early delivery, honest weight")),
        Seat("bar", _("Head of the bar"), "influencer", 0, 0.3, by=_("what guests order, help with the menu")),
        Seat("accountant", _("Accountant"), "gatekeeper", 0, 0.3, by=_("papers without mistakes, deferred payment")),
    ),
    (("owner", "chef", 3), ("owner", "manager", 2), ("owner", "accountant", 1), ("manager", "chef", 2), ("manager", "bar", 1),
     ("buyer", "chef", 3), ("buyer", "manager", 2), ("chef", "owner", 1)),
    (("chef", "owner"), ("manager", "owner"), ("buyer", "manager"), ("bar", "manager"), ("accountant", "owner")),
)  # fmt: skip

FARM = UnitTemplate(
    "farm",
    _("Farm or agricultural company"),
    (
        Seat("owner", _("Owner of the farm"), "decider", 55, 0.4, 0.6, by=_("yield per hectare, credit until the harvest")),
        Seat("agronomist", _("Agronomist"), "expert", 25, 0.2, 0.4, by=_("trials in the neighbourhood, advice in the field")),
        Seat("mechanic", _("Chief mechanic"), "influencer", 5, 0.3, by=_("spare parts in a day, simple repair")),
        Seat("accountant", _("Accountant"), "economic_buyer", 15, 0.4, by=_("subsidies, dates of payment")),
        Seat("neighbour", _("Neighbour whose fields are looked at"), "influencer", 0, 0.1, by=_("his own harvest")),
        Seat("family", _("Family of the owner"), "influencer", 0, 0.3, by=_("debts that do not keep one awake")),
    ),
    (("owner", "agronomist", 3), ("owner", "neighbour", 2), ("owner", "family", 2), ("owner", "accountant", 1),
     ("agronomist", "neighbour", 1), ("agronomist", "mechanic", 1), ("accountant", "owner", 3)),
    (("agronomist", "owner"), ("mechanic", "owner"), ("accountant", "owner")),
)  # fmt: skip

SMALL_FIRM = UnitTemplate(
    "small_firm",
    _("Small firm run by its owner"),
    (
        Seat("owner", _("Owner"), "decider", 80, 0.4, 0.8, by=_("price, trust, no surprises")),
        Seat("assistant", _("Right hand of the owner"), "influencer", 15, 0.5, by=_("less work, quick answers")),
        Seat("accountant", _("Accountant"), "gatekeeper", 5, 0.4, by=_("papers, deferred payment")),
        Seat("worker", _("Person who works with it"), "user", 0, 0.4, by=_("convenience, no complaints")),
    ),
    (("owner", "assistant", 3), ("owner", "accountant", 1), ("assistant", "worker", 2), ("assistant", "owner", 2),
     ("accountant", "owner", 2)),
    (("assistant", "owner"), ("accountant", "owner"), ("worker", "owner")),
)  # fmt: skip

TEMPLATES: Mapping[str, UnitTemplate] = {
    one.code: one
    for one in (
        MANUFACTURING, RETAIL_CHAIN, CONSTRUCTION, CLINIC, TENDER, IT_COMPANY, HORECA, FARM, SMALL_FIRM,
    )
}  # fmt: skip


def empty_seats(template: str, taken: set[str]) -> tuple[Seat, ...]:
    """The seats nobody known sits on: people to look for. None without a template."""
    found = TEMPLATES.get(template)
    return tuple(seat for seat in found.seats if seat.code not in taken) if found else ()
