// The doubtful places as a list to walk: one entry for each spelling, the worst first. Pure.

import { bare, tokens } from "./text.mjs"

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

/** Return the words (their numbers) of `cue` that some doubt names while the cue stands. */
export function doubtfulWords(cue, doubts) {
  const here = tokens(cue.text).map(plain)
  const found = doubts.filter(({ start, end }) => start < cue.end && cue.start < end)
    .flatMap((doubt) => named(here, cue.words, doubt))
  return [...new Set(found)].sort((a, b) => a - b)
}

function named(here, words, { start, text }) {
  const wanted = tokens(text).map(plain)
  const places = [...here.keys()].filter((at) => wanted.every((word, by) => here[at + by] === word))
  const [nearest] = places.sort((a, b) => Math.abs(words[a][0] - start) - Math.abs(words[b][0] - start))
  return nearest === undefined ? [] : wanted.map((_word, by) => nearest + by)
}

const plain = (word) => bare(word).toLocaleLowerCase()

/** Return the doubts of each cue, by its place in the file. */
export function byCue(doubts) {
  const found = new Map()
  for (const doubt of doubts) found.set(doubt.cue, [...(found.get(doubt.cue) ?? []), doubt])
  return found
}
