from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tenure.clients.search.find_triggers import SOURCES, lay_triggers


class ClientsConfig(AppConfig):
    name = "tenure.clients"
    label = "clients"

    def ready(self) -> None:
        """Triggers of the search are laid after the tables, see clients.find_triggers."""
        post_migrate.connect(_lay, sender=self, dispatch_uid="find_triggers_of_clients")


def _lay(**_: Any) -> None:
    lay_triggers(SOURCES)
