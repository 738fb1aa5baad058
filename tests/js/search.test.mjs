// The search's pure parts.

import assert from "node:assert/strict"
import { test } from "node:test"

import { MARK, clock, excerpt, forPagefind, linkTo, readPage, readQuery } from "../../scripts/poddarkiv/assets/js/search-core.js"
import { Finder } from "../../scripts/poddarkiv/assets/js/search-find.js"
import { Words, nearest } from "../../scripts/poddarkiv/assets/js/search-words.js"

const words = new Words({ stop: ["en på"], endings: ["en et ar"], derived: ["ning"] })

test("words that say nothing are left out, but not in a phrase", () => {
  const query = readQuery('en plan "en plan på vatten"', words)

  assert.deepEqual(query.terms, ["plan"])
  assert.deepEqual(query.phrases, [["en", "plan", "på", "vatten"]])
})

test("a query of nothing but small words keeps them", () => {
  assert.deepEqual(readQuery("en på", words).terms, ["en", "på"])
})

test("a phrase is asked for whole only where Pagefind can find it", () => {
  const known = new Words({ stop: ["en på"], silent: ["en"], endings: [], derived: [] })
  const asked = (text) => forPagefind(readQuery(text, known), known)

  assert.equal(asked('"plan på vatten"'), '"plan på vatten"')
  assert.equal(asked('"en plan på vatten"'), "plan på vatten")
  assert.equal(asked('"plan på vatten" sjö'), "plan på vatten sjö")
  assert.equal(asked('"plan på" "vatten"'), "plan på vatten")
  assert.equal(asked('"en en"'), "")
})

test("a common word has all its places under another name, for a phrase", () => {
  const known = new Words({ endings: ["en"], derived: [] })
  const asked = (text) => forPagefind(readQuery(text, known), known, ["plan"])

  assert.equal(asked('"planen på vatten"'), '"0plan0 på vatten"')
  assert.equal(asked("planen på vatten"), "plan på vatt")
})

test("a hit lies in the paragraph before its place, and added words are not shown", () => {
  const page = {
    content: `Titel. Ett stöd till. Något annat. ${MARK}hopp Hopp finns.`,
    anchors: [
      { id: "t-0", location: 1 },
      { id: "t-40", location: 7 },
    ],
    locations: [2, 6, 7],
  }

  const { moments, met } = readPage(page, readQuery("hopp", words), words)

  assert.equal(met, 1)
  assert.deepEqual(
    moments.map(({ id, seconds, text }) => [id, seconds, text]).sort(),
    [
      ["t-0", 0, "Ett stöd till. Något annat."],
      ["t-40", 40, "Hopp finns."],
    ],
  )
})

test("a hit leads to the sentence that holds the word, and shows the paragraph", () => {
  const page = {
    content: `Titel. Ett stöd till. Hopp och stöd här. Inget mer. ${MARK}återhämtning Slut.`,
    anchors: [
      { id: "t-0", location: 1, element: "a" },
      { id: "t-4", location: 4, element: "span" },
      { id: "t-9", location: 8, element: "span" },
      { id: "t-4", location: 10, element: "span" },
      { id: "t-40", location: 11, element: "a" },
    ],
  }
  const at = (text) => readPage(page, readQuery(text, words), words).moments.map(({ id, seconds }) => [id, seconds])

  assert.deepEqual(at("stöd"), [["t-0", 0]])
  assert.deepEqual(at("stöd hopp"), [["t-4", 4]])
  assert.deepEqual(at("mer"), [["t-9", 9]])
  assert.deepEqual(at("återhämtning"), [["t-4", 4]])
  assert.deepEqual(at('"här inget"'), [["t-4", 4]])
  assert.equal(
    readPage(page, readQuery("mer", words), words).moments[0].text,
    "Ett stöd till. Hopp och stöd här. Inget mer.",
  )
})

