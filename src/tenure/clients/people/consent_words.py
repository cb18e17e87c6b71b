"""Purposes and lawful bases in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.people.consents import BASES, PURPOSES, SPECIAL


def plain_purposes() -> dict[str, str]:
    """The purposes that concern everybody, in words."""
    return {
        "email": _("e-mails"),
        "phone": _("phone calls"),
        "advertising": _("advertising"),
        "card": _("keeping the card"),
    }


def purpose_name(purpose: str, kinds: Mapping[str, FactKind]) -> str:
    """What the data are for. kinds: the fact catalogue, which names the special categories."""
    if purpose.startswith(SPECIAL):
        kind = kinds.get(purpose.removeprefix(SPECIAL))
        return _("sensitive fact: %(kind)s") % {"kind": kind.label if kind else purpose.removeprefix(SPECIAL)}
    return plain_purposes()[purpose]


def purposes(kinds: Mapping[str, FactKind]) -> list[tuple[str, str]]:
    """Purposes to choose from: the plain ones, then special categories that are switched on."""
    special = [SPECIAL + code for code, kind in kinds.items() if kind.special and kind.enabled and not kind.hidden]
    return [(purpose, purpose_name(purpose, kinds)) for purpose in (*PURPOSES, *special)]


def basis_name(basis: str) -> str:
    """The lawful basis in words."""
    return {
        "consent": _("consent"),
        "contract": _("contract"),
        "legal_duty": _("legal duty"),
        "interest": _("legitimate interest"),
    }[basis]


def bases() -> list[tuple[str, str]]:
    """Bases to choose from."""
    return [(basis, basis_name(basis)) for basis in BASES]
