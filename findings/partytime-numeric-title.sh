#!/usr/bin/env bash
# podcast-partytime 5.0.0 (npm), the parser of Podcast Index
# Expected: an episode called "1984" is read with its title and guid, as any text.
# Happens: the whole episode is missing, and a show called "007" is called "7".
# From: dist/parser/xml-parser.js asks fast-xml-parser for numbers (parseTagValue: true), and an
# item whose title or guid is no string is passed over.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund podcast-partytime@5.0.0 >/dev/null
cat > read.mjs <<'JS'
import partytime from "podcast-partytime"
const feed = (title) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>${title}</title><link>https://a.example/</link><description>x</description>
<item><title>${title}</title><guid isPermaLink="false">a-${title}</guid>
<enclosure url="https://a.example/a.mp3" length="1" type="audio/mpeg"/></item></channel></rss>`
const [word, number] = ["Seven", "007"].map((title) => partytime.parseFeed(feed(title)))
console.error(word.title, word.items?.length, "|", number.title, number.items?.length)
const seen = word.items.length === 1 && String(number.title) === "7" && !number.items?.length
process.exit(seen ? 0 : 1)
JS
node read.mjs
