// How Swedish words find one another: the same rules as `poddarkiv.search.language`, on the same
// facts (`assets/search/sv.json`). Pure.

const SHORTEST = 3
const DERIVED_SHORTEST = 4
const LOSS = 2
const LONG_PLACE = 5
const LONGEST = 9
const VOWEL = /[aeiouyåäöéèêëàáóòôúùûüíìîïæø]/
const SYNCOPE = /(?:[bfgkptv][lr]|dr)$/
const PLAIN = /^[\x20-\x7e]*$/
const WORD = /[\p{L}\p{N}]+/gu

const UNSEEN = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g
/** Letters that are no letter with a mark to Unicode, but to whoever types them. */
const WITHOUT_MARK = {
  æ: "ae", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ø: "o", œ: "oe", ß: "ss", þ: "th", ŧ: "t",
}
const HYPHENATED = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu
const SHORT = 2
const NUMBER = /^\p{Nd}+$/u
/** What stands before the next group of a number, as in `1 500`; a bracket may come before. */
const FIRST_GROUP = /^[^\p{L}\p{N}_.,]*[0-9]{1,3}$/u
const NEXT_GROUP = /^[0-9]{3}(?![0-9])/

/** How well a word of a text answers one of a query: see `poddarkiv.search.matches`. */
export const [NONE, SYNONYM, PART, LAST, FORM, EXACT] = [0, 1, 2, 3, 4, 5]

/** Lower case, without dots, accents and strokes. */
export function fold(text) {
  if (PLAIN.test(text)) return text.toLowerCase()
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  return bare.replace(/[æđðħıłŋøœßþŧ]/g, (letter) => WITHOUT_MARK[letter])
}

/** A text without what is not seen (soft hyphens, joiners), and with plain hyphens. */
export function clean(text) {
  if (PLAIN.test(text)) return text
  return text.replace(UNSEEN, "").replace(/[\u2010\u2011]/g, "-")
}

/** The words of a text, in lower case. */
export function wordsOf(text) {
  return clean(text.normalize("NFC")).toLowerCase().match(WORD) ?? []
}

/** The words of what stands between two spaces, and what it is without hyphens: `e-tjänst`, `etjänst`. */
export function spellings(token) {
  const words = wordsOf(token)
  if (words.length < 2) return words
  const hyphenated = clean(token).match(HYPHENATED) ?? []
  return [...words, ...hyphenated.map((whole) => wordsOf(whole).join(""))]
}

/** A text with words as one that begin with a letter or two, or end with a number. */
export function withoutHyphens(text) {
  return text.replace(HYPHENATED, (whole) => {
    const parts = whole.split("-")
    const short = parts[0].length <= SHORT || NUMBER.test(parts.at(-1))
    return short && !/^\p{Nd}/u.test(whole) ? whole.replaceAll("-", "") : whole
  })
}

/** A text with its numbers written in one: `1 500` is `1500`. */
export function ungrouped(text) {
  return wholeNumbers(text.split(/\s+/)).join(" ")
}

/** What stands between spaces, with numbers in groups as one, at the first group's place. */
export function wholeNumbers(tokens) {
  const found = [...tokens]
  for (let at = 0; at < tokens.length; at += 1) {
    if (!FIRST_GROUP.test(tokens[at])) continue
    const start = at
    while (at + 1 < tokens.length && NEXT_GROUP.test(tokens[at + 1])) {
      at += 1
      found[start] += tokens[at].slice(0, 3)
      found[at] = tokens[at].slice(3)
      if (found[at]) break
    }
  }
  return found
}

const listed = (lines) => (lines ?? []).join(" ").split(" ").filter(Boolean)

