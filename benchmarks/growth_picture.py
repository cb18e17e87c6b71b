"""How the fit grows with clients, as a table with bars and as a picture."""

import math
from dataclasses import dataclass

BAR = 40
WIDTH, HEIGHT, EDGE = 640, 320, 56


@dataclass(frozen=True)
class Point:
    """What one size took."""

    clients: int
    tuples: int
    seconds: float


def growth_text(points: list[Point]) -> str:
    """A Markdown table; the bar grows with the seconds."""
    most = max(point.seconds for point in points)
    lines = ["| clients | distinct histories | CPU s | µs per client | |", "|---|---|---|---|---|"]
    for point in points:
        bar = "█" * max(1, round(BAR * point.seconds / most))
        each = point.seconds / point.clients * 1e6
        lines.append(f"| {point.clients:,} | {point.tuples:,} | {point.seconds:.3f} | {each:.2f} | {bar} |")
    return "\n".join(lines)


def growth_svg(points: list[Point]) -> str:
    """Clients across, processor seconds and distinct histories upwards, both axes by powers of ten."""
    first, last = math.log10(points[0].clients), math.log10(points[-1].clients)

    def across(clients: float) -> float:
        return EDGE + (math.log10(clients) - first) / max(last - first, 1e-9) * (WIDTH - 2 * EDGE)

    def line(values: list[float], style: str, name: str) -> str:
        low, high = math.log10(min(values)), math.log10(max(values))
        span = max(high - low, last - first, 1e-9)  # as steep as the axis: a line to the corner grows with clients
        spots = [
            (across(point.clients), HEIGHT - EDGE - (math.log10(value) - low) / span * (HEIGHT - 2 * EDGE))
            for point, value in zip(points, values, strict=True)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        x, y = spots[-1]
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{style}"/>' for a, b in spots)
        label = f'<text x="{x - 6:.1f}" y="{y - 8:.1f}" text-anchor="end" fill="{style}">{name}</text>'
        return f'<polyline points="{path}" fill="none" stroke="{style}" stroke-width="2"/>{dots}{label}'

    ticks = "".join(
        f'<line x1="{across(10**n):.1f}" y1="{EDGE}" x2="{across(10**n):.1f}" y2="{HEIGHT - EDGE}" stroke="#d6d9de"/>'
        f'<text x="{across(10**n):.1f}" y="{HEIGHT - EDGE + 20}" text-anchor="middle" fill="#4b5563">{10**n:,}</text>'
        for n in range(math.ceil(first), math.floor(last) + 1)
    )
    seconds = f"CPU seconds: {points[0].seconds:.3f} to {points[-1].seconds:.2f}"
    tuples = f"distinct histories: {points[0].tuples:,} to {points[-1].tuples:,}"
    diagonal = f'<line x1="{EDGE}" y1="{HEIGHT - EDGE}" x2="{WIDTH - EDGE}" y2="{EDGE}" stroke="#9ca3af" stroke-dasharray="4"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{ticks}{diagonal}'
        f"{line([point.seconds for point in points], '#1d4ed8', seconds)}"
        f"{line([float(point.tuples) for point in points], '#b45309', tuples)}"
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle" fill="#111827">clients; the dashed line grows as '
        "fast as they do</text></svg>\n"
    )
