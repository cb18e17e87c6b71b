// A row of the table and its person on the map: pointing at one leaves the other bright and the rest pale.
const tied = (drawing, id) => {
  const kept = new Set([id])
  for (const tie of drawing.querySelectorAll('.map-tie')) {
    if (tie.dataset.who === id) kept.add(tie.dataset.whom)
    if (tie.dataset.whom === id) kept.add(tie.dataset.who)
  }
  return kept
}

export function shine(scope, id) {
  const drawing = scope.querySelector('svg.map')
  if (drawing) {
    const kept = id ? tied(drawing, id) : null
    for (const one of drawing.querySelectorAll('[data-member]')) one.classList.toggle('dim', Boolean(kept) && !kept.has(one.dataset.member))
    for (const tie of drawing.querySelectorAll('.map-tie')) tie.classList.toggle('dim', Boolean(id) && tie.dataset.who !== id && tie.dataset.whom !== id)
  }
  scope.dispatchEvent(new CustomEvent('shine', { detail: id }))
}

const rowOf = target => target.closest?.('[data-map-rows] tr[data-member]')
addEventListener('mouseover', event => {
  const row = rowOf(event.target)
  if (row) shine(row.closest('[data-map-rows]'), row.dataset.member)
})
addEventListener('mouseout', event => {
  const row = rowOf(event.target)
  if (row && !row.contains(event.relatedTarget)) shine(row.closest('[data-map-rows]'), '')
})
addEventListener('focusin', event => {
  for (const scope of document.querySelectorAll('[data-map-rows]')) shine(scope, rowOf(event.target)?.dataset.member || '')
})
