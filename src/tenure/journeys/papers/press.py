"""One PDF from a template: a program of its own, so that Typst and what it keeps never live in a web process.

    python -m tenure.journeys.papers.press TEMPLATE FONTS < data.json > page.pdf

It imports nothing of ours.
"""

import sys
from pathlib import Path

import typst


def print_page(template: Path, fonts: Path, data: str) -> bytes:
    """The template with `data` (JSON) as `sys.inputs.data`. Its own font first, those of the system for other scripts."""
    known = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[fonts])
    made = typst.Compiler(template, root=template.parent, font_paths=known).compile(sys_inputs={"data": data})
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(print_page(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.buffer.read().decode()))
