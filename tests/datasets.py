"""Real orders for the tests: files a test dependency ships, and larger ones when they lie beside the project."""

import importlib.util
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """A large sample file kept beside the project; the test is skipped, and says so, when it is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"shared/data/{name} is not beside the project")
    return path


def lifetimes_data(name: str) -> Path:
    """A CSV the package `lifetimes` ships (found, never imported), e.g. `cdnow_customers.csv`."""
    spec = importlib.util.find_spec("lifetimes")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The package lifetimes is not installed: pip install '.[test]'")
    return Path(spec.submodule_search_locations[0]) / "datasets" / name
