"""What processes load, and what they must not."""

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


def test_an_import_that_leaves_the_scores_alone_loads_no_engine() -> None:
    code = "import sys, tests.ground; import tenure.cli.imports; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "duckdb" in loaded
    assert not {"ibis", "numba", "pandas", "scipy"} & set(loaded)
