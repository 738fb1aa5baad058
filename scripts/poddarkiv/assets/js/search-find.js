// Ask Pagefind, and ask again more loosely when nothing answers. Knows no page; gets the engine.

import { apartForPagefind, byRank, forPagefind, readPage, readQuery } from "./search-core.js"
import { reasonsOf } from "./search-why.js"
import { SYNONYM, fold, nearest } from "./search-words.js"

const FIRST = 5
/** Letters of pages that are read before they are sorted: of long ones it is the first five. */
const ENOUGH = 120_000
/** What a page that is not read yet may have: an episode of 36 minutes, 20 kB to fetch. */
const LONG = 30_000
/** Pages of which the first five are as good as a few more. */
const MANY = 100
/** How many times that many pages are read before they are said not to answer. */
const TRIES = 3
/** The same for phrases, when Pagefind gives every page that has their words. */
const TRIES_PHRASE = 10

/**
 * @typedef {{ page: object, moments: import("./search-core.js").Moment[],
 *             reasons: import("./search-why.js").Reason[] }} Hit
 * @typedef {{ query: object, note: "" | "some" | "instead" | "silent", total: () => number | null,
 *             hits: Hit[], more: () => Promise<Hit[]>, left: () => boolean }} Found
 *   `note`: "some" when no page has all the words, "instead" when `query` is another spelling,
 *   "silent" when it is a phrase of nothing but words that are not indexed.
 *   `total`: how many pages answer, as far as they are read; null when nobody can tell yet.
 *   `more`: the next of them; none may come though some are left to read.
 */
export class Finder {
  /**
   * @param engine Pagefind's module.
   * @param {import("./search-words.js").Words} words
   * @param {(name: "words" | "common" | "synonyms") => Promise<string[]>} fetchList Fetches the
   *   archive's usual words, those of whose places the index holds only some, or what means the same.
   */
  constructor(engine, words, fetchList) {
    this.engine = engine
    this.words = words
    this.fetchList = fetchList
  }

  /**
   * Find what somebody typed.
   * @returns {Promise<Found>}
   */
  async find(text, filters = {}) {
    const query = readQuery(text, this.words)
    if (!query.asked.length) return nothing(query)
    if (query.asked.every((word) => this.words.silent.has(word))) return { ...nothing(query), note: "silent" }
    const found = await this.#together(query, filters)
    if (found) return found
    const other = await this.#spelt(query)
    return (
      (other && (await this.#together(other, filters, "instead"))) ??
      (await this.#apart(query, filters)) ??
      (other && (await this.#apart(other, filters))) ??
      nothing(query)
    )
  }

  /** Pages with all of the words. */
  async #together(query, filters, note = "") {
    const common = query.phrases.length ? await this.fetchList("common") : []
    const asked = forPagefind(query, this.words, common)
    const results = await this.#ask(asked, filters)
    const apart = apartForPagefind(query, this.words)
    if (asked !== apart) {
      const known = new Set(results.map((result) => result.id))
      const others = (await this.#ask(apart, filters)).filter((result) => !known.has(result.id))
      // Of many, few have a hyphen there: most would be read for nothing.
      if (!results.length || others.length <= MANY) results.push(...others)
    }
    return this.#read(results, query, note, new Set(query.asked).size)
  }

  async #ask(asked, filters) {
    if (!asked) return []
    return (await this.engine.search(asked, { filters })).results
  }

  /** Pages with some of the words, those with most of them first. */
  async #apart(query, filters) {
    if (query.asked.length < 2 || query.phrases.length) return null
    const scores = new Map()
    for (const term of query.terms) {
      const results = await this.#ask(this.words.reach(term), filters)
      for (const [place, result] of results.entries()) {
        const entry = scores.get(result.id) ?? { result, score: 0 }
        entry.score += 1 + 1 / (place + 2)
        scores.set(result.id, entry)
      }
    }
    const best = [...scores.values()].sort((a, b) => b.score - a.score)
    return this.#read(best.map((entry) => entry.result), query, "some", 1)
  }

  /** The query in words that the archive has: other spellings, parts of compounds; or null. */
  async #spelt(query) {
    const vocabulary = await this.fetchList("words")
    const others = new Map()
    for (const term of query.asked) others.set(term, await this.#instead(term, vocabulary))
    const instead = (asked) => asked.flatMap((term) => others.get(term))
    const terms = instead(query.asked)
    const text = terms.join(" ")
    if (text === query.asked.join(" ")) return null
    const only = (these, those) => these.filter((term) => !those.includes(term)).join(" ")
    const [replaced, by] = [only(query.asked, terms), only(terms, query.asked)]
    return { text, terms, phrases: [], asked: terms, named: instead(query.named), replaced, by }
  }

  async #instead(term, vocabulary) {
    if (this.words.isName(term)) return [term]
    if (await this.#answered(term, vocabulary)) return [term]
    const parts = this.#split(term, vocabulary)
    if (parts) return parts
    return [nearest(term, vocabulary) ?? this.#beginning(term, vocabulary) ?? term]
  }

  /** Whether the archive has what answers `term`, among its usual words or its rare ones. */
  async #answered(term, vocabulary) {
    if (vocabulary.some((word) => this.words.answers(word, term))) return true
    const results = await this.#ask(this.words.reach(term), {})
    const pages = await Promise.all(results.slice(0, FIRST).map((result) => result.data()))
    const query = { terms: [term], phrases: [] }
    return pages.some((page) => readPage(page, query, this.words).terms.size)
  }

  /** The longest word of the archive that the term begins with, as of an unknown compound. */
  #beginning(term, vocabulary) {
    const begins = vocabulary.filter((word) => word.length > 4 && fold(term).startsWith(fold(word)))
    return begins.reduce((a, b) => (b.length > (a?.length ?? 0) ? b : a), null)
  }

  #split(term, vocabulary) {
    this.known ??= new Set(vocabulary.map((word) => fold(this.words.root(word))))
    // `support` is the root of `supporter`, and has a root of its own.
    const has = (word) => word.length > 3 && [word, this.words.root(word)].some((one) => this.known.has(fold(one)))
    for (let at = 4; at <= term.length - 4; at += 1) {
      const [head, tail] = [term.slice(0, at), term.slice(at)]
      const plain = head.endsWith("s") && !has(head) ? head.slice(0, -1) : head
      if (has(plain) && has(tail)) return [plain, tail]
    }
    return null
  }

  /** The hits with why they are there: what means the same is fetched where only that tells it. */
  async #explained(hits, query) {
    const meant = hits.some(({ terms }) => [...terms.values()].includes(SYNONYM))
    // Without it, they are there all the same.
    const synonyms = meant ? await this.fetchList("synonyms").catch(() => []) : []
    return hits.map((hit) => ({ ...hit, reasons: reasonsOf(hit, query, this.words, synonyms) }))
  }

