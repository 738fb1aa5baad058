// Which cues make one sentence: as the site reads them (formats/reading.py). Pure.

import { tokens } from "./text.mjs"

const PAUSE = 1.5
const ENDS = /[.!?…]$|[.!?][”"]$/u
const INNER = /(?<=[.!?…]["”’)]*)\s+(?=["“”‘’–(]*[A-ZÅÄÖÉÜ0-9])/u
const SHORTENED = /(?:^|[\s"”(])(?:t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|o\.?s\.?v|s\.?k|kl|ca|nr|dr|st|prof|[a-zåäö])\.$/iu
const DASH = "–"

/** Whether `after` goes on with the sentence of `before`: nobody else speaks, no long pause. */
export function goesOn(before, after) {
  return !ends(before) && home(before).last && home(after).first &&
    before.speaker === after.speaker && after.start - before.end < PAUSE
}

/**
 * Return whether a cue stands with the first and with the last sentence in it. One that ends a
 * sentence and begins another stands with the longer of them alone, or all would be one block.
 */
function home(cue) {
  const lengths = pieces(cue.text).map((piece) => piece.length)
  const longest = lengths.indexOf(Math.max(...lengths))
  return { first: longest === 0, last: longest === lengths.length - 1 }
}

function pieces(text) {
  const found = []
  for (const piece of text.trim().split(INNER)) {
    if (found.length && SHORTENED.test(found.at(-1))) found.push(`${found.pop()} ${piece}`)
    else found.push(piece)
  }
  return found
}

function ends(cue) {
  return ENDS.test(cue.text.trimEnd())
}

/**
 * Return `rows` by sentence.
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
