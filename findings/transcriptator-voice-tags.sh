#!/usr/bin/env bash
# transcriptator 1.1.4 (npm)
# Expected: in WebVTT, <v Anna Andersson> says who speaks (W3C WebVTT, "WebVTT voice object").
# Happens: <v Anna> is understood; a name of two words, or with a letter beyond A to Z, is left as a
#   tag in the text that readers see, and the speaker is empty.
# From: speaker.js: /^<v (?<speaker>\w+?)>(?<body>.*)/i, where \w is ASCII and holds no space.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund transcriptator@1.1.4

cat > run.cjs <<'JAVASCRIPT'
const { convertFile } = require("transcriptator")
const seen = ["Anna", "Anna Andersson", "Åsa"].map((name) => {
  const vtt = `WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v ${name}>Hej och välkommen.\n`
  const [{ speaker, body }] = convertFile(vtt)
  return [speaker, body]
})
console.log(JSON.stringify(seen))
const wanted = [
  ["Anna", "Hej och välkommen."],
  ["", "<v Anna Andersson>Hej och välkommen."],
  ["", "<v Åsa>Hej och välkommen."],
]
process.exit(JSON.stringify(seen) === JSON.stringify(wanted) ? 0 : 1)
JAVASCRIPT
node run.cjs
