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
  for (const end of [".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"']) {
    assert.ok(!goesOn(cue(0, `Ja${end}`), cue(1, "Nej.")), end)
  }
  for (const end of ["", ",", ". –", "…”", ".)", "–"]) {
    assert.ok(goesOn(cue(0, `Ja${end}`), cue(1, "Nej.")), end)
  }
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
