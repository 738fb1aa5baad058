// The file changed while somebody corrected it: carry over what can be, ask about the rest. Pure.

import { same } from "./draft.mjs"
import { Counterparts } from "./counterparts.mjs"

/**
 * @typedef {import("./text.mjs").Cue} Cue
 * @typedef {{ mine: Cue[], theirs: Cue[], places: number[], before: number }} Conflict
 *   The same stretch as the page and as the file has it, both with what only one side changed;
 *   `places` are those of `theirs` in the file, and `before` the file's cue after which `mine`
 *   belongs when there are none.
 */

/**
 * Return the corrections that fit the file as it is now, and those that need a decision.
 *
 * @param {Cue[]} base  What the page began with.
 * @param {Map<number, Cue[]>} edits  What stands instead, by place in `base`.
 * @param {Cue[]} theirs  What the file holds now.
 * @returns {{ edits: Map<number, Cue[]>, conflicts: Conflict[] }}
 */
export function reconciled(base, edits, theirs) {
  const known = new Counterparts(base, theirs)
  const carried = new Map()
  const conflicts = []
  for (const [place, mine] of [...edits].sort((a, b) => a[0] - b[0])) {
    const places = known.of(place)
    const pieces = places.map((index) => theirs[index])
    const plain = known.isPlain(place)
    const both = plain ? merged(base[place], mine, pieces) : null
    if (!both) join(conflicts, base[place], mine, { places, theirs, plain })
    else places.forEach((index, at) => {
      if (!alike(both[at], [theirs[index]])) carried.set(index, both[at])
    })
  }
  return { edits: carried, conflicts: conflicts.filter(({ mine, theirs: their }) => !alike(mine, their)) }
}

const PARTS = ["start", "end", "speaker", "text"]

/**
 * Return what stands in place of each of `pieces`, with what both changed; null where that is the
 * same thing.
 *
 * Times, speaker and text are apart: somebody names the speakers while another corrects words.
 */
function merged(base, mine, pieces) {
  if (pieces.length !== 1) return namedPieces(base, mine, pieces)
  const [theirs] = pieces
  if (same(theirs, base)) return [mine]
  if (mine.length === 1) {
    const cue = preferring(mine[0], base, theirs)
    const asked = PARTS.some((part) =>
      mine[0][part] !== base[part] && theirs[part] !== base[part] && theirs[part] !== mine[0][part])
    return !asked && cue.start < cue.end ? [[cue]] : null
  }
  // Split by me, and only named by them: each part is that speaker's.
  const named = onlyNamed(base, theirs)
  const mineNamed = mine.some(({ speaker }) => speaker !== base.speaker)
  if (!mine.length || !named || mineNamed) return null
  return [mine.map((cue) => ({ ...cue, speaker: theirs.speaker }))]
}

/** Return the pieces into which they split a cue that I only named; null in other cases. */
function namedPieces(base, mine, pieces) {
  const alone = pieces.length && mine.length === 1 && onlyNamed(base, mine[0])
  const named = pieces.some(({ speaker }) => speaker !== base.speaker)
  return alone && !named ? pieces.map((cue) => [{ ...cue, speaker: mine[0].speaker }]) : null
}

function onlyNamed(base, cue) {
  return same({ ...cue, speaker: base.speaker }, base)
}

/** Return `cue` with what `other` changed of `base` and it did not. */
function preferring(cue, base, other) {
  const kept = PARTS.filter((part) => cue[part] === base[part]).map((part) => [part, other[part]])
  const made = { ...cue, ...Object.fromEntries(kept) }
  return made.start < made.end ? made : cue
}

function alike(mine, theirs) {
  return mine.length === theirs.length && mine.every((cue, index) => same(cue, theirs[index]))
}

function join(conflicts, base, mine, { places, theirs, plain }) {
  const last = conflicts.at(-1)
  if (last && places.some((place) => last.places.includes(place))) {
    // Two of mine lie in one of theirs: they are decided together.
    last.mine = [...last.mine, ...mine]
    last.places = [...new Set([...last.places, ...places])]
    last.theirs = last.places.map((place) => theirs[place])
    return
  }
  const before = theirs.findLastIndex((cue) => cue.start < base.start)
  const both = { mine, theirs: places.map((place) => theirs[place]) }
  if (plain && mine.length === 1 && places.length === 1) {
    // Whichever is chosen, nobody's name is lost on account of somebody's word.
    const [my, their] = [mine[0], both.theirs[0]]
    both.mine = [preferring(my, base, their)]
    both.theirs = [preferring(their, base, my)]
  }
  conflicts.push({ ...both, places, before })
}

/**
 * Return what to change in the file's cues so that the chosen side of a conflict stands there.
 *
 * @param {import("./draft.mjs").Draft} draft  Made from the file as it is now.
 * @param {Conflict} conflict
 * @param {boolean} keepMine  Whether mine was chosen.
 * @returns {Map<number, Cue[]>}
 */
export function resolved(draft, { mine, theirs, places, before }, keepMine) {
  if (!keepMine) return new Map(places.map((place, index) => [place, [theirs[index]]]))
  if (places.length) {
    return new Map(places.map((place, index) => [place, index ? [] : mine]))
  }
  if (before >= 0) return new Map([[before, [...draft.at(before), ...mine]]])
  return new Map([[0, [...mine, ...draft.at(0)]]])
}
