// Keys act on what the page offers: [data-key="e"] in the current row, else anywhere; [data-go="t"] after G;
// [data-jump="1"] for sections. Letters follow the physical key, so they work with a Cyrillic layout.
import { open } from './dialogs.js'
import { currentRow, move } from './rows.js'

const writing = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]'
let afterG = 0

addEventListener('keydown', event => {
  if (event.isComposing) return
  const letter = event.code.startsWith('Key') ? event.code[3].toLowerCase() : event.key
  if (event.ctrlKey || event.metaKey) return withControl(event, letter)
  if (event.altKey) return
  if (event.key === 'Escape' && event.target.matches(writing)) return leaveField(event)
  if (event.target.closest(writing) || document.querySelector('dialog[open]')) return
  if (!('singleKeys' in document.body.dataset)) return
  if (single(letter, event)) event.preventDefault()
})

function withControl(event, letter) {
  if (letter === 'k') {
    event.preventDefault()
    open('palette')
  }
  if (event.key === 'Enter') event.target.closest('form')?.requestSubmit()
}

// Escape in a field of a row goes back to the row; dialogs close by themselves.
function leaveField(event) {
  if (event.target.closest('dialog')) return
  event.target.blur()
  currentRow()?.querySelector('[data-row-link], a, button')?.focus()
}

function single(letter, event) {
  if (Date.now() - afterG < 1500) {
    afterG = 0
    return follow(document.querySelector(`[data-go="${CSS.escape(letter)}"]`))
  }
  if (letter === 'g') return Boolean(afterG = Date.now())
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) return open('keys') ?? true
  if (letter === 'j' || (event.key === 'ArrowDown' && currentRow())) return move(1) ?? true
  if (letter === 'k' || (event.key === 'ArrowUp' && currentRow())) return move(-1) ?? true
  if (/^[1-9]$/.test(event.key)) return follow(document.querySelector(`[data-jump="${event.key}"]`))
  if (!/^[a-z]$/.test(letter) || event.repeat) return false
  const sought = `[data-key="${letter}"]`
  return follow(currentRow()?.querySelector(sought) || outsideRows(sought))
}

const outsideRows = sought => [...document.querySelectorAll(sought)].find(one => !one.closest('[data-rows]'))

function follow(element) {
  if (!element || element.disabled) return false
  if (element.matches(writing)) element.focus()
  else element.click()
  return true
}
