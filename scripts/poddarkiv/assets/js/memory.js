// What the player remembers on this device. The privacy page tells of it.

const PREFIX = "poddarkiv:"
/** Seconds from the end within which an episode counts as heard. */
const HEARD = 15

export function read(name) {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null // refused
  }
}

export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, String(value))
  } catch {
    // full or refused
  }
}

/** Return where to go on in `episode`, in seconds; 0 when it has not been begun. */
export function position(episode) {
  const seconds = Number(read(`plats:${episode}`))
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}

/** Remember that `episode` has come to `seconds`; one that is heard begins anew. */
export function keepPosition(episode, seconds, duration) {
  const heard = Number.isFinite(duration) && seconds > duration - HEARD
  write(`plats:${episode}`, heard || seconds < 2 ? null : Math.floor(seconds))
}
