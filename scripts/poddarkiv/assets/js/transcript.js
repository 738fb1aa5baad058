// The transcript on the page: the sentence that is said now, following along, quoting.

import { indexAt } from "./times.js"

const STILL = matchMedia("(prefers-reduced-motion: reduce)")
const SCROLL_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "])

export class TranscriptView {
  /** @param {Element?} section  may be missing: then nothing happens */
  constructor(section, { signal }) {
    this.section = section
    this.sentences = [...(section?.querySelectorAll("[data-s]") ?? [])]
    this.sentences.sort((a, b) => a.dataset.s - b.dataset.s)
    this.starts = this.sentences.map((sentence) => Number(sentence.dataset.s))
    this.following = false
    this.changed = () => {}
    const stopFollowing = () => this.following && this.follow(false)
    const options = { signal, passive: true }
    addEventListener("wheel", stopFollowing, options)
    addEventListener("touchmove", stopFollowing, options)
    addEventListener("keydown", (e) => readerScrolls(e) && stopFollowing(), options)
    // The scroll bar.
    addEventListener("pointerdown", (e) => e.target === document.documentElement && stopFollowing(), options)
    // To another hit of a search.
    addEventListener("pod:away", stopFollowing, options)
  }

  follow(on, changed = this.changed) {
    // Without a text the wish waits.
    if (!this.sentences.length) return
    this.following = on
    this.changed = changed
    changed(this.following)
    if (on) this.#reveal(this.now)
  }

  /** Mark the sentence that is said at `seconds`. */
  mark(seconds) {
    const sentence = this.sentences[indexAt(this.starts, seconds)]
    // Before the first word, and in a pause after a sentence, nothing is said.
    const said = sentence && seconds < Number(sentence.dataset.e) + 1 ? sentence : null
    if (said === this.now) return
    this.now?.removeAttribute("aria-current")
    said?.setAttribute("aria-current", "true")
    this.now = said
    if (this.following) this.#reveal(said)
  }

  #reveal(sentence) {
    if (!sentence) return
    const { top, bottom } = sentence.getBoundingClientRect()
    if (top > innerHeight * 0.15 && bottom < innerHeight * 0.7) return
    sentence.scrollIntoView({ block: "center", behavior: STILL.matches ? "auto" : "smooth" })
  }

  /** Bring the sentence at `seconds` into view; return its time. */
  show(seconds) {
    const sentence = this.#sentence(seconds)
    if (!sentence) return seconds
    const paragraph = sentence.parentElement
    this.section.querySelector("[data-here]")?.removeAttribute("data-here")
    paragraph.dataset.here = ""
    sentence.scrollIntoView({ block: "center", behavior: "instant" })
    sentence.tabIndex = -1
    const stop = sentence.matches("span + span") ? sentence : paragraph.querySelector("a")
    stop.focus({ preventScroll: true })
    const { s } = sentence.dataset
    return parseInt(s) === seconds ? s : seconds
  }

  /** The first sentence of that second, or the last before. */
  #sentence(seconds) {
    const starts = this.starts.map(Math.floor)
    const first = starts.indexOf(Math.floor(seconds))
    return this.sentences[first < 0 ? Math.max(0, indexAt(starts, seconds)) : first]
  }

  /** Return what is marked in the transcript, else the paragraph at `seconds`, with who says it. */
  quote(seconds) {
    const marked = this.#marked()
    const paragraph = this.#sentence(seconds)?.parentElement
    const sentences = marked.length ? marked : [...(paragraph?.querySelectorAll("[data-s]") ?? [])]
    if (!sentences.length) return {}
    const whole = sentences.map((sentence) => sentence.textContent).join(" ")
    return {
      quote: marked.length ? this.#exact(whole) : whole,
      speaker: speakerOf(sentences[0].parentElement),
      start: Number(sentences[0].dataset.s),
    }
  }

  #marked() {
    const selection = getSelection()
    if (!selection?.rangeCount || selection.isCollapsed) return []
    return this.sentences.filter((sentence) => selection.containsNode(sentence, true))
  }

  /** Part of one sentence is quoted as it was marked; over several, whole sentences are. */
  #exact(whole) {
    const text = getSelection().toString().trim()
    return whole.includes(text) ? text : whole
  }
}

/** The name stands where the speaker changes: here or above. */
function speakerOf(paragraph) {
  for (let p = paragraph; p; p = p.previousElementSibling) {
    const name = p.querySelector("b.talare")
    if (name) return name.textContent.trim().replace(/:$/, "")
  }
  return ""
}

function readerScrolls(event) {
  return SCROLL_KEYS.has(event.key) && !event.target.closest("pod-player, [data-pod-dock], button, select")
}
