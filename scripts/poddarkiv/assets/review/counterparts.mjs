// Which cue of a changed file is which cue of the file that the page began with. Pure.

import { same } from "./draft.mjs"

/** @typedef {import("./text.mjs").Cue} Cue */

export class Counterparts {
  #of
  #strangers
  #gone

  /**
   * @param {Cue[]} base  What the page began with.
   * @param {Cue[]} theirs  What the file holds now.
   */
  constructor(base, theirs) {
    this.base = base
    this.theirs = theirs
    this.#of = paired(base, theirs)
    const known = new Map([...this.#of].map(([place, index]) => [index, base[place]]))
    // New, or at another time than before: what a cue that is gone may have become.
    const stranger = (cue, before) => !before || !sameTime(cue, before)
    this.#strangers = theirs.flatMap((cue, index) => (stranger(cue, known.get(index)) ? [index] : []))
    this.#gone = base.flatMap((cue, place) => (this.#of.has(place) ? [] : [place]))
  }

  /** Return the places in the file of what became of cue `place`: several where it was split. */
  of(place) {
    const cue = this.base[place]
    const now = this.#of.get(place)
    const found = now === undefined ? null : this.theirs[now]
    if (found && sameTime(cue, found)) return [now]
    const others = this.#strangers.filter((index) =>
      overlap(this.theirs[index], cue) && (!found || this.theirs[index].start >= found.end))
    return found ? [now, ...others] : others
  }

  /** Whether it is plain that cue `place` is what stands there now, and nothing else in it. */
  isPlain(place) {
    const cue = this.base[place]
    const found = this.theirs[this.#of.get(place)]
    if (found && sameTime(cue, found)) return true
    const pieces = this.of(place).map((index) => this.theirs[index])
    // Without a counterpart it was moved, or removed; then what stands there is something else.
    if (!found && !(pieces.length === 1 && pieces[0].text === cue.text)) return false
    return !this.#gone.some((other) => other !== place &&
      pieces.some((piece) => overlap(this.base[other], piece)))
  }
}

/** Voices of one cue share its time by what they say: a corrected word moves the others. */
function span({ within, start, end }) {
  return within ?? [start, end]
}

function sameTime(a, b) {
  return span(a)[0] === span(b)[0] && span(a)[1] === span(b)[1]
}

function overlap(a, b) {
  return a.start < b.end && b.start < a.end
}

/** Return the places in `theirs` by those in `base`. */
function paired(base, theirs) {
  const found = new Map()
  const now = byStart(theirs)
  for (const [start, places] of byStart(base)) {
    pair(places, now.get(start) ?? [], { base, theirs, found })
  }
  return found
}

/** Return the places of the cues that begin together. */
function byStart(cues) {
  const groups = new Map()
  cues.forEach((cue, place) => {
    const [start] = span(cue)
    groups.set(start, [...(groups.get(start) ?? []), place])
  })
  return groups
}

const ALIKE = [
  same,
  (a, b) => a.text === b.text && a.speaker === b.speaker,
  (a, b) => a.text === b.text,
  (a, b) => a.speaker === b.speaker && a.end === b.end,
]

function pair(places, others, { base, theirs, found }) {
  let [left, right] = [places, others]
  const take = (place, index) => {
    found.set(place, index)
    left = left.filter((each) => each !== place)
    right = right.filter((each) => each !== index)
  }
  for (const alike of ALIKE) {
    for (const place of left) {
      const fits = right.filter((index) => alike(base[place], theirs[index]))
      if (fits.length) take(place, fits[0])
    }
  }
  // What is left is the same number of cues: each in its turn.
  if (left.length === right.length) left.forEach((place, at) => found.set(place, right[at]))
}
