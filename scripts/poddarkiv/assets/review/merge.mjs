// The file changed while somebody corrected it: carry over what can be, ask about the rest. Pure.

import { same } from "./draft.mjs"

/**
 * @typedef {import("./text.mjs").Cue} Cue
 * @typedef {{ mine: Cue[], theirs: Cue[], places: number[], before: number }} Conflict
 *   The same stretch as the page and as the file has it; `places` are those of `theirs` in the
 *   file, and `before` the file's cue after which `mine` belongs when there are none.
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
  const found = new Map(places(theirs).map((key, index) => [key, index]))
  const keys = places(base)
  const carried = new Map()
  const conflicts = []
  for (const [place, mine] of [...edits].sort((a, b) => a[0] - b[0])) {
    const now = found.get(keys[place])
    const both = now === undefined ? null : merged(base[place], mine, theirs[now])
    if (both) {
      if (!alike(both, [theirs[now]])) carried.set(now, both)
    } else join(conflicts, base[place], mine, theirs)
  }
  return { edits: carried, conflicts: conflicts.filter(({ mine, theirs: their }) => !alike(mine, their)) }
}

/** Return what tells each cue from the others: its start, and which of those that begin there. */
function places(cues) {
  const seen = new Map()
  return cues.map(({ start }) => {
    const nth = seen.get(start) ?? 0
    seen.set(start, nth + 1)
    return `${start} ${nth}`
  })
}

/**
 * Return `mine` with what others changed of the same cue; null where both changed one thing.
 *
 * Times, speaker and text are apart: somebody names the speakers while another corrects words.
 */
function merged(base, mine, theirs) {
  if (same(theirs, base)) return mine
  const [only] = mine
  if (mine.length === 1) {
    const cue = { ...only }
    for (const key of ["start", "end", "speaker", "text"]) {
      if (only[key] === base[key]) cue[key] = theirs[key]
      else if (theirs[key] !== base[key] && theirs[key] !== only[key]) return null
    }
    return cue.start < cue.end ? [cue] : null
  }
  // Split by me, and only named by them: each part is that speaker's.
  const named = same({ ...theirs, speaker: base.speaker }, base)
  const mineNamed = mine.some(({ speaker }) => speaker !== base.speaker)
  if (!mine.length || !named || mineNamed) return null
  return mine.map((cue) => ({ ...cue, speaker: theirs.speaker }))
}

function alike(mine, theirs) {
  return mine.length === theirs.length && mine.every((cue, index) => same(cue, theirs[index]))
}

function join(conflicts, { start, end }, mine, theirs) {
  const places = theirs.flatMap((cue, index) => (cue.start < end && start < cue.end ? [index] : []))
  const last = conflicts.at(-1)
  if (last && places.some((place) => last.places.includes(place))) {
    // Two of mine lie in one of theirs: they are decided together.
    last.mine = [...last.mine, ...mine]
    last.places = [...new Set([...last.places, ...places])]
    last.theirs = last.places.map((place) => theirs[place])
    return
  }
  const before = theirs.findLastIndex((cue) => cue.end <= start)
  conflicts.push({ mine, theirs: places.map((place) => theirs[place]), places, before })
}

/**
 * Return what to change in the file's cues so that `mine` stands there.
 *
 * @param {import("./draft.mjs").Draft} draft  Made from the file as it is now.
 * @param {Conflict} conflict
 * @returns {Map<number, Cue[]>}
 */
export function keepMine(draft, { mine, places, before }) {
  if (places.length) {
    return new Map(places.map((place, index) => [place, index ? [] : mine]))
  }
  if (before >= 0) return new Map([[before, [...draft.at(before), ...mine]]])
  return new Map([[0, [...mine, ...draft.at(0)]]])
}
