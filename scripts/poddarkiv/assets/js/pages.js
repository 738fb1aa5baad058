// What the pages themselves gain from JavaScript: the choice of colours, the filters of the episode
// list, explanations that Escape closes, a way from each paragraph to its line in the source, and the
// words of a search in the page that it led to.
// All of it listens on the document, so it works on pages that the player exchanges as well.

import { FIELDS, fits, query } from "./filter.js"

const MOST = 100

function ready(event) {
  readyTheme()
  readyFilter()
  // Few pages are come to from a search.
  if (new URLSearchParams(location.search).get("q")) {
    import("./hits.js").then(({ showHits }) => showHits(Boolean(event))).catch(() => {})
  }
}

function readyTheme() {
  const box = document.querySelector("fieldset[data-pod-theme]")
  if (!box) return
  const now = document.documentElement.dataset.podTheme ?? "auto"
  for (const input of box.querySelectorAll("input")) input.checked = input.value === now
  box.hidden = false
}

function setTheme(name) {
  const root = document.documentElement
  if (name === "auto") delete root.dataset.podTheme
  else root.dataset.podTheme = name
  try {
    if (name === "auto") localStorage.removeItem("pod-theme")
    else localStorage.setItem("pod-theme", name)
  } catch {
    // Where nothing may be stored, the choice holds for this page.
  }
}

let rows = null

function readyFilter() {
  const form = document.querySelector("form[data-pod-filter]")
  if (!form) return
  form.hidden = false
  const asked = new URLSearchParams(location.search)
  for (const field of Object.keys(FIELDS)) {
    if (form.elements[field] && asked.get(field)) form.elements[field].value = asked.get(field)
  }
  if (query(chosen(form))) filter(form)
}

function chosen(form) {
  return Object.fromEntries(Object.keys(FIELDS).map((field) => [field, form.elements[field]?.value ?? ""]))
}

async function filter(form) {
  const choice = chosen(form)
  const list = document.querySelector("[data-pod-list]")
  const pages = document.querySelector("[data-pod-pages]")
  const count = form.querySelector("[role=status]")
  list.all ??= [...list.children]
  history.replaceState(history.state, "", query(choice) || location.pathname)
  document.dispatchEvent(new Event("pod:address"))
  if (!query(choice)) {
    list.replaceChildren(...list.all)
    if (pages) pages.hidden = false
    count.textContent = ""
    return
  }
  try {
    rows ??= await (await fetch(form.dataset.podFilter)).json()
  } catch {
    form.hidden = true
    return
  }
  const found = rows.filter((row) => fits(row, choice))
  list.replaceChildren(...found.slice(0, MOST).map((row) => card(row, form.dataset.root)))
  if (pages) pages.hidden = true
  const text = found.length === 1 ? count.dataset.one : count.dataset.many.replace("{n}", found.length)
  count.textContent = found.length ? text : form.dataset.none
}

function make(name, className, text) {
  const element = document.createElement(name)
  element.className = className
  element.textContent = text
  return element
}

function card(row, root) {
  const article = make("article", "pod-card", "")
  const title = make("h2", "pod-card__title", "")
  const link = make("a", "", row.title)
  link.href = root + row.href
  title.append(link)
  article.append(make("p", "pod-card__facts", row.facts), title, make("p", "pod-card__text", row.summary))
  if (row.people) article.append(make("p", "pod-card__people", row.people))
  return article
}

const correction = make("a", "pod-correct", "")

function offerCorrection(target) {
  const paragraph = target.closest?.("[data-paragraph][data-line]")
  const section = paragraph?.closest("[data-edit]")
  if (!section?.dataset.edit || paragraph.contains(correction)) return
  correction.href = `${section.dataset.edit}#L${paragraph.dataset.line}`
  correction.textContent = section.dataset.correct
  paragraph.append(correction)
}

document.addEventListener("change", (event) => {
  if (event.target.name === "pod-theme") setTheme(event.target.value)
  const form = event.target.closest("form[data-pod-filter]")
  if (form) filter(form)
})

document.addEventListener("reset", (event) => {
  // The fields are empty only after the event.
  if (event.target.matches("form[data-pod-filter]")) setTimeout(() => filter(event.target))
})

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-pod-filter]")) event.preventDefault()
})

document.addEventListener("focusin", (event) => offerCorrection(event.target))
document.addEventListener("pointerover", (event) => offerCorrection(event.target))

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const term of document.querySelectorAll(".pod-term:is(:hover, :focus-within)")) {
    term.dataset.tipOff = ""
    const back = () => delete term.dataset.tipOff
    term.addEventListener("focusout", back, { once: true })
    term.addEventListener("pointerleave", back, { once: true })
  }
})

document.addEventListener("pod:page", ready)
ready()
