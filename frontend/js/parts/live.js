// The polite live region: says what has just happened to those who do not see it.
export function say(text) {
  const region = document.getElementById('live')
  if (!region || !text) return
  region.textContent = ''
  setTimeout(() => { region.textContent = text }, 60)
}

// A sentence beside the form (or part) it belongs to; a second one takes the place of the first.
export function problemBeside(element, text) {
  const place = element.closest('form, dialog, section, li') || document.getElementById('main')
  place.querySelector(':scope > .problem.came')?.remove()
  const note = document.createElement('p')
  note.className = 'note bad problem came'
  note.setAttribute('role', 'alert')
  note.textContent = text
  place.prepend(note)
  note.scrollIntoView({ block: 'nearest' })
}
