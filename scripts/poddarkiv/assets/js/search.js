// <pod-search>: the whole archive, found from any page. Without JavaScript the link inside it
// leads to the list of episodes. Nothing is fetched before the field gets focus.

const ROOT = new URL("../../../", import.meta.url)
const MOMENTS = 3
const CALM = 150
const KEPT = "pod-search"

/** Make an element with attributes and children; texts become text, never HTML. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

let loading = null

/** Load Pagefind and what is known of the language, once. */
function load() {
  loading ??= gather()
  loading.catch(() => (loading = null))
  return loading
}

async function gather() {
  const [{ words }, { Finder }, core, engine] = await Promise.all([
    speak(),
    import("./search-find.js"),
    import("./search-core.js"),
    start(),
  ])
  return { engine, words, core, finder: new Finder(engine, words, list) }
}

let language = null

/** Load what is known of the language, once: without the index, since help does not wait for it. */
export function speak() {
  language ??= Promise.all([import("./search-words.js"), known().catch(() => ({}))]).then(
    ([{ Words }, facts]) => ({ words: new Words(facts), facts }),
  )
  language.catch(() => (language = null))
  return language
}

/** What tells a search of somebody in need, by the words that the archive has for it. */
async function needsOf(phrases) {
  const [{ Needs }, { words, facts }] = await Promise.all([import("./search-needs.js"), speak()])
  return new Needs(phrases, words, facts)
}

async function start() {
  const engine = await import(new URL("pagefind/pagefind.js", ROOT).href)
  await engine.init()
  return engine
}

async function known() {
  const [language] = document.documentElement.lang.split("-")
  const answer = await fetch(new URL(`../search/${language || "sv"}.json`, import.meta.url))
  return answer.ok ? answer.json() : {}
}

const lists = new Map()

/** A list of words beside the index: fetched once, and only by the searches that need it. */
export function list(name) {
  if (!lists.has(name)) {
    const asked = fetch(new URL(`pagefind/${name}.json`, ROOT)).then((answer) => answer.json())
    asked.catch(() => lists.delete(name))
    lists.set(name, asked)
  }
  return lists.get(name)
}

class PodSearch extends HTMLElement {
  connectedCallback() {
    if (this.dialog) return
    this.texts = JSON.parse(this.dataset.texts ?? "{}")
    this.stop = new AbortController()
    this.#draw()
    this.#listen()
    const asked = new URLSearchParams(location.search).get("sok")
    if (asked) this.open(asked)
  }

  disconnectedCallback() {
    this.stop.abort()
    this.dialog = null
    this.replaceChildren(...(this.plain ?? []))
  }

  /** Show the search, with `text` in the field. */
  open(text = sessionStorage.getItem(KEPT) ?? "") {
    if (!this.dialog.open) this.dialog.showModal()
    this.field.value = text
    this.field.focus()
    this.field.select()
    if (text) this.#search()
  }

