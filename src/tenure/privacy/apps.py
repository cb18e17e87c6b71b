from django.apps import AppConfig

from tenure.kernel.sqlite_days import read_days_once


class PrivacyConfig(AppConfig):
    name = "tenure.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Before the first query."""
        read_days_once()
