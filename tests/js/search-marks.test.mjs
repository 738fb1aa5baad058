// Which words of a page are marked for whoever came there from a search.

import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { test } from "node:test"

import { excerpt, readQuery } from "../../scripts/poddarkiv/assets/js/search-core.js"
import { meantIn, placesIn } from "../../scripts/poddarkiv/assets/js/search-marks.js"
import { Words } from "../../scripts/poddarkiv/assets/js/search-words.js"

const facts = new URL("../../scripts/poddarkiv/assets/search/sv.json", import.meta.url)
const words = new Words(JSON.parse(await readFile(facts)))

const marked = (text, asked) =>
  placesIn(text, readQuery(asked, words), words).map(([start, end]) => text.slice(start, end))

test("a word is marked in every form that the search finds", () => {
  assert.deepEqual(marked("Stigma är ett ord. Stigmat syns.", "stigmat"), ["Stigma", "Stigmat"])
  assert.deepEqual(marked("Böckerna låg i en bok.", "böcker"), ["Böckerna", "bok"])
  assert.deepEqual(marked("Hon diskuterade. En diskussion!", "diskutera"), ["diskuterade", "diskussion"])
})

test("a word is marked without dots and as a part of another", () => {
  assert.deepEqual(marked("Kamratstöd hjälper.", "kamratstod"), ["Kamratstöd"])
  assert.deepEqual(marked("Kamratstöd och stöd", "stöd"), ["Kamratstöd", "stöd"])
})

test("signs around and between words are not marked with them", () => {
  assert.deepEqual(marked("(“stöd”), stöd/hjälp.", "stöd"), ["stöd", "stöd"])
  assert.deepEqual(marked("a (b) [c] stöd.", '"stöd" (.*) ['), ["stöd"])
  assert.deepEqual(marked("text", ""), [])
})

test("words with hyphens are marked whole, or the part that was asked for", () => {
  assert.deepEqual(marked("En e-tjänst.", "etjänst"), ["e-tjänst"])
  assert.deepEqual(marked("En e\u2011tjänst.", "e-tjänst"), ["e\u2011tjänst"])
  assert.deepEqual(marked("Om peer-support.", "peer support"), ["peer-support"])
  assert.deepEqual(marked("Om peer-support.", "peer"), ["peer"])
})

test("signs that are not seen do not part a word", () => {
  assert.deepEqual(marked("åter\u00adhämtning, a\u030aterha\u0308mtning", "återhämtning"), [
    "åter\u00adhämtning",
    "a\u030aterha\u0308mtning",
  ])
})

test("a number is found in groups, and is no part of another", () => {
  assert.deepEqual(marked("1 500 kronor, 1500 eller 21500", "1500"), ["1 500", "1500"])
  assert.deepEqual(marked("1\u00a0500 kronor", "1 500"), ["1\u00a0500"])
})

test("a name is no part of another word", () => {
  assert.deepEqual(marked("Annas kannan och annars", "Anna"), ["Annas"])
})

test("a phrase is marked where its words stand in a row", () => {
  assert.deepEqual(marked("Stöd och hopp, hopp och stöd.", '"stöd och"'), ["Stöd och"])
  assert.deepEqual(marked("Hopp. Stöd och hopp", '"stöd och" hopp'), ["Hopp", "Stöd och hopp"])
})

test("words in a row are one place", () => {
  assert.deepEqual(marked("En peer supporter ger support, peer.", "peer support"), ["peer supporter", "support", "peer"])
})

test("small words are not marked beside others", () => {
  assert.deepEqual(marked("Hopp om och stöd och hjälp", "stöd och hjälp"), ["stöd", "hjälp"])
})

const SYNONYMS = [
  [["anhörig", "anhöriga", "family carer"], ["mamma", "bror"]],
  [["personligt ombud", "po"], []],
  [["lss", "lagen om stöd och service"], []],
]

async function meant(text, asked, synonyms = async () => SYNONYMS) {
  const query = readQuery(asked, words)
  const names = await meantIn([text], query, words, synonyms)
  return placesIn(text, query, words, names).map(([start, end]) => text.slice(start, end))
}

test("what stands for a word that the page lacks is marked", async () => {
  assert.deepEqual(await meant("Anhörigas stöd och anhörigföreningen.", "mamma"), ["Anhörigas", "anhörigföreningen"])
  assert.deepEqual(await meant("Ett personligt ombud; ombudet är personligt.", "PO"), ["personligt ombud"])
  assert.deepEqual(await meant("En insats enligt LSS om stort.", "stöd"), ["LSS"])
})

test("where the page has the word, only that is marked", async () => {
  const never = () => assert.fail("synonyms are fetched for nothing")
  assert.deepEqual(await meant("Min mamma är anhörig.", "mamma", never), ["mamma"])
  assert.deepEqual(await meant("Stöd enligt LSS.", "stöd", never), ["Stöd"])
})

test("of two words, what stands for the one that the page lacks is marked beside the other", async () => {
  assert.deepEqual(await meant("Stöd till anhöriga.", "mamma stöd"), ["Stöd", "anhöriga"])
})

test("what leads to a word does not stand for it", async () => {
  assert.deepEqual(await meant("Min bror kom.", "anhörig"), [])
})

test("an excerpt marks every form of what stands for a word, and no small words of a name", () => {
  const asked = (text, query, told) =>
    excerpt(text, readQuery(query, words), words, told).filter(([, hit]) => hit).map(([part]) => part)
  assert.deepEqual(asked("Anhörigas rätt och anhörigstödet.", "mamma", ["anhöriga"]), ["Anhörigas", "anhörigstödet"])
  assert.deepEqual(asked("Om lagen och annat.", "lss", ["lagen om stöd och service"]), ["lagen"])
})
