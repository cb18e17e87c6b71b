from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "tenure.privacy"
    label = "privacy"
