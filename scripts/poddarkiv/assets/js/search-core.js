// What a query means, and which moments of a page answer it. Pure: knows no page and no network.

import { clean, fold, spellings, stem, ungrouped, withoutHyphens, wordsOf } from "./search-words.js"

/** Before a word that is not in the text but is found there: see `poddarkiv.search.lexicon`. */
export const MARK = "~|"
const TOGETHER = 20
/** Endings after a colon, as in `NSPH:s`: alone they would be words that begin so. */
const AFTER_COLON = /(\p{L}):(?:a|ar|arna|e|en|ens|er|erna|et|ets|n|ns|s|t|ts)(?![\p{L}\p{N}])/giu
/** What Pagefind gives for a word as it is said, and for one that is added: see `balanced_score`. */
const SAID = 512
const ADDED = 14

/**
 * @typedef {{ text: string, terms: string[], phrases: string[][], asked: string[] }} Query
 *   `terms` are the words that say something; `asked` those of phrases too.
 * @typedef {{ id: string, location: number, element?: string }} Anchor
 *   A `span` is a sentence within the paragraph that another began.
 * @typedef {{ content: string, anchors: Anchor[],
 *             weighted_locations?: { location: number, balanced_score: number }[] }} PageData
 * @typedef {{ id: string, seconds: number | null, text: string, score: number }} Moment
 *   `seconds` is null where the anchor is a heading and not a time.
 */

/**
 * Read what somebody typed; quotation marks hold a phrase together.
 * @returns {Query}
 */
export function readQuery(text, words) {
  const phrases = []
  const bare = clean(text).replace(AFTER_COLON, "$1")
  const rest = bare.replace(/["“”»]([^"“”»«]*)["“”»«]/g, (_all, phrase) => {
    phrases.push(wordsOf(phrase))
    return " "
  })
  const typed = wordsOf(withoutHyphens(ungrouped(rest)))
  const telling = typed.filter((word) => !words.stop.has(word))
  const quoted = phrases.filter((phrase) => phrase.length)
  const terms = telling.length || quoted.length ? telling : typed
  return { text: text.trim(), terms, phrases: quoted, asked: [...terms, ...quoted.flat()] }
}

/**
 * The query as Pagefind reads it: words' beginnings, or one phrase in quotation marks. It knows no
 * phrase beside other words, and none with a word that is not indexed: `readPage` looks for these.
 * @param {string[]} common Words, as the index has them, all of whose places have another name.
 */
export function forPagefind(query, words, common = []) {
  const [phrase, ...others] = query.phrases
  const spoken = query.phrases.flat().filter((word) => !words.silent.has(word))
  const whole = phrase && !others.length && !query.terms.length && spoken.length === phrase.length
  if (whole) return `"${phrase.map((word) => inPhrase(word, common)).join(" ")}"`
  return [...spoken, ...query.terms.map((term) => words.reach(term))].join(" ")
}

function inPhrase(word, common) {
  const indexed = stem(fold(word))
  return common.includes(indexed) ? `0${indexed}0` : word
}

/**
 * What of a page answers the query: Pagefind also gives words that only begin alike.
 * @param {PageData} page
 * @param {Query} query
 * @returns {{ moments: Moment[], met: number, terms: Set<string>, rank: number[] }} The moments, the best first: one for each
 *   paragraph, at the sentence with the most of the words, those within twenty seconds as one;
 *   which of the words were met, and how many;
 *   by what pages are sorted: words that are met, those that are said, how much of the page answers.
 */
export function readPage(page, query, words) {
  const content = page.content.split(/[\r\n\s]+/)
  const sentences = [...page.anchors].sort((a, b) => a.location - b.location)
  const anchors = sentences.filter((anchor) => anchor.element !== "span")
  const weights = new Map((page.weighted_locations ?? []).map((w) => [w.location, w.balanced_score]))
  const places = new Map()
  const met = new Set()
  const heard = new Set()
  const answers = [...answersIn(content, query, words)].sort(([a], [b]) => a - b)
  for (const [location, said] of answers) {
    const at = anchorBefore(anchors, location)
    const place = places.get(at) ?? { weight: 0, terms: new Set(), sentences: new Map() }
    const id = sentences[anchorBefore(sentences, location)]?.id
    const here = place.sentences.get(id) ?? new Set()
    place.sentences.set(id, here)
    place.weight += weights.get(location) ?? (content[location].startsWith(MARK) ? ADDED : SAID)
    for (const term of said) {
      here.add(term)
      place.terms.add(term)
      met.add(term)
      if (!content[location].startsWith(MARK)) heard.add(term)
    }
    places.set(at, place)
  }
  const moments = [...places]
    .filter(([at]) => at >= 0)
    .map(([at, place]) => ({ at, place, id: fullest(place.sentences) }))
    .map(({ at, place, id }) => ({
      id,
      seconds: secondsOf(id),
      text: visible(content.slice(anchors[at].location, anchors[at + 1]?.location)),
      score: place.terms.size * 1e6 + place.weight,
    }))
  // Before the first anchor stands one more place.
  const share = moments.length / (anchors.length + 6)
  return { moments: apart(moments.sort((a, b) => b.score - a.score)), met: met.size, terms: met, rank: [met.size, heard.size, share] }
}

