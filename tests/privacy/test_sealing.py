"""Sealing: what is sealed cannot be read without the key, and the key is kept apart."""

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from tenure.config.environment import BadConfiguration, read_environment
from tenure.kernel.errors import BadInput
from tenure.privacy.sealing import add_key, key_path, make_key, not_opening, reseal, seal, unseal


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> Path:
    settings.TENURE_HOME = tmp_path
    settings.TENURE_SEALING_KEYS = ()
    return tmp_path


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_what_was_sealed_opens_again_and_is_not_to_be_seen(text: str) -> None:
    sealed = seal(text)
    assert unseal(sealed) == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal("православие") != seal("православие")


def test_the_key_is_readable_by_its_owner_only(own_home: Path) -> None:
    assert make_key()
    assert os.stat(key_path()).st_mode & 0o777 == 0o600


def test_a_key_is_never_made_over_another(own_home: Path) -> None:
    make_key()
    before = key_path().read_bytes()
    assert not make_key()
    assert key_path().read_bytes() == before


def test_without_a_key_nothing_is_sealed(own_home: Path) -> None:
    with pytest.raises(BadInput) as raised:
        seal("text")
    assert raised.value.problem.code == "sealing_key_missing"


def test_a_new_key_opens_the_old_and_seals_the_new(own_home: Path) -> None:
    make_key()
    old = seal("старое")
    first = key_path().read_bytes()
    add_key()
    assert os.stat(key_path()).st_mode & 0o777 == 0o600
    again = reseal(old)
    assert (unseal(old), unseal(again)) == ("старое", "старое")
    key_path().write_bytes(first)
    assert not_opening([old, again]) == 1


def test_another_key_or_a_changed_letter_opens_nothing(own_home: Path) -> None:
    make_key()
    sealed = seal("text")
    changed = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    with pytest.raises(BadInput):
        unseal(changed)
    key_path().write_bytes(Fernet.generate_key())
    with pytest.raises(BadInput) as raised:
        unseal(sealed)
    assert raised.value.problem.code == "sealed_not_opened"


def test_a_damaged_key_file_says_so(own_home: Path) -> None:
    key_path().write_text("not a key\n")
    with pytest.raises(BadInput) as raised:
        seal("text")
    assert raised.value.problem.code == "sealing_key_damaged"


def test_keys_of_the_environment_come_first(own_home: Path, settings: Any) -> None:
    make_key()
    given_key = Fernet.generate_key()
    settings.TENURE_SEALING_KEYS = (given_key.decode(),)
    assert Fernet(given_key).decrypt(seal("text")) == b"text"


@pytest.mark.parametrize("value", ["short", "x" * 44, "й" * 44, "A" * 43])
def test_a_mistyped_key_stops_the_start_and_is_not_repeated(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as raised:
        read_environment({"TENURE_HOME": str(tmp_path), "TENURE_SEALING_KEYS": value})
    assert "TENURE_SEALING_KEYS" in str(raised.value)
    assert value not in str(raised.value)
