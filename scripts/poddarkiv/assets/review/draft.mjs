// The corrections that are not saved yet: what stands instead of which cue of the file. Pure.

/** @typedef {{ cue: import("./text.mjs").Cue, base: number, part: number }} Row */

/** Whether two cues say the same at the same time. */
export function same(a, b) {
  return a.start === b.start && a.end === b.end && a.speaker === b.speaker && a.text === b.text
}

export class Draft {
  #past = []

  /**
   * @param {import("./text.mjs").Cue[]} base  The cues of the file, in its order.
   * @param {Map<number, import("./text.mjs").Cue[]>} edits  By place in `base`.
   */
  constructor(base, edits = new Map()) {
    this.base = base
    this.edits = edits
  }

  get dirty() {
    return this.edits.size > 0
  }

  get undoable() {
    return this.#past.length > 0
  }

  /** Return what stands in place of cue `index` of the file. */
  at(index) {
    return this.edits.get(index) ?? [this.base[index]]
  }

  /** @returns {Row[]} Every cue as it is now. */
  rows() {
    return this.base.flatMap((_cue, base) =>
      this.at(base).map((cue, part) => ({ cue, base, part })))
  }

  /** Return the row after (`step` 1) or before (-1) `row`, or null at the end. */
  beside({ base, part }, step) {
    if (this.at(base)[part + step]) return { base, part: part + step }
    for (let next = base + step; next >= 0 && next < this.base.length; next += step) {
      const parts = this.at(next)
      if (parts.length) return { base: next, part: step > 0 ? 0 : parts.length - 1 }
    }
    return null
  }

  /**
   * Put other cues in place of some, as one step that can be undone.
   *
   * @param {Map<number, import("./text.mjs").Cue[]>} changes  By place in the file.
   * @returns {number[]} The places that changed.
   */
  change(changes) {
    this.#past.push(new Map(this.edits))
    for (const [index, cues] of changes) {
      if (cues.length === 1 && same(cues[0], this.base[index])) this.edits.delete(index)
      else this.edits.set(index, cues)
    }
    return [...changes.keys()]
  }

  /** Put `cues` in place of one row. */
  changeRow({ base, part }, cues) {
    return this.change(new Map([[base, this.at(base).toSpliced(part, 1, ...cues)]]))
  }

  /** Change the rows for which `change(row)` gives another cue (else null), as one step. */
  changeRows(rows, change) {
    const changes = new Map()
    for (const row of rows) {
      const cue = change(row)
      if (!cue) continue
      const parts = changes.get(row.base) ?? this.at(row.base)
      changes.set(row.base, parts.with(row.part, cue))
    }
    return changes.size ? this.change(changes) : []
  }

  /** Take back the last step; return the places that changed. */
  undo() {
    const before = this.#past.pop()
    if (!before) return []
    const places = new Set([...before.keys(), ...this.edits.keys()])
    this.edits = before
    return [...places]
  }

  /** Return the edits as the server takes them. */
  payload() {
    const bare = ({ start, end, speaker, text }) => ({ start, end, speaker, text })
    return Object.fromEntries([...this.edits].map(([index, cues]) => [index, cues.map(bare)]))
  }
}

/** Return `row` and those after it that have its speaker, up to the first that has another. */
export function sameSpeakerFrom(rows, { base, part }) {
  const first = rows.findIndex((row) => row.base === base && row.part === part)
  const speaker = rows[first].cue.speaker
  const after = rows.slice(first)
  const end = after.findIndex((row) => row.cue.speaker !== speaker)
  return end < 0 ? after : after.slice(0, end)
}
