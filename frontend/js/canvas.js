// Stickers of a canvas moved by mouse and by keys; the form on each does the same without this script.
const block = () => document.getElementById('canvas-block')
const stickers = section => [...section.querySelectorAll(':scope > [data-sticker]')]
let dragged = null

function move(id, code, place) {
  const options = { target: '#canvas-block', swap: 'outerHTML', source: '#canvas-block', values: { block: code, place: place + 1 } }
  window.htmx.ajax('POST', `/hypotheses/${id}/move/`, options).then(() => {
    block().querySelector(`[data-sticker="${CSS.escape(id)}"] .h-link`)?.focus()
  })
}

// The place a sticker would take: before the first one whose middle lies below the pointer.
function placeAt(section, y) {
  const others = stickers(section).filter(one => one.dataset.sticker !== dragged)
  const at = others.findIndex(one => y < one.getBoundingClientRect().top + one.offsetHeight / 2)
  return { place: at < 0 ? others.length : at, before: at < 0 ? null : others[at] }
}

const clear = () => {
  for (const one of document.querySelectorAll('.drop-here, .drop-before')) one.classList.remove('drop-here', 'drop-before')
}

addEventListener('dragstart', event => {
  const sticker = event.target.closest?.('[data-canvas] [data-sticker]')
  if (!sticker) return
  dragged = sticker.dataset.sticker
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', sticker.querySelector('.h-text').textContent)
  sticker.classList.add('dragged')
})

addEventListener('dragover', event => {
  const section = dragged && event.target.closest?.('[data-canvas] [data-block]')
  if (!section) return
  event.preventDefault()
  clear()
  section.classList.add('drop-here')
  placeAt(section, event.clientY).before?.classList.add('drop-before')
})

addEventListener('drop', event => {
  const section = dragged && event.target.closest?.('[data-canvas] [data-block]')
  if (!section) return
  event.preventDefault()
  move(dragged, section.dataset.block, placeAt(section, event.clientY).place)
})

addEventListener('dragend', () => {
  dragged = null
  clear()
  document.querySelector('.dragged')?.classList.remove('dragged')
})

addEventListener('keydown', event => {
  const sticker = event.altKey && event.target.closest?.('[data-canvas] [data-sticker]')
  if (!sticker || !event.key.startsWith('Arrow')) return
  event.preventDefault()
  const id = sticker.dataset.sticker
  const sections = [...block().querySelectorAll('[data-block]')]
  const here = sections.findIndex(section => section.contains(sticker))
  const place = here < 0 ? 0 : stickers(sections[here]).indexOf(sticker)
  if (event.key === 'ArrowUp' && place > 0) move(id, sections[here].dataset.block, place - 1)
  if (event.key === 'ArrowDown' && here >= 0 && place < stickers(sections[here]).length - 1) move(id, sections[here].dataset.block, place + 1)
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const next = sections[here + step]
  if (step && next) move(id, next.dataset.block, stickers(next).length)
})

