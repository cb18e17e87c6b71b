"""What the web process loads, and what it must not."""

import subprocess
import sys

HEAVY = ("duckdb", "ibis", "numba", "pandas", "pyarrow", "scipy.stats", "scipy.optimize", "scipy.interpolate")


def test_the_web_process_loads_no_analytics() -> None:
    code = (
        "import sys, tests.ground; import tenure.config.urls; from django.urls import get_resolver;"
        "get_resolver().reverse_dict;"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
