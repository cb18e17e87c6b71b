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
  if (event.target.closest('[data-close]')) return event.target.closest('dialog')?.close()
  if (event.target.nodeName === 'DIALOG' && outside(event, event.target.getBoundingClientRect())) event.target.close()
})

const outside = (event, box) =>
  event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom

addEventListener('htmx:afterSwap', event => {
  const target = event.detail.target
  if (target.nodeName !== 'DIALOG') return
  if (target.childElementCount) open(target.id)
  else target.close()
})
