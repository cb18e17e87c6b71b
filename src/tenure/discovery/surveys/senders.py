"""How often one address answers in a day, without ever keeping the address.

A day has a random secret; an address is stored as its keyed hash. The secret and the hashes of past days are deleted with
the first answer of a new day, so that nobody, we included, can find out later who answered.
"""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import date

from tenure.discovery.models import Survey, SurveyDay, SurveySender

# So many answers of one address count in a day: a family, a small office. Beyond, they are set aside; from the flood on
# none of that address counts, and later still none is taken in.
COUNTED, FLOOD, TAKEN = 5, 20, 60


def sender_of(survey: Survey, address: str, today: date) -> SurveySender:
    """The address's row of today with this answer counted in. Call with the survey locked."""
    SurveySender.objects.filter(survey=survey).exclude(day=today).delete()
    digest = hmac.new(_salt(today), _place(address).encode(), hashlib.sha256).hexdigest()
    row, _new = SurveySender.objects.get_or_create(survey=survey, day=today, digest=digest)
    row.answers += 1
    row.save(update_fields=["answers"])
    return row


def _salt(today: date) -> bytes:
    SurveyDay.objects.exclude(day=today).delete()
    row, _new = SurveyDay.objects.get_or_create(day=today, defaults={"salt": secrets.token_bytes(32)})
    return bytes(row.salt)


def _place(address: str) -> str:
    """The address as one sender: of the newer kind a household has 2^64, so its network is taken."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip()
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)).network_address)
    return str(found)
