// While something plays, a link exchanges everything on the page but the dock.

/** What of the head is of one page; the rest is every page's. */
const OWN = "link:is([rel=canonical], [rel=alternate])"

let keep
let sounds = () => false
let here = address()
/** Its number in the history. */
let entry = history.state?.pod
let coming = null
let held
/** Whether the page came in another's place, and was not read again since. */
export let swapped = false
/** Whether the page was come to by the browser's own back or forward. */
export let returning = false

function address({ pathname, search } = location) {
  return pathname + search
}

/** Exchange pages around the element `dock` while `wanted()` says so. */
export function exchange(dock, wanted) {
  keep = dock
  sounds = wanted
  document.body.append(keep)
  // Else it is looked for from the address of the next page, in folders deeper or less deep.
  for (const icon of document.querySelectorAll("link[rel=icon]")) icon.setAttribute("href", icon.href)
  document.addEventListener("click", follow)
  addEventListener("popstate", back)
  addEventListener("pagehide", () => place(scrollY))
  for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, () => clearInterval(held))
  document.addEventListener("pod:address", () => (here = address()))
}

function follow(event) {
  const link = event.target.closest?.("a[href]")
  if (!link || event.defaultPrevented || event.button || !sounds() || !ours(link)) return
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  open(link.href, true)
}

function ours(link) {
  const page = /(?:\/|\.html)$/.test(link.pathname)
  return link.origin === location.origin && page && address(link) !== here && !link.target && !link.hasAttribute("download")
}

function back() {
  // Within one page it is the fragment that changed.
  if (address() === here) {
    coming = null
    entry = history.state?.pod
  } else if (swapped || history.state?.pod) {
    // The browser brings only the address, also of neighbours of a page that was read again.
    if (!coming) place(scrollY)
    open(location.href, false)
  }
}

async function open(to, forward) {
  const mine = (coming = {})
  let next
  try {
    const answer = await fetch(to)
    const html = (answer.headers.get("Content-Type") ?? "").startsWith("text/html")
    if (!answer.ok || !html) throw new Error(answer.statusText)
    next = new DOMParser().parseFromString(await answer.text(), "text/html")
  } catch {
    if (mine === coming) location.assign(to)
    return
  }
  if (mine !== coming) return
  coming = null
  if (forward) step(to)
  // Before the new page is in place: its relative links are read from the new address.
  here = address()
  entry = history.state?.pod
  swapped = true
  returning = !forward
  put(next)
  arrive(forward)
}

/** Number what is left and what comes. */
function step(to) {
  entry ??= Date.now()
  history.replaceState({ ...history.state, pod: entry }, "")
  place(scrollY)
  history.pushState({ pod: Date.now() + 1 }, "", to)
}

/** Where the page was left; with `y`, note that. */
function place(y) {
  const key = `pod-${entry}`
  try {
    if (y !== undefined) sessionStorage[key] = y
    return entry && sessionStorage[key]
  } catch {
    return null // Nothing may be stored.
  }
}

/** Stay where the page was left while more comes above it, until the reader does something. */
function hold(top) {
  const at = { top, behavior: "instant" }
  scrollTo(at)
  held = setInterval(scrollTo, 100, at)
  setTimeout(clearInterval, 2000, held)
}

function put(next) {
  clearInterval(held)
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  for (const link of document.head.querySelectorAll(OWN)) link.remove()
  document.head.append(...next.head.querySelectorAll(OWN))
  next.querySelector("[data-pod-dock]")?.remove()
  for (const script of next.body.querySelectorAll("script[src], script[type=module]")) script.remove()
  for (const attribute of next.body.attributes) document.body.setAttribute(attribute.name, attribute.value)
  for (const node of [...document.body.childNodes]) if (node !== keep) node.remove()
  keep.before(...next.body.childNodes)
  document.dispatchEvent(new CustomEvent("pod:page"))
}

function arrive(forward) {
  const left = !forward && place()
  const timed = /^#t[=-]/.test(location.hash) // the player goes there
  const target = !timed && location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const focus = target || document.querySelector("main h1, h1")
  if (focus && !timed) {
    // A reader of the screen hears where it is.
    if (!focus.matches("a, button")) focus.tabIndex = -1
    focus.focus({ preventScroll: true })
  }
  if (left) hold(left)
  else if (target) target.scrollIntoView()
  else if (forward && !timed) scrollTo(0, 0)
}
