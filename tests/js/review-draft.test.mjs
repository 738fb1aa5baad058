import assert from "node:assert/strict"
import { test } from "node:test"

import { Draft, sameSpeakerFrom } from "../../scripts/poddarkiv/assets/review/draft.mjs"
import { reconciled, resolved } from "../../scripts/poddarkiv/assets/review/merge.mjs"

const cue = (start, text, speaker = "") => ({ start, end: start + 1, text, speaker, words: [] })
const base = () => [cue(0, "noll"), cue(1, "ett"), cue(2, "två"), cue(3, "tre")]
const texts = (draft) => draft.rows().map((row) => row.cue.text)

test("a correction is sent alone, and is gone when it is taken back", () => {
  const draft = new Draft(base())

  draft.changeRow({ base: 1, part: 0 }, [cue(1, "EN")])
  assert.deepEqual(draft.payload(), { 1: [{ start: 1, end: 2, speaker: "", text: "EN" }] })
  draft.changeRow({ base: 1, part: 0 }, [cue(1, "ett")])

  assert.equal(draft.dirty, false)
})

test("steps are undone one by one, many rows at once being one step", () => {
  const draft = new Draft(base())
  draft.changeRow({ base: 0, part: 0 }, [])
  draft.changeRows(draft.rows(), ({ cue: each }) => ({ ...each, speaker: "Bo" }))

  assert.deepEqual(draft.undo().sort(), [0, 1, 2, 3])
  assert.deepEqual(texts(draft), ["ett", "två", "tre"])
  draft.undo()

  assert.equal(draft.dirty, false)
  assert.deepEqual(draft.undo(), [])
})

test("the next row is found over removed and split ones", () => {
  const draft = new Draft(base())
  draft.changeRow({ base: 1, part: 0 }, [])
  draft.changeRow({ base: 2, part: 0 }, [cue(2, "a"), cue(2.5, "b")])

  assert.deepEqual(draft.beside({ base: 0, part: 0 }, 1), { base: 2, part: 0 })
  assert.deepEqual(draft.beside({ base: 2, part: 0 }, 1), { base: 2, part: 1 })
  assert.deepEqual(draft.beside({ base: 3, part: 0 }, -1), { base: 2, part: 1 })
  assert.equal(draft.beside({ base: 0, part: 0 }, -1), null)
  assert.equal(draft.beside({ base: 3, part: 0 }, 1), null)
})

test("a speaker goes on until somebody else speaks", () => {
  const cues = [cue(0, "a"), cue(1, "b"), cue(2, "c", "Bo"), cue(3, "d")]
  const rows = new Draft(cues).rows()

  assert.deepEqual(sameSpeakerFrom(rows, { base: 0, part: 0 }).map((row) => row.base), [0, 1])
  assert.deepEqual(sameSpeakerFrom(rows, { base: 3, part: 0 }).map((row) => row.base), [3])
})

test("corrections of cues that nobody else touched are carried into the file's new version", () => {
  const theirs = [cue(-1, "nytt"), ...base().with(3, cue(3, "TRE"))]

  const { edits, conflicts } = reconciled(base(), new Map([[1, [cue(1, "EN")]], [2, []]]), theirs)

  assert.deepEqual([...edits], [[2, [cue(1, "EN")]], [3, []]])
  assert.deepEqual(conflicts, [])
})

test("what both changed is asked about with both texts", () => {
  const theirs = base().with(1, cue(1, "en"))

  const { edits, conflicts } = reconciled(base(), new Map([[1, [cue(1, "EN")]]]), theirs)

  assert.equal(edits.size, 0)
  assert.deepEqual(conflicts, [{ mine: [cue(1, "EN")], theirs: [cue(1, "en")], places: [1], before: 0 }])
})

test("the same correction twice is no conflict", () => {
  const theirs = base().with(1, cue(1, "EN"))

  const { edits, conflicts } = reconciled(base(), new Map([[1, [cue(1, "EN")]]]), theirs)

  assert.deepEqual([edits.size, conflicts.length], [0, 0])
})

const kept = (theirs, edits) => {
  const { edits: carried, conflicts } = reconciled(base(), edits, theirs)
  const draft = new Draft(theirs, carried)
  for (const conflict of conflicts) draft.change(resolved(draft, conflict, true))
  return texts(draft)
}

test("mine is kept where the other joined two cues", () => {
  const joined = { ...cue(1, "ett två"), end: 3 }

  assert.deepEqual(kept([base()[0], joined, base()[3]], new Map([[1, [cue(1, "EN")]], [2, [cue(2, "TVÅ")]]])),
    ["noll", "EN", "TVÅ", "tre"])
})

