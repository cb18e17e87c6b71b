"""The relationship map drawn as SVG: on the card, in print, where there is no script, and as a file to take away."""

import math

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tenure.journeys.units.relationship_map import Edge, Node, OurNode, RelationshipMap
from tenure.kernel import formats

SHADES = {-2: "n2", -1: "n1", 0: "z0", 1: "p1", 2: "p2"}
SIGNS = {-2: "−2", -1: "−1", 0: "0", 1: "+1", 2: "+2", None: "?"}
OUR_LETTERS = 16
# The light side of the tokens: a file taken away has no stylesheet of ours.
LOOK = (
    "text{font-family:Inter,system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:11.5px;fill:#404950}"
    ".map-name{fill:#141d23;font-weight:600}.map-sign{font-size:13px;font-weight:700;fill:#0b0f12}"
    ".map-sign.on{fill:#fff}.map-halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    ".map-listens{fill:none;stroke:#5a6268}.map-dense .map-tie{opacity:.55}"
    ".map-head{fill:#5a6268}.map-hostile{stroke-dasharray:7 4}"
    ".map-reports{fill:none;stroke:#5a6268;stroke-width:1.2;stroke-dasharray:1.5 3}"
    ".map-conflict{stroke:#b32a20;stroke-width:2;stroke-dasharray:7 4}.map-cross{fill:#b32a20;font-size:17px;font-weight:700}"
    ".map-ours{stroke:#141d23;opacity:.55}.map-box{fill:#fff;stroke:#141d23}.map-ring{fill:none;stroke:#005f70;stroke-width:2}"
    ".n2{fill:#b32c15}.n1{fill:#d17a41}.z0{fill:#7b8186}.p1{fill:#5493c1}.p2{fill:#174f9e}"
    ".unknown{fill:#fff;stroke:#5a6268;stroke-width:1.5;stroke-dasharray:3 3}"
)


def map_svg(drawn: RelationshipMap, label: str, *, alone: bool = False) -> Markup:
    """The map; alone: a whole file with its own look, for the light side."""
    box = f'viewBox="0 0 {drawn.width:g} {drawn.height:.0f}"'
    size = f'width="{drawn.width:g}" height="{drawn.height:.0f}" xmlns="http://www.w3.org/2000/svg"' if alone else ""
    parts = [
        f'<svg class="map{" map-dense" if drawn.dense else ""}" {box} {size} role="img" aria-label="{escape(label)}">'
    ]
    if alone:
        parts.append(f'<style>{LOOK}</style><rect width="100%" height="100%" fill="#fff"/>')
    parts += [_edge(edge) for edge in sorted(drawn.edges, key=lambda edge: edge.kind != "reports")]
    places = {node.row.id: node for node in drawn.nodes}
    parts += [_our_lines(one, places) for one in drawn.ours]
    parts += [_node(node, drawn) for node in drawn.nodes]
    parts += [_our_box(one) for one in drawn.ours]
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 numbers of ours; every text was escaped


def _node(node: Node, drawn: RelationshipMap) -> str:
    row = node.row
    shade = "unknown" if row.attitude is None else SHADES[row.attitude]
    ring = f'<circle class="map-ring" cx="{node.x}" cy="{node.y}" r="{node.r + 4:.1f}"/>' if node.first else ""
    lang = formats.script_language(row.name)
    told = row.name + (f", {row.post}" if row.post else "")
    lines = caption(node, drawn)
    y = node.y + node.r + 15
    text = "".join(
        f'<text class="map-halo{" map-name" if strong else ""}" x="{node.x}" y="{y + 14 * at:.1f}" text-anchor="middle"'
        f"{f' lang={chr(34)}{lang}{chr(34)}' if strong and lang else ''}>{escape(line)}</text>"
        for at, (line, strong) in enumerate(lines)
    )
    bright = " on" if row.attitude in (-2, 2) else ""
    return (
        f'<g class="map-node" data-member="{row.id}"><title>{escape(told)}</title>{ring}'
        f'<circle class="{shade}" cx="{node.x}" cy="{node.y}" r="{node.r:.1f}"/>'
        f'<text class="map-sign{bright}" x="{node.x}" y="{node.y + 4.5:.1f}" text-anchor="middle">{SIGNS[row.attitude]}</text>'
        f"{text}</g>"
    )


def caption(node: Node, drawn: RelationshipMap) -> list[tuple[str, bool]]:
    """The words below a person: the name in one or two lines, then what they do and their share."""
    share = formats.percent(node.share) if node.share is not None else ""
    lines = [(line, True) for line in wrapped(node.row.name, drawn.letters)]
    post = "" if drawn.dense and share else node.row.post
    rest = drawn.letters + 1 - len(share)
    if post and share and len(post) > rest:
        if len(lines) == 1:  # there is room for a third line, and the share leaves none for the post in the second
            return [*lines, (_cut(post, drawn.letters), False), (share, False)]
        post = _cut(post, rest)
    return [*lines, ("  ".join(part for part in (post, share) if part), False)]


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 0)].rstrip() + "…"


