import assert from "node:assert/strict"
import { test } from "node:test"

import { goesOn, joints, sentences } from "../../scripts/poddarkiv/assets/review/sentences.mjs"

const cue = (start, text, more = {}) => ({ start, end: start + 1, speaker: "", text, words: [], ...more })
const texts = (cues) => sentences(cues.map((each) => ({ cue: each })))
  .map((group) => group.map((row) => row.cue?.text ?? null))

test("a sentence over three cues is one group, and the next sentence another", () => {
  assert.deepEqual(
    texts([cue(0, "Det var –"), cue(1, "– en gång\nen man –"), cue(2, "– i Norge."), cue(3, "Slut.")]),
    [["Det var –", "– en gång\nen man –", "– i Norge."], ["Slut."]])
})

test("another speaker or a long pause ends the group, whatever stands at the end of the cue", () => {
  const before = cue(0, "Det var –")

  assert.ok(goesOn(before, cue(2.4, "så")))
  assert.ok(!goesOn(before, cue(2.5, "så")))
  assert.ok(!goesOn(before, cue(1, "så", { speaker: "Bo" })))
})

test("every sign that ends a sentence on the site ends it here", () => {
  for (const end of [".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"', "…”", ".)", "。", "؟", "।"]) {
    assert.ok(!goesOn(cue(0, `Ja${end}`), cue(1, "Nej.")), end)
  }
  for (const end of ["", ",", ". –", ")", "–"]) {
    assert.ok(goesOn(cue(0, `Ja${end}`), cue(1, "Nej.")), end)
  }
})

test("a cue that ends a sentence and begins another joins no two sentences", () => {
  const [a, b] = ["Det var en gång –", "– i Norge."]

  assert.deepEqual(texts([cue(0, a), cue(1, "– i Norge. Sedan –"), cue(2, "– kom hon hem.")]),
    [[a, "– i Norge. Sedan –"], ["– kom hon hem."]])
  assert.deepEqual(texts([cue(0, a), cue(1, "– då. Sedan kom hon –"), cue(2, b)]),
    [[a], ["– då. Sedan kom hon –", b]])
  assert.deepEqual(texts([cue(0, a), cue(1, "– då. Sedan kom hon hem. Och –"), cue(2, b)]),
    [[a], ["– då. Sedan kom hon hem. Och –"], [b]])
  assert.deepEqual(texts([cue(0, a), cue(1, "– kl. 10 på en fjord –"), cue(2, b)]),
    [[a, "– kl. 10 på en fjord –", b]])
  assert.deepEqual(texts([cue(0, a), cue(1, "– hos t.ex. Bo –"), cue(2, b)]),
    [[a, "– hos t.ex. Bo –", b]])
})

test("speech without a full stop is parted at its best pause, within 25 seconds", () => {
  const rows = Array.from({ length: 30 }, (_none, at) => cue(at + (at > 16 ? 0.5 : 0), `ord${at}`))

  assert.deepEqual(texts(rows).map((group) => group.length), [17, 13])
})

test("however many cues join sentences, no block is longer than its sentence", () => {
  const many = Array.from({ length: 40 }, (_none, at) => cue(at, "– slut på det. Sedan –"))

  assert.ok(Math.max(...sentences(many.map((each) => ({ cue: each }))).map((group) => group.length)) <= 2)
})

test("a removed cue stays in its sentence, and alone between two whole ones", () => {
  assert.deepEqual(texts([cue(0, "Det –"), null, cue(1.5, "– var.")]), [["Det –", null, "– var."]])
  assert.deepEqual(texts([null, cue(0, "Ja."), null, cue(2, "Nej.")]), [[null], ["Ja."], [null], ["Nej."]])
})

test("only the dashes that tie cues of one sentence are joints", () => {
  const middle = cue(0, "– och –\ndå –")

  assert.deepEqual(joints(middle, { before: true, after: true }), [0, 4])
  assert.deepEqual(joints(middle, { before: false, after: true }), [4])
  assert.deepEqual(joints(middle, { before: false, after: false }), [])
  assert.deepEqual(joints(cue(0, "–"), { before: true, after: true }), [])
})
