"""The demo company's accounts, whose password everybody knows: they may exist only where TENURE_DEMO says so."""

from dataclasses import dataclass

from tenure.privacy.models import Role, User

PUBLIC_PASSWORD = "look around freely"  # noqa: S105 printed for everybody who starts the demo
DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoPerson:
    """One account of the demo company."""

    name: str
    email: str
    role: str
    language: str


PEOPLE = (
    DemoPerson("Ana Rusu", f"ana@{DOMAIN}", Role.ADMINISTRATOR, "en"),
    DemoPerson("Victor Munteanu", f"victor@{DOMAIN}", Role.HEAD_OF_SALES, "en"),
    DemoPerson("Elena Ceban", f"elena@{DOMAIN}", Role.SALESPERSON, "en"),
    DemoPerson("Игорь Лунгу", f"igor@{DOMAIN}", Role.SALESPERSON, "ru"),
    DemoPerson("Doina Sandu", f"doina@{DOMAIN}", Role.SALESPERSON, "ro"),
    DemoPerson("Maria Ștefan", f"maria@{DOMAIN}", Role.ANALYST, "en"),
)


def public_sign_ins() -> list[str]:
    """E-mails of active accounts whose password is the public one. Checking costs about a third of a second each."""
    accounts = User.objects.filter(is_active=True, email__endswith=f"@{DOMAIN}")
    return [user.email for user in accounts if user.check_password(PUBLIC_PASSWORD)]


def has_demo_accounts() -> bool:
    """Whether this database ever held the demo company. One query."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()
