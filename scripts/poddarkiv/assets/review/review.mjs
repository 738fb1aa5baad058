// Puts the page together: the sound, the list, the panels, the keys and the saving.

import { decided } from "./conflict.mjs"
import { CueList, make } from "./cues.mjs"
import { Draft, sameSpeakerFrom } from "./draft.mjs"
import { commandOf } from "./keys.mjs"
import { reconciled, resolved } from "./merge.mjs"
import { DoubtPanel, ReplacePanel, SpeakerPanel, showShortcuts } from "./panels.mjs"
import { Player } from "./player.mjs"
import * as server from "./server.mjs"
import { asVtt, filled, withText } from "./text.mjs"

const find = (selector) => document.querySelector(selector)

class Page {
  #saving = null

  constructor(state) {
    this.texts = state.texts
    this.player = new Player(find("#sound"), find("#wave"), {
      rows: () => this.draft.rows(), spoken: (row, word) => this.list.markSpoken(row, word),
    })
    this.list = new CueList(find("#cues"), this.texts, {
      play: (at) => this.player.play(at), changed: (places) => this.changed(places),
      speak: (name, how) => this.speak(name, how), say: (text) => this.say(text),
    })
    this.doubts = new DoubtPanel(find("#doubts"), find("#doubt-count"), this.texts, {
      visit: (doubt) => this.visit(doubt), find: (text) => this.replace.open(text),
    })
    this.replace = new ReplacePanel(find("#replace"), this.texts, {
      rows: () => this.draft.rows(), say: (text) => this.say(text),
      replace: (rows) => this.replaceTexts(rows),
      names: () => [...this.state.guests, ...this.state.names],
    })
    this.speakers = new SpeakerPanel(find("#speakers"), this.texts, {
      rename: (from, to) => this.rename(from, to),
    })
    showShortcuts(find("#help tbody"), this.texts)
    this.take(state)
    this.player.open(state)
    this.#listen()
  }

  /** Begin with what the file holds, with corrections carried over from before, if any. */
  take(state, edits = new Map()) {
    this.state = { ...this.state, ...state }
    this.draft = new Draft(state.cues, edits)
    this.list.show(this.draft, state.doubts)
    this.doubts.show(state.doubts, { reviewed: state.reviewed })
    this.player.doubts = state.doubts
    this.refresh()
  }

  #listen() {
    find("#save").onclick = () => this.save()
    find("#undo").onclick = () => this.undo()
    find("#approve").onclick = () => this.approve()
    find("#approving [value=cancel]").onclick = () => find("#approving").close()
    document.addEventListener("keydown", (event) => this.#key(event))
    // What the file holds takes the place of the draft: nothing may be added to it meanwhile.
    for (const name of ["keydown", "click", "change", "submit"]) {
      addEventListener(name, (event) => this.#wait(event), { capture: true })
    }
    addEventListener("beforeunload", (event) => {
      if (this.draft.dirty || this.list.editing) event.preventDefault()
    })
  }

  #wait(event) {
    if (!this.#saving || event.target.closest?.("dialog")) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #key(event) {
    const field = event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")
    const command = commandOf(event, { single: find("#single").checked })
    if (!command || (field && command.command !== "save")) return
    if (command.command === "toggle" && event.target.closest("button, summary, input, audio")) return
    if (event.target.matches("audio") && event.key.startsWith("Arrow")) return
    event.preventDefault()
    this.#act(command)
  }

  #act({ command, digit }) {
    const guest = this.state.guests[digit - 1]
    const acts = {
      toggle: () => this.player.play(null),
      replay: () => this.player.playCue(this.list.currentCue),
      nextDoubt: () => this.doubts.step(1), previousDoubt: () => this.doubts.step(-1),
      nextCue: () => this.#step(1), previousCue: () => this.#step(-1),
      nextWord: () => this.player.word(1), previousWord: () => this.player.word(-1),
      forward: () => this.player.skip(5), back: () => this.player.skip(-5),
      slower: () => this.say(this.player.speed(-1)), faster: () => this.say(this.player.speed(1)),
      edit: () => this.list.edit(), find: () => this.replace.open(),
      speakerFrom: () => guest && this.speak(guest, { onwards: true }),
      speakerHere: () => guest && this.speak(guest, { onwards: false }),
      undo: () => this.undo(), save: () => this.save(),
      help: () => { find("#help").open = true; find("#help").scrollIntoView() },
    }
    acts[command]()
  }

