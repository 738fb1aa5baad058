// The list of cues: draws them, opens one to be corrected. Knows no sound and no server.

import { arrange } from "./blocks.mjs"
import { byCue, doubtfulWords } from "./doubts.mjs"
import { joints, sentences } from "./sentences.mjs"
import { clock, filled, split, tokens, withText, wordAt } from "./text.mjs"

const MANY = 200

/** Make an element: `make("p", { className: "x" }, "text", child)`. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children.filter((child) => child !== null))
  return element
}

export class CueList {
  #items = new Map()
  #current = null

  /**
   * @param {HTMLElement} list
   * @param {Record<string, string>} texts
   * @param {{ play: Function, changed: Function, speak: Function }} page  What the list asks for.
   */
  constructor(list, texts, page) {
    this.list = list
    this.texts = texts
    this.page = page
    list.addEventListener("click", (event) => this.#clicked(event))
    list.addEventListener("keydown", (event) => this.#typed(event))
  }

  /** Show a draft from its beginning. */
  show(draft, doubts) {
    this.draft = draft
    this.doubts = byCue(doubts)
    const focus = this.#focused
    this.#drawAll()
    const kept = this.#current && this.draft.base[this.#current.base] ? this.#current : null
    this.choose(kept ?? { base: 0, part: 0 }, { scroll: false, focus })
  }

  /** Whether the focus is in the list: a row that is drawn anew would drop it. */
  get #focused() {
    return this.list.contains(document.activeElement)
  }

  #drawAll() {
    this.#items.clear()
    this.list.replaceChildren()
    this.draft.base.forEach((_cue, index) => this.#made(index))
    this.#arrange()
  }

  /** Draw again what changed. */
  update(places) {
    const focus = this.#focused
    // One by one is slower than all at once when it is most of them.
    if (places.length > MANY) this.#drawAll()
    else this.#drawSome(places)
    this.choose(this.#current, { scroll: false, focus })
  }

  #drawSome(places) {
    for (const place of places) {
      const before = this.#items.get(place)
      const after = this.#made(place)
      before[0].before(...after)
      for (const item of before) item.remove()
    }
    this.#arrange()
  }

  /** Put the cues of each sentence together. */
  #arrange() {
    const rows = this.draft.base.flatMap((_cue, base) =>
      this.#items.get(base).map((item, part) => ({ item, cue: this.draft.at(base)[part] ?? null })))
    const groups = sentences(rows)
    arrange(this.list, groups.map((group) => group.map((row) => row.item)))
    for (const group of groups) this.#hideJoints(group.filter((row) => row.cue))
    this.#nameSpeakers()
  }

  #hideJoints(group) {
    group.forEach(({ item, cue }, index) => {
      const hidden = joints(cue, { before: index > 0, after: index < group.length - 1 })
      const words = item.querySelector(".text").children
      for (const word of [words[0], words[words.length - 1]]) {
        if (word) word.hidden = hidden.includes(Number(word.dataset.word))
      }
    })
  }

  #nameSpeakers() {
    // A name stands where somebody begins to speak, as in a script.
    let before = ""
    for (const { cue, base, part } of this.draft.rows()) {
      this.#items.get(base)[part].querySelector(".speaker").hidden = cue.speaker === before
      before = cue.speaker
    }
  }

  get current() {
    return this.#current
  }

  get currentCue() {
    return this.draft.at(this.#current.base)[this.#current.part] ?? null
  }

  #made(base) {
    const parts = this.draft.at(base)
    const changed = this.draft.edits.has(base)
    const items = parts.length
      ? parts.map((cue, part) => this.#item({ cue, base, part }, changed))
      : [make("div", { className: "cue changed removed" }, make("span"), make("p", { className: "text" }, this.texts.removed))]
    this.#items.set(base, items)
    return items
  }

  #item({ cue, base, part }, changed) {
    const marked = new Set(changed ? [] : doubtfulWords(cue, this.doubts.get(base) ?? []))
    const words = tokens(cue.text).flatMap((word, index) => {
      const span = make("span", { className: marked.has(index) ? "doubtful" : "" }, word)
      span.dataset.word = index
      return [span, " "]
    })
    const item = make("div", { className: changed ? "cue changed" : "cue", tabIndex: -1, role: "group" },
      make("b", { className: "speaker" }, cue.speaker),
      make("button", { type: "button", className: "time", tabIndex: -1, ariaLabel: filled(this.texts.play_from, { time: clock(cue.start) }) }, clock(cue.start)),
      make("p", { className: "text", dir: "auto", id: `text-${base}-${part}` }, ...words),
      make("button", { type: "button", className: "open", tabIndex: -1, ariaLabel: `${this.texts.edit} ${clock(cue.start)}` }, this.texts.edit))
    item.setAttribute("aria-labelledby", `text-${base}-${part}`)
    item.dataset.base = base
    item.dataset.part = part
    return item
  }

  #itemOf({ base, part }) {
    return this.#items.get(base)?.[part] ?? this.#items.get(base)?.[0] ?? null
  }

  /** Make a row the current one: shortcuts act on it. */
  choose(row, { scroll = true, focus = false } = {}) {
    const before = this.list.querySelector("[aria-current]")
    before?.removeAttribute("aria-current")
    for (const part of before ? [before, ...before.querySelectorAll(".time, .open")] : []) part.tabIndex = -1
    if (!row) return
    const parts = this.draft.at(row.base).length
    this.#current = { base: row.base, part: Math.min(row.part, Math.max(0, parts - 1)) }
    const item = this.#itemOf(this.#current)
    if (!item) return
    item.setAttribute("aria-current", "true")
    for (const part of [item, ...item.querySelectorAll(".time, .open")]) part.tabIndex = 0
    if (focus) item.focus({ preventScroll: true })
    if (scroll) item.scrollIntoView({ block: "nearest" })
  }

  /** Mark the word that is heard now, or none (null). */
  markSpoken(row, word) {
    this.list.querySelector(".spoken")?.classList.remove("spoken")
    const item = row && this.#itemOf(row)
    item?.querySelector(`[data-word="${word}"]`)?.classList.add("spoken")
  }

  get editing() {
    return this.list.querySelector(".editor") !== null
  }

  #rowOf(element) {
    const item = element.closest(".cue[data-base]")
    return item && { base: Number(item.dataset.base), part: Number(item.dataset.part) }
  }

  #clicked(event) {
    const row = this.#rowOf(event.target)
    if (!row || event.target.closest(".editor")) return
    this.choose(row, { scroll: false })
    const cue = this.currentCue
    if (event.target.closest(".open")) this.edit()
    else if (event.target.closest(".time")) this.page.play(cue.start)
    else if (event.target.dataset.word) this.page.play(cue.words[event.target.dataset.word][0])
  }

  #typed(event) {
    if (event.key === "Enter" && event.target.matches(".cue")) {
      event.preventDefault()
      this.edit()
    }
  }

  /** Open the current cue to be corrected. */
  edit() {
    if (this.editing) this.#close(true)
    const item = this.#itemOf(this.#current)
    const cue = this.currentCue
    if (!cue || !item) return
    const { texts } = this
    const text = make("textarea", { value: cue.text, rows: 2, name: "text", dir: "auto" })
    const speaker = make("input", { value: cue.speaker, name: "speaker", autocomplete: "off", dir: "auto" })
    speaker.setAttribute("list", "names")
    const onwards = make("input", { type: "checkbox", name: "onwards" })
    const button = (label, act, className = "") =>
      make("button", { type: "button", className, onclick: act }, label)
    const editor = make("div", { className: "editor" },
      make("label", {}, texts.text, text),
      make("label", {}, texts.speaker, speaker),
      make("label", { className: "tick" }, onwards, texts.onwards),
      make("div", { className: "actions" },
        button(texts.done, () => this.#close(true), "main"),
        button(texts.cancel, () => this.#close(false)),
        button(texts.split, () => this.#split()),
        button(texts.remove, () => this.#remove())))
    editor.addEventListener("keydown", (event) => this.#editorKey(event, text))
    item.querySelector(".text").hidden = true
    item.append(editor)
    text.focus()
  }

  #editorKey(event, text) {
    const control = event.ctrlKey || event.metaKey
    const act = {
      "Escape": () => this.#close(false),
      "Enter": () => (control ? this.#split() : this.#close(true)),
      " ": control ? () => this.page.play(null) : null,
    }[event.key]
    const newLine = event.key === "Enter" && event.shiftKey
    if (!act || newLine || (event.key === "Enter" && !control && event.target !== text && event.target.type !== "text")) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #fields() {
    const editor = this.list.querySelector(".editor")
    const field = (name) => editor.querySelector(`[name=${name}]`)
    return { item: editor.closest(".cue"), editor, text: field("text"), speaker: field("speaker"), onwards: field("onwards") }
  }

  /** Leave the editor, keeping what was written or not. */
  #close(keep) {
    const { item, editor, text, speaker, onwards } = this.#fields()
    const row = this.#rowOf(item)
    editor.remove()
    item.querySelector(".text").hidden = false
    this.choose(row, { scroll: false, focus: true })
    if (!keep) return
    const cue = this.currentCue
    const name = tokens(speaker.value).join(" ")
    if (!tokens(text.value).length) this.page.changed(this.draft.changeRow(row, []))
    else if (text.value !== cue.text) {
      this.page.changed(this.draft.changeRow(row, [withText(cue, text.value)]))
    }
    if (name !== cue.speaker && this.currentCue) this.page.speak(name, { onwards: onwards.checked })
    this.#itemOf(this.#current)?.focus({ preventScroll: true })
  }

  /** Keep what is being written, as before saving. */
  finish() {
    if (this.editing) this.#close(true)
  }

  #split() {
    const { text, item } = this.#fields()
    const place = wordAt(text.value, text.selectionStart)
    const row = this.#rowOf(item)
    this.#close(true)
    const cue = this.draft.at(row.base)[row.part]
    const parts = cue && split(cue, place)
    if (!parts) {
      this.page.say(this.texts.no_split)
      return
    }
    this.page.changed(this.draft.changeRow(row, parts))
    this.choose({ base: row.base, part: row.part + 1 }, { focus: true })
  }

  #remove() {
    const row = this.#rowOf(this.#fields().item)
    this.#close(false)
    this.page.changed(this.draft.changeRow(row, []))
  }
}
