// <pod-search>: the whole archive, found from any page. Without JavaScript the link inside it
// leads to the list of episodes. Nothing is fetched before the field gets focus.

import { clock, excerpt, linkTo, momentsOf, readQuery } from "./search-core.js"

const ROOT = new URL("../../", import.meta.url)
const SHOWN = 5
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

/** Load Pagefind, once. */
function pagefind() {
  loading ??= import(new URL("pagefind/pagefind.js", ROOT).href).then(async (engine) => {
    // The exact spelling counts for more than one without dots.
    await engine.options({ ranking: { diacriticSimilarity: 2 } })
    await engine.init()
    return engine
  })
  loading.catch(() => (loading = null))
  return loading
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
      this.status,
      this.hits,
      this.more,
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
    on(this.field, "input", () => this.#soon())
    on(this.kind, "change", () => this.#search())
    on(this.topic, "change", () => this.#search())
    on(this.more, "click", () => this.#showMore())
    on(this.form, "submit", (event) => {
      event.preventDefault()
      this.#search().then(() => this.#links()[0]?.focus())
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
    if (outside || event.target.closest("[data-close], a")) this.dialog.close()
  }

  #moved(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || event.target.closest("select")) return
    const stops = [this.field, ...this.#links()]
    const next = stops[stops.indexOf(document.activeElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  #links() {
    return [...this.hits.querySelectorAll("a")]
  }

  async #prepare() {
    try {
      const engine = await pagefind()
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
    sessionStorage.setItem(KEPT, text)
    const query = readQuery(text)
    if (!query.words.length && !query.phrases.length) return this.#show([], text, "")
    this.status.textContent = this.texts.searching
    try {
      const engine = await pagefind()
      const found = await engine.search(text, { filters: this.#filters() })
      if (run !== this.run) return undefined
      this.query = query
      const count = found.results.length
      return this.#show(found.results, text, count ? this.#count(count) : this.texts.none)
    } catch {
      this.status.textContent = this.texts.failed
      return undefined
    }
  }

  #filters() {
    const filters = {}
    if (this.kind.value) filters.typ = this.kind.value
    if (this.topic.value) filters.amne = this.topic.value
    return filters
  }

  #count(n) {
    return (n === 1 ? this.texts.one : this.texts.many).replace("{n}", n)
  }

  async #show(results, text, status) {
    this.waiting = results
    this.text = text
    this.hits.replaceChildren()
    await this.#showMore()
    this.status.textContent = status
  }

  async #showMore() {
    const { run, text, query } = this
    const now = this.waiting.slice(0, SHOWN)
    const pages = await Promise.all(now.map((result) => result.data()))
    if (run !== this.run) return
    this.waiting = this.waiting.slice(SHOWN)
    const items = pages.map((page) => this.#hit(page, query, text))
    const focus = document.activeElement === this.more
    this.hits.append(...items)
    this.more.hidden = this.waiting.length === 0
    if (focus) items[0]?.querySelector("a").focus()
  }

  #hit(page, query, text) {
    const url = new URL(page.raw_url.replace(/^\//, ""), ROOT).pathname
    const moments = momentsOf(page, query)
    const timed = moments.some((moment) => moment.seconds !== null)
    const about = [page.meta.typ, page.meta.nr].filter(Boolean).join(" ")
    const title = make(
      "a",
      { href: linkTo(url, text, timed ? null : moments[0]), class: "pod-hit__title" },
      make("span", { class: "pod-hit__name" }, page.meta.title),
      " ",
      make("span", { class: "pod-hit__kind" }, about),
    )
    const item = make("li", { class: "pod-hit" }, title)
    if (!timed) {
      const plain = moments[0]?.text ?? page.content.split(/\s+/).slice(0, 60).join(" ")
      item.append(this.#quote("p", plain, query))
      return item
    }
    item.append(this.#moments(url, moments, query, text))
    if (moments.length > MOMENTS) item.append(this.#rest(url, text, moments.length - MOMENTS))
    return item
  }

  #moments(url, moments, query, text) {
    const best = moments.slice(0, MOMENTS)
    return make(
      "ol",
      { class: "pod-hit__moments" },
      ...best.map((moment) => {
        const link = make("a", { href: linkTo(url, text, moment), class: "pod-moment" })
        if (moment.seconds !== null) link.append(make("span", { class: "pod-moment__time" }, clock(moment.seconds)), " ")
        link.append(this.#quote("span", moment.text, query))
        return make("li", {}, link)
      }),
    )
  }

  #quote(name, text, query) {
    const parts = excerpt(text, query).map(([part, hit]) => (hit ? make("mark", {}, part) : part))
    return make(name, { class: "pod-hit__text" }, ...parts)
  }

  #rest(url, text, n) {
    const label = (n === 1 ? this.texts.one_more : this.texts.many_more).replace("{n}", n)
    return make("p", { class: "pod-hit__rest" }, make("a", { href: linkTo(url, text) }, label))
  }
}

customElements.define("pod-search", PodSearch)
