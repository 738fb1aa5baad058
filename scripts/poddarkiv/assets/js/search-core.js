// What a query means, and which moments of a page answer it. Pure: knows no page and no network.

import {
  EXACT,
  FORM,
  LAST,
  NONE,
  PART,
  SYNONYM,
  clean,
  fold,
  spellings,
  stem,
  ungrouped,
  wholeNumbers,
  withoutHyphens,
  wordsOf,
} from "./search-words.js"

/** Before a word that is not in the text but is found there: see `poddarkiv.search.matches`. */
export const MARK = "~|"
const TOGETHER = 20
/** Endings after a colon, as in `NSPH:s`: alone they would be words that begin so. */
const AFTER_COLON = /(\p{L}):(?:a|ar|arna|e|en|ens|er|erna|et|ets|n|ns|s|t|ts)(?![\p{L}\p{N}])/giu

/**
 * @typedef {{ text: string, terms: string[], phrases: string[][], asked: string[], named: string[] }} Query
 *   `terms` are the words that say something; `asked` those of phrases too; `named` names, as in `hopp i Arvika`.
 * @typedef {{ id: string, location: number, element?: string }} Anchor
 *   A `span` is a sentence within the paragraph that another began.
 * @typedef {{ content: string, anchors: Anchor[] }} PageData
 * @typedef {{ id: string, seconds: number | null, text: string, score: number[] }} Moment
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
    phrases.push(wordsOf(ungrouped(phrase)))
    return " "
  })
  const written = withoutHyphens(ungrouped(rest))
  const typed = wordsOf(written)
  const telling = typed.filter((word) => !words.stop.has(word))
  // The commonest words are not indexed where people speak.
  const indexed = typed.filter((word) => !words.silent.has(word))
  const quoted = phrases.filter((phrase) => phrase.length)
  const terms = telling.length || quoted.length ? telling : indexed.length ? indexed : typed
  const named = namedIn(written).filter((word) => terms.includes(word))
  return { text: text.trim(), terms, phrases: quoted, asked: [...terms, ...quoted.flat()], named }
}

/** The words with a capital letter, where it tells something: not in `Peer Support`. */
function namedIn(text) {
  const written = text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? []
  if (!written.some((word) => /^\p{Ll}/u.test(word))) return []
  const capital = /^\p{Lu}\p{N}*\p{Ll}[\p{Ll}\p{N}]*$/u
  return written.slice(1).filter((word) => capital.test(word)).map((word) => word.toLowerCase())
}

/**
 * The query as Pagefind reads it: words' beginnings, or one phrase in quotation marks. It knows no
 * phrase beside other words, and none with a word that is not indexed: `readPage` looks for these.
 * @param {string[]} common Words, as the index has them, all of whose places have another name.
 */
export function forPagefind(query, words, common = []) {
  const [phrase, ...others] = query.phrases
  const spoken = spokenWords(query, words)
  // Of a number in groups, the whole stands behind the paragraph.
  const inRow = phrase && spoken.length === phrase.length && !phrase.some((word) => /^\d{4,}$/.test(word))
  const whole = inRow && !others.length && !query.terms.length
  if (whole) return `"${phrase.map((word) => inPhrase(word, common)).join(" ")}"`
  return apartForPagefind(query, words)
}

/** The same without a phrase: in `peer-support`, Pagefind knows none. */
export function apartForPagefind(query, words) {
  return [...spokenWords(query, words), ...query.terms.map((term) => words.reach(term))].join(" ")
}

const spokenWords = ({ phrases }, words) => phrases.flat().filter((word) => !words.silent.has(word))

function inPhrase(word, common) {
  const indexed = stem(fold(word))
  return common.includes(indexed) ? `0${indexed}0` : word
}

/**
 * What of a page answers the query: Pagefind also gives words that only begin alike.
 * @param {PageData} page
 * @param {Query} query
 * @returns {{ moments: Moment[], met: number, terms: Map<string, number>, rank: number[], text: object }}
 *   The moments, the best first: one for each paragraph, at the sentence with the most of the words,
 *   those within twenty seconds as one; which of the words were met, how well, and how many;
 *   by what pages are sorted: words that are met, those that are said, how well, how much of the page answers;
 *   the page as it was read, for `reasonsOf`.
 */
export function readPage(page, query, words) {
  const content = page.content.split(/[\r\n\s]+/)
  const sentences = [...page.anchors].sort((a, b) => a.location - b.location)
  const anchors = sentences.filter((anchor) => anchor.element !== "span")
  const whole = parted(content, sentences).flatMap(wholeNumbers)
  const answers = answersIn(whole, query, words)
  const terms = new Map()
  const places = new Map()
  for (const [location, { found, term }] of answers) {
    const at = anchorBefore(anchors, location)
    const place = places.get(at) ?? { met: new Map(), times: 0, sentences: new Map() }
    places.set(at, place)
    const id = sentences[anchorBefore(sentences, location)]?.id
    const here = place.sentences.get(id) ?? new Map()
    place.sentences.set(id, here)
    if (term) place.times += 1
    for (const met of [here, place.met, terms]) keepBest(met, found)
  }
  const moments = [...places]
    .filter(([at]) => at >= 0)
    .map(([at, place]) => {
      const id = fullest(place.sentences, sentences, anchors[at])
      return {
        id,
        seconds: secondsOf(id),
        text: visible(content.slice(anchors[at].location, anchors[at + 1]?.location)),
        score: [...scoreOf(place.met), place.times],
        at,
      }
    })
  // Before the first anchor stands one more place.
  const share = moments.length / (anchors.length + 6)
  const said = [...terms.values()].filter((match) => match >= PART).length
  const [met, strength] = scoreOf(terms)
  return {
    moments: apart(moments.sort((a, b) => byNumbers(b.score, a.score) || a.at - b.at)),
    met,
    terms,
    rank: [met, said, strength, share],
    text: { whole, anchors, answers },
  }
}

