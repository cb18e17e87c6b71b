"""`tenure` as a real process in a home folder of its own."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ground import HOME

PASSWORD = "Plenty of rain 1907"


def environment(home: Path, **more: str) -> dict[str, str]:
    """A clean environment: SQLite in `home`, whatever database the tests themselves run on."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TENURE_", "DATABASE_", "DJANGO_"))}
    return kept | {"TENURE_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200"} | more


def tenure(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tenure", *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,  # against hanging for ever; beside two other test runs a minute of work takes several
        check=False,
    )


def prepared(home: Path) -> Path:
    """A home with a company and its administrator: made once, then copied."""
    shutil.copytree(_made_once(), home)
    return home


@functools.cache
def _made_once() -> Path:
    home = Path(tempfile.mkdtemp(prefix="home-", dir=HOME)) / "home"
    answer = tenure(home, "init", "--admin-email", "ana@example.com", "--admin-password", PASSWORD, "--no-input")
    assert answer.returncode == 0, answer.stderr
    return home
