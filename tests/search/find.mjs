// Search a folder with a built index as the site does, with the real pagefind.js, outside a browser.
//
//   node find.mjs SITE ASSETS < queries.json     ["stöd", …] → [{ query, note, text, bytes, hits }]
//   node find.mjs SITE ASSETS plain < …          Pagefind alone, as the baseline

import { readFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"

const [site, assets, mode] = process.argv.slice(2)
const HOST = "http://localhost/"
let bytes = 0

const body = (data) => data.buffer.slice(data.byteOffset, data.byteOffset + data.length)
globalThis.fetch = async (address) => {
  const file = path.join(site, decodeURIComponent(new URL(String(address), HOST).pathname))
  const data = await readFile(file)
  bytes += data.length
  return {
    ok: true,
    status: 200,
    json: async () => JSON.parse(data),
    text: async () => data.toString(),
    arrayBuffer: async () => body(data),
  }
}
globalThis.window = globalThis
globalThis.location = new URL(HOST)
globalThis.document = {
  querySelector: () => ({ getAttribute: () => "sv" }),
  documentElement: { lang: "sv" },
  currentScript: null,
}

const module = (name) => import(pathToFileURL(path.resolve(name)))
const engine = await module(path.join(site, "pagefind/pagefind.js"))
await engine.options({ basePath: `${HOST}pagefind/`, baseUrl: "/", noWorker: true })
await engine.init()
const { Finder } = await module(path.join(assets, "js/search-find.js"))
const { Words } = await module(path.join(assets, "js/search-words.js"))
const words = new Words(JSON.parse(await readFile(path.join(assets, "search/sv.json"))))
const list = async (name) => JSON.parse(await readFile(path.join(site, `pagefind/${name}.json`)))
const finder = new Finder(engine, words, list)

async function ours(query) {
  const found = await finder.find(query)
  const first = bytes
  const hits = [...found.hits]
  while (found.left() && hits.length < 50) hits.push(...(await found.more()))
  return {
    note: found.note,
    text: found.query.text,
    total: found.total(),
    first,
    hits: hits.map(({ page, moments, reasons }) => ({
      url: page.raw_url,
      title: page.meta.title,
      reasons,
      moments: moments.map((moment) => moment.seconds ?? moment.id),
    })),
  }
}

async function plain(query) {
  const { results } = await engine.search(query)
  const pages = await Promise.all(results.slice(0, 50).map((result) => result.data()))
  // Its own parts of a page begin at headings with an id.
  const moments = (page) => page.sub_results.map((part) => /#t-(\d+)$/.exec(part.url)?.[1]).filter(Boolean)
  return {
    total: results.length,
    hits: pages.map((page) => ({ url: page.raw_url, moments: moments(page) })),
  }
}

const input = []
for await (const part of process.stdin) input.push(part)
const answers = []
for (const query of JSON.parse(Buffer.concat(input))) {
  bytes = 0
  const started = performance.now()
  const answer = await (mode === "plain" ? plain : ours)(query)
  answers.push({ query, bytes, ms: performance.now() - started, ...answer })
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0))