/** How many words are met, and how well: a form is as good as the word itself. */
function scoreOf(met) {
  const strength = [...met.values()].reduce((sum, match) => sum + Math.min(match, FORM), 0)
  return [met.size, strength]
}

function keepBest(met, found) {
  for (const [term, match] of found) met.set(term, Math.max(match, met.get(term) ?? NONE))
}

function byNumbers(a, b) {
  const at = a.findIndex((number, i) => number !== b[i])
  return at < 0 ? 0 : a[at] - b[at]
}

/** A page's words, in parts that begin where a sentence does. */
function parted(content, sentences) {
  const starts = [...new Set([0, ...sentences.map((sentence) => sentence.location)])]
  return starts.map((start, i) => content.slice(start, starts[i + 1]))
}

/** Which of two pages comes first, as in the terminal: see `_Search` in `poddarkiv.search.find`. */
export function byRank(a, b, query) {
  const [first, second] = [a, b].map(({ page, rank }) => [titled(page, query), ...rank])
  return byNumbers(second, first) || (a.page.raw_url < b.page.raw_url ? -1 : 1)
}

/** How much of a page's title somebody typed: 2 all of it, 1 words that stand in it in a row, or 0. */
export function titled(page, query) {
  const [title, typed] = [page.meta?.title ?? "", query.text].map((text) => wordsOf(fold(text)).join(" "))
  if (title === typed) return 2
  return Number(` ${title} `.includes(` ${typed} `))
}

/**
 * Where a text answers, in its order. Pagefind does not tell all: of a phrase only the first place,
 * of a common word some.
 * @returns {[number, { found: Map<string, number>, term: boolean }][]} The query's words that are met
 *   there, and how well; whether not only in a phrase.
 */
function answersIn(content, query, words) {
  const places = new Map()
  const known = new Map()
  for (const [location, token] of content.entries()) {
    if (!known.has(token)) known.set(token, termsAt(token, query, words))
    const found = known.get(token)
    if (found.size) places.set(location, { found, term: true })
  }
  for (const [location, term] of phrasesIn(content, query, words)) {
    const { found, term: own } = places.get(location) ?? { found: new Map(), term: false }
    places.set(location, { found: new Map(found).set(term, EXACT), term: own })
  }
  return [...places].sort(([a], [b]) => a - b)
}

/** How well a word can answer that stands in a text as `token`: see `poddarkiv.search.matches`. */
function bestMatch(token) {
  if (!token.startsWith(MARK)) return EXACT
  if (token.startsWith(`${MARK}|`)) return LAST
  if (token.startsWith(`${MARK}~`)) return PART
  return /^\p{Nd}+$/u.test(token.slice(MARK.length)) ? EXACT : SYNONYM
}

function termsAt(token, query, words) {
  const said = spellings(token)
  const best = bestMatch(token)
  const found = query.terms.map((term) => [
    term,
    Math.min(best, said.reduce((most, word) => Math.max(most, words.match(word, term)), NONE)),
  ])
  return new Map(found.filter(([, match]) => match > NONE))
}

function* phrasesIn(content, query, words) {
  if (!query.phrases.length) return
  const said = [...content.entries()].flatMap(([location, token]) =>
    token.startsWith(MARK) ? [] : wordsOf(token).map((word) => [location, word]),
  )
  for (const phrase of query.phrases) {
    for (let at = 0; at + phrase.length <= said.length; at += 1) {
      if (!phrase.every((term, i) => words.same(said[at + i][1], term))) continue
      for (const [i, term] of phrase.entries()) yield [said[at + i][0], term]
    }
  }
}

/** A page's text as readers see it. */
export function visible(content) {
  return content.filter((word) => word && !word.startsWith(MARK)).join(" ")
}

/** The id of the first sentence of a paragraph with the most of the words, and the best. */
function fullest(met, sentences, anchor) {
  const first = sentences.indexOf(anchor)
  const place = (id) => sentences.findIndex((sentence, i) => i >= first && sentence.id === id)
  const scored = [...met].map(([id, terms]) => [id, [...scoreOf(terms), -place(id)]])
  const [[best]] = scored.sort(([, a], [, b]) => byNumbers(b, a))
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
 * @param {string[]} told The page's own words on account of which it answers.
 * @returns {[string, boolean][]}
 */
export function excerpt(text, query, words, told = [], length = 30) {
  // Of `lagen om stöd och service`, the small words are no hits elsewhere.
  const own = told.flatMap(wordsOf).filter((word) => !words.stop.has(word))
  const terms = new Set([...query.asked, ...own])
  const said = text.split(/\s+/).filter(Boolean)
  const hits = said.map((word) => spellings(word).some((plain) => [...terms].some((term) => words.shows(plain, term))))
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
