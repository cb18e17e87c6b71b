"""`lifetimes` in an environment of its own, as old as it needs: made once, kept for the next time."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The last versions that lifetimes 0.11.3 (2020) was made for.
NEEDED = ("lifetimes==0.11.3", "numpy<2", "pandas<2", "scipy<1.12", "autograd<1.7", "pyarrow<18")
Answer = dict[str, Any]


def peer_python(folder: Path) -> Path:
    """The interpreter beside which `lifetimes` is installed; installs it into `folder` when it is not there."""
    python = folder / "lifetimes" / "bin" / "python"
    ready = folder / "lifetimes" / "ready"
    if not ready.exists():
        venv.create(folder / "lifetimes", with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *NEEDED]
        subprocess.run(command, check=True)
        ready.write_text("\n".join(NEEDED), encoding="utf-8")
    return python


def ask_lifetimes(folder: Path, task: str, file: Path, clients: int | None = None) -> Answer:
    """What `lifetimes_work` answers."""
    script = ROOT / "benchmarks" / "lifetimes_work.py"
    return _answer([str(peer_python(folder)), str(script)], task, file, clients)


def ask_tenure(task: str, file: Path, clients: int | None = None) -> Answer:
    """What `engine_work` answers."""
    return _answer([sys.executable, "-m", "benchmarks.engine_work"], task, file, clients)


def _answer(command: list[str], task: str, file: Path, clients: int | None) -> Answer:
    words = [*command, task, str(file), *([str(clients)] if clients else [])]
    # one thread of linear algebra each: processor time is compared, not the number of cores
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    answer: Answer = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
