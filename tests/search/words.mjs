// What the browser makes of words: { stem, root, reach } for each of a list on standard input, and
// for pairs whether the one answers the other.
//
//   node words.mjs ASSETS < {"words": […], "pairs": [[word, term], …]}

import { readFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"

const [assets] = process.argv.slice(2)
const rules = await import(pathToFileURL(path.resolve(assets, "js/search-words.js")))
const facts = JSON.parse(await readFile(path.join(assets, "search/sv.json")))
const words = new rules.Words(facts)

const input = []
for await (const part of process.stdin) input.push(part)
const asked = JSON.parse(Buffer.concat(input))
process.stdout.write(
  JSON.stringify({
    words: asked.words.map((word) => [
      rules.stem(rules.fold(word)),
      words.root(word),
      words.reach(word),
    ]),
    texts: (asked.texts ?? []).map((text) => [
      rules.fold(text),
      rules.wordsOf(text),
      rules.spellings(text),
      rules.wordsOf(rules.withoutHyphens(rules.ungrouped(rules.clean(text)))),
    ]),
    pairs: asked.pairs.map(([word, term]) => [
      words.match(word, term),
      words.same(word, term),
      words.shows(word, term),
      rules.distance(rules.fold(word), rules.fold(term), 2),
    ]),
  }),
)
