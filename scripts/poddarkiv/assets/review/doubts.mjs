// The doubtful places as a list to walk: one entry for each spelling, the worst first. Pure.

import { bare } from "./text.mjs"

/**
 * @typedef {{ start: number, end: number, cue: number, reason: string, text: string }} Doubt
 * @typedef {{ reason: string, text: string, doubts: Doubt[] }} Group
 */

/**
 * Return the doubts grouped by what is written and why it is doubted, in the order in which each
 * group's worst comes.
 *
 * @param {Doubt[]} doubts  Worst first.
 * @returns {Group[]}
 */
export function grouped(doubts) {
  const groups = new Map()
  for (const doubt of doubts) {
    const text = bare(doubt.text)
    const key = JSON.stringify([doubt.reason, text.toLocaleLowerCase()])
    if (!groups.has(key)) groups.set(key, { reason: doubt.reason, text, doubts: [] })
    groups.get(key).doubts.push(doubt)
  }
  return [...groups.values()]
}

/** Return the words (their numbers) of `cue` that some doubt lies on. */
export function doubtfulWords(cue, doubts) {
  return cue.words.flatMap(([start, end], index) =>
    (doubts.some((doubt) => start < doubt.end - 0.01 && doubt.start < end - 0.01) ? [index] : []))
}

/** Return the doubts of each cue, by its place in the file. */
export function byCue(doubts) {
  const found = new Map()
  for (const doubt of doubts) found.set(doubt.cue, [...(found.get(doubt.cue) ?? []), doubt])
  return found
}
