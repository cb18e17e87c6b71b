// Light or dark: the system's choice unless the person chose; the server knows the choice of who is signed in.
const root = document.documentElement
const dark = () => matchMedia('(prefers-color-scheme: dark)').matches

addEventListener('click', event => {
  if (!event.target.closest('[data-theme-toggle]')) return
  const now = root.dataset.theme || (dark() ? 'dark' : 'light')
  root.dataset.theme = now === 'dark' ? 'light' : 'dark'
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`
  dispatchEvent(new Event('themechange'))
})
