// Which cues make one sentence: as the site reads them (formats/reading.py). Pure.

import { tokens } from "./text.mjs"

const PAUSE = 1.5
const LONGEST = 25 // seconds; only between cues, since speech without full stops has nothing else
const WIDE = "。！？｡︒．‼⁇⁈⁉"
const TERMINALS = `.!?…‽⸮։؝؞؟۔܀।॥၊။።፧፨។៕᠃᠉᙮꓿꘎꛳꩝${WIDE}`
const END = `[${TERMINALS}]+["'”’“‘»«›‹)\\]}」』】〉》〗〙）］｝＂]*`
const ENDS = new RegExp(`${END}$`, "u")
const OPENING = /^[\u200e\u200f "'“”‘’«»‹›„‚([{–¿¡「『（]+/u
const SHORTENED = /^["”(]*(?:t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|o\.?s\.?v|s\.?k|f\.?d|kl|ca|nr|dr|mr|mrs|ev|resp|inkl|exkl|jfr|sid|tel|st|prof|[a-zåäö])\.$/iu
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
  const said = tokens(text).join(" ")
  const cuts = [0, ...cutsIn(said), said.length]
  return cuts.slice(1).map((cut, at) => said.slice(cuts[at], cut))
}

/** Return where a new sentence begins within `text`. */
function cutsIn(text) {
  return [...text.matchAll(new RegExp(END, "gu"))].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length)
    return begins(text.slice(0, match.index), match[0], rest)
      ? [text.length - rest.trimStart().length] : []
  })
}

function begins(before, end, rest) {
  const [following] = rest.replace(OPENING, "")
  if (WIDE.includes(end[0])) return Boolean(following)
  // Many scripts have no capitals: there, no letter is a small one.
  return rest.startsWith(" ") && /^[\p{L}\p{N}]/u.test(following ?? "") && !/^\p{Ll}/u.test(following) &&
    !SHORTENED.test(before.slice(before.lastIndexOf(" ") + 1) + end)
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
  return groups.flatMap(parted)
}

/** Return the rows of a sentence in groups of at most 25 seconds, parted at the best pauses first. */
function parted(rows) {
  const at = rows.flatMap((row, i) => (row.cue ? [i] : []))
  const cues = at.map((i) => rows[i].cue)
  if (cues.length < 2 || cues.at(-1).end - cues[0].start <= LONGEST) return [rows]
  const cut = at[bestCut(cues)]
  return [...parted(rows.slice(0, cut)), ...parted(rows.slice(cut))]
}

function bestCut(cues) {
  const [start, end] = [cues[0].start, cues.at(-1).end]
  const cuts = cues.map((_cue, i) => i).slice(1)
  const near = LONGEST / 5
  const within = cuts.filter((i) => start + near <= cues[i].start && cues[i].start <= end - near)
  const pause = (i) => Math.round((cues[i].start - cues[i - 1].end) * 100) / 100
  const off = (i) => Math.abs(cues[i].start - (start + end) / 2)
  return (within.length ? within : cuts).reduce((best, i) =>
    (pause(i) > pause(best) || (pause(i) === pause(best) && off(i) < off(best)) ? i : best))
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
