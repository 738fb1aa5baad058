// The sound: plays from a word, stops after a cue, and tells which word is heard.

import { tokens } from "./text.mjs"
import { Wave } from "./wave.mjs"

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2]

export class Player {
  #stopAt = Infinity
  #drawing = false

  /**
   * @param {HTMLAudioElement} sound
   * @param {HTMLElement} box  Where the waveform is drawn.
   * @param {{ rows: Function, spoken: Function }} page
   */
  constructor(sound, box, page) {
    this.sound = sound
    this.page = page
    this.wave = new Wave(box, sound, (seconds) => this.#seek(seconds))
    sound.addEventListener("play", () => this.#follow())
    for (const name of ["seeked", "loadedmetadata", "pause"]) {
      sound.addEventListener(name, () => this.#show())
    }
  }

  /** Load the recording, if there is one on this machine or elsewhere. */
  async open({ audio, noWaveform, peaksPerSecond }) {
    if (audio) this.sound.src = audio
    const here = audio === "audio"
    this.#say(here ? await this.wave.load("peaks", peaksPerSecond) : noWaveform)
  }

  /** Tell why there is no waveform, in its place. */
  #say(reason) {
    this.sound.parentElement.querySelector("#no-wave").textContent = reason
  }

  set doubts(doubts) {
    this.wave.doubts = doubts
    this.wave.draw()
  }

  #seek(seconds) {
    this.#stopAt = Infinity
    this.sound.currentTime = seconds
  }

  /** Play from `at` until `stop`; without `at`, play or pause where it is. */
  play(at, stop = Infinity) {
    this.#stopAt = stop
    if (at === null && !this.sound.paused) return this.sound.pause()
    if (at !== null) this.sound.currentTime = at
    // A browser may refuse until the person has touched the page; the controls are there.
    return this.sound.play().catch(() => {})
  }

  /** Play one cue and stop after it. */
  playCue(cue) {
    if (cue) this.play(cue.start, cue.end)
  }

  skip(seconds) {
    this.#seek(Math.max(0, this.sound.currentTime + seconds))
  }

  /** Play slower (-1) or faster (1); return the speed in words. */
  speed(step) {
    const next = SPEEDS.indexOf(this.sound.playbackRate) + step
    this.sound.playbackRate = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, next))]
    return `${this.sound.playbackRate} ×`
  }

  /** Play from the word after (1) or before (-1) the one at the playhead. */
  word(step) {
    const starts = this.page.rows().flatMap(({ cue }) => cue.words.map(([start]) => start))
    const now = this.sound.currentTime
    const at = step > 0
      ? starts.find((start) => start > now + 0.05)
      // A quarter of a second back, so that pressing again goes further back while it plays.
      : starts.findLast((start) => start < now - 0.25)
    if (at !== undefined) this.play(at)
  }

  #follow() {
    if (this.#drawing) return
    this.#drawing = true
    const frame = () => {
      if (this.sound.currentTime >= this.#stopAt) this.sound.pause()
      this.#show()
      this.#drawing = !this.sound.paused
      if (this.#drawing) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }

  #show() {
    this.wave.draw()
    const now = this.sound.currentTime
    // Where people speak at once, the one who began last.
    const row = this.page.rows().findLast(({ cue }) => cue.start <= now && now < cue.end)
    const word = row ? row.cue.words.findLastIndex(([start]) => start <= now) : -1
    this.page.spoken(row ?? null, Math.min(word, row ? tokens(row.cue.text).length - 1 : 0))
  }
}
