"""Tables, findings and stickers of a report, drawn in one go: it holds thousands of texts, and a template takes four times
as long for each."""

from markupsafe import Markup

from tenure.journeys.venture_report.document import Cell, Finding, Sticker, Table, TestTold
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _
from tenure.web.marks import safe


def typed(text: str) -> str:
    """A text as HTML; in another language than the reader's where its letters tell."""
    if text.isascii():
        return safe(text)
    script = formats.script_language(text)
    if script and script != formats.language():
        return f'<span lang="{script}">{safe(text)}</span>'
    return safe(text)


def report_text(text: str) -> Markup:
    """The same for templates."""
    return Markup(typed(text))  # noqa: S704 escaped above


def report_sticker(one: Sticker) -> Markup:
    """A sticker of the canvas on paper."""
    state = f'<span class="r-state"><b>{safe(one.likely)}</b> {safe(one.state_name)}</span>'
    html = f'<div class="hyp st-{one.state}"><span class="h-text">{typed(one.title)}</span>{state}</div>'
    return Markup(html)  # noqa: S704 every value is escaped above, as in the rest of this module


def report_table(table: Table) -> Markup:
    """A table; on a phone each cell says its column itself."""
    heads = [safe(head) for head in table.heads]
    figures = [cell.figure for cell in table.rows[0]] if table.rows else [False] * len(heads)
    top = "".join(
        f'<th scope="col"{NUMBER if figure else ""}>{head or "#"}</th>'
        for head, figure in zip(heads, figures, strict=True)
    )
    rows = []
    for first, *others in table.rows:
        rows.append(f'<tr><th scope="row">{_cell(first)}</th>')
        rows += [
            f'<td data-label="{head}"{NUMBER if cell.figure else ""}>{_cell(cell)}</td>'
            for head, cell in zip(heads[1:], others, strict=True)
        ]
        rows.append("</tr>")
    title = f"<h3>{safe(table.title)}</h3>" if table.title else ""
    widths = "".join(f'<col class="w{width}">' for width in table.widths)
    return Markup(  # noqa: S704
        f'{title}<div class="scroll-x"><table class="r-table"><colgroup>{widths}</colgroup><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


NUMBER = ' class="num"'


def _cell(cell: Cell) -> str:
    if cell.tone:
        loud = "" if cell.tone == "muted" else " r-tone"
        text = f'<span class="{cell.tone}{loud}">{typed(cell.text)}</span>'
    else:
        text = f"<b>{typed(cell.text)}</b>" if cell.strong else typed(cell.text)
    return f'{text}<span class="under small muted">{typed(cell.small)}</span>' if cell.small else text


def report_finding(one: Finding) -> Markup:
    """A decided hypothesis with its range and the tests that decided it."""
    statement = f'<p class="soft">{typed(one.statement)}</p>' if one.statement else ""
    width = round(max(one.high - one.low, 0.6), 1)
    scale = (
        '<svg class="r-scale" width="100%" height="14" aria-hidden="true"><line class="g-grid" x1="0" x2="100%" y1="7" y2="7"/>'
        f'<rect class="g-band" x="{one.low}%" y="3" width="{width}%" height="8" rx="2"/>'
        f'<line class="g-est" x1="{one.likely}%" x2="{one.likely}%" y1="0" y2="14"/></svg>'
    )
    belief = f'<p><b>{safe(one.share)}</b> <span class="muted">{safe(one.interval)}</span></p>'
    strength = safe(f"{one.strength} {one.untested}" if one.untested else one.strength)
    return Markup(  # noqa: S704
        f'<article class="r-finding st-{one.state}"><header><h3><span class="muted">{one.number}</span> {typed(one.title)}</h3>'
        f'<p class="r-verdict"><b>{safe(one.state_name)}</b></p></header>{statement}'
        f'<div class="r-belief">{scale}{belief}</div><p class="small">{strength}</p>'
        f"{''.join(map(_test, one.tests))}</article>"
    )


def _test(test: TestTold) -> str:
    rows = "".join(f"<div><dt>{safe(name)}</dt><dd>{typed(text)}</dd></div>" for name, text in test.rows)
    seal = f" <code>{safe(test.seal)}</code>" if test.seal else ""
    broken = "" if test.seal_holds else ' class="bad"'
    changes = "".join(f"<p>{typed(line)}</p>" for line in test.amendments)
    changed = f"<div><dt>{safe(_('Amendments'))}</dt><dd>{changes}</dd></div>" if changes else ""
    return (
        f'<div class="r-test"><p class="r-test-head"><b>{typed(test.heading)}</b> '
        f'<span class="{test.tone} r-tone">{safe(test.verdict)}</span></p><dl>{rows}'
        f"<div><dt>{safe(_('Seal'))}</dt><dd{broken}>{safe(test.seal_note)}{seal}</dd></div>{changed}</dl></div>"
    )
