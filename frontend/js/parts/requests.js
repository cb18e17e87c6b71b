// htmx: the safety mark, errors beside their form, the thin bar, the end of a session.
import htmx from 'htmx.org/dist/htmx.esm.js'
import { problemBeside, say } from './live.js'

window.htmx = htmx // pages' own scripts use the same one
const mark = () => document.querySelector('meta[name="csrf-token"]')

addEventListener('htmx:configRequest', event => { event.detail.headers['X-CSRFToken'] = mark().content })

// 422 is the form again with its sentences; any other failure is a sentence that stands beside what was sent.
addEventListener('htmx:beforeSwap', event => {
  const { xhr, elt, requestConfig } = event.detail
  if (xhr.status < 400 || xhr.status === 422) {
    if (xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false })
    return
  }
  event.detail.shouldSwap = false
  if (xhr.status === 401) return signInAgain(xhr)
  const answer = new DOMParser().parseFromString(xhr.responseText, 'text/html')
  const sentence = answer.querySelector('.problem, .trouble')
  problemBeside(requestConfig?.elt || elt, sentence?.textContent.trim() || document.body.dataset.network)
})

for (const failure of ['htmx:sendError', 'htmx:timeout'])
  addEventListener(failure, event => problemBeside(event.detail.elt, document.body.dataset.network))

addEventListener('htmx:afterRequest', event => {
  const said = event.detail.xhr?.getResponseHeader('X-Say')
  if (said) say(decodeURIComponent(said))
})

// The session has ended: sign in over the page, so that nothing typed is lost.
function signInAgain(xhr) {
  const address = xhr.getResponseHeader('X-Sign-In')
  if (address) htmx.ajax('GET', address, { target: '#sign-in-again', swap: 'innerHTML' })
}

addEventListener('signed-in', event => {
  document.getElementById('sign-in-again')?.close()
  mark().content = event.detail.token
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = event.detail.token
  say(event.detail.say)
})

// A thin bar for whatever takes longer than 0.4 s.
let waiting = 0
let timer = 0
const bar = () => document.getElementById('progress')
function begin() {
  waiting += 1
  clearTimeout(timer)
  timer = setTimeout(() => { if (waiting) bar().hidden = false }, 400)
}
function end() {
  waiting = Math.max(0, waiting - 1)
  if (!waiting) bar().hidden = true
}
addEventListener('htmx:beforeRequest', event => { if (!event.detail.elt.hasAttribute('data-quiet')) begin() })
addEventListener('htmx:afterRequest', event => { if (!event.detail.elt.hasAttribute('data-quiet')) end() })

// A plain form is sent once, however often the button is pressed.
addEventListener('submit', event => {
  const form = event.target
  if (event.defaultPrevented || form.method === 'dialog') return
  if (form.dataset.sent) return event.preventDefault()
  if (form.method !== 'post') return
  form.dataset.sent = 'yes'
  begin()
  setTimeout(() => { delete form.dataset.sent }, 8000)
})
addEventListener('pageshow', () => {
  waiting = 0
  bar().hidden = true
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
