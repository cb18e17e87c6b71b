"""The comparable form of our clients' phone numbers, kept beside the number as it was written."""

from zoneinfo import available_timezones

from babel.core import get_global

from tenure.clients.models import Client, Phone
from tenure.clients.phone_numbers import normal_phone, region_of
from tenure.privacy.workspace import current_workspace


def own_region() -> str:
    """The country the company's time zone lies in, as two letters; empty when that tells none, as UTC does."""
    workspace = current_workspace()
    if workspace is None or workspace.time_zone not in available_timezones():
        return ""
    return str(get_global("zone_territories").get(workspace.time_zone, ""))


def keep_phone(client: Client) -> None:
    """Let the comparable form follow the number the client has now. Part of a writer's transaction."""
    normal = normal_phone(client.phone, region_of(client.country, own_region())) if client.phone else ""
    if normal:
        Phone.objects.update_or_create(client=client, defaults={"normal": normal})
    else:
        Phone.objects.filter(client=client).delete()
