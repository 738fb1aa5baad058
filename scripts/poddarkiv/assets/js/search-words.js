// How Swedish words find one another: the same rules as `poddarkiv.search.language`, on the same
// facts (`assets/search/sv.json`). Pure.

const SHORTEST = 3
const DERIVED_SHORTEST = 4
const LONGEST = 9
const VOWEL = /[aeiouyåäöéèêëàáóòôúùûüíìîïæø]/
const WORD = /[\p{L}\p{N}]+/gu

/** Lower case, without dots and accents, as Pagefind compares words. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}

/** The words of a text, in lower case. */
export function wordsOf(text) {
  return text.normalize("NFC").toLowerCase().match(WORD) ?? []
}

const listed = (lines) => (lines ?? []).join(" ").split(" ").filter(Boolean)

/** What is known of a language's words. Without facts, words are taken as they stand. */
export class Words {
  constructor(facts = {}) {
    this.stop = new Set(listed(facts.stop))
    const derived = listed(facts.derived)
    this.derived = new Map(derived.map((ending) => [ending, DERIVED_SHORTEST]))
    this.endings = new Map(
      [...listed(facts.endings), ...derived].map((ending) => {
        const long = derived.some((other) => ending.startsWith(other))
        return [ending, long ? DERIVED_SHORTEST : SHORTEST]
      }),
    )
    this.kin = new Map()
    for (const line of facts.families ?? []) {
      const family = line.split(" ")
      for (const root of new Set(family.map((word) => this.root(word)))) {
        this.kin.set(root, [...new Set([...(this.kin.get(root) ?? []), ...family])])
      }
    }
  }

  /** The beginning that the forms of a word have in common, approximately. */
  root(word) {
    const stem = cut(cut(word, this.endings), this.derived)
    return stem.length > SHORTEST && /(mm|nn)$/.test(stem) ? stem.slice(0, -1) : stem
  }

  /** What to look for when somebody asks for `word`: a word, or words' beginning. */
  reach(word) {
    const root = this.root(word)
    const members = this.kin.get(root) ?? []
    const begin = members.filter((member) => word.startsWith(member))
    if (begin.length) return begin.reduce((a, b) => (b.length > a.length ? b : a))
    return members.find((member) => this.root(member) === root) ?? root
  }

  /** Whether `word` of a text is what somebody who wrote `term` asks for. */
  answers(word, term) {
    const same = fold(term) === term ? fold : (text) => text
    const text = same(word)
    if (text.startsWith(same(this.reach(term)))) return true
    const root = this.root(word)
    if (same(root) === same(this.root(term))) return true
    const family = this.kin.get(this.root(term)) ?? []
    return family.some((member) => same(this.root(member)) === same(root))
  }

  /** Whether `word` should be marked for `term`: it answers, or is a compound that holds it. */
  shows(word, term) {
    if (this.answers(word, term)) return true
    const same = fold(term) === term ? fold : (text) => text
    const root = same(this.root(term))
    return root.length >= 4 && same(word).includes(root)
  }
}

function cut(word, endings) {
  for (let n = Math.min(LONGEST, word.length - SHORTEST); n > 0; n -= 1) {
    const ending = word.slice(-n)
    const rest = word.slice(0, -n)
    const least = endings.get(ending)
    if (least !== undefined && rest.length >= least && mayEnd(rest, ending)) return rest
  }
  return word
}

function mayEnd(rest, ending) {
  const last = rest.at(-1)
  if (!VOWEL.test(rest)) return false
  if (ending === "t") return !VOWEL.test(last) && last !== "t"
  if (ending === "n") return rest.length > SHORTEST && VOWEL.test(last)
  return ending !== "s" || last !== "s"
}

/** How many letters must change to make `a` of `b`, neighbours that swap places counting as one. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = []
  let last = Array.from({ length: b.length + 1 }, (_none, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1)
      }
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[b.length]
}

/** The word of a vocabulary (the usual first) that `word` most likely was meant to be, or null. */
export function nearest(word, vocabulary) {
  const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2
  const wanted = fold(word)
  let best = null
  let least = most + 1
  for (const known of vocabulary) {
    const apart = distance(wanted, fold(known), least - 1)
    if (apart < least) {
      best = known
      least = apart
    }
    if (least === 0) break
  }
  return best
}
