from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tenure.clients.search.find_triggers import lay_triggers

# Table and columns of the conversations that are searched, see clients.find_triggers.
SOURCES = {"interaction": ("conversations_interaction", "text, client_id")}


class ConversationsConfig(AppConfig):
    name = "tenure.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Triggers of the search are laid after the tables."""
        post_migrate.connect(_lay, sender=self, dispatch_uid="find_triggers_of_conversations")


def _lay(**_: Any) -> None:
    lay_triggers(SOURCES)
