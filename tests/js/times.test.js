import assert from "node:assert/strict"
import { test } from "node:test"

import {
  clock,
  filled,
  fragmentSeconds,
  indexAt,
  within,
} from "../../scripts/poddarkiv/assets/js/times.js"

test("a time in the address is read in every form that people share", () => {
  const forms = {
    "#t=754": 754,
    "#t=12:34": 754,
    "#t=1:02:03": 3723,
    "#t=12.5": 12.5,
    "#t=npt:754": 754,
    "#t=754,760": 754,
    "#t-754": 754,
    "#t=0": 0,
  }
  for (const [hash, seconds] of Object.entries(forms)) assert.equal(fragmentSeconds(hash), seconds)
})

test("what is no time in the address is none", () => {
  for (const hash of ["", "#", "#t=", "#t=abc", "#t=-5", "#text", "#t=1e9x", "#t=1:2:3:4", "#at=5"]) {
    assert.equal(fragmentSeconds(hash), null, hash)
  }
})

test("a clock is written as people read it", () => {
  assert.deepEqual([0, 5.9, 65, 754, 3600, 3723.9, -3, NaN].map(clock), [
    "0:00",
    "0:05",
    "1:05",
    "12:34",
    "1:00:00",
    "1:02:03",
    "0:00",
    "0:00",
  ])
})

test("the sentence at a time is the last that has begun", () => {
  const starts = [0.5, 3, 3, 10]
  assert.deepEqual([0, 0.5, 2.9, 3, 9.99, 10, 99].map((t) => indexAt(starts, t)), [-1, 0, 0, 2, 2, 3, 3])
  assert.equal(indexAt([], 5), -1)
})

test("the sentence is found as a plain search would find it, in any list", () => {
  for (let n = 0; n < 50; n += 1) {
    const starts = Array.from({ length: n }, (_, i) => i * 1.7)
    for (let t = -1; t < 90; t += 0.9) {
      assert.equal(indexAt(starts, t), starts.findLastIndex((start) => start <= t + 0.001))
    }
  }
})

test("a place is kept within the recording, whose length may not be known", () => {
  assert.equal(within(-4, 100), 0)
  assert.equal(within(50, 100), 50)
  assert.equal(within(500, 100), 99.9)
  assert.equal(within(500, NaN), 500)
  assert.equal(within(5, 0), 0)
})

test("a text is filled with what is known, and only with that", () => {
  assert.equal(filled("{a} och {b} och {c}", { a: "{b}", b: 2 }), "{b} och 2 och {c}")
})
