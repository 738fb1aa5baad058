// What stands beside the transcript: doubtful places, find and replace, speakers, shortcuts.

import { make } from "./cues.mjs"
import { grouped } from "./doubts.mjs"
import { SHORTCUTS } from "./keys.mjs"
import { clock, filled, found, nearest, replaced } from "./text.mjs"

const SHOWN = 60
const CONTEXT = 24

/** The doubtful places, worst first; a place that was heard is ticked. */
export class DoubtPanel {
  #heard = new Set()
  #at = -1

  constructor(box, count, texts, page) {
    Object.assign(this, { box, count, texts, page })
  }

  show(doubts, { reviewed }) {
    this.groups = grouped(doubts)
    this.walk = this.groups.flatMap((group) => group.doubts)
    this.#at = -1
    this.count.textContent = `(${doubts.length})`
    this.box.replaceChildren(...this.groups.slice(0, SHOWN).map((group) => this.#group(group)))
    const none = reviewed ? this.texts.no_doubts_left : this.texts.no_doubts
    if (!doubts.length) this.box.append(make("li", {}, none))
    this.box.parentElement.querySelector(".hint").hidden = !doubts.length
    if (this.groups.length > SHOWN) this.box.append(this.#more())
  }

  #more() {
    const rest = this.groups.slice(SHOWN)
    const item = make("li", {}, make("button", { type: "button", onclick: () => {
      item.replaceWith(...rest.map((group) => this.#group(group)))
    } }, filled(this.texts.more, { n: rest.length })))
    return item
  }

  #group(group) {
    const places = group.doubts.map((doubt) => this.#place(doubt, group.text))
    const replace = make("button", { type: "button", onclick: () => this.page.find(group.text) }, this.texts.replace_this)
    return make("li", {},
      make("span", { className: "said" }, group.text), " ",
      make("span", { className: "reason" }, group.reason),
      make("div", { className: "places" }, ...places, group.text.length <= 40 ? replace : null))
  }

  #place(doubt, text) {
    const button = make("button", { type: "button", ariaLabel: filled(this.texts.hear, { text, time: clock(doubt.start) }) }, `▶ ${clock(doubt.start)}`)
    button.classList.toggle("heard", this.#heard.has(key(doubt)))
    button.addEventListener("click", () => this.#hear(doubt, button))
    button.dataset.start = doubt.start
    return button
  }

  #hear(doubt, button) {
    this.#at = this.walk.indexOf(doubt)
    this.#heard.add(key(doubt))
    button?.classList.add("heard")
    this.page.visit(doubt)
  }

  /** Go to the next (1) or previous (-1) place and play it. */
  step(by) {
    const next = this.walk[Math.max(0, this.#at + by)]
    if (!next) return
    this.#hear(next, this.box.querySelector(`[data-start="${next.start}"]`))
  }
}

const key = (doubt) => `${doubt.start}|${doubt.text}`

/** Find and replace, with every place shown before anything happens. */
export class ReplacePanel {
  #hits = []

  constructor(box, texts, page) {
    Object.assign(this, { box, texts, page, form: box.querySelector("form") })
    this.count = box.querySelector("#hit-count")
    this.list = box.querySelector("#hits")
    this.button = box.querySelector("[type=submit]")
    this.form.addEventListener("input", (event) => { if (!event.target.dataset.hit) this.refresh() })
    this.form.addEventListener("submit", (event) => this.#submit(event))
    this.form.elements.find.addEventListener("keydown", (event) => {
      // Enter would replace before anybody has said with what.
      if (event.key !== "Enter") return
      event.preventDefault()
      this.form.elements.replacement.focus()
    })
  }

  /** Open the panel, to look for `text` when it is given, with the name it is most like. */
  open(text = null) {
    this.box.open = true
    const { find, replacement } = this.form.elements
    if (text !== null) {
      find.value = text
      replacement.value = nearest(text, this.page.names())
      this.refresh()
      replacement.select()
    } else find.focus()
    this.box.scrollIntoView({ block: "nearest" })
  }

  refresh() {
    const { find, whole, case: exact } = this.form.elements
    const how = { wholeWords: whole.checked, matchCase: exact.checked }
    this.#hits = this.page.rows().flatMap((row) =>
      found(row.cue.text, find.value, how).map(([start, end]) => ({ row, start, end })))
    this.count.textContent = find.value.trim() ? filled(this.texts.hits, { n: this.#hits.length }) : ""
    this.list.replaceChildren(...this.#hits.map((hit, index) => this.#preview(hit, index)))
    this.button.disabled = !this.#hits.length
  }

  #preview({ row, start, end }, index) {
    const { text } = row.cue
    const tick = make("input", { type: "checkbox", checked: true })
    tick.dataset.hit = index
    const { value } = this.form.elements.replacement
    return make("li", {}, make("label", { className: "tick" }, tick,
      make("span", {}, `${clock(row.cue.start)} …${text.slice(Math.max(0, start - CONTEXT), start)}`,
        make("del", {}, make("mark", {}, text.slice(start, end))), value ? make("ins", {}, ` ${value}`) : null,
        `${text.slice(end, end + CONTEXT)}…`)))
  }

  #submit(event) {
    event.preventDefault()
    const chosen = new Set([...this.list.querySelectorAll(":checked")].map((tick) => Number(tick.dataset.hit)))
    const hits = this.#hits.filter((_hit, index) => chosen.has(index))
    const value = this.form.elements.replacement.value.trim()
    const changes = new Map()
    for (const { row, start, end } of hits) {
      changes.set(row, [...(changes.get(row) ?? []), [start, end]])
    }
    const rows = [...changes].map(([row, places]) => ({ row, text: replaced(row.cue.text, places, value) }))
    this.page.replace(rows)
    this.refresh()
    this.page.say(filled(this.texts.replaced, { n: hits.length }))
  }
}

/** Every name that speaks, to be exchanged for a guest's. */
export class SpeakerPanel {
  constructor(box, texts, page) {
    Object.assign(this, { box, list: box.querySelector("ol"), texts, page })
  }

  show(rows, guests) {
    const names = new Map()
    for (const { cue } of rows) names.set(cue.speaker, (names.get(cue.speaker) ?? 0) + 1)
    const focused = [...this.list.querySelectorAll("input")].indexOf(document.activeElement)
    const digits = make("li", { className: "hint" }, guests.slice(0, 9).map((name, index) => `${index + 1} ${name}`).join(" · "))
    this.list.replaceChildren(...[...names].map(([name, count]) => this.#speaker(name, count)), digits)
    const inputs = this.list.querySelectorAll("input")
    if (focused >= 0) inputs[Math.min(focused, inputs.length - 1)]?.focus()
  }

  #speaker(name, count) {
    const shown = name || this.texts.nobody
    const input = make("input", { value: name, autocomplete: "off", onchange: () => {
      this.page.rename(name, input.value.trim().replace(/\s+/gu, " "))
    } })
    input.setAttribute("list", "names")
    return make("li", {}, make("label", {}, filled(this.texts.speaker_cues, { name: shown, n: count }), input))
  }
}

/** Fill the table of shortcuts. */
export function showShortcuts(body, texts) {
  body.replaceChildren(...SHORTCUTS.map(({ command, shown }) => make("tr", {},
    make("td", {}, ...shown.map((key) => make("kbd", {}, key))),
    make("td", {}, texts[`key_${command}`]))))
}
