"""CPU time of every page of a venture of the largest size, beside the limit: `python -m benchmarks.ventures [--home F]`.

A demo company of its own is made for it, in `--home` when that is given (then it stays and is used again). The venture
is that of `benchmarks.full_venture`. Of nine runs the least, which other programs on the same machine disturb less, and
the median. Then its file, out and in, in seconds.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.measure import last_json, run

LIMIT = 60.0
FILE_LIMIT = 5.0  # s
DEMO = {"TENURE_DEMO": "1", "TENURE_NOW": "2026-05-12T06:40+00:00"}


def show(home: Path) -> None:
    if not any(home.iterdir()):
        run(["-m", "tenure", "demo"], home=home, more=DEMO)
    rows = last_json(run(["-m", "benchmarks.venture_pages"], home=home, more=DEMO).output)
    print(f"{'page':<32}{'least':>8}{'median':>8}{'limit':>7}{'queries':>9}{'kB':>6}")
    for name, least, median, queries, size in rows:
        over = "  OVER" if median > LIMIT else ""
        print(f"{name:<32}{least:>8.1f}{median:>8.1f}{LIMIT:>7.0f}{queries:>9}{size:>6.0f}{over}")
    ways, size, memory = last_json(run(["-m", "benchmarks.venture_file"], home=home, more=DEMO).output)
    print(f"its file, {size:.1f} MB; memory at most {memory:.0f} MB")
    for name, spent, queries in ways:
        print(f"{name:<32}{spent:>8.1f} s{queries:>15}{'  OVER' if spent > FILE_LIMIT else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a folder for the demo company; without it a temporary one")
    home = parser.parse_args().home
    if home:
        home.mkdir(parents=True, exist_ok=True)
        return show(home)
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        return show(Path(folder))


if __name__ == "__main__":
    main()
