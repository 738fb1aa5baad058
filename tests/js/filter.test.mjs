import assert from "node:assert/strict"
import { test } from "node:test"

import { fits, query } from "../../scripts/poddarkiv/assets/js/filter.js"

const row = { topics: ["stod", "hopp"], guests: ["ada"], season: "2", year: "2026" }

test("an episode fits when every field that was chosen fits", () => {
  assert.equal(fits(row, { amne: "hopp", gast: "ada", ar: "2026" }), true)
  assert.equal(fits(row, { amne: "hopp", gast: "bo", ar: "" }), false)
  assert.equal(fits(row, { amne: "", gast: "", ar: "2025" }), false)
  assert.equal(fits(row, { sasong: "2" }), true)
  assert.equal(fits(row, { sasong: "1" }), false)
})

test("everything fits when nothing was chosen", () => {
  assert.equal(fits(row, {}), true)
})

test("the address holds what was chosen, and nothing else", () => {
  assert.equal(query({ amne: "stod", gast: "", ar: "2026" }), "?amne=stod&ar=2026")
  assert.equal(query({ amne: "", gast: "", ar: "" }), "")
  assert.equal(query({ amne: "a&b=c", annat: "x" }), "?amne=a%26b%3Dc")
})
