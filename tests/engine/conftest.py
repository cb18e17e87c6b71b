"""What every run of the engine's tests ends with: which worked examples are held, and which are not yet."""

from types import ModuleType

import pytest

_MODULES: list[ModuleType] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    """Remember the module of worked examples when its tests are run."""
    for item in session.items:
        module = getattr(item, "module", None)
        if module is not None and module.__name__.endswith("test_vectors") and module not in _MODULES:
            _MODULES.append(module)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List covered and not covered ids, file by file."""
    for module in _MODULES:
        for path in module.FILES:
            covered, missing = module.coverage(path)
            terminalreporter.section(f"worked examples of {path.parent.name}/{path.name}")
            terminalreporter.write_line(f"covered ({len(covered)}): {' '.join(covered) or 'none'}")
            terminalreporter.write_line(f"NOT COVERED ({len(missing)}): {' '.join(missing) or 'none'}")
