// What a query means, and which moments of a page answer it. Pure: knows no page and no network.

const WORD = /[\p{L}\p{N}]+/gu
const HIDDEN = "\u2060"
const TOGETHER = 20

/**
 * @typedef {{ words: string[], phrases: string[] }} Query
 * @typedef {{ id: string, location: number }} Anchor
 * @typedef {{ content: string, anchors: Anchor[], locations: number[],
 *             weighted_locations?: { location: number, balanced_score: number }[] }} PageData
 * @typedef {{ id: string, seconds: number | null, text: string, score: number }} Moment
 *   `seconds` is null where the anchor is a heading and not a time.
 */

/** Lower case, without dots and accents, as Pagefind compares words. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}

/** The words of a text, folded. */
export function wordsOf(text) {
  return fold(text.normalize("NFC")).match(WORD) ?? []
}

/** Whether `word` answers the query's `term`: both folded. */
export function answers(word, term) {
  return word.includes(term) || (word.length > 3 && term.startsWith(word))
}

/** Read what somebody typed; quotation marks hold a phrase together. */
export function readQuery(text) {
  const phrases = []
  const rest = text.replace(/["“”»]([^"“”»«]+)["“”»«]/g, (_all, phrase) => {
    phrases.push(wordsOf(phrase).join(" "))
    return " "
  })
  return { words: wordsOf(rest), phrases: phrases.filter(Boolean) }
}

/**
 * The moments of a page, the best first: one for each paragraph with a hit, those within
 * twenty seconds as one.
 * @param {PageData} page
 * @param {Query} query
 * @returns {Moment[]}
 */
export function momentsOf(page, query) {
  const anchors = [...page.anchors].sort((a, b) => a.location - b.location)
  if (!anchors.length) return []
  const words = page.content.split(/[\r\n\s]+/)
  const terms = [...query.words, ...query.phrases.flatMap((phrase) => phrase.split(" "))]
  const weights = new Map((page.weighted_locations ?? []).map((w) => [w.location, w.balanced_score]))
  const places = new Map()
  for (const location of page.locations) {
    const at = anchorBefore(anchors, location)
    if (at < 0) continue
    const place = places.get(at) ?? { weight: 0, hits: 0 }
    place.weight += weights.get(location) ?? 1
    place.hits += 1
    places.set(at, place)
  }
  const moments = [...places].map(([at, place]) => {
    const here = words.slice(anchors[at].location, anchors[at + 1]?.location)
    const text = here.filter((word) => !word.startsWith(HIDDEN)).join(" ")
    const found = new Set(wordsOf(here.join(" ")))
    const met = terms.filter((term) => [...found].some((word) => answers(word, term))).length
    return {
      id: anchors[at].id,
      seconds: secondsOf(anchors[at].id),
      text,
      score: met * 1e6 + place.weight,
    }
  })
  return apart(moments.sort((a, b) => b.score - a.score))
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
export function excerpt(text, query, length = 30) {
  const words = text.split(/\s+/).filter(Boolean)
  const terms = [...query.words, ...query.phrases.flatMap((phrase) => phrase.split(" "))]
  const hits = words.map((word) => {
    const [plain] = wordsOf(word)
    return plain !== undefined && terms.some((term) => answers(plain, term))
  })
  const start = Math.max(0, Math.min(hits.indexOf(true) - 8, words.length - length))
  const end = Math.min(words.length, start + length)
  const parts = start > 0 ? [["… ", false]] : []
  for (let i = start; i < end; i += 1) parts.push([words[i], hits[i]], [" ", false])
  if (end < words.length) parts.push(["…", false])
  return parts
}

/** A time as people read it: 12:34, 1:02:03. */
export function clock(seconds) {
  const two = (n) => String(n).padStart(2, "0")
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