  /** Read the first pages; null when none of them answers. */
  async #read(results, query, note, least) {
    // Whoever asks for a place or a person is not helped by pages of others.
    const names = [...query.named, ...query.terms.filter((term) => this.words.isName(term))]
    let waiting = results
    let ready = []
    let total = results.length
    const take = async () => {
      const pages = []
      let length = 0
      let count = FIRST
      while (waiting.length && count) {
        const asked = Promise.all(waiting.slice(0, count).map((result) => result.data()))
        // Where the net is gone, those that have come are shown; the others can be asked for again.
        const next = await (pages.length ? asked.catch(() => null) : asked)
        if (!next) break
        waiting = waiting.slice(count)
        pages.push(...next)
        for (const page of next) length += page.content.length
        count = results.length > MANY ? 0 : countNext(pages, length)
      }
      const read = pages.map((page) => ({ page, ...readPage(page, query, this.words) }))
      const hits = read.filter((hit) => hit.met >= least && names.every((name) => hit.terms.has(name)))
      total -= read.length - hits.length
      // Pagefind knows neither titles nor what is only added; here they are at hand.
      return hits.sort((a, b) => byRank(a, b, query))
    }
    const most = query.phrases.length ? TRIES_PHRASE : TRIES
    const more = async () => {
      for (let tries = 0; tries < most && waiting.length && !ready.length; tries += 1) ready = await take()
      return this.#explained(ready.splice(0, FIRST), query)
    }
    const hits = await more()
    if (!hits.length) return null
    const left = () => ready.length + waiting.length > 0
    // Pagefind gives pages where a phrase's words stand otherwise: not in a row, or as added ones.
    const known = () => !query.phrases.length || !waiting.length
    return { query, note, total: () => (known() ? total : null), hits, more, left }
  }
}

/** How many pages to read after these, which have `length` letters together. */
function countNext(pages, length) {
  if (length >= ENOUGH) return 0
  // Where ten were no episodes, it is an archive of short pages.
  const short = pages.length >= 2 * FIRST && pages.every((page) => page.content.length < LONG / 2)
  return short ? FIRST : Math.min(FIRST, Math.floor((ENOUGH - length) / LONG))
}

function nothing(query) {
  return { query, note: "", total: () => 0, hits: [], more: async () => [], left: () => false }
}
