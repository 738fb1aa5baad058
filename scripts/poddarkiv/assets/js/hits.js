// The page that a search led to: its words are marked, the first comes into view, and a small bar
// says how many there are and goes between them. Fetched only where the address has `?q=`.

import { list, speak } from "./search.js"
import { readQuery } from "./search-core.js"
import { meantIn, placesIn } from "./search-marks.js"
import { returning } from "./swap.js"
import { filled, fragmentSeconds } from "./times.js"

/** What is no text of the page, or tells of other pages. */
const SKIPPED = `nav, footer, aside, template, script, style, svg, audio, button, select, textarea, [hidden],
  [aria-hidden=true], .pod-after > section, .pod-card, .pod-chips, .pod-draft, .pod-edit, .pod-hits, .pod-listen,
  .pod-status, .pod-transcript__head, .talare, .tid`
/** Where another part of the page begins, as an address may name it. */
const PARTS = "h2[id], h3[id], h4[id], .pod-terms__term"
const TOUCHES = ["wheel", "touchmove", "keydown", "pointerdown"]
const EXCERPT = 140

let shown = null

/** Mark what the address asks for; `swapped` where the page came in the place of another. */
export async function showHits(swapped) {
  shown?.stop()
  const text = new URLSearchParams(location.search).get("q")
  const main = document.querySelector("#innehall")
  const template = document.querySelector("template[data-pod-hits]")
  if (!text || !main || !template) return
  const arriving = watchReader(swapped)
  const { words } = await speak()
  const query = readQuery(text, words)
  // Without what means the same, the very words are marked all the same.
  const meant = await meantIn(blocks(main).map(textOf), query, words, () => list("synonyms").catch(() => []))
  if (!main.isConnected) return
  const hits = markIn(main, (said) => placesIn(said, query, words, meant))
  const bar = hits.length ? new HitBar(main, template, hits, query.text.replace(/["“”»«]/g, "")) : null
  shown = bar
  await parsed()
  if (arriving() && bar && bar === shown) bar.arrive()
}

/** Wait until the browser has gone to the part that the address names: at the end of parsing, wherever one is then. */
async function parsed() {
  const [entry] = performance.getEntriesByType("navigation")
  if (document.readyState === "complete" || entry?.domContentLoadedEventEnd) return
  // Where the browser hides its times (Firefox's resistFingerprinting), it may be over: then all is loaded next.
  await new Promise((done) => {
    for (const type of ["DOMContentLoaded", "load"]) addEventListener(type, () => setTimeout(done), { once: true })
  })
}

/** Tell whether the page may still be moved: not when read again, nor when the reader moves it. */
function watchReader(swapped) {
  const [entry] = performance.getEntriesByType("navigation")
  let may = swapped ? !returning : entry?.type === "navigate"
  const keep = () => (may = false)
  for (const type of TOUCHES) addEventListener(type, keep, { once: true, capture: true, passive: true })
  return () => {
    for (const type of TOUCHES) removeEventListener(type, keep, { capture: true })
    return may
  }
}

/**
 * Mark the places of each block of text.
 * @returns {HTMLElement[][]} For each place its marks: several where it begins in one element and ends in another.
 */
function markIn(main, places) {
  return blocks(main).flatMap((nodes) => {
    // From the last, so that what is before stays where it is.
    return places(textOf(nodes)).reverse().map(([start, end]) => wrap(nodes, start, end)).reverse()
  })
}

/** The text that is seen, in one list of nodes for each block. */
function blocks(main) {
  const runs = [[]]
  gather(main, runs)
  return runs
}

const textOf = (nodes) => nodes.map((node) => node.data).join("")

/** Add the text that is seen to `runs`, a new one for each block. */
function gather(element, runs) {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) runs.at(-1).push(child)
    if (child.nodeType !== Node.ELEMENT_NODE) continue
    const { display, visibility } = getComputedStyle(child)
    const apart = display !== "inline" || child.matches("br")
    if (apart) runs.push([])
    if (display !== "none" && visibility === "visible" && !child.matches(SKIPPED)) gather(child, runs)
    if (apart) runs.push([])
  }
}

function wrap(nodes, start, end) {
  const marks = []
  let before = 0
  for (const node of nodes) {
    const [from, to] = [start - before, end - before].map((n) => Math.min(Math.max(n, 0), node.length))
    before += node.length
    if (from < to) marks.push(markPart(node, from, to))
  }
  return marks
}

function markPart(node, from, to) {
  if (to < node.length) node.splitText(to)
  const part = from ? node.splitText(from) : node
  const mark = document.createElement("mark")
  mark.dataset.hit = ""
  part.replaceWith(mark)
  mark.append(part)
  return mark
}

/** The bar: what it says goes to a screen reader too, and Enter and Escape do as in a browser's own search. */
class HitBar {
  constructor(main, template, hits, text) {
    Object.assign(this, { hits, said: template.dataset })
    this.bar = template.content.firstElementChild.cloneNode(true)
    this.status = this.bar.querySelector("[role=status]")
    for (const button of this.bar.querySelectorAll("[data-step]")) button.hidden = hits.length < 2
    main.prepend(this.bar)
    this.target = document.querySelector("[data-here]") ?? targetOf(location.hash)
    this.at = Math.max(0, hits.findIndex(([mark]) => !this.target || follows(this.target, mark)))
    this.#point()
    this.#listen(main)
    const count = hits.length === 1 ? this.said.one : this.said.many
    // What is live is read out when it changes, not when it comes.
    this.waiting = setTimeout(() => (this.status.textContent = filled(count, { n: hits.length, words: text })), 100)
  }

  #listen(main) {
    this.abort = new AbortController()
    const { signal } = this.abort
    this.bar.addEventListener("click", (event) => this.#pressed(event.target.closest("button")))
    main.addEventListener("keydown", (event) => this.#key(event), { signal })
  }

  /** Bring the first hit into view, unless the player does so or the address names a part without any. */
  arrive() {
    const { target, hits, at } = this
    if (fragmentSeconds(location.hash) !== null && document.querySelector("pod-player")) return
    const next = target && [...document.querySelectorAll(PARTS)].find((part) => after(target, part))
    if (target && (!follows(target, hits[at][0]) || (next && follows(next, hits[at][0])))) return
    this.#show()
    this.#focus()
  }

  #pressed(button) {
    if (!button) return
    if (button.dataset.step) this.#step(Number(button.dataset.step))
    else this.#close()
  }

  #key(event) {
    const inBar = this.bar.contains(event.target)
    if (!inBar && !event.target.closest("mark[data-hit]")) return
    if (event.key === "Escape") this.#close()
    if (event.key !== "Enter" || inBar) return
    event.preventDefault()
    this.#step(event.shiftKey ? -1 : 1)
    this.#focus()
  }

  #step(by) {
    const { length } = this.hits
    this.at = (this.at + by + length) % length
    // Who follows what is said has chosen to look elsewhere.
    dispatchEvent(new Event("pod:away"))
    this.#point()
    this.#show()
    clearTimeout(this.waiting)
    const text = document.createElement("span")
    text.className = "pod-hits__text"
    text.textContent = ` ${excerptAt(this.hits[this.at][0])}`
    this.status.replaceChildren(filled(this.said.at, { i: this.at + 1, n: length }), text)
  }

  #point() {
    for (const mark of this.hits.flat()) mark.removeAttribute("aria-current")
    for (const mark of this.hits[this.at]) mark.setAttribute("aria-current", "true")
  }

  #show() {
    this.hits[this.at][0].scrollIntoView({ block: "center", behavior: "instant" })
  }

  /** Reading and Tab go on from here. */
  #focus() {
    const [mark] = this.hits[this.at]
    mark.tabIndex = -1
    mark.focus({ preventScroll: true })
  }

  #close() {
    const place = blockOf(this.hits[this.at][0])
    this.stop()
    place.tabIndex = -1
    place.focus({ preventScroll: true })
  }

  /** Leave the page as it was. */
  stop() {
    shown = null
    clearTimeout(this.waiting)
    this.abort.abort()
    this.bar.remove()
    for (const mark of this.hits.flat()) {
      const { parentNode } = mark
      mark.replaceWith(...mark.childNodes)
      parentNode.normalize()
    }
  }
}

function targetOf(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)))
  } catch {
    return null // no address of ours: `#%`
  }
}

/** Whether `node` stands within `element` or after its beginning. */
const follows = (element, node) =>
  Boolean(element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)

/** Whether `node` stands after the end of `element`. */
const after = (element, node) => follows(element, node) && !element.contains(node)

function blockOf(mark) {
  return mark.closest("[data-s], p, li, dd, dt, td, th, h1, h2, h3, h4, blockquote, figcaption") ?? mark.parentElement
}

/** The words around a mark. */
function excerptAt(mark) {
  const block = blockOf(mark)
  const range = new Range()
  range.setStart(block, 0)
  range.setEndBefore(mark)
  const start = Math.max(0, range.toString().length - EXCERPT / 2)
  const text = block.textContent.slice(start, start + EXCERPT).trim()
  return start ? text.replace(/^\S+\s+/, "… ") : text
}
