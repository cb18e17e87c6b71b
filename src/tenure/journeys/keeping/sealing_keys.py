"""The keys of sensitive facts: made with the installation, changed for a new one, looked after by the doctor."""

from dataclasses import dataclass
from pathlib import Path

from tenure.clients.facts.special_facts import reseal_all, sealed_values
from tenure.privacy.sealing import add_key, has_keys, key_path, make_key, not_opening


@dataclass(frozen=True)
class SealingState:
    """How the sealed facts stand: how many, how many of them no key opens, and where the keys are kept."""

    sealed: int
    not_opening: int
    has_keys: bool
    place: Path
    readable_by_others: bool


def sealing_state() -> SealingState:
    """Try every sealed fact with the keys that are here; nothing is shown or logged."""
    values = list(sealed_values())
    path = key_path()
    others = path.is_file() and bool(path.stat().st_mode & 0o077)
    return SealingState(len(values), not_opening(values), has_keys(), path, others)


def prepare_sealing() -> None:
    """Make the first key. Not where facts are sealed already: their own key is missing and must be put back."""
    if next(iter(sealed_values()), None) is None:
        make_key()


def change_key() -> int:
    """A new key for everything sealed from now on and before; the old ones stay, older backups need them."""
    add_key()
    return reseal_all()