/** What is known of a language's words. Without facts, words are taken as they stand. */
export class Words {
  constructor(facts = {}) {
    this.stop = new Set(listed(facts.stop))
    this.silent = new Set(listed(facts.silent))
    const derived = listed(facts.derived)
    this.derived = new Map(derived.map((ending) => [ending, DERIVED_SHORTEST]))
    this.endings = new Map(
      [...listed(facts.endings), ...derived].map((ending) => {
        const long = derived.some((other) => ending.startsWith(other))
        return [ending, long ? DERIVED_SHORTEST : SHORTEST]
      }),
    )
    const [people, places] = [listed(facts.people), listed(facts.places)]
    this.marked = { people: new Set(people), places: new Set(places) }
    this.plain = { people: new Set(people.map(fold)), places: new Set(places.map(fold)) }
    this.asked = new Map()
    this.kin = new Map()
    this.names = new Map()
    for (const line of facts.families ?? []) {
      const family = line.split(" ")
      // Long enough not to be the beginning of other words: `böcker` rather than `bok`.
      const name = family.find((word) => stem(fold(word)).length >= DERIVED_SHORTEST) ?? family[0]
      for (const root of new Set(family.map((word) => this.root(word)))) {
        if (!this.names.has(root)) this.names.set(root, name)
        this.kin.set(root, [...new Set([...(this.kin.get(root) ?? []), ...family])])
      }
    }
  }

  /** Whether a word is a place or a person: no slip of another word, and not its beginning. */
  isName(term) {
    return this.#nameOf(term) !== ""
  }

  /** The name that a word is or says to be somebody's; none for other words. */
  #nameOf(term) {
    // `lar` is not `Lars`, and `lär` not his either; `ange` is no other way to type `Ånge`.
    const { people, places } = fold(term) === term ? this.plain : this.marked
    for (const name of [term, unowned(term)]) {
      if (people.has(name) || places.has(name)) return name
      if (places.has(adjective(name))) return adjective(name)
    }
    return people.size && unowned(term).endsWith("sson") ? unowned(term) : ""
  }

  /** The beginning that the forms of a word have in common, approximately. */
  root(word) {
    const stem = cut(cut(word, this.endings), this.derived)
    if (stem.length > SHORTEST && /(mm|nn)$/.test(stem)) return stem.slice(0, -1)
    // `supportrar` and `supporter`, `vackra` and `vacker`.
    const short = stem !== word && stem.length > DERIVED_SHORTEST && SYNCOPE.test(stem)
    return short ? stem.slice(0, -1) : stem
  }

  /** The words that belong with `word` beyond its endings; none for most. */
  family(word) {
    return this.kin.get(this.root(word)) ?? []
  }

  /** What to look for when somebody asks for `word`: a word, or words' beginning. */
  reach(word) {
    if (this.stop.has(word)) return word
    const root = this.root(word)
    if (this.names.has(root)) return this.names.get(root)
    // Pagefind cuts endings too: `fören` of `förening` would become `för`, and `erfarenh` is no
    // beginning of `erfaren`, by which it knows `erfarenhet`.
    const least = Math.min(root.length, Math.max(root.length - LOSS, DERIVED_SHORTEST))
    const whole = stem(fold(word))
    for (let n = root.length; n < word.length; n += 1) {
      const begun = stem(fold(word.slice(0, n)))
      if (begun.length >= least && whole.startsWith(begun)) return word.slice(0, n)
    }
    return word
  }

  /** Whether `word` of a text is what somebody who wrote `term` asks for. */
  answers(word, term) {
    return this.match(word, term) > NONE
  }

  /** How `word` of a text answers `term`: not, by its beginning, or as a form of it. */
  match(word, term) {
    if (!this.asked.has(term)) this.asked.set(term, this.#meaning(term))
    const { same, begin, roots, number, name, place } = this.asked.get(term)
    const text = same(word)
    if (text === term) return EXACT
    // `min` is no form of `minst`, nor `man` of `män`.
    if (number || this.stop.has(word)) return NONE
    if (name) {
      if (text === name || text === `${name}s` || adjective(text) === name) return FORM
      // `Stockholmsregionen` and `svenskar`, but no `annars` for `Anna`.
      return place && text.startsWith(name) ? PART : NONE
    }
    // A word begins with its root: of thousands of words, few need theirs to be found.
    const form = (root) => text.startsWith(root) && (text === root || same(this.root(word)) === root)
    if (roots.some(form)) return FORM
    return text.startsWith(begin) ? PART : NONE
  }

  /** What answers `term`: words that begin so, and forms of words with these roots. */
  #meaning(term) {
    const same = fold(term) === term ? fold : (text) => text
    const root = this.root(term)
    const family = this.family(term).map((member) => this.root(member))
    // A number is not the beginning of another.
    const number = NUMBER.test(term)
    const name = this.#nameOf(term)
    const place = name.length >= LONG_PLACE && (this.marked.places.has(name) || this.plain.places.has(name))
    const begin = same(this.reach(term))
    return { same, begin, roots: [...[root, ...family].map(same), term], number, name, place, family }
  }

  /**
   * Whether `word` is a form of `term`, dots counting only when `term` has them.
   * One may be the other's root, and have a root of its own: `gräns`, `gränser`.
   */
  same(word, term) {
    const plain = fold(term) === term ? fold : (text) => text
    const roots = [plain(this.root(term)), term]
    return roots.includes(plain(word)) || roots.includes(plain(this.root(word)))
  }

  /** Whether `word` should be marked for `term`: it answers, or is a compound that holds it. */
  shows(word, term) {
    if (this.answers(word, term)) return true
    const { number, name, family } = this.asked.get(term)
    // `1500` is no part of `21500`, nor `Anna` of `kannan`.
    if (number || name) return false
    const same = fold(term) === term ? fold : (text) => text
    const root = same(this.root(term))
    if (root.length >= DERIVED_SHORTEST && same(word).includes(root)) return true
    // `kamratstöd` for `stötta`.
    const own = this.root(word)
    return family.some((member) => member.length >= DERIVED_SHORTEST && own.endsWith(member))
  }
}

