// What is done to the text of a cue: broken into rows, searched, replaced, timed. Pure.

/**
 * @typedef {{ start: number, end: number, speaker: string, text: string, words: number[][],
 *   within?: number[] }} Cue
 *   Times are seconds; `words` holds start and end of each word of `text`, and `within` those of the
 *   file's cue, in which several voices may speak.
 */

const LONGEST = 42

/** Return the words of `text`. */
export function tokens(text) {
  return text.split(/\s+/u).filter(Boolean)
}

/** Return `text` without the punctuation around it. */
export function bare(text) {
  return text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")
}

/** Return `text` in at most two rows of 42 characters; as it is when its rows already fit. */
export function wrapped(text) {
  const rows = text.split("\n").map((row) => tokens(row).join(" ")).filter(Boolean)
  if (rows.length <= 2 && rows.every((row) => row.length <= LONGEST)) return rows.join("\n")
  const words = tokens(text)
  const whole = words.join(" ")
  if (whole.length <= LONGEST) return whole
  const breaks = words.slice(1).map((_word, i) => [
    words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" "),
  ])
  if (!breaks.length) return whole
  // Rows that fit, then rows of like length; of two such, the upper one shorter.
  const cost = ([upper, lower]) =>
    1000 * Math.max(0, upper.length - LONGEST, lower.length - LONGEST) +
    Math.abs(lower.length - upper.length) + (upper.length > lower.length ? 0.5 : 0)
  return breaks.reduce((best, pair) => (cost(pair) < cost(best) ? pair : best)).join("\n")
}

/** Return `cue` with another text: words that stayed keep their times, the rest share what is left. */
export function withText(cue, text) {
  const rows = wrapped(text)
  return { ...cue, text: rows, words: retimed(cue, tokens(rows)) }
}

function retimed(cue, after) {
  const before = tokens(cue.text)
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const times = cue.words
  const start = head ? times[head - 1][1] : cue.start
  const end = tail ? times[before.length - tail][0] : cue.end
  const middle = spread(after.slice(head, after.length - tail), start, Math.max(start, end))
  return [...times.slice(0, head), ...middle, ...times.slice(before.length - tail, before.length)]
}

function spread(words, start, end) {
  const whole = words.join("").length || 1
  let at = start
  return words.map((word) => {
    const from = at
    at += ((end - start) * word.length) / whole
    return [from, at]
  })
}

/**
 * Return `cue` as two: the second begins with word number `place`. Null when there is nothing on
 * one side, or no time.
 */
export function split(cue, place) {
  const words = tokens(cue.text)
  if (place < 1 || place >= words.length) return null
  const at = Math.round(1000 * Math.max(cue.words[place][0], cue.words[place - 1][1])) / 1000
  if (at <= cue.start || at >= cue.end) return null
  const part = (from, to, start, end) => ({
    ...cue, start, end, text: wrapped(words.slice(from, to).join(" ")),
    words: cue.words.slice(from, to).map(([a, b]) => [Math.max(a, start), Math.min(b, end)]),
  })
  return [part(0, place, cue.start, at), part(place, words.length, at, cue.end)]
}

/** Return how many words of `text` end before `offset`: where a split at the text cursor falls. */
export function wordAt(text, offset) {
  return tokens(text.slice(0, offset)).length
}

/**
 * Return where `query` stands in `text`, as [start, end]. A space in it matches a line break too.
 *
 * @param {{ wholeWords?: boolean, matchCase?: boolean }} how
 */
export function found(text, query, { wholeWords = true, matchCase = false } = {}) {
  const parts = tokens(query).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&"))
  if (!parts.length) return []
  const core = parts.join("\\s+")
  const pattern = wholeWords ? `(?<![\\p{L}\\p{N}])${core}(?![\\p{L}\\p{N}])` : core
  const all = text.matchAll(new RegExp(pattern, matchCase ? "gu" : "giu"))
  return [...all].map((hit) => [hit.index, hit.index + hit[0].length])
}

/** Return `text` with `replacement` put at each of `places` ([start, end], rising). */
export function replaced(text, places, replacement) {
  let result = ""
  let at = 0
  for (const [start, end] of places) {
    result += text.slice(at, start) + replacement
    at = end
  }
  return result + text.slice(at)
}

/** Return `seconds` as people read a clock: 0:05, 12:30, 1:02:03. */
export function clock(seconds) {
  const whole = Math.floor(seconds)
  const two = (number) => String(number).padStart(2, "0")
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Return `text` with its `{names}` filled with `values`. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/gu, (_all, name) => String(values[name]))
}

/** Return `cues` as WebVTT: what a person takes home when nothing can be saved. */
export function asVtt(cues) {
  const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  const time = (seconds) => {
    const ms = Math.round(seconds * 1000)
    return `${String(Math.floor(ms / 3600000)).padStart(2, "0")}:` +
      new Date(ms % 3600000).toISOString().slice(14, 23)
  }
  const blocks = cues.map(({ start, end, speaker, text }) =>
    `${time(start)} --> ${time(end)}\n${speaker ? `<v ${safe(speaker)}>` : ""}${safe(text)}`)
  return ["WEBVTT", ...blocks].join("\n\n") + "\n"
}

/** Return the name that `text` is most like, when at most a third of its letters differ; else "". */
export function nearest(text, names) {
  const wanted = bare(text).toLocaleLowerCase()
  const ranked = names
    .map((name) => ({ name, far: distance(wanted, name.toLocaleLowerCase()) }))
    .filter(({ name, far }) => far > 0 && far <= name.length / 3)
    .sort((a, b) => a.far - b.far)
  return ranked[0]?.name ?? ""
}

/** Return how many letters must be put in, taken out or exchanged to make `b` of `a`. */
function distance(a, b) {
  let row = [...Array(b.length + 1).keys()]
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]
}
