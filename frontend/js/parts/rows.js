// A list worked by keys: [data-rows] holds rows, the current one carries aria-current. A move sends `rowchange` from
// the new row, so that a preview can follow: hx-trigger="rowchange".
const rowsOf = () => [...document.querySelectorAll('[data-rows] > :not([data-no-row])')]
export const currentRow = () => document.querySelector('[data-rows] > [aria-current]')

export function move(step) {
  const rows = rowsOf()
  if (!rows.length) return
  const at = rows.indexOf(currentRow())
  select(rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))])
}

export function select(row, focus = true) {
  const before = currentRow()
  if (before !== row) before?.removeAttribute('aria-current')
  row.setAttribute('aria-current', 'true')
  if (focus) {
    (row.querySelector('[data-row-link], a, button') || row).focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }
  if (before !== row) row.dispatchEvent(new CustomEvent('rowchange', { bubbles: true }))
}

addEventListener('focusin', event => {
  const row = event.target.closest('[data-rows] > :not([data-no-row])')
  if (row && row !== currentRow()) select(row, false)
})

// After an action the list comes back with its next row marked: go on there.
addEventListener('htmx:afterSettle', event => {
  if (document.activeElement !== document.body || document.querySelector('dialog[open]')) return
  const row = event.detail.target.isConnected ? currentRow() : null
  if (row) select(row)
})
