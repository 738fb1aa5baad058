// Open another page of the site without letting go of this one's sound: while something plays,
// a link exchanges everything on the page but the dock. Otherwise links are the browser's own.

/** What of the head is of one page; the rest is every page's. */
const OWN = "link:is([rel=canonical], [rel=alternate])"

let keep
let sounds = () => false
let here = location.pathname + location.search
let swapped = false
/** Whether the page was come to by the browser's own back or forward. */
export let returning = false

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
  if (swapped && location.pathname + location.search !== here) open(location.href, false)
}

async function open(address, forward) {
  let next
  try {
    const answer = await fetch(address)
    const html = (answer.headers.get("Content-Type") ?? "").startsWith("text/html")
    if (!answer.ok || !html) throw new Error(answer.statusText)
    next = new DOMParser().parseFromString(await answer.text(), "text/html")
  } catch {
    location.assign(address)
    return
  }
  if (forward) history.pushState({ pod: true }, "", address)
  // Before the new page is in place: its relative links are read from the new address.
  here = location.pathname + location.search
  swapped = true
  returning = !forward
  put(next)
  arrive(forward)
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
  if (/^#t[=-]/.test(location.hash)) return // the player goes there
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const heading = document.querySelector("main h1, h1")
  const focus = target || heading
  if (!focus) return
  // As on a new page: a reader of the screen hears where it is, and Tab goes on from there.
  if (!focus.matches("a, button")) focus.tabIndex = -1
  focus.focus({ preventScroll: true })
  if (target) target.scrollIntoView()
  else if (forward) scrollTo(0, 0)
}
