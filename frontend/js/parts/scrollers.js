// A table wider than its place scrolls inside itself; then it can be reached and scrolled by keyboard.
function mend() {
  for (const box of document.querySelectorAll('.scroll-x')) {
    const scrolls = box.scrollWidth > box.clientWidth + 1
    if (scrolls && !box.hasAttribute('tabindex')) {
      box.tabIndex = 0
      box.dataset.scrolls = ''
    } else if (!scrolls && 'scrolls' in box.dataset) {
      box.removeAttribute('tabindex')
      delete box.dataset.scrolls
    }
  }
}

addEventListener('load', mend)
addEventListener('resize', mend)
addEventListener('htmx:afterSettle', mend)
addEventListener('toggle', mend, true)
