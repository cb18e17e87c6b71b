from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "tenure.conversations"
    label = "conversations"