test("a link carries the words and the second", () => {
  assert.equal(linkTo("/avsnitt/x/", "två ord", { id: "t-75", seconds: 75 }), "/avsnitt/x/?q=tv%C3%A5%20ord#t=75")
  assert.equal(linkTo("/artiklar/y/", "ord", { id: "om", seconds: null }), "/artiklar/y/?q=ord#om")
  assert.equal(linkTo("/artiklar/y/", "ord", null), "/artiklar/y/?q=ord")
})

test("marks stand around words, not around their full stops", () => {
  const parts = excerpt("Det gav “stöd”, sa hon.", readQuery("stöd", words), words)

  assert.deepEqual(parts.filter(([, hit]) => hit), [["stöd", true]])
  assert.equal(parts.map(([part]) => part).join("").trim(), "Det gav “stöd”, sa hon.")
})

test("an excerpt stands around what answers though it is another word", () => {
  const text = `${"ord ".repeat(40)}Anhöriga, och deras vänner.`
  const parts = excerpt(text, readQuery("mamma", words), words, ["anhöriga"])

  assert.deepEqual(parts.filter(([, hit]) => hit), [["Anhöriga", true]])
})

test("of the groups of a number, none is a number of its own", () => {
  const page = { content: `Avsnitt 7 800 lyssnade. ${MARK}7800`, anchors: [{ id: "t-0", location: 0 }] }
  const met = (text) => readPage(page, readQuery(text, words), words).met

  assert.deepEqual(["7", "800", "avsnitt 7", "7 800", "7800"].map(met), [0, 0, 1, 1, 1])
})

test("what a compound ends with is better than what a word begins with", () => {
  const matches = (content) => [...readPage({ content, anchors: [] }, readQuery("stöd", words), words).terms.values()]
  const contents = ["stöd", "stödet", `kamratstöd ${MARK}|stöd`, "stödperson", `x ${MARK}~stöd`, `peer ${MARK}stöd`]

  assert.deepEqual(contents.map(matches).flat(), [5, 4, 3, 2, 2, 1])
})

test("times are read as on a clock", () => {
  assert.deepEqual([5, 754, 3723].map(clock), ["0:05", "12:34", "1:02:03"])
})

test("a misspelling is near one word, nonsense near none", () => {
  assert.equal(nearest("kamratstdö", ["kamrater", "kamratstöd"]), "kamratstöd")
  assert.equal(nearest("zzzqqq", ["kamrater", "kamratstöd"]), null)
})

/** What makes a page as long as an episode's. */
const LONG = " ~".repeat(15_000)

test("a phrase with a word that is not indexed is counted as its pages are read", async () => {
  const pages = Array.from({ length: 12 }, (_none, i) => ({
    content: (i % 4 ? "stöd är inte hjälp" : "stöd och hjälp") + LONG,
    anchors: [],
  }))
  const engine = { search: async () => ({ results: pages.map((page) => ({ data: async () => page })) }) }
  const known = new Words({ stop: ["och"], silent: ["och"], endings: [], derived: [] })
  const finder = new Finder(engine, known, async () => [])

  const found = await finder.find('"stöd och hjälp"')

  assert.deepEqual([found.hits.length, found.total(), found.left()], [2, null, true])
  assert.equal((await found.more()).length, 1)
  assert.equal((await found.more()).length, 0)
  assert.deepEqual([found.total(), found.left()], [3, false])
})

test("a page that does not answer is neither shown nor counted, at first or later", async () => {
  const pages = ["hopp", "opp", "opp", "opp", "opp", "opp", "hopp"]
  const results = pages.map((text) => ({ data: async () => ({ content: text + LONG, anchors: [] }) }))
  const finder = new Finder({ search: async () => ({ results }) }, words, async () => [])

  const found = await finder.find("hopp")
  assert.deepEqual([found.hits.length, found.total()], [1, 3])
  assert.equal((await found.more()).length, 1)
  assert.deepEqual([found.total(), found.left()], [2, false])
})

