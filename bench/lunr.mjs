// Ask Material's own search: its worker file, run outside a browser.
//
//   node lunr.mjs SITE WORKER < queries.json   →   [["avsnitt/…/", "avsnitt/…/#t-14"], …]

import { readFileSync } from "node:fs"
import path from "node:path"
import vm from "node:vm"

const [site, worker] = process.argv.slice(2)
const answers = []
let listen
const self = {
  console: { ...console, warn: () => {} },
  addEventListener: (_type, handle) => (listen = handle),
  postMessage: (message) => answers.push(message),
}
self.self = self
self.importScripts = (...files) => {
  for (const file of files) {
    vm.runInContext(readFileSync(path.join(path.dirname(worker), file), "utf8"), context)
  }
}
const context = vm.createContext(self)
vm.runInContext(readFileSync(worker, "utf8"), context)

const ask = async (message) => {
  answers.length = 0
  await listen({ data: message })
  for (let i = 0; i < 50 && !answers.length; i += 1) await new Promise(setImmediate)
  return answers[0]
}
const index = JSON.parse(readFileSync(path.join(site, "search/search_index.json"), "utf8"))
await ask({ type: 0, data: { ...index, options: { suggest: false } } })

const input = []
for await (const part of process.stdin) input.push(part)
const found = []
for (const query of JSON.parse(Buffer.concat(input))) {
  // The page adds a star to what is typed, unless it ends in a quotation mark or a space.
  const typed = /["\s]$/.test(query) ? query : `${query}*`
  const answer = await ask({ type: 2, data: typed })
  found.push(
    answer.data.items.slice(0, 50).flatMap((item) => item.map((place) => decodeURI(place.location))),
  )
}
process.stdout.write(JSON.stringify(found))
