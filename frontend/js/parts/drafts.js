// What is typed into [data-draft] forms outlives a crash and a closed window: kept in this browser until it is saved,
// for a week at most, and thrown away with the sign-out. Sensitive facts carry no such mark and are never kept.
import htmx from 'htmx.org/dist/htmx.esm.js'

const PREFIX = 'draft '
const WEEK = 7 * 24 * 3600 * 1000
const LONGEST = 200_000
const keptFields = 'textarea[name], input[name]:not([type="hidden"], [type="file"], [type="password"]), select[name]'

const key = form => PREFIX + form.dataset.draft
const fields = form => [...form.querySelectorAll(keptFields)]
const ticked = field => field.type === 'checkbox' || field.type === 'radio'
const state = form => JSON.stringify(fields(form).map(field => (ticked(field) ? field.checked : field.value)))

function store(action) {
  try { return action(localStorage) } catch { return null } // a browser may forbid or fill its storage
}

const read = form => {
  try { return JSON.parse(store(shelf => shelf.getItem(key(form)))) } catch { return null }
}

function keep(form) {
  const now = state(form)
  if (now === form.dataset.begin || now.length > LONGEST) return store(shelf => shelf.removeItem(key(form)))
  store(shelf => shelf.setItem(key(form), JSON.stringify({ at: Date.now(), saved: form.dataset.saved, now })))
}

const drop = form => store(shelf => shelf.removeItem(key(form)))

// The value as it was saved when the form appeared: tells whether somebody changed it since the draft was kept.
const saved = form => [...form.querySelectorAll('[name="value"]')].map(one => (ticked(one) ? one.checked : one.value)).join('\n')

function fill(form, values) {
  const all = fields(form)
  if (!Array.isArray(values) || values.length !== all.length) return false
  all.forEach((field, place) => {
    if (ticked(field)) field.checked = values[place] === true
    else field.value = String(values[place])
  })
  return true
}

// A form that has just appeared: what was left in it comes back, with a way to be rid of it.
function begin(form) {
  if (form.dataset.begin !== undefined) return
  form.dataset.begin = state(form)
  form.dataset.saved = saved(form)
  const draft = read(form)
  if (!draft || draft.now === form.dataset.begin || form.querySelector('[role="alert"]')) return
  if (Date.now() - draft.at > WEEK) return drop(form)
  if (!fill(form, JSON.parse(draft.now))) return drop(form)
  const note = document.createElement('p')
  note.className = 'note draft-note'
  note.setAttribute('role', 'status')
  const changed = draft.saved !== undefined && draft.saved !== form.dataset.saved
  const { draftBack, draftChanged } = document.body.dataset
  note.append(changed ? draftChanged.replace('%', () => form.dataset.saved) : draftBack)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn tiny'
  button.textContent = document.body.dataset.draftDrop
  button.addEventListener('click', () => {
    fill(form, JSON.parse(form.dataset.begin))
    drop(form)
    note.remove()
  })
  note.append(' ', button)
  form.prepend(note)
}

const formsIn = part => {
  const inside = [...(part.querySelectorAll?.('form[data-draft]') ?? [])]
  return part.matches?.('form[data-draft]') ? [part, ...inside] : inside
}

addEventListener('input', event => {
  const form = event.target.closest?.('form[data-draft]')
  if (form) keep(form)
})
addEventListener('htmx:afterRequest', event => {
  const { elt, successful, xhr, requestConfig } = event.detail
  const form = elt.closest?.('form[data-draft]')
  if (form && successful && xhr.status < 400 && requestConfig.verb === 'post') drop(form)
})
addEventListener('submit', event => {
  if (event.target.matches('form.out')) return forgetAll()
  if (event.target.matches('form[data-draft]:not([hx-post])')) drop(event.target)
})
addEventListener('click', event => {
  const link = event.target.closest?.('[data-drop-draft]')
  if (link) drop(link.closest('form'))
  const emptier = event.target.closest?.('[data-empty]')
  if (!emptier) return
  event.preventDefault()
  document.getElementById(emptier.dataset.empty)?.replaceChildren()
})

function forgetAll() {
  store(shelf => Object.keys(shelf).filter(name => name.startsWith(PREFIX)).forEach(name => shelf.removeItem(name)))
}

// Lines of the page whose text was left unsaved say so.
function hint() {
  for (const name of store(shelf => Object.keys(shelf)) ?? []) {
    const [, , id] = name.split(' ')
    const line = name.startsWith(`${PREFIX}fact `) && document.getElementById(id)
    if (!line || line.querySelector('form')) continue
    const mark = document.createElement('span')
    mark.className = 'chip warn'
    mark.textContent = document.body.dataset.draftLeft
    line.querySelector('dd')?.append(mark)
  }
}

htmx.onLoad(part => formsIn(part).forEach(begin))
formsIn(document).forEach(begin)
hint()