/** A name without what says that something is somebody's. */
function unowned(name) {
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name
}

/** `skånsk` of `skånska` and `skånskt`; of other names themselves. */
function adjective(name) {
  return /sk[at]$/.test(name) ? name.slice(0, -1) : name
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
  // `förening` is not made of `före`.
  if (ending.startsWith("ning")) return !VOWEL.test(last)
  if (ending === "t") return !VOWEL.test(last) && last !== "t"
  if (ending === "n") return rest.length > SHORTEST && VOWEL.test(last)
  // `psykos` and `polis` are nobody's, but `mammas` and `arbetes` are somebody's.
  return ending !== "s" || !"iosu".includes(last)
}

const REGION = /^[^aeiouy]*[aeiouy]+[^aeiouy]/
const FIRST = (
  "heterna hetens andes anden arens arnas ernas ornas heter heten andet aste arna erna orna ades " +
  "aren ande arne erns ern are ens ast het ade ad en ar er or as es at et a e s"
).split(" ")
const KEEP_ET = /(fab|h|pak|rak|stak|kom|iet|cit|dit|alit|ilit|mit|nit|pit|rit|sit|tit|uit|ivit|kvit|xit)$/

/** The stem of a folded Swedish word as Pagefind makes it: Snowball 3's rules. */
export function stem(word) {
  const region = REGION.exec(word)
  if (!region || word.length < 3) return word
  const start = Math.max(region[0].length, 3)
  let cut = firstCut(word, start)
  if (/(dd|gd|nn|dt|gt|kt|tt)$/.test(cut) && cut.length - 2 >= start) cut = cut.slice(0, -1)
  const last = ["fullt", "lig", "els", "ig"].find(
    (ending) => cut.endsWith(ending) && cut.length - ending.length >= start,
  )
  if (last === "fullt") return cut.slice(0, -1)
  return last ? cut.slice(0, -last.length) : cut
}

function firstCut(word, start) {
  const ending = FIRST.find((one) => word.slice(start).endsWith(one)) ?? ""
  const rest = word.slice(0, word.length - ending.length)
  if (ending === "et") return takesEt(rest) ? rest : word
  if (ending !== "s") return rest
  const without = rest.slice(0, -2)
  if (rest.endsWith("et") && without.length >= start && takesEt(without)) return without
  return /[bcdfghjklmnoprtvy]$/.test(rest) ? rest : word
}

function takesEt(word) {
  return word.length > 2 && /[aeiouy][^aeiouy]$/.test(word) && !KEEP_ET.test(word)
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
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2
  const wanted = fold(word)
  let best = null
  let least = most + 1
  for (const known of vocabulary) {
    // People seldom miss the first letter: `andning` is not `räddning`.
    if (fold(known)[0] !== wanted[0]) continue
    const apart = distance(wanted, fold(known), least - 1)
    if (apart < least) {
      best = known
      least = apart
    }
    if (least === 0) break
  }
  return best
}
