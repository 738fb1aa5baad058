// <pod-player>: what the browser's own audio controls lack. Without JavaScript the <audio> inside
// it plays, and the controls of the template stay hidden.

import { adopt, BACK, FORWARD, seek, steer, take, watch } from "./dock.js"
import * as memory from "./memory.js"
import { returning, swapped } from "./swap.js"
import { clock, filled, fragmentSeconds, indexAt } from "./times.js"
import { TranscriptView } from "./transcript.js"

/** By key; only while the focus is in the player (WCAG 2.1.4). */
const KEYS = { j: "back", k: "toggle", l: "forward", "<": "slower", ">": "faster" }

class PodPlayer extends HTMLElement {
  connectedCallback() {
    const own = this.querySelector("audio")
    if (this.stop || !own) return
    this.stop = new AbortController()
    this.address = new URL(this.dataset.page, document.baseURI).href
    this.audio = adopt(this, own)
    this.speed = this.querySelector("[data-speed]")
    this.status = this.querySelector("[data-status]")
    this.text = new TranscriptView(document.querySelector("[data-transcript]"), this.stop)
    this.chapters = [...document.querySelectorAll("[data-chapters] [data-seek]")]
    this.#listen()
    this.#restore()
    watch(this, this.stop.signal)
    const controls = this.querySelector("[data-controls]")
    if (controls) controls.hidden = false
  }

  disconnectedCallback() {
    this.stop?.abort()
    this.stop = null
    take(this)
  }

  #listen() {
    const { signal } = this.stop
    const on = (target, type, act) => target.addEventListener(type, act, { signal })
    on(this, "click", (event) => this.#act(event.target.closest("[data-do]")?.dataset.do))
    // A press on the button must not take away the marking of what is to be quoted.
    on(this, "pointerdown", (event) => event.target.closest("[data-do=quote]") && event.preventDefault())
    on(this, "keydown", (event) => this.#key(event))
    on(this, "change", (event) => event.target === this.speed && this.#setSpeed(this.speed.value))
    on(document, "click", (event) => this.#seekLink(event))
    on(window, "hashchange", () => this.#open(false))
    on(this.audio, "timeupdate", () => this.#tick())
    on(this.audio, "seeked", () => this.#tick())
    on(this.audio, "play", () => this.#played())
    on(this.audio, "loadedmetadata", () => (this.audio.playbackRate = Number(this.speed?.value || 1)))
    on(this.audio, "error", () => this.#say("failed"))
  }

  #restore() {
    this.#setSpeed(memory.read("fart") ?? "1")
    this.#follow(memory.read("folj") === "1")
    if (!this.audio.paused) this.#played()
    this.#tick()
    // Going back to what plays must not turn it back too.
    if (returning && this.audio.currentTime) return
    if (this.#open(true) || this.audio.currentTime) return
    const seconds = memory.position(this.dataset.episode)
    if (!seconds) return
    this.seek(seconds)
    this.#say("resumed")
  }

  /** Go to the place that the address names; tell whether it names one. */
  #open(first) {
    const seconds = fragmentSeconds(location.hash)
    if (seconds === null || new URL(this.address).pathname !== location.pathname) return false
    const query = new URLSearchParams(location.search).get("q")
    this.seek(this.text.show(seconds))
    if (query && cameByClick(first)) this.play()
    else if (this.audio.paused) this.#offer()
    return true
  }

  #offer() {
    const button = this.querySelector("[data-do=start]")
    if (!button) return
    button.textContent = filled(button.dataset.text, { time: clock(this.audio.currentTime) })
    button.hidden = false
  }

  /** Begin, or offer to where the browser wants a press before any sound. */
  play() {
    return this.audio.play().catch(() => this.audio.paused && this.#offer())
  }

  seek(seconds) {
    seek(this, seconds)
    this.#tick()
  }

  skip(seconds) {
    this.seek(this.audio.currentTime + seconds)
  }

  #key(event) {
    const name = KEYS[event.key.toLowerCase()]
    if (!name || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.target.matches("select, input, textarea")) return
    event.preventDefault()
    this.#act(name)
  }

  #act(name) {
    const acts = {
      back: () => this.skip(-BACK),
      forward: () => this.skip(FORWARD),
      toggle: () => (this.audio.paused ? this.play() : this.audio.pause()),
      start: () => this.play(),
      slower: () => this.#step(-1),
      faster: () => this.#step(1),
      follow: () => this.#follow(!this.text.following),
      share: () => this.#copy(this.#address(), "copied"),
      quote: () => this.#quote(),
    }
    acts[name]?.()
  }

  #step(by) {
    if (!this.speed) return
    const { options, selectedIndex } = this.speed
    this.#setSpeed(options[Math.min(options.length - 1, Math.max(0, selectedIndex + by))].value)
  }

  #setSpeed(value) {
    if (!this.speed) return
    this.speed.value = value
    if (this.speed.selectedIndex < 0) this.speed.value = "1"
    // The default is what the browser returns to whenever it loads the recording anew.
    this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(this.speed.value)
    memory.write("fart", this.speed.value === "1" ? null : this.speed.value)
  }

  #follow(on) {
    this.text.follow(on, (now) => {
      this.querySelector("[data-do=follow]")?.setAttribute("aria-pressed", String(now))
      memory.write("folj", now ? "1" : null)
    })
    if (on) this.#tick()
  }

  #seekLink(event) {
    const link = event.target.closest("[data-seek]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const seconds = Number(link.dataset.seek)
    history.replaceState(history.state, "", `#t=${seconds}`)
    this.seek(seconds)
    this.play()
  }

  #played() {
    const button = this.querySelector("[data-do=start]")
    if (button) button.hidden = true
    if (this.status) this.status.textContent = ""
    steer(this)
  }

  #tick() {
    const { currentTime, paused } = this.audio
    // Before anybody listens, nothing is said.
    const moment = currentTime || !paused ? currentTime : -1
    this.text.mark(moment)
    const now = indexAt(this.chapters.map((link) => Number(link.dataset.seek)), moment)
    this.chapters.forEach((link, i) => {
      if (i === now) link.setAttribute("aria-current", "true")
      else link.removeAttribute("aria-current")
    })
    const share = this.querySelector("[data-do=share] [data-time]")
    if (share) share.textContent = clock(currentTime)
  }

  #address(seconds = this.audio.currentTime) {
    return `${this.address}#t=${Math.floor(seconds)}`
  }

  #quote() {
    const { quote, speaker, start } = this.text.quote(this.audio.currentTime)
    if (!quote) return this.#say("nothing")
    const { citation, title, show } = this.dataset
    const said = { quote, speaker: speaker || show, title, show, time: clock(start) }
    return this.#copy(`${filled(citation, said)}\n${this.#address(start)}`, "quoted")
  }

  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text)
      this.#say(done)
    } catch {
      // No clipboard without https or permission: then it can be copied by hand.
      if (this.status) this.status.textContent = text
    }
  }

  #say(name) {
    if (this.status) {
      const time = clock(this.audio.currentTime)
      this.status.textContent = filled(this.status.dataset[name] ?? "", { time })
    }
  }
}

/** Whether somebody chose a hit just now, rather than loading the page again or from elsewhere. */
function cameByClick(first) {
  if (!first) return Boolean(navigator.userActivation?.isActive)
  if (swapped) return !returning
  const [entry] = performance.getEntriesByType("navigation")
  return entry?.type === "navigate" && document.referrer.startsWith(location.origin)
}

customElements.define("pod-player", PodPlayer)
