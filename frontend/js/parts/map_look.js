// How the worked map looks: colours read from the tokens of the theme in force.
export function colours() {
  const probe = document.createElement('i')
  probe.hidden = true
  document.body.append(probe)
  const token = name => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const found = {
    attitude: { '-2': token('att-n2'), '-1': token('att-n1'), 0: token('att-0'), 1: token('att-p1'), 2: token('att-p2'), unknown: token('surface') },
    ink: token('ink'), soft: token('ink-2'), tie: token('ink-3'), bad: token('bad'), surface: token('surface'), accent: token('accent'), dark: '#0b0f12',
  }
  probe.style.color = 'light-dark(#ffffff, #0b0f12)'
  found.bright = getComputedStyle(probe).color
  probe.remove()
  return found
}

export const look = (c, dense) => [
  { selector: 'node', style: { 'font-family': 'Inter Variable, system-ui, sans-serif', 'border-width': 0 } },
  { selector: '.person', style: { width: 'data(r)', height: 'data(r)', 'background-color': 'data(colour)', label: 'data(sign)', color: 'data(on)', 'font-size': 13, 'font-weight': 700, 'text-valign': 'center', 'border-width': 2, 'border-color': c.surface } },
  { selector: '.person.first', style: { 'border-width': 2, 'border-color': c.surface, 'outline-width': 2, 'outline-color': c.accent, 'outline-offset': 1 } },
  { selector: '.person.unknown', style: { 'border-color': c.tie, 'border-style': 'dashed', color: c.ink } },
  { selector: '.person.picked', style: { 'outline-width': 4, 'outline-color': c.accent, 'outline-offset': 2 } },
  { selector: '.words', style: { width: 1, height: 1, 'background-opacity': 0, label: 'data(words)', color: c.ink, 'font-size': 11.5, 'font-weight': 500, 'text-wrap': 'wrap', 'text-valign': 'bottom', 'line-height': 1.22, 'text-background-color': c.surface, 'text-background-opacity': 0.85, 'text-background-padding': 1, events: 'no' } },
  { selector: '.ours', style: { shape: 'round-rectangle', width: 'data(width)', height: 22, 'background-color': c.surface, 'border-color': c.ink, 'border-width': 1, label: 'data(words)', color: c.ink, 'font-size': 11.5, 'font-weight': 500, 'text-valign': 'center' } },
  { selector: '.listens', style: { width: 'data(width)', 'line-color': c.tie, 'target-arrow-color': c.tie, 'target-arrow-shape': 'triangle', 'arrow-scale': 0.85, 'curve-style': 'unbundled-bezier', 'control-point-distances': [22], 'control-point-weights': [0.5], 'target-distance-from-node': 2 } },
  { selector: 'edge.tie', style: { opacity: dense ? 0.5 : 1 } },
  { selector: '.hostile', style: { 'line-style': 'dashed' } },
  { selector: '.reports', style: { width: 1.2, 'line-color': c.tie, 'line-style': 'dashed', 'line-dash-pattern': [1.5, 3.5], 'curve-style': 'unbundled-bezier', 'control-point-distances': [-48], 'control-point-weights': [0.5] } },
  { selector: '.conflict', style: { width: 2, 'line-color': c.bad, 'line-style': 'dashed', 'line-dash-pattern': [7, 4], 'curve-style': 'straight', label: '×', color: c.bad, 'font-size': 17, 'font-weight': 700, 'text-background-color': c.surface, 'text-background-opacity': 1 } },
  { selector: '.knows', style: { width: 'data(width)', 'line-color': c.ink, 'line-opacity': 0.5, 'curve-style': 'straight' } },
  { selector: 'edge.tie:active', style: { 'overlay-color': c.accent, 'overlay-opacity': 0.15 } },
  { selector: '.dim', style: { opacity: 0.16 } },
]
