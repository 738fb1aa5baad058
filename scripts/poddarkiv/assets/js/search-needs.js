// Whether somebody who searches may be in need: the same rules as `poddarkiv.search.needs`. Pure.

import { distance, fold, wordsOf } from "./search-words.js"

const PART = 6
const LONG = 8
const SLIPS = 1

/** The words and phrases (`needs` in `content/kontakter.yml`) that show whom to call. */
export class Needs {
  /**
   * @param {string[]} phrases
   * @param {import("./search-words.js").Words} words
   * @param {{ alike?: string[], heads?: string[], tails?: string[] }} facts Of the language.
   */
  constructor(phrases, words, facts = {}) {
    this.words = words
    this.alike = (facts.alike ?? []).map((line) => new Set(fold(line).split(" ")))
    const parts = (lines) => new Set(fold((lines ?? []).join(" ")).split(" "))
    this.heads = parts(facts.heads)
    this.tails = parts(facts.tails)
    this.phrases = phrases.map((phrase) => {
      const terms = wordsOf(phrase).map((word) => this.#term(word))
      return { terms, alone: terms.length === 1 }
    })
  }

  #term(word) {
    const root = this.words.root(word)
    const family = this.words.kin.get(root) ?? []
    const roots = new Set([root, ...family.map((member) => this.words.root(member))].map(fold))
    const plain = fold(word)
    const groups = this.alike.filter((group) => group.has(plain))
    // `självskada` in `självskadebeteende`; its root would be met in `självskattning` too.
    return { plain, begun: plain.replace(/[ae]+$/, ""), roots, groups }
  }

  /** Whether `text` holds one of the phrases, inflected, misspelt or in another order. */
  met(text) {
    const typed = wordsOf(text)
    // A compound is often written in two words: `själv mord`.
    const pairs = typed.slice(1).map((word, i) => typed[i] + word)
    const words = [...typed, ...pairs].map((word) => ({
      plain: fold(word),
      root: fold(this.words.root(word)),
    }))
    return this.phrases.some((phrase) => this.#holds(words, phrase))
  }

  #holds(words, { terms, alone }) {
    let slips = 0
    for (const term of terms) {
      if (words.some((word) => isForm(word, term))) continue
      slips += 1
      if (slips > SLIPS || !words.some((word) => this.#isSlip(word.plain, term.plain, alone))) return false
    }
    return terms.length > 0
  }

  #isSlip(written, wanted, alone) {
    if (wanted.length < (alone ? 5 : 4)) return false
    if (wanted.length < LONG) return beginsAlike(written, wanted) && distance(wanted, written, 1) <= 1
    const most = this.#isCompound(written) ? 1 : 2
    if (distance(wanted, written, most) <= most) return true
    return [-1, 0, 1].some((more) => distance(wanted, written.slice(0, wanted.length + more), 1) <= 1)
  }

  /** Whether a word is a common first part and a common last one: no slip of another word. */
  #isCompound(plain) {
    for (let at = 1; at < plain.length; at += 1) {
      if (this.heads.has(plain.slice(0, at)) && this.tails.has(plain.slice(at))) return true
    }
    return false
  }
}

function isForm(word, term) {
  if (term.roots.has(word.root)) return true
  if (term.begun.length >= PART && word.plain.includes(term.begun)) return true
  return term.groups.some((group) => group.has(word.plain))
}

function beginsAlike(written, wanted) {
  // People seldom miss the first letter, but strike the first two in the wrong order.
  return written[0] === wanted[0] || written.slice(0, 2) === wanted[1] + wanted[0]
}
