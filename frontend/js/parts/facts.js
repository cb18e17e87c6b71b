// A fact that was being written has become a line again: the keyboard goes on from there.
addEventListener('htmx:load', event => {
  const line = event.detail.elt
  if (!line.matches?.('.fact:not(.editing)') || document.activeElement !== document.body) return
  line.querySelector('a, button')?.focus({ preventScroll: true })
})
