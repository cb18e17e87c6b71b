"""The company's settings: numbers are read in the signs of the language, and shown so that the same is read again."""

import pytest

from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/company/"


def sent(workspace: Workspace, **fields: str) -> dict[str, str]:
    start = {"company": workspace.name, "language": "en", "time_zone": workspace.time_zone}
    return start | {"hour_cost": "30", "silence_level": "20"} | fields


@pytest.mark.parametrize(
    ("language", "typed", "minor", "shown"),
    [
        ("en", "1,250.5", 125_050, "1250.5"),
        ("ro", "1.250,5", 125_050, "1250,5"),
        ("ru", "12,5", 1_250, "12,5"),
        ("en", "0", 0, "0"),
    ],
)
def test_the_cost_of_an_hour_is_read_in_the_signs_of_the_language(
    administrator: User, workspace: Workspace, language: str, typed: str, minor: int, shown: str
) -> None:
    User.objects.filter(pk=administrator.pk).update(language=language)
    browser = factories.signed_in(administrator)
    assert browser.post(ADDRESS, sent(workspace, language=language, hour_cost=typed)).status_code == 303
    workspace.refresh_from_db()
    assert workspace.hour_cost_minor == minor
    assert f'value="{shown}"' in browser.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"hour_cost": "-1"}, {"hour_cost": "much"}, {"hour_cost": "10000000000"}, {"hour_cost": "1.250"}]
)
def test_what_is_no_cost_is_refused_and_nothing_changes(
    administrator: User, workspace: Workspace, wrong: dict[str, str]
) -> None:
    before, name = workspace.hour_cost_minor, workspace.name
    answer = factories.signed_in(administrator).post(ADDRESS, sent(workspace, company="Other", **wrong))
    assert answer.status_code == 400
    workspace.refresh_from_db()
    assert (workspace.hour_cost_minor, workspace.name) == (before, name)
