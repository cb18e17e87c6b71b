"""What the served processes share, and what stays out of them."""

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tenure.cli.shared_memory import spare

FREE = """
import ctypes
from tenure.cli import shared_memory

def free_kib():
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = shared_memory._Usage
    usage = libc.mallinfo2()
    return (usage.fordblks - usage.keepcost) // 1024

loaded = [bytes(1000) for _ in range(20_000)]
del loaded[::40]  # 500 free places all over what was loaded
before = free_kib()
shared_memory.keep_together()
print(before, free_kib())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc's memory that is filled")
def test_no_free_places_are_left_among_what_processes_share() -> None:
    run = subprocess.run([sys.executable, "-c", FREE], capture_output=True, text=True, check=True)
    before, after = map(int, run.stdout.split())
    assert before > 500
    assert after < 50


def test_a_served_connection_to_sqlite_holds_a_megabyte_and_maps_no_file(tmp_path: Path) -> None:
    options = dict(settings.DATABASES["default"].get("OPTIONS", {}))
    if "init_command" not in options:
        pytest.skip("PostgreSQL keeps its own cache")
    database = {"OPTIONS": options}
    spare(database)
    with contextlib.closing(sqlite3.connect(tmp_path / "one.sqlite3")) as one:
        one.executescript(database["OPTIONS"]["init_command"])
        held = [one.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cache_size", "mmap_size", "foreign_keys")]
    assert held == [-1000, 0, 1]


def test_what_only_a_printed_page_or_a_workbook_needs_stays_out_of_the_web_process() -> None:
    code = (
        "import sys, tests.ground; from django.urls import get_resolver; import tenure.config.urls;"
        "get_resolver().reverse_dict; print({'typst', 'xlsxwriter'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["set()"]


def test_what_a_client_page_loads_is_loaded_before_the_fork() -> None:
    code = "import sys, tests.ground, tenure.cli.serve as serve; serve.load_pages(); print('numpy.ma' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["True"]


def test_what_scipy_brings_along_stays_out_of_the_web_process() -> None:
    code = (
        "import sys, tests.ground, tenure.cli.serve, numpy; from django.urls import get_resolver; "
        "get_resolver().reverse_dict; print(sum(name in sys.modules for name in ('numpy.f2py', 'numpy.testing')),"
        "'scipy.special' in sys.modules, numpy.testing.__name__, 'f2py' in dir(numpy))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["0", "True", "numpy.testing", "True"]


def test_one_country_s_holidays_are_read_alone() -> None:
    code = (
        "import sys; from datetime import date; from tenure.agenda.public_holidays import public_holidays as ask;"
        "ask('MD', date(2026, 1, 1), date(2026, 1, 2), 'en');"
        "print(*[name for name in sys.modules if name.startswith('holidays.countries.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["holidays.countries.moldova"]