def wrapped(name: str, letters: int) -> list[str]:
    """A name in at most two lines; what does not fit ends in an ellipsis."""
    if len(name) <= letters:
        return [name]
    head, _space, _tail = name[: letters + 1].rpartition(" ")
    if not head:
        return [_cut(name, letters)]
    return [head, _cut(name[len(head) + 1 :], letters)]


def _edge(edge: Edge) -> str:
    ends = f'data-who="{edge.who.row.id}" data-whom="{edge.whom.row.id}"'
    if edge.kind == "conflict":
        return f'<g class="map-tie" {ends}>{_conflict(edge)}</g>'
    bend = -0.2 if edge.kind == "reports" else 0.16 if edge.mutual else 0.1
    path, head = curve(edge, bend)
    if edge.kind == "reports":
        return f'<g class="map-tie" {ends}><path class="map-reports" d="{path}"/></g>'
    hostile = " map-hostile" if edge.strength < 0 else ""
    width = max(0.8, min(3.0, abs(edge.strength)))
    return (
        f'<g class="map-tie" {ends}><path class="map-listens{hostile}" d="{path}" stroke-width="{width:g}"/>'
        f'<path class="map-head" d="{head}"/></g>'
    )


def curve(edge: Edge, bend: float) -> tuple[str, str]:
    """A bent line from rim to rim, and the head of its arrow; `bend` of the distance, to the left of the way."""
    (x1, y1, r1), (x2, y2, r2) = (edge.who.x, edge.who.y, edge.who.r), (edge.whom.x, edge.whom.y, edge.whom.r)
    far = math.hypot(x2 - x1, y2 - y1) or 1.0
    mx, my = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    sx, sy = _toward(x1, y1, mx, my, r1 + 1)
    ex, ey = _toward(x2, y2, mx, my, min(r2 + 3, far / 2))
    ux, uy = _unit(ex - mx, ey - my)
    tip = 4.5 + min(3.0, abs(edge.strength))
    bx, by = ex - ux * tip * 1.5, ey - uy * tip * 1.5
    head = (
        f"M{ex:.1f} {ey:.1f}L{bx - uy * tip * 0.6:.1f} {by + ux * tip * 0.6:.1f}"
        f"L{bx + uy * tip * 0.6:.1f} {by - ux * tip * 0.6:.1f}z"
    )
    return f"M{sx:.1f} {sy:.1f}Q{mx:.1f} {my:.1f} {bx:.1f} {by:.1f}", head


def _conflict(edge: Edge) -> str:
    (x1, y1), (x2, y2) = (edge.who.x, edge.who.y), (edge.whom.x, edge.whom.y)
    sx, sy = _toward(x1, y1, x2, y2, edge.who.r + 2)
    ex, ey = _toward(x2, y2, x1, y1, edge.whom.r + 2)
    return (
        f'<line class="map-conflict" x1="{sx:.1f}" y1="{sy:.1f}" x2="{ex:.1f}" y2="{ey:.1f}"/>'
        f'<text class="map-cross map-halo" x="{(sx + ex) / 2:.1f}" y="{(sy + ey) / 2 + 6:.1f}" text-anchor="middle">×</text>'
    )


def _our_lines(one: OurNode, nodes: dict[int, Node]) -> str:
    lines = []
    for member, strength in one.knows:
        node = nodes[member]
        ex, ey = _toward(node.x, node.y, one.x, one.y, node.r + 1)
        lines.append(
            f'<line class="map-ours map-tie" data-who="{member}" data-whom="u{one.user_id}" x1="{one.x}" y1="{one.y - 11:.1f}" '
            f'x2="{ex:.1f}" y2="{ey:.1f}" stroke-width="{0.6 + 0.6 * strength:.1f}"/>'
        )
    return "".join(lines)


def _our_box(one: OurNode) -> str:
    words = _("%(name)s, us") % {"name": _cut(one.name, OUR_LETTERS)}
    half = max(44.0, len(words) * 3.3 + 8)
    return (
        f'<g class="map-us" data-member="u{one.user_id}"><rect class="map-box" x="{one.x - half:.1f}" y="{one.y - 11:.1f}" '
        f'width="{2 * half:.1f}" height="22" rx="4"/><text class="map-name" x="{one.x}" y="{one.y + 4:.1f}" '
        f'text-anchor="middle">{escape(words)}</text></g>'
    )


def _toward(x: float, y: float, tx: float, ty: float, length: float) -> tuple[float, float]:
    ux, uy = _unit(tx - x, ty - y)
    return x + ux * length, y + uy * length


def _unit(dx: float, dy: float) -> tuple[float, float]:
    far = math.hypot(dx, dy) or 1.0
    return dx / far, dy / far
