// Print the rows that Podverse shows of a transcript: `node transcriptator.mjs < transcript.json`.

import transcriptator from "transcriptator"

const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const rows = transcriptator.convertFile(Buffer.concat(chunks).toString("utf-8"))
process.stdout.write(JSON.stringify(rows))
