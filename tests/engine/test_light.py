"""The engine stands alone: no Django, no drawing, and quick to import."""

import subprocess
import sys

import pytest

LIGHT = [
    "decision_unit.robustness",
    "decision_unit.whom",
    "facts.completeness",
    "facts.decision_table",
    "facts.freshness",
    "facts.questions",
    "speech.sentences",
]


def loaded_by(statement: str) -> set[str]:
    """Top-level packages in memory after `statement` in a fresh process."""
    words = f"import sys; {statement}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_importing_the_engine_loads_nothing_heavy() -> None:
    heavy = {"django", "duckdb", "ibis", "numba", "scipy", "pandas", "pyarrow", "matplotlib"}
    assert not loaded_by("import tenure.engine") & heavy


@pytest.mark.parametrize("module", ["base.classes", "base.concentration", "errors", *LIGHT])
def test_what_pages_may_need_loads_nothing_beyond_arrays(module: str) -> None:
    heavy = {"django", "duckdb", "ibis", "numba", "scipy", "pandas", "pyarrow"}
    assert not loaded_by(f"import tenure.engine.{module}") & heavy


def test_scoring_needs_neither_django_nor_drawing() -> None:
    assert not loaded_by("import tenure.engine.scores") & {"django", "matplotlib", "plotly", "pyspark"}
