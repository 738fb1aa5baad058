// What the tests ask a page about itself; put into each page before its own scripts.

window.probe = (() => {
  const short = (e) => e.outerHTML.slice(0, 120)
  const all = (selector = "body *") => [...document.querySelectorAll(selector)]
  const clamp = (n, end) => Math.min(Math.max(n, 0), end - 1)

  /** Whether something else lies over the middle of `box`, which belongs to `e`. */
  function covered(e, box) {
    const x = clamp((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, innerWidth)
    const y = clamp((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2, innerHeight)
    const top = document.elementFromPoint(x, y)
    if (!top || e.contains(top)) return !top
    // A parent shows through where the child is drawn without a box of its own.
    return !top.contains(e) || top === document.body || top === document.documentElement
  }

  function inSight(e) {
    // A link that is broken over lines has more boxes than one.
    return [...e.getClientRects()].some(
      (box) =>
        box.width > 0 &&
        box.left >= -1 &&
        box.right <= innerWidth + 1 &&
        box.bottom > 0 &&
        box.top < innerHeight &&
        !covered(e, box),
    )
  }

  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))

  /** The same when the page has come to rest: a tip moves a frame after the page was scrolled. */
  async function staysInSight(e) {
    if (inSight(e)) return true
    await frame()
    await frame()
    return inSight(e)
  }

  /** What has the focus: whether it can be seen, and whether a ring shows it. */
  async function focus() {
    const e = document.activeElement
    if (!e || e === document.body) return null
    const { left, top } = e.getBoundingClientRect()
    const { outlineStyle, outlineWidth } = getComputedStyle(e)
    const audio = e.tagName === "AUDIO"
    return {
      what: short(e),
      key: [short(e), Math.round(left + scrollX), Math.round(top + scrollY)].join("|"),
      seen: await staysInSight(e),
      // The browser draws the rings within its own audio controls.
      ring: audio || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5),
      audio,
    }
  }

  /** What makes the page wider than the window. */
  function sideways() {
    const root = document.documentElement
    const wide = root.scrollWidth - root.clientWidth
    if (wide <= 0) return []
    const guilty = all().filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    return [`${wide} px too wide`, ...guilty.slice(0, 5).map(short)]
  }

  /** Elements whose own text is cut off. */
  function cut() {
    return all()
      .filter((e) => {
        const { overflowX, overflowY } = getComputedStyle(e)
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
        // What is for screen readers alone is one pixel wide.
        if (!own || e.clientWidth <= 1 || !e.checkVisibility()) return false
        const tall = e.scrollHeight > e.clientHeight + 2
        const wide = e.scrollWidth > e.clientWidth + 2
        return (overflowX === "hidden" && wide) || (overflowY === "hidden" && tall)
      })
      .map(short)
  }

  /** Elements that move or slide longer than a hundredth of a second. */
  function moving() {
    const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.01)
    return all("*")
      .filter((e) => {
        const s = getComputedStyle(e)
        const runs = s.animationName !== "none" && long(s.animationDuration)
        return s.scrollBehavior === "smooth" || long(s.transitionDuration) || runs
      })
      .map(short)
  }

  function ground(e) {
    for (let p = e; p; p = p.parentElement) {
      const { backgroundColor } = getComputedStyle(p)
      if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor
    }
    return getComputedStyle(document.documentElement).backgroundColor
  }

  /** Controls whose text or picture has the colour of what lies behind. */
  function lost() {
    const unseen = (shape) => {
      const { fill, stroke } = getComputedStyle(shape)
      return [fill, stroke].every((colour) => colour === "none" || colour === ground(shape))
    }
    return all("button, summary, select, input, a")
      .filter((e) => e.checkVisibility({ visibilityProperty: true }))
      .filter((e) => {
        const shapes = [...e.querySelectorAll("svg *")].filter((s) => s.checkVisibility())
        const blank = shapes.length > 0 && shapes.every(unseen)
        return getComputedStyle(e).color === ground(e) || blank
      })
      .map(short)
  }

  /** Where a sound was sent to, in seconds, whatever it has come to since. */
  addEventListener("seeking", ({ target }) => (window.probe.sought = target.currentTime), true)

  /** Whether `e` stands after `before` and not in it. */
  function after(e, before) {
    const place = before.compareDocumentPosition(e)
    return Boolean(place & Node.DOCUMENT_POSITION_FOLLOWING) && !before.contains(e)
  }

  return { focus, sideways, cut, moving, lost, after }
})()
