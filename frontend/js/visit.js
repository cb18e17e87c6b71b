// The form of a field visit: kept first, then sent; what waits is shown; a refused visit opens again.
import { keep, reach, send, take, waiting } from './parts/visits.js'
import { say } from './parts/live.js'

const form = document.getElementById('visit')
const list = document.getElementById('waiting')
const offline = document.getElementById('offline')
const NOT_TYPED = new Set(['csrfmiddlewaretoken', 'key'])

// The page may have been kept for days: its moment and its number are made here.
function begin() {
  form.elements.at.value = companyTime(new Date())
  form.elements.key.value = number()
}

// As 2026-05-12T09:40: what is typed is read by the company's clock, wherever the phone may be.
function companyTime(moment) {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }
  return moment.toLocaleString('sv-SE', { ...parts, timeZone: form.dataset.zone }).replace(' ', 'T')
}

function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// Only the questions of the kind visited are asked, and only their answers are sent.
function ask() {
  const about = form.elements.to.value.startsWith('company:') ? 'company' : 'client'
  for (const part of form.querySelectorAll('.live-questions')) {
    part.hidden = part.dataset.about !== about
    for (const field of part.querySelectorAll('[name]')) field.disabled = part.hidden
  }
}

form.addEventListener('submit', async event => {
  event.preventDefault()
  if (!form.elements.to.value) {
    form.elements.to.focus()
    return note(form.dataset.whom)
  }
  const fields = [...new FormData(form)].filter(([name]) => name !== 'csrfmiddlewaretoken')
  const name = form.elements.to.selectedOptions[0].textContent.split(' · ')[0]
  if (!keep({ key: form.elements.key.value, name, at: form.elements.at.value, fields })) return note(form.dataset.full)
  form.reset()
  begin()
  ask()
  note(form.dataset.kept)
  if ((await send()) === 'sent') note(form.dataset.sent)
})

function note(text) {
  const line = form.querySelector('.said-here') ?? form.insertBefore(document.createElement('p'), form.querySelector('.savebar'))
  line.className = 'note said-here'
  line.textContent = text
  say(text)
}

function show() {
  const visits = waiting()
  list.hidden = !visits.length
  list.querySelector('ul').replaceChildren(...visits.map(row))
}

function row(visit) {
  const item = document.createElement('li')
  const text = document.createElement('span')
  text.textContent = `${visit.name}, ${visit.at.replace('T', ' ')}: ${visit.problem ?? list.dataset.waits}`
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn tiny'
  button.textContent = list.dataset.open
  button.addEventListener('click', () => reopen(visit))
  item.append(text, ' ', button)
  return item
}

function reopen(visit) {
  for (const [name, value] of visit.fields) {
    const field = form.elements[name]
    if (!field || NOT_TYPED.has(name)) continue
    if (field.type === 'checkbox') field.checked = true
    else field.value = value
  }
  form.elements.key.value = visit.key
  ask()
  take(visit.key)
  form.elements.text.focus()
}

const connection = reached => { offline.hidden = reached }
addEventListener('online', () => connection(true))
addEventListener('offline', () => connection(false))
addEventListener('server', event => connection(event.detail))
addEventListener('visits', show)
addEventListener('visits-signed-out', event => {
  note(list.dataset.signIn)
  if (event.detail) window.htmx.ajax('GET', event.detail, { target: '#sign-in-again', swap: 'innerHTML' })
})
addEventListener('signed-in', () => setTimeout(send, 50))
form.elements.to.addEventListener('change', ask)
list.querySelector('[data-send-now]').addEventListener('click', send)

// The worker keeps this page; what the page is made of is put beside it.
async function prepare() {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/visit-worker.js', { scope: '/visit/' })
  const shelf = await caches.open('visit')
  const parts = performance.getEntriesByType('resource').map(one => one.name.split('#')[0])
  const ours = [...new Set(parts)].filter(one => new URL(one).pathname.startsWith('/static/'))
  await Promise.all(ours.map(async one => (await shelf.match(one)) ?? shelf.add(one)))
  const page = await reach('/visit/', { headers: { 'Cache-Control': 'no-cache' } })
  if (page.ok && !page.redirected) await shelf.put('/visit/', page)
  document.documentElement.dataset.ready = 'offline'
}

if (!form.querySelector('[role="alert"]')) begin()
ask()
connection(navigator.onLine)
show()
prepare().catch(() => { /* no worker here: the form still works with a connection */ })
