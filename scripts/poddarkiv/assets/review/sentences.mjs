// Which cues make one sentence: as the site reads them (formats/reading.py). Pure.

import { tokens } from "./text.mjs"

const PAUSE = 1.5
const ENDS = /[.!?…]$|[.!?][”"]$/u
const DASH = "–"

/** Whether `after` goes on with the sentence of `before`: nobody else speaks, no long pause. */
export function goesOn(before, after) {
  return !ends(before) && before.speaker === after.speaker && after.start - before.end < PAUSE
}

function ends(cue) {
  return ENDS.test(cue.text.trimEnd())
}

/**
 * Return `rows` by sentence. A cue that ends one sentence and begins another joins the two.
 *
 * @template {{ cue: import("./text.mjs").Cue | null }} R  Null is a cue that was removed: it stands
 *   in the sentence it was in.
 * @param {R[]} rows
 * @returns {R[][]}
 */
export function sentences(rows) {
  const groups = []
  let last = null
  for (const row of rows) {
    const joined = last && (row.cue ? goesOn(last, row.cue) : !ends(last))
    if (joined) groups.at(-1).push(row)
    else groups.push([row])
    last = row.cue ?? last
  }
  return groups
}

/**
 * Return the numbers of the words of `cue` that only tie it to its neighbours: a dash where the
 * sentence goes on within the same group.
 */
export function joints(cue, { before, after }) {
  const words = tokens(cue.text)
  const last = words.length - 1
  if (last < 1) return []
  return [...(before && words[0] === DASH ? [0] : []), ...(after && words[last] === DASH ? [last] : [])]
}
