"""The engine's speed beside `lifetimes` and plain SQL: `python -m benchmarks.engine [--quick] [--write] [--folder F]`.

Processor seconds of both in the same run, one after the other; imports and compiling do not count.
`lifetimes` gets an environment of its own in the folder, made the first time (it needs a package index then). --quick:
a tenth of the sizes. --write: renews the engine's part of docs/benchmarks.md and the picture of growth.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.engine_data import client_histories, order_lines
from benchmarks.growth_picture import Point, growth_svg, growth_text
from benchmarks.peer import Answer, ask_lifetimes, ask_tenure

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEGIN, END = "<!-- engine: begin -->", "<!-- engine: end -->"
LINES, CLIENTS, PARETO_CLIENTS = 10_000_000, 1_000_000, 100_000
GROWTH = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
MOST_MIB, MOST_IMPORT = 1229, 0.3


@dataclass(frozen=True)
class Row:
    """One line of the table; `kept` says whether the goal was reached."""

    work: str
    ours: str
    theirs: str
    ratio: str
    goal: str
    kept: bool


def seconds(answer: Answer) -> float:
    return float(answer["cpu_seconds"])


def same(ours: Answer, theirs: Answer, names: tuple[str, ...], within: float) -> None:
    """Stop when the two did not do the same work: a faster wrong answer is worth nothing."""
    for name in names:
        one, other = ours["result"][name], theirs["result"][name]
        if abs(one - other) > within * abs(other):
            raise SystemExit(f"{name}: {one} is not {other}")


def summary_rows(folder: Path, lines: int) -> list[Row]:
    """Order lines to one row per client."""
    file = order_lines(folder, lines)
    theirs = ask_lifetimes(folder, "summary", file)
    answers = {task: ask_tenure(task, file) for task in ("summary_sql", "summary_expression", "summary_pass", "scan")}
    for task in ("summary_sql", "summary_expression"):
        same(answers["summary_pass"], answers[task], ("clients", "orders"), 0.0)
    ours, sql = seconds(answers["summary_pass"]), seconds(answers["summary_sql"])
    expression, scan = seconds(answers["summary_expression"]), seconds(answers["scan"])
    peak, work = answers["summary_pass"]["peak_mib"], f"summary of {lines:,} lines"
    return [
        row(work, ours, seconds(theirs), 8, "lifetimes"),
        Row("the same beside plain DuckDB SQL", f"{ours:.2f} s", f"{sql:.2f} s", f"{ours / sql:.2f} of it", "≤ 1.3 of it",
            ours <= 1.3 * sql),
        Row("the same as an expression of any engine", f"{expression:.2f} s", f"{sql:.2f} s",
            f"{expression / sql:.2f} of it", "≤ 1.3 of it", expression <= 1.3 * sql),
        Row("the same beside reading the file alone", f"{ours:.2f} s", f"{scan:.2f} s", f"{ours / scan:.1f} of it", "", True),
        Row("memory of the summary", f"{peak:,.0f} MiB", f"{theirs['peak_mib']:,.0f} MiB",
            f"{peak / theirs['peak_mib']:.2f} of it", "≤ 1,229 MiB", peak <= MOST_MIB),
    ]  # fmt: skip


def row(work: str, ours: float, theirs: float, times: float, peer: str) -> Row:
    ratio = theirs / ours
    return Row(work, f"{ours:.3g} s", f"{peer} {theirs:.3g} s", f"{ratio:.0f} x", f"≥ {times:g} x", ratio >= times)


def model_rows(folder: Path, clients: int, pareto_clients: int) -> list[Row]:
    """Fitting and predicting."""
    file = client_histories(folder, clients)
    rows = []
    ours, theirs = ask_tenure("bg_nbd", file), ask_lifetimes(folder, "bg_nbd", file)
    same(ours, theirs, ("r", "alpha", "a", "b"), 0.02)
    tuples = f"{ours['result']['tuples']:,.0f} distinct histories"
    rows.append(row(f"fit BG/NBD, {clients:,} clients ({tuples})", seconds(ours), seconds(theirs), 35, "lifetimes"))
    ours, theirs = (
        ask("pareto_nbd", file, pareto_clients) for ask in (ask_tenure, lambda *a: ask_lifetimes(folder, *a))
    )
    same(ours, theirs, ("r", "alpha", "s", "beta"), 0.05)
    work = f"fit Pareto/NBD, {pareto_clients:,} clients ({ours['result']['tuples']:,.0f} distinct histories)"
    rows.append(row(work, seconds(ours), seconds(theirs), 25, "lifetimes"))
    whole = seconds(ask_tenure("pareto_nbd", file))
    rows.append(row(f"fit Pareto/NBD, {clients:,} clients; lifetimes taken {clients // pareto_clients} times the above",
                    whole, seconds(theirs) * clients / pareto_clients, 25, "lifetimes about"))  # fmt: skip
    ours, theirs = ask_tenure("predict", file), ask_lifetimes(folder, "predict", file)
    same(ours, theirs, ("alive", "ahead", "worth"), 0.001)
    work = f"P(alive), orders and value of 12 months, {clients:,} clients"
    return [*rows, row(work, seconds(ours), seconds(theirs), 40, "lifetimes")]


def import_row() -> Row:
    """Processor seconds of `import tenure.engine`, the best of three, the interpreter's own start left out."""
    words = "import time; began = time.process_time(); import tenure.engine; print(time.process_time() - began)"
    spent = [
        float(subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    return Row("import tenure.engine", f"{min(spent):.4f} s", "", "", f"< {MOST_IMPORT} s", min(spent) < MOST_IMPORT)


def growth(folder: Path, scale: float) -> list[Point]:
    """The fit, compression included, as clients grow."""
    points = []
    for clients in GROWTH:
        file = client_histories(folder, max(1000, int(clients * scale)))
        answer = ask_tenure("bg_nbd", file)
        points.append(Point(max(1000, int(clients * scale)), int(answer["result"]["tuples"]), seconds(answer)))
    return points


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| work | Tenure, CPU | beside | ratio | goal | |", "|---|---|---|---|---|---|"]
    for one in rows:
        kept = ("reached" if one.kept else "**missed**") if one.goal else ""
        lines.append(f"| {one.work} | {one.ours} | {one.theirs} | {one.ratio} | {one.goal} | {kept} |")
    return "\n".join(lines)


def write(text: str, points: list[Point]) -> None:
    """Put the text in the place of the engine's part of the document, at its end when there is none yet."""
    (DOCS / "engine-growth.svg").write_text(growth_svg(points), encoding="utf-8")
    document = DOCS / "benchmarks.md"
    part = f"{BEGIN}\n{text}\n{END}"
    before = document.read_text(encoding="utf-8")
    found = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    after = found.sub(lambda _: part, before) if found.search(before) else f"{before.rstrip()}\n\n{part}\n"
    document.write_text(after, encoding="utf-8")


def main() -> None:
    """Measure, print, and write the document when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tenure-benchmarks")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    scale, load = 0.1 if given.quick else 1.0, os.getloadavg()[0]
    rows = summary_rows(given.folder, int(LINES * scale))
    rows += model_rows(given.folder, int(CLIENTS * scale), int(PARETO_CLIENTS * scale))
    rows.append(import_row())
    points = growth(given.folder, scale)
    machine = (
        f"{os.cpu_count()} cores, other programs' load {load:.1f} at the start, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d}{', a tenth of the sizes' if given.quick else ''}"
    )
    text = (
        f"## Engine\n\n`python -m benchmarks.engine --write`; {machine}. Processor seconds, the best of five where a run "
        f"takes less than two; reading the file of lines counts, imports and compiling do not.\n\n{table(rows)}\n\n"
        "The fit of BG/NBD as clients grow, finding the distinct histories included:\n\n"
        f"{growth_text(points)}\n\n![Growth of the fit](engine-growth.svg)"
    )
    print(text)
    if given.write:
        write(text, points)


if __name__ == "__main__":
    main()