test("a word that was only added is no part of a phrase", async () => {
  const contents = ["ett stöd", `kamrat ${MARK}stöd`, `vän ${MARK}stöd`, "ett stöd"]
  const results = contents.map((content) => ({ data: async () => ({ content, anchors: [] }) }))
  const finder = new Finder({ search: async () => ({ results }) }, words, async () => [])

  const found = await finder.find('"stöd"')

  assert.deepEqual([found.hits.length, found.total()], [2, 2])
})

test("what could not be fetched can be asked for again", async () => {
  let broken = true
  const results = Array.from({ length: 7 }, (_none, i) => ({
    data: async () => {
      if (i > 4 && broken) throw new Error("offline")
      return { content: "hopp", anchors: [] }
    },
  }))
  const finder = new Finder({ search: async () => ({ results }) }, words, async () => [])

  const found = await finder.find("hopp")
  await assert.rejects(found.more(), /offline/)
  broken = false

  assert.deepEqual([(await found.more()).length, found.total(), found.left()], [2, 7, false])
})

test("short pages are all read before they are sorted, five are shown at a time", async () => {
  const titles = ["Om hopp här", "b", "c", "d", "e", "f", "Hopp"]
  const results = titles.map((title) => ({
    data: async () => ({ content: "hopp", anchors: [], meta: { title }, raw_url: `/${title}/` }),
  }))
  const finder = new Finder({ search: async () => ({ results }) }, words, async () => [])

  const found = await finder.find("hopp")
  const shown = [...found.hits, ...(await found.more())].map(({ page }) => page.meta.title)

  assert.equal(found.hits.length, 5)
  assert.deepEqual(shown, ["Hopp", "Om hopp här", "b", "c", "d", "e", "f"])
  assert.equal(found.left(), false)
})

test("no more is read than a first search may fetch, though the first pages are short", async () => {
  const readOf = async (lengths) => {
    let read = 0
    const results = lengths.map((length, i) => ({
      data: async () => {
        read += 1
        return { content: `hopp ${"x ".repeat(length / 2)}`, anchors: [], meta: { title: "" }, raw_url: `/${i}/` }
      },
    }))
    await new Finder({ search: async () => ({ results }) }, words, async () => []).find("hopp")
    return read
  }
  const row = (count, length) => Array(count).fill(length)

  // Long pages may come after short ones.
  assert.equal(await readOf([...row(5, 10_000), ...row(20, 30_000)]), 7)
  assert.equal(await readOf(row(20, 30_000)), 5)
  // Of hundreds, five more would be as few.
  assert.equal(await readOf(row(300, 1_000)), 5)
  assert.equal(await readOf(row(30, 1_000)), 30)
})

test("an ending after a colon is no word of its own", () => {
  const query = readQuery('NSPH:s "EU:s regler" kl 10:30', words)

  assert.deepEqual(query.terms, ["nsph", "kl", "10", "30"])
  assert.deepEqual(query.phrases, [["eu", "regler"]])
})

test("a phrase of nothing but words that are not indexed is not said to be nowhere", async () => {
  const known = new Words({ stop: ["det är"], silent: ["det är"], endings: [], derived: [] })
  const finder = new Finder({}, known, async () => [])

  assert.equal((await finder.find('"det är"')).note, "silent")
})

test("of the pages that are read, the one whose title was typed comes first", async () => {
  const titles = ["Stöd i Sverige", "Uppläst: Vad är stöd?", "Stöd", "Vad är stöd?"]
  const results = titles.map((title) => ({
    data: async () => ({ content: title, anchors: [], meta: { title } }),
  }))
  const finder = new Finder({ search: async () => ({ results }) }, words, async () => [])

  const { hits } = await finder.find("vad ar stöd")

  assert.deepEqual(
    hits.map(({ page }) => page.meta.title),
    ["Vad är stöd?", "Uppläst: Vad är stöd?"],
  )
})
