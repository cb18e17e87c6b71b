// Find or do: one field, results by htmx, arrows walk through them.
const palette = document.getElementById('palette')

palette?.addEventListener('opened', () => {
  palette.querySelector('input')?.select()
})

palette?.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.nodeName === 'INPUT') {
    event.preventDefault()
    palette.querySelector('#found a, #found button')?.click()
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  const stops = [palette.querySelector('input'), ...palette.querySelectorAll('#found a, #found button')]
  const at = stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)
  stops[(at + stops.length) % stops.length]?.focus()
})

// Results that arrive while the person already walks through them keep their place.
let at = ''
palette?.addEventListener('htmx:beforeSwap', () => { at = document.activeElement?.closest('#found a')?.getAttribute('href') ?? '' })
palette?.addEventListener('htmx:afterSwap', () => {
  if (at) (palette.querySelector(`#found a[href="${CSS.escape(at)}"]`) || palette.querySelector('input')).focus()
})