test("mine is kept where the other removed the cue, also the first", () => {
  assert.deepEqual(kept([base()[0], ...base().slice(2)], new Map([[1, [cue(1, "EN")]]])),
    ["noll", "EN", "två", "tre"])
  assert.deepEqual(kept(base().slice(1), new Map([[0, [cue(0, "NOLL")]]])),
    ["NOLL", "ett", "två", "tre"])
})

test("mine is kept where the other moved or split the cue", () => {
  const moved = { ...cue(1.2, "ett"), end: 2 }
  const halves = [{ ...cue(1, "e"), end: 1.5 }, { ...cue(1.5, "tt"), end: 2 }]

  assert.deepEqual(kept(base().with(1, moved), new Map([[1, [cue(1, "EN")]]])),
    ["noll", "EN", "två", "tre"])
  assert.deepEqual(kept(base().toSpliced(1, 1, ...halves), new Map([[1, [cue(1, "EN")]]])),
    ["noll", "EN", "två", "tre"])
})

test("text and speaker of one cue by two people are both kept", () => {
  const mine = new Map([[1, [cue(1, "EN")]], [2, [cue(2, "två", "Bo")]]])
  const theirs = base().with(1, cue(1, "ett", "Ada")).with(2, { ...cue(2, "TVÅ"), end: 2.8 })

  const { edits, conflicts } = reconciled(base(), mine, theirs)

  assert.deepEqual(conflicts, [])
  assert.deepEqual([...edits], [[1, [cue(1, "EN", "Ada")]], [2, [{ ...cue(2, "TVÅ", "Bo"), end: 2.8 }]]])
})

test("what both did alike is no conflict, and the rest of the cue is carried", () => {
  const mine = new Map([[1, [cue(1, "EN", "Bo")]]])

  const { edits, conflicts } = reconciled(base(), mine, base().with(1, cue(1, "ett", "Bo")))

  assert.deepEqual(conflicts, [])
  assert.deepEqual([...edits], [[1, [cue(1, "EN", "Bo")]]])
})

test("two names for one cue are asked about, whatever else was changed", () => {
  const mine = new Map([[1, [cue(1, "EN", "Bo")]]])

  const { edits, conflicts } = reconciled(base(), mine, base().with(1, cue(1, "ett", "Ada")))

  assert.equal(edits.size, 0)
  assert.equal(conflicts.length, 1)
})

test("a cue that I split gets the name that another gave it", () => {
  const halves = [{ ...cue(1, "e"), end: 1.5 }, { ...cue(1.5, "tt"), end: 2 }]

  const { edits, conflicts } = reconciled(base(), new Map([[1, halves]]), base().with(1, cue(1, "ett", "Ada")))

  assert.deepEqual(conflicts, [])
  assert.deepEqual(edits.get(1).map(({ text, speaker }) => [text, speaker]), [["e", "Ada"], ["tt", "Ada"]])
})

test("a cue that I removed and another named is asked about", () => {
  const { conflicts } = reconciled(base(), new Map([[1, []]]), base().with(1, cue(1, "ett", "Ada")))

  assert.equal(conflicts.length, 1)
})

test("of voices that begin at one time each is its own", () => {
  const together = () => [cue(0, "ja", "Ada"), cue(0, "nej", "Bo")]
  const mine = new Map([[0, [cue(0, "JA", "Ada")]]])

  const { edits, conflicts } = reconciled(together(), mine, together().with(1, cue(0, "NEJ", "Bo")))

  assert.deepEqual(conflicts, [])
  assert.deepEqual([...edits], [[0, [cue(0, "JA", "Ada")]]])
})

const spoken = (start, end, text, speaker = "", within) =>
  ({ start, end, text, speaker, words: [], ...(within && { within }) })
const atOnce = () => [spoken(0, 10, "länge", "Ada"), spoken(2, 4, "mm", "Cia"), spoken(10, 12, "slut", "Bo")]
const both = (began, mine, theirs, keepMine = true) => {
  const { edits, conflicts } = reconciled(began, mine, theirs)
  const draft = new Draft(theirs, edits)
  for (const conflict of conflicts) draft.change(resolved(draft, conflict, keepMine))
  return { asked: conflicts.length, said: draft.rows().map(({ cue: { speaker, text } }) => `${speaker}: ${text}`) }
}

