from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "tenure.discovery"
    label = "discovery"
