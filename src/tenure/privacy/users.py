"""Our people's accounts: who they are, what role they have, how they sign in."""

from tenure.privacy.models import Role, User

__all__ = ["Role", "User", "users_exist"]


def users_exist() -> bool:
    """Whether the first start is over."""
    return User.objects.exists()