  #step(by) {
    const row = this.draft.beside(this.list.current, by)
    if (row) this.list.choose(row, { focus: true })
  }

  /** Go to a doubtful place and let it be heard. */
  visit(doubt) {
    this.list.finish()
    const row = { base: doubt.cue, part: 0 }
    this.list.choose(row, { focus: true })
    this.player.play(Math.max(0, doubt.start - 0.5), doubt.end + 1)
  }

  changed(places) {
    this.list.update(places)
    this.refresh()
  }

  refresh() {
    const rows = this.draft.rows()
    this.speakers.show(rows, this.state.guests)
    const names = new Set([...this.state.guests, ...rows.map((row) => row.cue.speaker), ...this.state.names])
    find("#names").replaceChildren(...[...names].filter(Boolean).map((value) => make("option", { value })))
    this.replace.refresh()
    find("#save").disabled = !this.draft.dirty
    find("#undo").disabled = !this.draft.undoable
    const { reviewed } = this.state
    const status = reviewed ? filled(this.texts.reviewed_by, reviewed) : this.texts.not_reviewed
    const unsaved = filled(this.texts.unsaved, { n: this.draft.edits.size })
    find("#state").textContent = this.draft.dirty ? `${status} · ${unsaved}` : status
  }

  undo() {
    const places = this.draft.undo()
    if (places.length) this.changed(places)
  }

  speak(name, { onwards }) {
    const { current } = this.list
    const rows = this.draft.rows()
    const one = rows.filter((row) => row.base === current.base && row.part === current.part)
    const chosen = one.length && onwards ? sameSpeakerFrom(rows, current) : one
    this.changed(this.draft.changeRows(chosen, ({ cue }) => ({ ...cue, speaker: name })))
  }

  rename(from, to) {
    const rows = this.draft.rows().filter((row) => row.cue.speaker === from)
    this.changed(this.draft.changeRows(rows, ({ cue }) => ({ ...cue, speaker: to })))
  }

  replaceTexts(changes) {
    const texts = new Map(changes.map(({ row, text }) => [`${row.base}/${row.part}`, text]))
    this.changed(this.draft.changeRows(this.draft.rows(), ({ cue, base, part }) => {
      const text = texts.get(`${base}/${part}`)
      return text?.trim() ? withText(cue, text) : null
    }))
  }

  /** Tell a person; `trouble` stays until the next thing is said. */
  say(text, { trouble = false } = {}) {
    const place = find("#message")
    place.classList.toggle("trouble", trouble)
    place.replaceChildren(text)
  }

  /** Save; return whether the file now holds what the page shows. */
  save() {
    // Pressed again while it is saved: one answer for both, or the second would be a change.
    this.#saving ??= this.#save().finally(() => { this.#saving = null })
    return this.#saving
  }

  async #save() {
    this.list.finish()
    if (!this.draft.dirty) return true
    const answer = await server.save(this.state.hash, this.draft.payload())
    if (answer.kind === "fine") {
      this.take(answer.state)
      this.say(filled(this.texts.saved, { path: this.state.path }))
      return true
    }
    await this.#unsaved(answer)
    return false
  }

  async #unsaved(answer) {
    if (answer.kind === "changed") await this.#merge(answer.state)
    else if (answer.kind === "refused") this.say(filled(this.texts.refused, { reason: answer.message }), { trouble: true })
    else {
      this.say(`${this.texts.gone} `, { trouble: true })
      const address = URL.createObjectURL(new Blob([asVtt(this.draft.rows().map((row) => row.cue))]))
      find("#message").append(make("a", { href: address, download: "transcript.vtt" }, this.texts.take_home))
    }
  }

  async #merge(state) {
    const { edits, conflicts } = reconciled(this.draft.base, this.draft.edits, state.cues)
    const choices = conflicts.length ? await decided(find("#conflict"), conflicts, this.texts) : []
    if (choices === null) {
      this.say(this.texts.changed_underneath, { trouble: true })
      return
    }
    this.take(state, edits)
    conflicts.forEach((conflict, index) => {
      this.draft.change(resolved(this.draft, conflict, choices[index]))
    })
    this.list.show(this.draft, state.doubts)
    this.refresh()
    this.say(this.draft.dirty ? this.texts.merged : this.texts.renewed)
  }

  async approve() {
    const dialog = find("#approving")
    const { by } = dialog.querySelector("form").elements
    if (!(await this.save())) return
    by.value ||= this.state.reviewed?.by ?? ""
    dialog.querySelector("form").onsubmit = () => this.#approved(by.value)
    dialog.showModal()
  }

  async #approved(by) {
    const answer = await server.approve(this.state.hash, by)
    if (answer.kind !== "fine") {
      await this.#unsaved(answer)
      return
    }
    this.take(answer.state)
    this.say(filled(this.texts.approved, answer.state.reviewed))
  }
}

const answer = await server.load()
if (answer.kind === "fine") new Page(answer.state)
else find("#message").textContent = answer.message ?? ""
