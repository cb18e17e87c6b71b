from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tenure.clients"
    label = "clients"
