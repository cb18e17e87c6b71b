// Field visits that wait for a connection: kept in this browser per person, sent with the key they were given when they
// were written, so that nothing is doubled; forgotten with the sign-out.
const SHELF = 'visit'
const WHO = 'visits of'
const listName = who => `visits ${who}`
export const person = () => document.body.dataset.user || ''

export function waiting() {
  try { return JSON.parse(localStorage.getItem(listName(person()))) ?? [] } catch { return [] }
}

// False when the browser has no room or allows none.
function store(list) {
  try {
    if (list.length) localStorage.setItem(listName(person()), JSON.stringify(list))
    else localStorage.removeItem(listName(person()))
    return true
  } catch { return false } finally { dispatchEvent(new Event('visits')) }
}

export const keep = visit => store([...waiting().filter(one => one.key !== visit.key), visit])
export const take = key => store(waiting().filter(one => one.key !== key))

const token = () => document.cookie.split('; ').find(one => one.startsWith('csrftoken='))?.slice(10)
  ?? document.querySelector('meta[name="csrf-token"]').content

// Ask the server, and tell the page whether it was reached: a browser that knows a network may be far from it all the same.
export async function reach(...asked) {
  const tell = reached => dispatchEvent(new CustomEvent('server', { detail: reached }))
  try {
    const answer = await fetch(...asked)
    tell(true)
    return answer
  } catch (error) {
    tell(false)
    throw error
  }
}

let sending = null
// One at a time, the oldest first; resolves to "sent", "offline", "sign in" or "refused".
export function send() {
  sending ??= sendAll().finally(() => { sending = null })
  return sending
}

async function sendAll() {
  let outcome = 'sent'
  for (const visit of waiting()) {
    if (!person()) return 'sign in'
    const result = await sendOne(visit)
    if (result === 'offline' || result === 'sign in') return result
    if (result === 'refused') outcome = 'refused'
  }
  return outcome
}

async function sendOne(visit) {
  let answer
  try {
    answer = await reach('/visit/', {
      method: 'POST', body: new URLSearchParams(visit.fields), redirect: 'error',
      headers: { 'X-CSRFToken': token(), 'X-Visit': '1', 'HX-Request': 'true' },
    })
  } catch { return 'offline' }
  if (answer.status === 204) return take(visit.key) && 'sent'
  if (answer.status === 401 || answer.status === 403) {
    dispatchEvent(new CustomEvent('visits-signed-out', { detail: answer.headers.get('X-Sign-In') }))
    return 'sign in'
  }
  if (answer.status >= 500) return 'offline'
  const text = new DOMParser().parseFromString(await answer.text(), 'text/html').body.textContent.trim()
  keep({ ...visit, problem: text.slice(0, 400) })
  return 'refused'
}

const forgetPage = () => globalThis.caches?.delete(SHELF)

// Somebody else at this phone: the list of clients of the one before goes; what they wrote waits for them.
function notice() {
  if (!person()) return
  let before = null
  try {
    before = localStorage.getItem(WHO)
    localStorage.setItem(WHO, person())
  } catch { return }
  if (before && before !== person()) forgetPage()
}

addEventListener('submit', async event => {
  const form = event.target
  if (!form.matches('form.out') || form.dataset.emptied) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (waiting().length) await send()
  if (waiting().length && !confirm(document.body.dataset.unsent)) return
  store([])
  try { localStorage.removeItem(WHO) } catch { /* nothing is kept then */ }
  await forgetPage()
  form.dataset.emptied = 'yes'
  form.requestSubmit()
}, true)

addEventListener('online', () => { if (waiting().length) send() })
notice()
if (waiting().length && navigator.onLine) send()
