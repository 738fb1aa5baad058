// Why a page is among the hits, in a few words; `poddarkiv.search.reasons` does the same. Pure.

import { MARK, titled } from "./search-core.js"
import { EXACT, FORM, LAST, PART, SYNONYM, spellings, wordsOf } from "./search-words.js"

const MOST = 3
const KINDS = { [FORM]: "form", [LAST]: "part", [PART]: "part", [SYNONYM]: "synonym" }

/**
 * @typedef {{ kind: "title" | "exact" | "form" | "part" | "synonym", term: string, words: string[] }} Reason
 *   The query's word, and those of the page on account of which it answers.
 */

/**
 * Why a page answers: of each of the query's words, the best that the page has for it.
 * @param hit A page as `readPage` gives it.
 * @param {[string[], string[]][]} synonyms What means the same: names, and what leads to them.
 * @returns {Reason[]}
 */
export function reasonsOf({ page, terms, text }, query, words, synonyms) {
  if (titled(page, query)) return [{ kind: "title", term: "", words: [] }]
  const asked = [...new Set(query.asked)]
  const met = asked.filter((term) => terms.has(term))
  const others = met.filter((term) => terms.get(term) < EXACT)
  if (!others.length) return [{ kind: "exact", term: "", words: met.length < asked.length ? met : [] }]
  return others.map((term) => {
    const match = terms.get(term)
    return { kind: KINDS[match], term, words: first(telling(text, term, match, words, synonyms)) }
  })
}

function first(words) {
  const found = new Set()
  for (const word of words) {
    if (found.size === MOST) break
    found.add(word)
  }
  return [...found]
}

function* telling({ whole, anchors, answers }, term, match, words, synonyms) {
  for (const [location, { found }] of answers) {
    if (found.get(term) !== match) continue
    const token = whole[location]
    if (!token.startsWith(MARK)) {
      yield* spellings(token).filter((word) => words.match(word, term) === match)
      continue
    }
    const said = spoken(whole, anchors, location)
    if (match === SYNONYM) yield* meaning(term, said, words, synonyms)
    else yield* said.filter(holding(token.replace(/^[~|]+/, ""), words))
  }
}

/** Whether a word is a compound on account of which `part` was added, which may stand for its family: `böcker` for `dagbok`. */
function holding(part, words) {
  const members = [part, ...words.family(part)]
  return (word) => members.some((member) => word !== member && word.includes(member))
}

/** The words of the paragraph, or of what is below the heading, where a place is. */
function spoken(whole, anchors, location) {
  const before = anchors.filter((anchor) => anchor.location <= location).at(-1)
  const after = anchors.find((anchor) => anchor.location > location)
  const place = whole.slice(before?.location ?? 0, after?.location)
  return place.filter((token) => !token.startsWith(MARK)).flatMap(wordsOf)
}

function* meaning(term, said, words, synonyms) {
  for (const name of namesFor(term, words, synonyms)) {
    const parts = wordsOf(name)
    const has = (part) => said.some((word) => words.same(word, part))
    if (parts.length === 1) yield* said.filter((word) => words.shows(word, name))
    else if (parts.every(has)) yield name
  }
}

/** The names of what means the same as one of the query's words, or what that word leads to. */
export function namesFor(term, words, synonyms) {
  const told = ([names, narrower]) => [...names, ...narrower].flatMap(wordsOf).some((word) => words.answers(word, term))
  return synonyms.filter(told).flatMap(([names]) => names)
}
