// The relationship map that can be worked: drag, tie, add, edit. The drawn one stays for print and where this cannot run.
import cytoscape from 'cytoscape/dist/cytoscape.esm.mjs'
import './parts/map_rows.js'
import { say } from './parts/live.js'
import { colours, look } from './parts/map_look.js'

let map = null
let chosen = null // a kind of tie, and the first person once clicked
const NARROW = 641
const box = () => document.getElementById('unit-map')
const body = () => document.getElementById('unit-body')

function draw() {
  const place = box()
  if (!place || map?.container() === place) return
  map?.destroy()
  map = null
  if (body().clientWidth < NARROW) return // the narrow drawing is there already, and a finger scrolls past it
  const data = JSON.parse(place.dataset.map)
  const mine = Boolean(place.dataset.mayEdit)
  place.hidden = false
  document.querySelector('[data-map-drawn]').hidden = true
  const shown = Math.min(1, place.clientWidth / data.width)
  place.style.height = `${Math.max(220, data.height * shown + 30)}px`
  const tokens = colours()
  map = cytoscape({
    container: place,
    elements: elements(data, tokens),
    style: look(tokens, data.dense),
    layout: { name: 'preset', fit: true, padding: 10 },
    minZoom: 0.3,
    maxZoom: 3,
    userZoomingEnabled: false, // the wheel scrolls the page; with Ctrl it zooms
    boxSelectionEnabled: false,
    autoungrabify: !mine,
  })
  map.on('mouseover', 'node.person', event => bright(event.target.id()))
  map.on('mouseout', 'node.person', () => bright(''))
  map.on('tap', 'node.person', event => clicked(event.target.id()))
  map.on('tap', 'edge.tie', event => toTie(event.target.data('tie')))
  if (mine) workable(place)
  tools()
}

const elements = (data, tokens) => [
  ...data.people.flatMap(one => [
    { data: { id: String(one.id), r: 2 * one.r, sign: one.sign, colour: tokens.attitude[one.attitude ?? 'unknown'], on: Math.abs(one.attitude) === 2 ? tokens.bright : tokens.dark }, position: { x: one.x, y: one.y }, classes: `person${one.first ? ' first' : ''}${one.attitude === null ? ' unknown' : ''}` },
    { data: { id: `${one.id}-words`, words: one.words, of: String(one.id) }, position: { x: one.x, y: one.y + one.r + 4 }, classes: 'words', grabbable: false, selectable: false },
  ]),
  ...data.ours.map(one => ({ data: { id: one.id, words: one.words, width: 16 + 6.6 * one.words.length }, position: { x: one.x, y: one.y }, classes: 'ours', grabbable: false })),
  ...data.ours.flatMap(one => one.knows.map(([member, strength]) => ({ data: { source: one.id, target: String(member), width: 0.6 + 0.6 * strength }, classes: 'knows' }))),
  ...data.ties.map(one => ({ data: { id: `t${one.id}`, tie: one.id, source: String(one.who), target: String(one.whom), width: Math.max(0.8, Math.abs(one.strength)) }, classes: `tie ${one.kind}${one.strength < 0 ? ' hostile' : ''}` })),
]

function workable(place) {
  map.on('drag', 'node.person', event => beside(event.target))
  map.on('dragfree', 'node.person', event => keep(place, event.target))
  map.on('dbltap', 'node.person', event => ask(place.dataset.member.replace('/0/', `/${event.target.id()}/`)))
  map.on('dbltap', event => {
    if (event.target !== map || chosen) return
    const { x, y } = event.position
    ask(`${place.dataset.add}?x=${x.toFixed(1)}&y=${y.toFixed(1)}`)
  })
}

const ask = address => window.htmx.ajax('GET', address, { target: '#unit-dialog', swap: 'innerHTML' })
const beside = node => map.$id(`${node.id()}-words`).position({ x: node.position('x'), y: node.position('y') + node.width() / 2 + 4 })

