// Times: pure, knows no page and no audio.

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

/** Fill the `{names}` of a text with `values`. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}
