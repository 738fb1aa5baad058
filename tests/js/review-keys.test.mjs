import assert from "node:assert/strict"
import { test } from "node:test"

import { byCue, doubtfulWords, grouped } from "../../scripts/poddarkiv/assets/review/doubts.mjs"
import { commandOf, SHORTCUTS } from "../../scripts/poddarkiv/assets/review/keys.mjs"

const press = (key, more = {}) => ({
  key, code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more,
})

test("each key means one command", () => {
  assert.deepEqual(commandOf(press(" ")), { command: "toggle", digit: undefined })
  assert.equal(commandOf(press("N", { shiftKey: false })).command, "nextDoubt")
  assert.equal(commandOf(press("ArrowRight")).command, "nextWord")
  assert.equal(commandOf(press("ArrowRight", { shiftKey: true })).command, "forward")
  assert.equal(commandOf(press("?", { shiftKey: true })).command, "help")
  assert.equal(commandOf(press("s", { ctrlKey: true })).command, "save")
  assert.equal(commandOf(press("s", { metaKey: true })).command, "save")
})

test("a digit names a speaker, by its key so that Shift does not matter to the layout", () => {
  assert.deepEqual(commandOf(press("2", { code: "Digit2" })), { command: "speakerFrom", digit: 2 })
  assert.deepEqual(commandOf(press('"', { code: "Digit2", shiftKey: true })),
    { command: "speakerHere", digit: 2 })
})

test("keys that belong to the browser are left to it", () => {
  for (const event of [press("f", { ctrlKey: true }), press("q"), press("n", { altKey: true }), press("0", { code: "Digit0" })]) {
    assert.equal(commandOf(event), null, event.key)
  }
})

test("single keys can be turned off, Ctrl+S stays", () => {
  assert.equal(commandOf(press("n"), { single: false }), null)
  assert.equal(commandOf(press("s", { ctrlKey: true }), { single: false }).command, "save")
})

test("no two shortcuts are the same key press", () => {
  const seen = SHORTCUTS.map(({ key, digit, shift, control }) => JSON.stringify([key, digit, shift, control]))

  assert.equal(new Set(seen).size, SHORTCUTS.length)
})

const doubt = (start, text, reason = "namn", cue = 0) => ({ start, end: start + 1, cue, reason, text })

test("places with one spelling and one reason are one group, where its worst stood", () => {
  const groups = grouped([doubt(5, "Jidhag"), doubt(1, "x", "tyst"), doubt(2, "jidhag.")])

  assert.deepEqual(groups.map(({ text, doubts }) => [text, doubts.map((each) => each.start)]),
    [["Jidhag", [5, 2]], ["x", [1]]])
})

test("the words that a doubt names are marked, and none that people wrote in their time", () => {
  const cue = { start: 0, end: 4, text: "Bo Ek, Bo\nEk.", words: [[0, 1], [1, 2], [2, 3], [3, 4]] }

  assert.deepEqual(doubtfulWords(cue, [doubt(2.2, "Bo Ek")]), [2, 3])
  assert.deepEqual(doubtfulWords(cue, [doubt(1, "ek"), doubt(0, "bo")]), [0, 1])
  assert.deepEqual(doubtfulWords(cue, [doubt(1, "x"), doubt(9, "Bo"), doubt(1, "")]), [])
  assert.deepEqual(byCue([doubt(1, "x", "a", 4), doubt(2, "y", "b", 4)]).get(4).length, 2)
})
