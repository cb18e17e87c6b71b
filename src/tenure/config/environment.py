"""Every environment variable Tenure reads, checked once; a mistyped one stops start-up and says what is allowed."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
import platformdirs

VARIABLES = {
    "TENURE_HOME": "folder for the database, uploads and backups",
    "DATABASE_URL": "postgres://user:password@host:port/name; without it SQLite in TENURE_HOME",
    "TENURE_SECRET_KEY": "at least 32 random characters; without it one is made in TENURE_HOME/secret.key",
    "TENURE_SEALING_KEYS": "keys that seal sensitive facts, newest first, separated by commas; "
    "without it they are kept in TENURE_HOME/sealing.key",
    "TENURE_DEMO": "1 for a throw-away demo company with public sign-ins, else 0",
    "TENURE_ALLOWED_HOSTS": "host names the pages may be asked by, separated by commas",
    "TENURE_HTTPS": "1 when a proxy in front speaks HTTPS, else 0",
    "TENURE_WEB_WORKERS": "number of web processes, 1 to 64",
    "TENURE_NOW": "a fixed moment (ISO) instead of the clock, for pictures and tests",
    "TENURE_TEST_DATABASE": "sqlite or postgres: where the tests run",
    "TENURE_TEST_NOW": "the moment at which all tests run, to try a dangerous hour",
    "TENURE_TEST_ZONE": "the time zone of the company in the tests",
    "TENURE_CHROMIUM": "path of the browser for the browser tests",
    "TENURE_VECTORS": "another file of worked vectors for the engine tests",
}

KNOWN_SECRETS = frozenset({"changeme", "change-me", "secret", "demo", "django-insecure", "tenure"})


class BadConfiguration(Exception):
    """A variable cannot be used; the message names it, its value and the remedy."""


@dataclass(frozen=True)
class Environment:
    """The checked configuration."""

    home: Path
    database: dict
    secret_key: str
    sealing_keys: tuple[str, ...]
    demo: bool
    allowed_hosts: tuple[str, ...]
    https: bool
    web_workers: int


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Check all variables together. Raises BadConfiguration naming the first that is wrong."""
    unknown = sorted(name for name in variables if name.startswith("TENURE_") and name not in VARIABLES)
    if unknown:
        allowed = ", ".join(sorted(VARIABLES))
        raise BadConfiguration(f"{unknown[0]} is not a setting of Tenure. Settings are: {allowed}.")
    home = Path(variables.get("TENURE_HOME") or platformdirs.user_data_dir("tenure", appauthor=False)).expanduser()
    demo = _flag(variables, "TENURE_DEMO")
    return Environment(
        home=home,
        database=_database(variables, home),
        secret_key=_secret_key(variables, home),
        sealing_keys=_sealing_keys(variables),
        demo=demo,
        allowed_hosts=_hosts(variables),
        https=_flag(variables, "TENURE_HTTPS"),
        web_workers=_number(variables, "TENURE_WEB_WORKERS", default=2, lowest=1, highest=64),
    )


def _flag(variables: Mapping[str, str], name: str) -> bool:
    value = variables.get(name, "0")
    if value not in {"0", "1", ""}:
        raise BadConfiguration(f"{name} is “{value}”; it can be 1 or 0.")
    return value == "1"


def _number(variables: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    value = variables.get(name) or str(default)
    if not value.isdigit() or not lowest <= int(value) <= highest:
        raise BadConfiguration(f"{name} is “{value}”; it can be a whole number from {lowest} to {highest}.")
    return int(value)


def _hosts(variables: Mapping[str, str]) -> tuple[str, ...]:
    named = [host.strip() for host in variables.get("TENURE_ALLOWED_HOSTS", "").split(",") if host.strip()]
    if "*" in named:
        raise BadConfiguration("TENURE_ALLOWED_HOSTS may not be “*”; name the hosts, separated by commas.")
    return (*named, "127.0.0.1", "localhost", "[::1]")


def _database(variables: Mapping[str, str], home: Path) -> dict:
    url = variables.get("DATABASE_URL")
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home / "tenure.sqlite3")}
    try:
        parsed = dict(dj_database_url.parse(url))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
        raise BadConfiguration(
            f"DATABASE_URL cannot be read ({type(error).__name__}); write it as postgres://user:password@host:port/name."
        ) from None
    if parsed["ENGINE"] not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"}:
        raise BadConfiguration(
            "DATABASE_URL must begin with postgres:// (or sqlite:///); other databases are not supported."
        )
    if not parsed["NAME"]:
        raise BadConfiguration("DATABASE_URL names no database; write it as postgres://user:password@host:port/name.")
    return parsed


def _secret_key(variables: Mapping[str, str], home: Path) -> str:
    """The given key, or the one kept in the home folder (made on first use, readable by the owner only)."""
    given = variables.get("TENURE_SECRET_KEY")
    if given is not None:
        if len(given) < 32 or any(given.lower().startswith(known) for known in KNOWN_SECRETS) or len(set(given)) < 8:
            raise BadConfiguration(
                "TENURE_SECRET_KEY is too short or too well known; give at least 32 random characters, "
                "or leave it out and one is made for you."
            )
        return given
    path = home / "secret.key"
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        return _make_secret(path)
    if len(kept) < 32:
        raise BadConfiguration(
            f"{path} does not hold a usable key; delete it and a new one is made (everyone signs in again)."
        )
    return kept


def _sealing_keys(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The given keys, each 32 bytes in URL-safe base64 as `tenure.privacy.sealing` makes them; none: the file's."""
    keys = tuple(key.strip() for key in variables.get("TENURE_SEALING_KEYS", "").split(",") if key.strip())
    for place, key in enumerate(keys, 1):
        try:
            whole = len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
        except (binascii.Error, ValueError):
            whole = False
        if not whole:
            raise BadConfiguration(
                f"TENURE_SEALING_KEYS: key {place} is not 32 bytes in URL-safe base64 (44 characters). "
                "Copy it again from where it is kept; a wrong key cannot open what is sealed."
            )
    return keys


def _make_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # clients' data live here: nobody else's business
    key = secrets.token_urlsafe(48)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # two processes started together: the first one's key stands
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
