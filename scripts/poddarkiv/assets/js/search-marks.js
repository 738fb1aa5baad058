// Where the words of a query stand in a text, in every form that the search finds. Pure.

import { namesFor } from "./search-why.js"
import { spellings, ungrouped, wordsOf } from "./search-words.js"

const UNSEEN = "\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
const LETTERS = `[\\p{L}\\p{N}\\p{M}${UNSEEN}]+`
const WORD = new RegExp(LETTERS, "gu")
const HYPHENATED = new RegExp(`${LETTERS}(?:[-\\u2010\\u2011]${LETTERS})*`, "gu")

/** @typedef {[number, number]} Place  Where it begins and ends, in code units. */

/**
 * Where `text` shows what somebody asked for: words that answer, compounds that hold them, numbers
 * in groups, and phrases as one.
 * @param {string} text
 * @param {import("./search-core.js").Query} query
 * @param {import("./search-words.js").Words} words
 * @param {string[]} meant What means the same as words that the page lacks: see `meantIn`.
 * @returns {Place[]} In order, none within another; words with nothing but spaces between them are one place.
 */
export function placesIn(text, query, words, meant = []) {
  const names = meant.map(wordsOf)
  const alone = names.filter((name) => name.length === 1).flat()
  const rows = [...query.phrases, ...names.filter((name) => name.length > 1)]
  const shown = answering([...query.terms, ...alone], words)
  const units = [...text.matchAll(HYPHENATED)].map(unitOf)
  const found = [
    ...phrases(units.flatMap((unit) => unit.parts), rows, words),
    ...numbers(text, query),
    ...units.flatMap((unit) => inUnit(unit, shown)),
  ]
  return joined(outermost(found), text)
}

/**
 * What means the same as those words of a query that a page has in no form: on account of it the page was found.
 * @param {string[]} texts All of the page's.
 * @param {() => Promise<[string[], string[]][]>} fetchSynonyms Asked only where the page lacks a word.
 * @returns {Promise<string[]>} Names, of a word or several.
 */
export async function meantIn(texts, query, words, fetchSynonyms) {
  const has = (term) => texts.some((text) => placesIn(text, { terms: [term], phrases: [] }, words).length)
  const lacking = query.terms.filter((term) => !has(term))
  if (!lacking.length) return []
  const synonyms = await fetchSynonyms()
  return lacking.flatMap((term) => namesFor(term, words, synonyms))
}

/** Whether a word answers; of thousands of words in a text most repeat. */
function answering(terms, words) {
  const known = new Map()
  return (word) => {
    if (!known.has(word)) known.set(word, terms.some((term) => words.shows(word, term)))
    return known.get(word)
  }
}

/** One word, or several with hyphens between them. */
function unitOf({ 0: written, index }) {
  const parts = [...written.matchAll(WORD)].map((match) => {
    const [start, end] = [index + match.index, index + match.index + match[0].length]
    return { word: wordsOf(match[0])[0] ?? "", place: [start, end] }
  })
  return { written, parts, place: [index, index + written.length] }
}

function inUnit({ written, parts, place }, shown) {
  const hits = parts.filter(({ word }) => shown(word))
  // All of `peer-support`, or `e-tjänst` for who asks for `etjänst`.
  const whole = hits.length ? hits.length === parts.length : spellings(written).some(shown)
  return whole ? [place] : hits.map((hit) => hit.place)
}

function numbers(text, { terms }) {
  const GROUPS = /\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+/g
  return [...text.matchAll(GROUPS)]
    .filter(([written]) => terms.includes(ungrouped(written).trim()))
    .map(({ 0: written, index }) => [index, index + written.length])
}

function phrases(parts, rows, words) {
  return rows.flatMap((phrase) =>
    parts
      .map((_part, at) => parts.slice(at, at + phrase.length))
      .filter((row) => row.length === phrase.length && row.every(({ word }, i) => words.same(word, phrase[i])))
      .map((row) => [row[0].place[0], row.at(-1).place[1]]),
  )
}

/** The longest of those that begin alike, and none that another covers or cuts. */
function outermost(places) {
  const sorted = places.sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd)
  let end = 0
  return sorted.filter((place) => {
    if (place[0] < end) return false
    end = place[1]
    return true
  })
}

function joined(places, text) {
  return places.reduce((rows, [start, end]) => {
    const last = rows.at(-1)
    if (last && !text.slice(last[1], start).trim()) last[1] = end
    else rows.push([start, end])
    return rows
  }, [])
}
