// Keeps the form of a field visit on the phone: the page and what it is made of, and nothing else.
// The page itself comes from the server whenever it answers; from the phone only when nothing does.
const SHELF = 'visit'
const PAGE = '/visit/'
const PATIENCE = 4000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', event => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== location.origin) return
  if (request.mode === 'navigate' && address.pathname === PAGE) event.respondWith(page(request))
  else if (address.pathname.startsWith('/static/')) event.respondWith(piece(request))
})

async function page(request) {
  try {
    const answer = await Promise.race([fetch(request), late()])
    // Only the form itself is kept: no sign-in, no error page.
    if (answer.ok && !answer.redirected) (await caches.open(SHELF)).put(PAGE, answer.clone())
    return answer
  } catch {
    return (await caches.match(PAGE)) ?? fetch(request)
  }
}

const late = () => new Promise((_, refuse) => { setTimeout(refuse, PATIENCE) })

// Names of built files change with their content: what is kept is never stale.
const piece = async request => (await caches.match(request)) ?? fetch(request)
