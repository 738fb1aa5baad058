// The waveform: the half minute around the playhead, and below it the whole recording.

const NEAR = 30

export class Wave {
  #peaks = new Uint8Array(0)
  #length = 0
  #colours = {}

  /**
   * @param {HTMLElement} box  Holds the two canvases.
   * @param {HTMLAudioElement} sound
   * @param {(seconds: number) => void} seek
   */
  constructor(box, sound, seek) {
    this.box = box
    this.sound = sound
    this.near = box.querySelector(".near")
    this.whole = box.querySelector(".whole")
    this.doubts = []
    this.near.addEventListener("click", (event) => seek(this.#from() + this.#share(event) * NEAR))
    this.whole.addEventListener("click", (event) => seek(this.#share(event) * this.#seconds()))
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#restyle())
    new ResizeObserver(() => this.#restyle()).observe(box)
  }

  /** Draw the peaks of `address` as they come; return why there are none, or "". */
  async load(address, perSecond) {
    const answer = await fetch(address)
    if (!answer.ok) return (await answer.json()).error
    this.perSecond = perSecond
    const reader = answer.body.getReader()
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        this.#append(part.value)
        this.#show(Number.isFinite(this.sound.duration))
      }
    } finally {
      // A recording that the browser can't play has no length but its peaks'.
      this.#show(true)
    }
    return ""
  }

  /** Not before the length is known: a press would lead to another place than it showed. */
  #show(known) {
    if (known) this.box.hidden = false
    this.draw()
  }

  #append(bytes) {
    if (this.#length + bytes.length > this.#peaks.length) {
      const larger = new Uint8Array(2 * (this.#length + bytes.length))
      larger.set(this.#peaks.subarray(0, this.#length))
      this.#peaks = larger
    }
    this.#peaks.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #seconds() {
    const known = this.sound.duration
    return Math.max(Number.isFinite(known) ? known : 0, this.#length / (this.perSecond || 1)) || 1
  }

  #from() {
    return Math.max(0, Math.min(this.sound.currentTime - NEAR / 3, this.#seconds() - NEAR))
  }

  #share(event) {
    const { left, width } = event.target.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - left) / width))
  }

  #restyle() {
    const style = getComputedStyle(this.box)
    for (const name of ["quiet", "doubt", "accent"]) {
      this.#colours[name] = style.getPropertyValue(`--${name}`)
    }
    for (const canvas of [this.near, this.whole]) {
      canvas.width = canvas.clientWidth * devicePixelRatio
      canvas.height = canvas.clientHeight * devicePixelRatio
    }
    this.draw()
  }

  /** Draw both, the doubtful places marked and the playhead where the sound is. */
  draw() {
    if (this.box.hidden) return
    this.#strip(this.near, this.#from(), NEAR)
    this.#strip(this.whole, 0, this.#seconds())
  }

  #strip(canvas, from, seconds) {
    const { width, height } = canvas
    const pen = canvas.getContext("2d")
    pen.clearRect(0, 0, width, height)
    const scale = width / seconds
    pen.fillStyle = this.#colours.doubt
    pen.globalAlpha = 0.25
    for (const { start, end } of this.doubts) {
      if (end > from && start < from + seconds) {
        pen.fillRect((start - from) * scale, 0, Math.max(2, (end - start) * scale), height)
      }
    }
    pen.globalAlpha = 1
    pen.fillStyle = this.#colours.quiet
    const step = Math.max(1, Math.round(devicePixelRatio))
    for (let x = 0; x < width; x += step) {
      const peak = this.#loudest(from + x / scale, from + (x + step) / scale)
      const tall = Math.max(1, (peak / 255) * height)
      pen.fillRect(x, (height - tall) / 2, step, tall)
    }
    pen.fillStyle = this.#colours.accent
    pen.fillRect((this.sound.currentTime - from) * scale - 1, 0, 2 * devicePixelRatio, height)
  }

  #loudest(start, end) {
    const first = Math.floor(start * this.perSecond)
    const last = Math.min(this.#length, Math.max(first + 1, Math.floor(end * this.perSecond)))
    let loudest = 0
    for (let i = first; i < last; i += 1) loudest = Math.max(loudest, this.#peaks[i])
    return loudest
  }
}
