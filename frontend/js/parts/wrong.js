// A refused form opens at its first wrong field, out from under the bar with its buttons and out of a closed part.
const REFUSED = [409, 422]
const WRONG = '[aria-invalid="true"]:not([type="hidden"])'

function go(within) {
  const field = within.querySelector(WRONG) || beside(within.querySelector('.field > .bad'))
  if (!field) return
  for (let part = field.closest('details'); part; part = part.parentElement.closest('details')) part.open = true
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: 'center' })
}

const beside = sentence => sentence?.parentElement.querySelector('input:not([type="hidden"]), select, textarea')

// A browser that does not tell the status of a page has marked fields on refused pages alone.
const status = performance.getEntriesByType('navigation')[0]?.responseStatus || REFUSED[0]
const main = document.getElementById('main')
if (main && REFUSED.includes(status)) go(main)

addEventListener('htmx:afterSettle', event => {
  if (REFUSED.includes(event.detail.xhr?.status)) go(event.detail.target)
})
