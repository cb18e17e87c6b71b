// [data-open="id"] opens a dialog, [data-close] or a click beside it closes it. A dialog filled by htmx opens itself.
export function open(id) {
  const dialog = document.getElementById(id)
  if (!dialog || dialog.open) return
  for (const other of document.querySelectorAll('dialog[open]')) other.close()
  dialog.showModal()
  dialog.dispatchEvent(new Event('opened'))
}

addEventListener('click', event => {
  const opener = event.target.closest('[data-open]')
  if (opener) return open(opener.dataset.open)
  const closer = event.target.closest('[data-close]')
  if (closer) return closeAround(closer, event)
  if (event.target.nodeName === 'DIALOG' && outside(event, event.target.getBoundingClientRect())) event.target.close()
})

// A link that leads back to the page behind the dialog need not load it again.
function closeAround(closer, event) {
  const dialog = closer.closest('dialog')
  if (!dialog) return
  if (closer.nodeName === 'A') event.preventDefault()
  dialog.close()
}

const outside = (event, box) =>
  event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom

addEventListener('htmx:afterSwap', event => {
  const target = event.detail.target
  if (target.nodeName !== 'DIALOG') return
  if (target.childElementCount) open(target.id)
  else target.close()
})
