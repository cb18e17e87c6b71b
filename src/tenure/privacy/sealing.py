"""Sealing values that must not be readable at rest. The keys live beside the database and its backups, never in them."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from tenure.kernel.errors import BadInput


def key_path() -> Path:
    """Where the keys are kept unless TENURE_SEALING_KEYS gives them: one a line, newest first."""
    return Path(settings.TENURE_HOME) / "sealing.key"


def has_keys() -> bool:
    """Whether anything can be sealed now."""
    return bool(_keys())


def make_key() -> bool:
    """Make the first key, readable by the owner only; False when there is one already."""
    if has_keys():
        return False
    path = key_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker, and its key stands
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
    return True


def add_key() -> None:
    """Put a new key before the old ones; what they sealed still opens, and `reseal` brings it under the new one.

    Keys given by TENURE_SEALING_KEYS are put in order there, by whoever keeps them: then nothing is done here.
    """
    if settings.TENURE_SEALING_KEYS or make_key():
        return
    path = key_path()
    part = path.with_suffix(".part")
    with suppress(FileNotFoundError):
        part.unlink()
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b"\n".join([Fernet.generate_key(), *_keys()]) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def seal(text: str) -> str:
    """The text as ciphertext under the newest key. Raises BadInput when there is no key."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text again. Raises BadInput("sealed_not_opened") when no key fits or the ciphertext was changed."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise BadInput("sealed_not_opened", file=str(key_path())) from None


def reseal(sealed: str) -> str:
    """The same text under the newest key. Raises as `unseal`."""
    try:
        return _box().rotate(sealed.encode()).decode("ascii")
    except InvalidToken:
        raise BadInput("sealed_not_opened", file=str(key_path())) from None


def not_opening(sealed: Iterable[str]) -> int:
    """How many of these no key opens."""
    keys = _keys()
    box = MultiFernet([Fernet(key) for key in keys]) if keys else None
    return sum(not _opens(box, one) for one in sealed)


def _opens(box: MultiFernet | None, sealed: str) -> bool:
    if box is None:
        return False
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    keys = _keys()
    if not keys:
        raise BadInput("sealing_key_missing", file=str(key_path()))
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> list[bytes]:
    """Read each time: a few microseconds, and a key put back works at once in every process."""
    if settings.TENURE_SEALING_KEYS:
        return [key.encode() for key in settings.TENURE_SEALING_KEYS]
    try:
        lines = key_path().read_bytes().split()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            Fernet(line)
        except ValueError:
            raise BadInput("sealing_key_damaged", file=str(key_path())) from None
    return lines
