"""PDFs from templates of ours, each made by a short-lived program of its own (`press`)."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

PROGRAM = "tenure.journeys.papers.press"
MOST_SECONDS = 60


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template with these plain values as `sys.inputs.data`, as a PDF. Raises RuntimeError when there is none."""
    made = subprocess.run(  # noqa: S603 our own program, its words are not a person's
        [sys.executable, "-m", PROGRAM, str(template), str(Path(settings.STATIC_ROOT) / "fonts")],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True, timeout=MOST_SECONDS, check=False,
    )  # fmt: skip
    if made.returncode != 0 or not made.stdout:
        raise RuntimeError(f"Typst made no PDF: {made.stderr.decode(errors='replace')[-2000:]}")
    return made.stdout
