"""Typst: the compiler of a template of ours, and PDFs made in a short-lived process of their own."""

import functools
import json
import os
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts of the page, and those of the system for scripts the page's font lacks."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[Path(settings.STATIC_ROOT) / "fonts"]
    )


@functools.cache
def compiler(template: Path) -> typst.Compiler:
    """Of one template; fonts are found and read once. Nothing is made here: that starts threads."""
    return typst.Compiler(template, root=template.parent, font_paths=_fonts())


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template with these plain values as `sys.inputs.data`, as a PDF."""
    text = json.dumps(data, ensure_ascii=False)
    ready = compiler(template)  # with its fonts, found once and shared with the process that makes the page
    return _apart(lambda: ready.compile(sys_inputs={"data": text}))


def _apart(make: Callable[[], object]) -> bytes:
    """What `make` gives, made in a forked process: Typst keeps what it laid out, 15 MiB for a page asked for rarely."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _make_and_end(make, writing)
    os.close(writing)
    with open(reading, "rb") as answer:
        made = answer.read()
    _child, status = os.waitpid(child, 0)
    if status != 0 or not made:
        raise RuntimeError("Typst made no PDF")
    return made


def _make_and_end(make: Callable[[], object], writing: int) -> None:
    """In the new process: nothing of what the other one holds is closed or flushed, whatever happens."""
    code = 1
    try:
        made = make()
        if isinstance(made, bytes):
            with open(writing, "wb") as answer:
                answer.write(made)
            code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
