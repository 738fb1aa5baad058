// Which of a list of searches are those of somebody in need, as the browser judges it.
//
//   node needs.mjs ASSETS < {"needs": […], "searches": […], "facts": true}

import { readFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"

const [assets] = process.argv.slice(2)
const module = (name) => import(pathToFileURL(path.resolve(assets, "js", name)))
const { Words } = await module("search-words.js")
const { Needs } = await module("search-needs.js")

const input = []
for await (const part of process.stdin) input.push(part)
const asked = JSON.parse(Buffer.concat(input))
const facts = asked.facts ? JSON.parse(await readFile(path.join(assets, "search/sv.json"))) : {}
const needs = new Needs(asked.needs, new Words(facts), facts)
process.stdout.write(JSON.stringify(asked.searches.filter((text) => needs.met(text))))
