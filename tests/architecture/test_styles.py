"""One class, one meaning: the style sheet of one subject never restyles what another subject's pages call the same."""

import re
from collections import defaultdict
from pathlib import Path

STYLES = Path(__file__).parents[2] / "frontend" / "css"
# What every page may use, and what printing hides; the other files belong to one subject each.
SHARED = {
    "charts.css", "drawings.css", "elements.css", "font.css", "forms.css", "main.css", "parts.css", "print.css",
    "shell.css", "tokens.css",
}  # fmt: skip
# Two files of one subject.
SUBJECT = {"canvas.css": "ventures.css", "facts.css": "client.css"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A class alone, or with plain elements below it: `.lines`, `.lines thead th`, not `.page .lines` or `.lines .day`.
BARE = re.compile(r"\.([\w-]+)(?:\s+>?\s*[a-z0-9]+)*$")


def selectors(style: str) -> list[str]:
    """Every selector of a style sheet; lists are taken apart."""
    heads = re.findall(r"([^{};]+)\{", COMMENT.sub("", style))
    return [one.strip() for head in heads if not head.strip().startswith("@") for one in head.split(",")]


def test_a_class_is_styled_by_one_subject() -> None:
    styled: dict[str, set[str]] = defaultdict(set)
    for path in STYLES.glob("*.css"):
        if path.name in SHARED:
            continue
        for selector in selectors(path.read_text("utf-8")):
            if found := BARE.fullmatch(selector):
                styled[found[1]].add(SUBJECT.get(path.name, path.name))
    assert {name: sorted(files) for name, files in styled.items() if len(files) > 1} == {}


def test_the_rule_sees_a_class_and_plain_elements_below_it_only() -> None:
    found = selectors(".lines, .lines thead th { x: 1 } .page .lines { x: 1 } @media (a) { .lines .day { x: 1 } }")
    assert [one for one in found if BARE.fullmatch(one)] == [".lines", ".lines thead th"]
