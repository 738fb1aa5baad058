// What one first search fetches from a site, as a host that compresses sends it.
//
//   node wire.mjs SITE ASSETS WORDS   →   { first, results: [bytes, …], shown }
//
// `first`: with one result, as goals count; `results`: the next four; `shown`: all that is fetched before any is shown.

import { readFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"

const [site, assets, text] = process.argv.slice(2)
const HOST = "http://localhost/"
let bytes = 0

async function fetched(file) {
  const data = await readFile(file)
  // Pagefind's own files are compressed already.
  bytes += data[0] === 0x1f && data[1] === 0x8b ? data.length : gzipSync(data, { level: 6 }).length
  return data
}

globalThis.fetch = async (address) => {
  const data = await fetched(path.join(site, decodeURIComponent(new URL(String(address), HOST).pathname)))
  return {
    ok: true,
    status: 200,
    json: async () => JSON.parse(data),
    text: async () => data.toString(),
    arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  }
}
globalThis.window = globalThis
globalThis.location = new URL(HOST)
globalThis.document = {
  querySelector: () => ({ getAttribute: () => "sv" }),
  documentElement: { lang: "sv" },
  currentScript: null,
}

const load = async (file) => {
  await fetched(file)
  return import(pathToFileURL(path.resolve(file)))
}
const engine = await load(path.join(site, "pagefind/pagefind.js"))
await fetched(path.join(site, "pagefind/pagefind-worker.js"))
await engine.options({ basePath: `${HOST}pagefind/`, baseUrl: "/", noWorker: true })
await engine.init()
const { Finder } = await load(path.join(assets, "js/search-find.js"))
const { Words } = await load(path.join(assets, "js/search-words.js"))
await fetched(path.join(assets, "js/search-core.js"))
const words = new Words(JSON.parse(await fetched(path.join(assets, "search/sv.json"))))
await engine.filters()

// The first result alone, then the others one by one.
const results = []
const search = engine.search.bind(engine)
const measured = {
  options: engine.options.bind(engine),
  search: async (...given) => {
    const found = await search(...given)
    for (const result of found.results.slice(0, 5)) {
      const before = bytes
      const page = await result.data()
      results.push(bytes - before)
      result.data = async () => page
    }
    return found
  },
}
await new Finder(measured, words, async () => []).find(text)
const further = results.slice(1).reduce((a, b) => a + b, 0)
process.stdout.write(JSON.stringify({ first: bytes - further, results: results.slice(1), shown: bytes }))
process.exit(0)