async function keep(place, node) {
  const places = JSON.stringify({ [node.id()]: [+node.position('x').toFixed(1), +node.position('y').toFixed(1)] })
  const mark = document.querySelector('meta[name="csrf-token"]').content
  const answer = await fetch(place.dataset.places, { method: 'POST', headers: { 'X-CSRFToken': mark, 'HX-Request': 'true', 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ places }) }).catch(() => null)
  const said = answer?.ok ? answer.headers.get('X-Say') : null
  say(said ? decodeURIComponent(said) : document.body.dataset.network)
}

// Ties: choose a kind, click one person, click the other.
function clicked(id) {
  if (!chosen) return select(id)
  if (!chosen.who) {
    chosen.who = id
    map.$id(id).addClass('picked')
    return hint('second')
  }
  if (chosen.who === id) return
  const values = { kind: chosen.kind, who: chosen.who, whom: id, strength: '2' }
  end()
  window.htmx.ajax('POST', box().dataset.ties, { source: body(), target: '#unit-body', swap: 'outerHTML', values })
}

function end() {
  map?.elements().removeClass('picked')
  chosen = null
  for (const button of document.querySelectorAll('[data-tie]')) button.setAttribute('aria-pressed', 'false')
  hint('idle')
}

function hint(which) {
  const line = document.querySelector('[data-map-hint]')
  if (line) line.textContent = line.dataset[which]
}

function select(id) {
  const row = document.querySelector(`tr[data-member="${id}"]`)
  for (const other of document.querySelectorAll('tr[data-member][aria-current]')) other.removeAttribute('aria-current')
  row?.setAttribute('aria-current', 'true')
  bright(id)
}

function toTie(id) {
  for (const other of document.querySelectorAll('.ties .found')) other.classList.remove('found')
  const row = document.getElementById(`tie-${id}`)
  row?.closest('details')?.setAttribute('open', '')
  row?.classList.add('found')
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector('select, button')?.focus({ preventScroll: true })
}

function bright(id) {
  if (!map) return
  map.elements().removeClass('dim')
  const node = id && map.$id(id)
  if (!node?.length) return
  const near = node.closedNeighborhood()
  const words = near.nodes('.person').map(one => `#${one.id()}-words`).join(', ')
  map.elements().not(near).not(map.$(words || '#none')).addClass('dim')
}

function tools() {
  const bar = document.querySelector('[data-map-tools]')
  if (bar) bar.hidden = false
  hint('idle')
  document.querySelector('[data-map-png]').hidden = false
}

addEventListener('click', event => {
  const tie = event.target.closest('[data-tie]')
  if (tie && map) {
    const again = chosen?.kind === tie.dataset.tie
    end()
    if (again) return
    chosen = { kind: tie.dataset.tie, who: '' }
    tie.setAttribute('aria-pressed', 'true')
    hint('first')
  }
  if (event.target.closest('[data-map-png]') && map) picture()
})
addEventListener('keydown', event => { if (event.key === 'Escape' && chosen) end() })

async function picture() {
  const link = document.createElement('a')
  const blob = await map.png({ output: 'blob-promise', full: true, scale: 2, bg: colours().surface })
  link.href = URL.createObjectURL(blob)
  link.download = `${box().dataset.name}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 5000)
}

// Too narrow by now: back to the drawing.
function leave() {
  map.destroy()
  map = null
  box().hidden = true
  document.querySelector('[data-map-drawn]').hidden = false
}

function again() {
  map?.destroy()
  map = null
  draw()
}

document.fonts.ready.then(draw)
addEventListener('themechange', again)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again)
addEventListener('htmx:afterSettle', () => { chosen = null; draw() })
addEventListener('resize', () => {
  const wide = body()?.clientWidth >= NARROW
  if (wide && map) map.resize().fit(10)
  else if (wide) draw()
  else if (map) leave()
})
addEventListener('shine', event => bright(event.detail), true)
addEventListener('wheel', event => { if (map && box()?.contains(event.target)) map.userZoomingEnabled(event.ctrlKey) }, { capture: true, passive: true })