/** Which of two pages comes first, as in the terminal: see `_Search` in `poddarkiv.search.find`. */
export function byRank(a, b, query) {
  const [first, second] = [a, b].map(({ page, rank }) => [titled(page, query), ...rank])
  const at = first.findIndex((count, i) => count !== second[i])
  if (at >= 0) return second[at] - first[at]
  return a.page.raw_url < b.page.raw_url ? -1 : 1
}

/** How much of a page's title somebody typed: 2 all of it, 1 words that stand in it in a row, or 0. */
function titled(page, query) {
  const [title, typed] = [page.meta?.title ?? "", query.text].map((text) => wordsOf(fold(text)).join(" "))
  if (title === typed) return 2
  return Number(` ${title} `.includes(` ${typed} `))
}

/**
 * Where a text answers, and with which of the query's words. Pagefind does not tell all: of a
 * phrase only the first place, of a common word some.
 * @returns {Map<number, string[]>}
 */
function answersIn(content, query, words) {
  const found = new Map()
  const known = new Map()
  for (const [location, written] of content.entries()) {
    if (!known.has(written)) known.set(written, termsAt(written, query, words))
    const said = known.get(written)
    if (said.length) found.set(location, said)
  }
  for (const [location, term] of phrasesIn(content, query, words)) {
    found.set(location, [...(found.get(location) ?? []), term])
  }
  return found
}

function termsAt(written, query, words) {
  const said = spellings(written)
  return query.terms.filter((term) => said.some((word) => words.answers(word, term)))
}

function* phrasesIn(content, query, words) {
  if (!query.phrases.length) return
  const said = content.map((word) => (word.startsWith(MARK) ? "" : (wordsOf(word)[0] ?? "")))
  for (const phrase of query.phrases) {
    for (let at = 0; at + phrase.length <= said.length; at += 1) {
      if (!phrase.every((term, i) => words.same(said[at + i], term))) continue
      for (const [i, term] of phrase.entries()) yield [at + i, term]
    }
  }
}

/** A page's text as readers see it. */
export function visible(content) {
  return content.filter((word) => word && !word.startsWith(MARK)).join(" ")
}

/** The id of the first sentence with the most of the words. */
function fullest(sentences) {
  const [[best]] = [...sentences].sort(([, a], [, b]) => b.size - a.size)
  return best
}

function anchorBefore(anchors, location) {
  let low = 0
  let high = anchors.length - 1
  let found = -1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (anchors[middle].location <= location) {
      found = middle
      low = middle + 1
    } else {
      high = middle - 1
    }
  }
  return found
}

function secondsOf(id) {
  const match = /^t-(\d+)$/.exec(id)
  return match ? Number(match[1]) : null
}

function apart(moments) {
  const kept = []
  for (const moment of moments) {
    const near = kept.some(
      (other) =>
        moment.seconds !== null &&
        other.seconds !== null &&
        Math.abs(other.seconds - moment.seconds) < TOGETHER,
    )
    if (!near) kept.push(moment)
  }
  return kept
}

/** The link to a moment: the page reads `q` to mark the words and `t` to seek. */
export function linkTo(url, text, moment) {
  const query = `?q=${encodeURIComponent(text)}`
  if (!moment) return url + query
  return `${url}${query}#${moment.seconds === null ? moment.id : `t=${moment.seconds}`}`
}

/**
 * A text around its first hit, in parts: `[text, isHit]`.
 * @returns {[string, boolean][]}
 */
export function excerpt(text, query, words, length = 30) {
  const said = text.split(/\s+/).filter(Boolean)
  const hits = said.map((word) =>
    spellings(word).some((plain) => query.asked.some((term) => words.shows(plain, term))),
  )
  const start = Math.max(0, Math.min(hits.indexOf(true) - 8, said.length - length))
  const end = Math.min(said.length, start + length)
  const parts = start > 0 ? [["… ", false]] : []
  for (let i = start; i < end; i += 1) parts.push(...marked(said[i], hits[i]), [" ", false])
  if (end < said.length) parts.push(["…", false])
  return parts
}

function marked(word, hit) {
  if (!hit) return [[word, false]]
  // Quotation marks and full stops stay outside the mark.
  const [, before, inside, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(word)
  return [
    [before, false],
    [inside, true],
    [after, false],
  ].filter(([part]) => part)
}

/** A time as people read it: 12:34, 1:02:03. */
export function clock(seconds) {
  const two = (n) => String(n).padStart(2, "0")
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
