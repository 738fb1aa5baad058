// Print what two feed parsers read: `node judges.mjs feedsmith|partytime < feed.xml`.

import { parseFeed as feedsmith } from "feedsmith"
import partytime from "podcast-partytime"

const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const xml = Buffer.concat(chunks).toString("utf-8")
const judge = process.argv[2]
const found = judge === "partytime" ? partytime.parseFeed(xml) : feedsmith(xml).feed
if (found == null) throw new Error(`${judge} reads no feed`)
process.stdout.write(JSON.stringify(found))
