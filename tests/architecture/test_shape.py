"""Guard rails on size and shape, so that any file can be read in one sitting."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tenure"
TEMPLATES = SOURCE / "web" / "templates"
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 250


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def place(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_no_file_is_longer_than_one_sitting() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_half_of_the_files_are_short() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in modules())
    assert lengths[len(lengths) // 2] <= 140


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place(path, node.lineno)} {node.name} ({size})"
        for path in modules()
        for node in functions(path)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_template_is_too_long() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEMPLATE} == {}


def test_nothing_is_imported_inside_a_function_outside_config() -> None:
    hidden = [
        place(path, inner.lineno)
        for path in modules()
        if SOURCE / "config" not in path.parents
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_bare_except_hides_an_error() -> None:
    bare = [
        place(path, node.lineno)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip()
        and path.name not in {"apps.py", "__init__.py", "__main__.py"}
        and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_only_the_clock_asks_for_the_time() -> None:
    asking = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|timezone\.now)\(")
    places = [
        place(path, number)
        for path in modules()
        if path != SOURCE / "kernel" / "clock.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asking.search(line)
    ]
    assert places == []


def test_only_the_clock_says_on_which_day_a_moment_was() -> None:
    """Its own `date()` is its day in UTC. What these files hold has no zone, or is the local time already."""
    without_zone = {"journeys/cards/timeline.py", "orders/files/dates.py", "orders/files/sheets.py",
                    "web/settings/audit.py", "discovery/files/proving.py"}  # fmt: skip
    asks = re.compile(r"\.date\(\)|\bZoneInfo\b|\.astimezone\((?!UTC)|localdate")
    found = [
        place(path, number)
        for path in [*modules(), *templates()]
        if (name := path.relative_to(SOURCE).as_posix()) != "kernel/clock.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asks.search(line) and not (name in without_zone and ".date()" in line)
    ]
    assert found == []


def test_no_mark_of_unfinished_work_is_left() -> None:
    mark = re.compile(r"\b(TODO|FIXME|HACK)\b|NotImplementedError|pytest\.mark\.(skip|xfail)\b")
    here = Path(__file__)
    files = [*modules(), *templates(), *(path for path in (ROOT / "tests").rglob("*.py") if path != here)]
    found = [
        place(path, number)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline script", r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)"),
        ("inline style", r"\sstyle\s*=|<style\b"),
        ("inline handler", r"\son(click|change|input|submit|load|error|key\w+|focus|blur|mouse\w+)\s*="),
        ("script address", r"(href|src|action)\s*=\s*[\"']javascript:"),
        ("switched-off escaping", r"\|\s*safe\b|autoescape\s+false"),
        ("another host", r"(src|href)\s*=\s*[\"'](https?:)?//"),
    ],
)
def test_templates_hold_nothing_the_strict_policy_forbids(what: str, pattern: str) -> None:
    found = [
        place(path, path.read_text(encoding="utf-8")[: match.start()].count("\n") + 1)
        for path in templates()
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert found == [], what
