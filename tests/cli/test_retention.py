"""`tenure retention` and `tenure reseal`, as an administrator types them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tenure.cli import reseal, retention
from tenure.clients.models import Fact
from tenure.journeys.keeping.check_installation import check_installation
from tenure.journeys.keeping.sealing_keys import prepare_sealing, sealing_state
from tenure.kernel import clock
from tenure.privacy.models import Reading, User
from tenure.privacy.sealing import key_path, make_key, seal, unseal
from tenure.privacy.storage_periods import set_storage_periods
from tests import factories
from tests.cli.in_process import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_home(tmp_path: Path, settings: Any, workspace: Any) -> Path:
    settings.TENURE_HOME = tmp_path
    settings.TENURE_SEALING_KEYS = ()
    make_key()
    return tmp_path


def sealed_fact(by: User) -> Fact:
    return Fact.objects.create(
        person=factories.make_person(), type_code="health", sealed=seal('"asthma"'), confidence=1,
        known_on=clock.today(), recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip


def test_a_dry_run_shows_and_the_run_lets_go(administrator: User, workspace: Any) -> None:
    long_ago = clock.now() - timedelta(days=400)
    Reading.objects.create(at=long_ago, actor=administrator, person_id=1, fact_id=1, type_code="health")
    set_storage_periods(actor=administrator, wanted={"readings": 365})
    shown = told(retention.app, "--dry-run")
    assert "1 would go" in shown
    assert "kept for good" in shown
    assert Reading.objects.count() == 1
    assert "readings" in told(retention.app)
    assert not Reading.objects.exists()
    assert "Nothing has outlived its period." in told(retention.app)


def test_a_new_key_seals_everything_anew(administrator: User, own_home: Path) -> None:
    fact = sealed_fact(administrator)
    before = fact.sealed
    old = key_path().read_bytes().strip()
    assert "1 sensitive fact is sealed with the new key." in told(reseal.app)
    fact.refresh_from_db()
    assert fact.sealed != before
    assert unseal(fact.sealed or "") == '"asthma"'
    keys = key_path().read_bytes().split()
    assert (len(keys), keys[1]) == (2, old)


def test_the_doctor_says_when_the_key_is_gone_and_none_is_made_over_it(administrator: User, own_home: Path) -> None:
    sealed_fact(administrator)
    assert {one.name: one.state for one in check_installation()}["sealing"] == "good"
    key_path().unlink()
    prepare_sealing()
    assert not key_path().exists()
    assert sealing_state().not_opening == 1
    (found,) = (one for one in check_installation() if one.name == "sealing")
    assert (found.state, str(key_path()) in found.text) == ("bad", True)


def test_an_installation_without_sealed_facts_gets_its_key(own_home: Path) -> None:
    key_path().unlink()
    prepare_sealing()
    assert key_path().exists()