  #draw() {
    const { texts } = this
    this.plain = [...this.childNodes]
    this.button = make("button", { type: "button", class: "pod-search__open" })
    this.button.append(make("span", {}, texts.open))
    this.field = make("input", {
      type: "search",
      id: "pod-search-field",
      class: "pod-search__field",
      name: "sok",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      enterkeyhint: "search",
      "aria-controls": "pod-search-hits",
      placeholder: texts.placeholder,
    })
    this.kind = this.#choice("typ", texts.kind, texts.all_kinds)
    this.topic = this.#choice("amne", texts.topic, texts.all_topics)
    const help = this.querySelector("template")
    this.help = help?.content.firstElementChild?.cloneNode(true)
    this.needs = JSON.parse(help?.dataset.needs || "[]")
    this.urgent = make("div", { "aria-live": "polite" })
    this.status = make("p", { class: "pod-search__status", role: "status" })
    this.hits = make("ol", { class: "pod-search__hits", id: "pod-search-hits" })
    this.more = make("button", { type: "button", class: "pod-search__more" }, texts.more)
    this.more.hidden = true
    this.form = make(
      "form",
      { role: "search", class: "pod-search__form" },
      make("label", { for: "pod-search-field", class: "pod-search__label" }, texts.label),
      make(
        "div",
        { class: "pod-search__row" },
        this.field,
        make("button", { type: "button", class: "pod-search__close", "data-close": "" }, texts.close),
      ),
      make("div", { class: "pod-search__filters" }, this.kind.parentNode, this.topic.parentNode),
    )
    this.dialog = make(
      "dialog",
      { class: "pod-search__dialog", "aria-label": texts.label },
      this.form,
      this.urgent,
      this.status,
      this.hits,
      this.more,
      this.help ?? "",
    )
    this.replaceChildren(this.button, this.dialog)
  }

  #choice(name, label, everything) {
    const select = make("select", { name }, make("option", { value: "" }, everything))
    make("label", { class: "pod-search__choice" }, make("span", {}, label), select)
    return select
  }

  #listen() {
    const { signal } = this.stop
    const on = (target, type, handle) => target.addEventListener(type, handle, { signal })
    on(this.button, "click", () => this.open())
    on(this.field, "focus", () => this.#prepare())
    on(this.field, "input", () => {
      this.#offerHelp()
      this.#soon()
    })
    on(this.kind, "change", () => this.#search())
    on(this.topic, "change", () => this.#search())
    on(this.more, "click", () => this.#showMore())
    on(this.form, "submit", (event) => {
      event.preventDefault()
      this.#search().then(() => this.#stops()[1]?.focus())
    })
    on(this.dialog, "click", (event) => this.#clicked(event))
    on(this.dialog, "keydown", (event) => this.#moved(event))
    on(document, "keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      this.open()
    })
  }

  #clicked(event) {
    const outside = event.target === this.dialog
    const away = event.target.closest("[data-close], a")
    // Who has called, or could not from this machine, finds the number still there.
    if (outside || (away && !this.help?.contains(away))) this.dialog.close()
  }

  #moved(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || event.target.closest("select")) return
    const stops = this.#stops()
    const next = stops[stops.indexOf(document.activeElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  /** What keys go between: the field, help where it stands first, and the hits. */
  #stops() {
    return [this.field, ...this.urgent.querySelectorAll("a"), ...this.#links()]
  }

  #links() {
    return [...this.hits.querySelectorAll("a")]
  }

  /** Put whom to call above everything that is found when the words are those of need, else last. */
  async #offerHelp() {
    if (!this.help || !this.needs.length) return
    const text = this.field.value
    this.need ??= needsOf(this.needs)
    const need = await this.need.catch(() => (this.need = null))
    if (text !== this.field.value) return
    const place = need?.met(text) ? this.urgent : this.dialog
    if (this.help.parentNode === place) return
    place.append(this.help)
    this.dialog.scrollTop = 0
  }

  async #prepare() {
    try {
      const { engine } = await load()
      const known = await engine.filters()
      this.#fill(this.kind, known.typ)
      this.#fill(this.topic, known.amne)
    } catch {
      this.status.textContent = this.texts.failed
    }
  }

  #fill(select, counts = {}) {
    if (select.options.length > 1) return
    const names = Object.keys(counts).sort((a, b) => a.localeCompare(b, document.documentElement.lang))
    select.append(...names.map((name) => make("option", { value: name }, name)))
    select.parentNode.hidden = names.length < 2
  }

  #soon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.#search(), CALM)
  }

  async #search() {
    clearTimeout(this.timer)
    const text = this.field.value.trim()
    const run = (this.run = {})
    const offered = this.#offerHelp()
    sessionStorage.setItem(KEPT, text)
    if (!text) {
      this.#show(null)
      return
    }
    this.status.textContent = this.texts.searching
    try {
      const { finder, words, core } = await load()
      const found = await finder.find(text, this.#filters())
      Object.assign(this, { words, core })
      if (run === this.run) this.#show(found)
    } catch {
      if (run === this.run) this.status.textContent = this.texts.failed
    }
    await offered
  }

  #filters() {
    const filters = {}
    if (this.kind.value) filters.typ = this.kind.value
    if (this.topic.value) filters.amne = this.topic.value
    return filters
  }

  /** What was found, in words. */
  #said(found) {
    const { texts } = this
    if (found.note === "silent") return texts.silent
    if (!found.hits.length) return this.kind.value || this.topic.value ? texts.none_here : texts.none
    const total = found.total()
    const n = total ?? this.hits.childElementCount
    const [one, many] = total === null ? [texts.one_yet, texts.many_yet] : [texts.one, texts.many]
    const count = (n === 1 ? one : many).replace("{n}", n)
    const note = { some: texts.some, instead: texts.instead.replace("{words}", found.query.text) }
    return [note[found.note], count].filter(Boolean).join(" ")
  }

  #show(found) {
    this.found = found
    this.told = 0
    // Somebody may have gone to a hit of the words as they were a moment ago.
    const { activeElement } = document
    if (activeElement === this.more || this.hits.contains(activeElement)) this.field.focus()
    this.hits.replaceChildren()
    if (found) this.#add(found.hits)
    this.status.textContent = found ? this.#said(found) : ""
    this.more.hidden = !found?.left()
  }

  #add(hits) {
    const items = hits.map((hit) => this.#hit(hit))
    this.hits.append(...items)
    return items
  }

  async #showMore() {
    const { found } = this
    // Pressed twice, it shows what comes once.
    if (this.adding === found) return
    this.adding = found
    const hits = await found.more().catch(() => null)
    this.adding = null
    if (found !== this.found) return
    if (!hits) {
      this.status.textContent = this.texts.failed
      return
    }
    const [first] = this.#add(hits)
    this.status.textContent = first || !found.left() ? this.#said(found) : this.texts.none_yet
    this.more.hidden = !found.left()
    const next = first?.querySelector("a") ?? (this.more.hidden ? this.#links().at(-1) : null)
    next?.focus()
  }

  #hit({ page, moments, reasons }) {
    const url = new URL(page.raw_url.replace(/^\//, ""), ROOT).pathname
    const timed = moments.some((moment) => moment.seconds !== null)
    const about = [page.meta.typ, page.meta.nr].filter(Boolean).join(" ")
    const id = `pod-why-${(this.told += 1)}`
    const title = make(
      "a",
      { href: this.#link(url, timed ? null : moments[0]), class: "pod-hit__title", "aria-describedby": id },
      make("span", { class: "pod-hit__name" }, page.meta.title),
      " ",
      make("span", { class: "pod-hit__kind" }, about),
    )
    const why = make("span", { class: "pod-hit__why", id }, this.#why(reasons))
    const item = make("li", { class: "pod-hit" }, title, " ", why)
    const told = reasons.flatMap((reason) => reason.words)
    if (timed) item.append(...this.#timed(url, moments, told))
    else item.append(this.#quote("p", moments[0]?.text ?? this.core.visible(page.content.split(/\s+/)), told))
    return item
  }

  /** Why a page is among the hits, in words. */
  #why(reasons) {
    const { query } = this.found
    const said = reasons.map(({ kind, term, words }) => {
      const text = this.texts[kind === "exact" && query.asked.length > 1 ? "why_exacts" : `why_${kind}`]
      return [text.replace("{term}", term), words.join(", ")].filter(Boolean).join(": ")
    })
    if (!query.by) return said.join("; ")
    const spelt = `${this.texts.why_spelt.replace("{term}", query.replaced)}: ${query.by}`
    return [spelt, ...said.filter((_text, i) => reasons[i].kind !== "exact")].join("; ")
  }

  #link(url, moment) {
    return this.core.linkTo(url, this.found.query.text, moment)
  }

  #timed(url, moments, told) {
    const rest = moments.length - MOMENTS
    const best = make(
      "ol",
      { class: "pod-hit__moments" },
      ...moments.slice(0, MOMENTS).map((moment) => this.#moment(url, moment, told)),
    )
    return rest > 0 ? [best, this.#rest(url, rest)] : [best]
  }

  #moment(url, moment, told) {
    const link = make("a", { href: this.#link(url, moment), class: "pod-moment" })
    const time = moment.seconds === null ? "" : this.core.clock(moment.seconds)
    link.append(make("span", { class: "pod-moment__time" }, time), " ")
    link.append(this.#quote("span", moment.text, told))
    return make("li", {}, link)
  }

  #quote(name, text, told) {
    const parts = this.core.excerpt(text, this.found.query, this.words, told)
    const marks = parts.map(([part, hit]) => (hit ? make("mark", {}, part) : part))
    return make(name, { class: "pod-hit__text" }, ...marks)
  }

  #rest(url, n) {
    const label = (n === 1 ? this.texts.one_more : this.texts.many_more).replace("{n}", n)
    return make("p", { class: "pod-hit__rest" }, make("a", { href: this.#link(url, null) }, label))
  }
}

customElements.define("pod-search", PodSearch)
