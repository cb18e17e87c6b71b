from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "tenure.agenda"
    label = "agenda"
