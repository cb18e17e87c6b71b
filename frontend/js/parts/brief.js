// Printing the brief: the button prints, and whatever prints it is written down (without this script the button gives
// the PDF, which is written down as well).
const bar = document.querySelector('[data-printed]')

document.addEventListener('click', event => {
  if (!event.target.closest('[data-print]')) return
  event.preventDefault()
  print()
})

if (bar) {
  addEventListener('beforeprint', () => {
    const form = new FormData(bar)
    form.delete('pdf')
    fetch(bar.dataset.printed, { method: 'POST', body: form, keepalive: true, credentials: 'same-origin' })
  })
}
