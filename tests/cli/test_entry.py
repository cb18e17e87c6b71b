"""The command line as scripts see it: exit codes, one sentence on stderr, nothing written on bad input."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.processes import PASSWORD, prepared, tenure


def rows(home: Path, table: str) -> list[tuple]:
    with sqlite3.connect(home / "tenure.sqlite3") as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def test_help_lists_every_command(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "--help")
    assert answer.returncode == 0
    for name in "init demo serve import score today export backup restore doctor".split():
        assert f"  {name} " in answer.stdout
    assert not (tmp_path / "home").exists()


def test_an_unknown_command_names_the_known_ones(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "improt")
    assert answer.returncode == 2
    assert "import" in answer.stderr


def test_a_mistyped_setting_stops_the_start_and_names_the_right_ones(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "today", TENURE_WEBWORKERS="4")
    assert answer.returncode == 2
    assert "TENURE_WEBWORKERS" in answer.stderr
    assert "TENURE_WEB_WORKERS" in answer.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TENURE_DEMO", "yes"),
        ("TENURE_WEB_WORKERS", "0"),
        ("TENURE_ALLOWED_HOSTS", "*"),
        ("TENURE_SECRET_KEY", "changeme"),
        ("TENURE_SECRET_KEY", "secret" * 10),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "not an address"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, setting: str, value: str) -> None:
    answer = tenure(tmp_path / "home", "doctor", **{setting: value})
    assert answer.returncode == 2
    assert setting in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "today", DATABASE_URL="postgres://ana:hidden@127.0.0.1:1/tenure")
    assert answer.returncode == 2
    assert "tenure on 127.0.0.1:1" in answer.stderr
    assert "hidden" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_commands_on_an_unprepared_home_point_to_init(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "today")
    assert answer.returncode == 2
    assert "tenure init" in answer.stderr
    assert not (tmp_path / "home" / "tenure.sqlite3").exists()


def test_init_with_nobody_to_answer_says_what_to_add_and_writes_nothing(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "init")
    assert answer.returncode == 2
    assert "--no-input" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "home" / "tenure.sqlite3").exists()


def test_init_makes_a_private_home_with_one_administrator(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    with sqlite3.connect(home / "tenure.sqlite3") as database:
        assert database.execute("SELECT email, role FROM privacy_user").fetchall() == [
            ("ana@example.com", "administrator")
        ]
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
    assert (home / "tenure.sqlite3").stat().st_mode & 0o077 == 0


def test_init_a_second_time_changes_nothing(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    before = rows(home, "privacy_user"), rows(home, "privacy_workspace"), rows(home, "privacy_auditrow")
    answer = tenure(home, "init", "--admin-email", "eve@example.com", "--admin-password", PASSWORD, "--no-input")
    assert answer.returncode == 0
    assert "ready" in answer.stdout
    assert (rows(home, "privacy_user"), rows(home, "privacy_workspace"), rows(home, "privacy_auditrow")) == before


@pytest.mark.parametrize(
    "wrong",
    [
        ["--admin-email", "ana", "--admin-password", PASSWORD],
        ["--admin-email", "ana@example.com", "--admin-password", "short"],
        ["--admin-email", "ana@example.com"],
        ["--admin-email", "ana@example.com", "--admin-password", PASSWORD, "--currency", "GOLD"],
        ["--admin-email", "ana@example.com", "--admin-password", PASSWORD, "--language", "tlh"],
        ["--admin-email", "ana@example.com", "--admin-password", PASSWORD, "--time-zone", "Mars/Olympus"],
    ],
)
def test_init_with_a_wrong_answer_writes_nothing(tmp_path: Path, wrong: list[str]) -> None:
    answer = tenure(tmp_path / "home", "init", "--no-input", *wrong)
    assert answer.returncode == 2
    assert answer.stderr.strip()
    assert not (tmp_path / "home" / "tenure.sqlite3").exists()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    with sqlite3.connect(home / "tenure.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('clients', '9999_future', '2030-01-01')"
        )
    for command in (["today"], ["init"], ["backup"]):
        answer = tenure(home, *command)
        assert answer.returncode == 2, command
        assert "newer" in answer.stderr


def test_user_adds_an_account_and_renews_a_password(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    assert tenure(home, "user", "add", "elena@example.com", "--name", "Elena", "--password", PASSWORD).returncode == 0
    with sqlite3.connect(home / "tenure.sqlite3") as database:
        query = "SELECT password FROM privacy_user WHERE email = 'elena@example.com'"
        before = database.execute(query).fetchone()
        assert tenure(home, "user", "password", "ELENA@example.com", "--password", PASSWORD + "8").returncode == 0
        assert database.execute(query).fetchone() != before
    unknown = tenure(home, "user", "password", "nobody@example.com", "--password", PASSWORD)
    assert unknown.returncode == 2
    assert "nobody@example.com" in unknown.stderr


def test_doctor_finds_nothing_to_mend_in_a_fresh_installation(tmp_path: Path) -> None:
    answer = tenure(prepared(tmp_path / "home"), "doctor")
    assert answer.returncode == 0, answer.stdout
    assert "All is well" in answer.stdout


def test_doctor_names_the_remedy_for_a_damaged_database(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    with sqlite3.connect(home / "tenure.sqlite3") as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute(
            "INSERT INTO clients_note (text, created_at, author_id, client_id) VALUES ('x', '2026-01-01', 1, 99)"
        )
    answer = tenure(home, "doctor")
    assert answer.returncode == 2
    assert "clients_note" in answer.stdout
    assert "Restore" in answer.stdout


def test_doctor_works_without_a_database(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "doctor")
    assert answer.returncode == 2
    assert "tenure init" in answer.stdout


def test_backup_and_restore_by_command(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    file = tmp_path / "backup.zip"
    assert tenure(home, "backup", str(file)).returncode == 0
    elsewhere = tmp_path / "elsewhere"
    answer = tenure(elsewhere, "restore", str(file))
    assert answer.returncode == 0, answer.stderr
    assert rows(elsewhere, "privacy_user") == rows(home, "privacy_user")
    refused = tenure(elsewhere, "restore", str(file))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr


def test_a_hostile_file_name_does_not_command_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "\x1b[2Jred.csv"
    file.write_text("")
    answer = tenure(tmp_path / "home", "score", str(file), "--out", str(tmp_path / "out.csv"))
    assert answer.returncode == 2
    assert "red.csv" in answer.stderr
    assert "\x1b" not in answer.stderr
