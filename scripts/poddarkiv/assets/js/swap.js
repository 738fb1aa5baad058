// Open another page of the site without letting go of this one's sound: while something plays,
// a link exchanges everything on the page but the dock. Otherwise links are the browser's own.

/** What of the head is of one page; the rest is every page's. */
const OWN = "link:is([rel=canonical], [rel=alternate])"

let keep
let sounds = () => false
const PLACES = "pod-places"
/** What is shown, which is not always what the address says: while a page is on its way. */
let here = address()
/** The number of what is shown in the history: the same after it was read again. */
let entry = history.state?.pod
/** The page that is on its way, if any. */
let coming = null
/** Whether the page came in the place of another; not when it was read again since. */
export let swapped = false
/** Whether the page was come to by the browser's own back or forward. */
export let returning = false

function address() {
  return location.pathname + location.search
}

/** Exchange pages from now on, around the element `dock`, while `wanted()` says so. */
export function exchange(dock, wanted) {
  keep = dock
  sounds = wanted
  // Wherever the template has it: beside what is exchanged, not in it.
  document.body.append(keep)
  // Else it is looked for from the address of the next page, in folders deeper or less deep.
  for (const icon of document.querySelectorAll("link[rel=icon]")) icon.setAttribute("href", icon.href)
  document.addEventListener("click", follow)
  addEventListener("popstate", back)
  addEventListener("pagehide", keepPlace)
  // The episode list says in its address what was chosen.
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
  const same = link.pathname + link.search === here
  return link.origin === location.origin && page && !same && !link.target && !link.hasAttribute("download")
}

function back() {
  // Within one page it is the fragment that changed.
  if (address() === here) {
    coming = null
    entry = history.state?.pod
  } else if (swapped || history.state?.pod) {
    // Once read again, this page too has neighbours that were exchanged: the browser brings only their addresses.
    if (!coming) keepPlace()
    open(location.href, false)
  }
}

async function open(to, forward) {
  const run = (coming = {})
  let next
  try {
    const answer = await fetch(to)
    const html = (answer.headers.get("Content-Type") ?? "").startsWith("text/html")
    if (!answer.ok || !html) throw new Error(answer.statusText)
    next = new DOMParser().parseFromString(await answer.text(), "text/html")
  } catch {
    if (run === coming) location.assign(to)
    return
  }
  // Somebody has gone elsewhere meanwhile.
  if (run !== coming) return
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

/** Number what is left and what comes, so that either is known when somebody goes back. */
function step(to) {
  const now = Date.now()
  entry ??= now
  history.replaceState({ ...history.state, pod: entry }, "")
  keepPlace()
  history.pushState({ pod: Math.max(now, entry + 1) }, "", to)
}

/** Note where the page is left: the browser knows it of its own pages only. */
function keepPlace() {
  if (!entry) return
  try {
    sessionStorage.setItem(PLACES, JSON.stringify({ ...places(), [entry]: scrollY }))
  } catch {
    // Where nothing may be stored, one comes back to the top.
  }
}

function places() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACES)) ?? {}
  } catch {
    return {}
  }
}

function put(next) {
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
  const place = forward ? undefined : places()[entry]
  const timed = /^#t[=-]/.test(location.hash) // the player goes there
  const target = !timed && location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!timed) focusOn(target || document.querySelector("main h1, h1"))
  if (place !== undefined) scrollTo({ top: place, behavior: "instant" })
  else if (target) target.scrollIntoView()
  else if (forward && !timed) scrollTo(0, 0)
}

/** As on a new page: a reader of the screen hears where it is, and Tab goes on from there. */
function focusOn(element) {
  if (!element) return
  if (!element.matches("a, button")) element.tabIndex = -1
  element.focus({ preventScroll: true })
}
