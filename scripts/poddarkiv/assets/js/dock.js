// The dock: a small player at the foot of the window while the episode's own is out of sight, also
// on other pages. The <audio> moves here in the same task as its page leaves, so it plays on.

import { keepPosition } from "./memory.js"
import { exchange } from "./swap.js"
import { clock, within } from "./times.js"

export const BACK = 15
export const FORWARD = 30

const place = document.querySelector("[data-pod-dock]")
/** The <pod-player> that was started last. Its page may have left. */
let player = null
let kept = -1

/** Whether something is heard now. */
export const sounds = () => Boolean(player && !player.audio.paused && !player.audio.ended)

/** Make `started` the one that the dock and the machine's own keys steer. */
export function steer(started) {
  if (player && player.audio !== started.audio) {
    player.audio.pause()
    remember()
    if (!player.isConnected) player.audio.remove()
  }
  player = started
  for (const type of ["play", "pause", "timeupdate", "seeked", "ended"]) {
    player.audio.addEventListener(type, changed)
  }
  tellSystem()
  draw()
}

/** Return the recording for `fresh`: the one in the dock when it is the same episode, else `own`. */
export function adopt(fresh, own) {
  if (!player || player.isConnected || player.dataset.episode !== fresh.dataset.episode) return own
  const { audio } = player
  // Moved, not copied: it does not stop.
  own.replaceWith(audio)
  player = null
  return audio
}

/** Keep the sound of `leaving`, whose page is exchanged for another. */
export function take(leaving) {
  if (leaving !== player) return
  player.seen = false
  if (place && !player.audio.ended) place.append(player.audio)
  else player = null
  draw()
}

/** Show the dock whenever `present` has been started and is out of sight. */
export function watch(present, signal) {
  const observer = new IntersectionObserver(([entry]) => {
    present.seen = entry.isIntersecting
    draw()
  })
  observer.observe(present)
  signal.addEventListener("abort", () => observer.disconnect())
}

/** Go to `seconds` in the recording of `which`. */
export function seek(which, seconds) {
  const { audio, dataset } = which
  // Before the recording is read, the page knows how long it is.
  audio.currentTime = within(seconds, audio.duration || Number(dataset.length || NaN))
}

function changed(event) {
  if (event.target !== player?.audio) return
  // Once in five seconds is enough, and spares the disk.
  if (event.type !== "timeupdate" || Math.abs(player.audio.currentTime - kept) >= 5) remember()
  draw()
}

function remember() {
  if (!player) return
  kept = player.audio.currentTime
  keepPosition(player.dataset.episode, kept, player.audio.duration)
}

function draw() {
  if (!place) return
  const shown = Boolean(player && !player.seen)
  place.hidden = !shown
  document.documentElement.toggleAttribute("data-docked", shown)
  if (!shown) return
  const part = (name) => place.querySelector(`[data-dock-${name}]`)
  part("title").textContent = player.dataset.title
  part("title").href = `${player.address}#ljud`
  part("time").textContent = clock(player.audio.currentTime)
  const toggle = part("toggle")
  const label = player.audio.paused ? toggle.dataset.play : toggle.dataset.pause
  if (toggle.getAttribute("aria-label") !== label) toggle.setAttribute("aria-label", label)
  toggle.toggleAttribute("data-sounds", !player.audio.paused)
}

function act(name) {
  if (!player) return
  const { audio } = player
  if (name === "toggle") audio.paused ? player.play() : audio.pause()
  if (name === "back") seek(player, audio.currentTime - BACK)
  if (name === "forward") seek(player, audio.currentTime + FORWARD)
  if (name === "close") close()
}

function close() {
  const { audio, isConnected } = player
  audio.pause()
  remember()
  if (!isConnected) audio.remove()
  player = null
  draw()
  // The focus must not vanish with the button that had it.
  const next = isConnected ? audio : document.querySelector("h1")
  if (next && next !== audio) next.tabIndex = -1
  next?.focus({ preventScroll: true })
}

/** Lock screens, headsets and keyboards with media keys. */
function tellSystem() {
  const system = navigator.mediaSession
  if (!system || !window.MediaMetadata) return
  const { title, show, image } = player.dataset
  const artwork = image ? [{ src: new URL(image, document.baseURI).href }] : []
  system.metadata = new MediaMetadata({ title, artist: show, album: show, artwork })
  const actions = {
    play: () => player?.play(),
    pause: () => player?.audio.pause(),
    seekbackward: () => act("back"),
    seekforward: () => act("forward"),
    seekto: ({ seekTime }) => player && seek(player, seekTime),
  }
  for (const [name, action] of Object.entries(actions)) {
    try {
      system.setActionHandler(name, action)
    } catch {
      // a browser need not know every action
    }
  }
}

place?.addEventListener("click", (event) => act(event.target.closest("[data-do]")?.dataset.do))
addEventListener("pagehide", remember)
if (place) exchange(place, sounds)
