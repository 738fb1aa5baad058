import assert from "node:assert/strict"
import { test } from "node:test"

import {
  asVtt, clock, filled, found, nearest, replaced, split, withText, wordAt, wrapped,
} from "../../scripts/poddarkiv/assets/review/text.mjs"

const cue = (text, words, more = {}) =>
  ({ start: words[0][0], end: words.at(-1)[1], speaker: "", text, words, ...more })

test("rows that fit stay as a person broke them", () => {
  assert.equal(wrapped("Hej\noch välkommen"), "Hej\noch välkommen")
})

test("a long text becomes two rows of at most 42 characters, the upper the shorter", () => {
  const rows = wrapped("Det här är en mening som är längre än vad en rad rymmer.").split("\n")

  assert.equal(rows.length, 2)
  assert.ok(rows.every((row) => row.length <= 42))
  assert.ok(rows[0].length <= rows[1].length)
})

test("three rows become two, and a word longer than a row stands whole", () => {
  assert.equal(wrapped("a\nb\nc"), "a b c")
  assert.equal(wrapped("x".repeat(60)), "x".repeat(60))
})

test("words that stayed keep their times and new ones share the gap", () => {
  const before = cue("Hej jag heter Jidhag nu", [[0, 1], [1, 2], [2, 3], [3, 5], [5, 6]])

  const after = withText(before, "Hej jag heter Anna Jidhage nu")

  assert.deepEqual(after.words.slice(0, 3), [[0, 1], [1, 2], [2, 3]])
  assert.deepEqual(after.words.at(-1), [5, 6])
  assert.equal(after.words.length, 6)
  assert.equal(after.words[3][0], 3)
  assert.equal(after.words[4][1], 5)
})

test("a cue is split where a word begins, and each half keeps its speaker", () => {
  const parts = split(cue("Hej på dig", [[0, 1], [1.2, 2], [2, 3]], { speaker: "Bo" }), 1)

  assert.deepEqual(parts.map(({ start, end, text }) => [start, end, text]),
    [[0, 1.2, "Hej"], [1.2, 3, "på dig"]])
  assert.deepEqual(parts.map((part) => part.speaker), ["Bo", "Bo"])
})

test("there is nothing to split before the first word or after the last", () => {
  const whole = cue("Hej då", [[0, 1], [1, 2]])

  assert.equal(split(whole, 0), null)
  assert.equal(split(whole, 2), null)
})

test("the text cursor falls before a word", () => {
  assert.equal(wordAt("Hej på\ndig", 0), 0)
  assert.equal(wordAt("Hej på\ndig", 7), 2)
})

test("a name is found over a line break, in whole words, without regard to capitals", () => {
  assert.deepEqual(found("Sofia\nEkman och sofia ekmans", "sofia ekman"), [[0, 11]])
  assert.deepEqual(found("Sofia Ekmans", "Sofia Ekman", { wholeWords: false }), [[0, 11]])
  assert.deepEqual(found("Åsa åsa", "åsa", { matchCase: true }), [[4, 7]])
})

test("signs that mean something in a pattern are only themselves", () => {
  for (const query of ["(a.b)", "a-b", "a/b", "[x]", "1+1=2?", "a\\b"]) {
    assert.deepEqual(found(`… ${query} …`, query), [[2, 2 + query.length]], query)
  }
  assert.deepEqual(found("axb", "a.b"), [])
  assert.deepEqual(found("abc", "  "), [])
})

test("each chosen place is replaced", () => {
  assert.equal(replaced("Bo, Bo och Bo", [[0, 2], [11, 13]], "Bosse"), "Bosse, Bo och Bosse")
})

test("times and texts are written for people", () => {
  assert.equal(clock(3723.9), "1:02:03")
  assert.equal(clock(65), "1:05")
  assert.equal(filled("{n} av {m}", { n: 1, m: 2 }), "1 av 2")
})

test("what is taken home is WebVTT", () => {
  const text = asVtt([cue("a <b> & c", [[3599.5, 3723.25]], { speaker: "Bo" })])

  assert.equal(text, "WEBVTT\n\n00:59:59.500 --> 01:02:03.250\n<v Bo>a &lt;b&gt; &amp; c\n")
})

test("a misheard name suggests the known one, and an unlike word none", () => {
  const names = ["Sofia Ekman", "Region Västmanland"]

  assert.equal(nearest("Sofia Ekmann.", names), "Sofia Ekman")
  assert.equal(nearest("region västmanlands", names), "Region Västmanland")
  assert.equal(nearest("Sofia Ekman", names), "")
  assert.equal(nearest("potatis", names), "")
})
