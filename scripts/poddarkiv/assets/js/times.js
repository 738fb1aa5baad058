// Times and words: pure, knows no page and no audio.

/** Return the seconds in `#t=12:30`, `#t=750`, `#t=750,760` or `#t-750`; null when there are none. */
export function fragmentSeconds(hash) {
  const match = /^#t[=-](?:npt:)?(\d+(?::\d{1,2}){0,2}(?:\.\d+)?)(?:,.*)?$/.exec(hash)
  if (!match) return null
  return match[1].split(":").reduce((whole, part) => whole * 60 + Number(part), 0)
}

/** Write seconds as people read a clock: 0:05, 12:30, 1:02:03. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n) => String(n).padStart(2, "0")
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** Return the index of the last of the rising `starts` that is not after `seconds`; -1 before all. */
export function indexAt(starts, seconds) {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle] <= seconds + 0.001) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Return `seconds` kept within a recording of that `duration` (which may not be known). */
export function within(seconds, duration) {
  const end = Number.isFinite(duration) ? Math.max(0, duration - 0.1) : Infinity
  return Math.min(Math.max(0, seconds), end)
}

/** Return `text` as one compares it: small letters without dots and accents, as long as before. */
export function folded(text) {
  return Array.from(text, (letter) => {
    const plain = letter.normalize("NFD")[0].toLowerCase()
    return plain.length === letter.length ? plain : letter
  }).join("")
}

/**
 * Return where the words of `query` are in `text`, as [start, end] pairs, also in other forms:
 * "stigmat" finds "stigma", and "stöd" is found within "kamratstöd".
 */
export function places(text, query) {
  const plain = folded(text)
  const stems = folded(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .map((word) => (word.length > 5 ? word.slice(0, Math.max(5, word.length - 3)) : word))
  return [...plain.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) =>
      stems.some((stem) => (stem.length > 3 ? word.includes(stem) : word === stem)),
    )
    .map(({ 0: word, index }) => [index, index + word.length])
}

/** Fill the `{names}` of a text with `values`. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}