for (const keepMine of [true, false]) {
  test(`what is decided of one speaker leaves who speaks meanwhile (${keepMine})`, () => {
    const mine = new Map([[0, [spoken(0, 10, "LÄNGE", "Ada")]]])
    const theirs = atOnce().with(0, spoken(0, 10, "Länge!", "Ada")).with(1, spoken(2, 4, "Mm.", "Cia"))

    assert.deepEqual(both(atOnce(), mine, theirs, keepMine),
      { asked: 1, said: [keepMine ? "Ada: LÄNGE" : "Ada: Länge!", "Cia: Mm.", "Bo: slut"] })
  })

  test(`a name is kept whichever words are chosen (${keepMine})`, () => {
    const began = base()
    const named = (text) => began.with(1, cue(1, text, "Ada"))

    assert.deepEqual(both(began, new Map([[1, [cue(1, "EN")]]]), named("en"), keepMine).said[1],
      keepMine ? "Ada: EN" : "Ada: en")
    assert.deepEqual(both(began, new Map([[1, [cue(1, "EN", "Bo")]]]), began.with(1, cue(1, "en")), keepMine).said[1],
      keepMine ? "Bo: EN" : "Bo: en")
  })
}

test("a cue that somebody puts beside another is nobody else's", () => {
  const mine = new Map([[0, [spoken(0, 10, "länge", "Eva")]]])

  for (const theirs of [
    [spoken(0, 3, "ny", "Dan"), ...atOnce()],
    [...atOnce().slice(0, 1), spoken(0, 3, "ny", "Dan"), ...atOnce().slice(1)],
    atOnce().toSpliced(1, 0, spoken(1, 3, "ny", "Dan")),
  ]) {
    const { asked, said } = both(atOnce(), mine, theirs)
    assert.deepEqual([asked, said.toSorted()], [0, ["Bo: slut", "Cia: mm", "Dan: ny", "Eva: länge"]])
  }
})

test("voices of one cue are kept apart when a corrected word moves their times", () => {
  const within = [0, 10]
  const began = [spoken(0, 5, "hej", "Ada", within), spoken(5, 10, "ja", "Bo", within)]
  const theirs = [spoken(0, 8, "hej på dig", "Ada", within), spoken(8, 10, "ja", "Bo", within)]

  assert.deepEqual(both(began, new Map([[1, [spoken(5, 10, "jo", "Bo", within)]]]), theirs),
    { asked: 0, said: ["Ada: hej på dig", "Bo: jo"] })
  assert.deepEqual(both(began, new Map([[0, [spoken(0, 5, "hej", "Eva", within)]]]), theirs),
    { asked: 0, said: ["Eva: hej på dig", "Bo: ja"] })
})

test("a cue that they split gets the name that I gave it, in all its parts", () => {
  const halves = [{ ...cue(1, "e"), end: 1.5 }, { ...cue(1.5, "tt"), end: 2 }]

  assert.deepEqual(both(base(), new Map([[1, [cue(1, "ett", "Ada")]]]), base().toSpliced(1, 1, ...halves)),
    { asked: 0, said: [": noll", "Ada: e", "Ada: tt", ": två", ": tre"] })
})

test("a name that I gave one of two cues that they joined is asked about", () => {
  const joined = { ...cue(1, "ett två"), end: 3 }
  const theirs = [base()[0], joined, base()[3]]

  assert.equal(both(base(), new Map([[1, [cue(1, "ett", "Ada")]]]), theirs).asked, 1)
  assert.equal(both(base(), new Map([[2, [cue(2, "två", "Ada")]]]), theirs).asked, 1)
})

test("a cue that they moved keeps what I corrected in it", () => {
  const theirs = base().with(1, { ...cue(1.2, "ett"), end: 2 })

  assert.deepEqual(both(base(), new Map([[1, [cue(1, "EN")]]]), theirs).asked, 0)
  assert.deepEqual(kept(theirs, new Map([[1, [cue(1, "EN")]]])), ["noll", "EN", "två", "tre"])
})

test("a correction of what they removed stands where it stood, beside who speaks meanwhile", () => {
  const mine = new Map([[1, [spoken(2, 4, "MM", "Cia")]]])

  assert.deepEqual(both(atOnce(), mine, atOnce().toSpliced(1, 1)),
    { asked: 1, said: ["Ada: länge", "Cia: MM", "Bo: slut"] })
  assert.deepEqual(both(atOnce(), mine, atOnce().toSpliced(1, 1), false),
    { asked: 1, said: ["Ada: länge", "Bo: slut"] })
})
