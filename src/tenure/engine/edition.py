"""Which edition of the scores a run holds. Apart from the scores, for pages that only ask."""

# Raised whenever the same orders would get other scores: 2 chose the model by a past day; 3 takes a return that came before
# the first order for no demand, which changed the variation of demand and the stability class.
EDITION = 3


def version_of(name: str) -> str:
    """The models behind the scores and the edition of the scores, for whoever compares two runs."""
    return f"{name}+gamma-gamma/{EDITION}" if name else f"none/{EDITION}"


def of_earlier_edition(version: str) -> bool:
    """Whether scores of this version (see `version_of`) were computed before the newest change of how that is done; a
    version without an edition says nothing."""
    edition = version.rpartition("/")[2] if "/" in version else ""
    return edition.isdecimal() and int(edition) < EDITION
