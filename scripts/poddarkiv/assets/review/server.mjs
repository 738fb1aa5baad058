// What the page asks the server for. An answer is what happened, never an exception.

/**
 * @typedef {{ kind: "fine" | "changed", state: object }
 *   | { kind: "refused", message: string }
 *   | { kind: "gone" }} Answer
 *   `changed`: the file is another than the page's; `gone`: nobody answers.
 */

/** @returns {Promise<Answer>} */
export const load = () => ask("state")

/** @returns {Promise<Answer>} */
export const save = (hash, edits) => ask("save", { hash, edits })

/** @returns {Promise<Answer>} */
export const approve = (hash, by) => ask("reviewed", { hash, by })

async function ask(address, sent) {
  let answer
  let values
  try {
    answer = await fetch(address, sent && { method: "POST", body: JSON.stringify(sent) })
    values = await answer.json()
  } catch {
    return { kind: "gone" }
  }
  if (answer.ok) return { kind: "fine", state: values }
  if (answer.status === 409) return { kind: "changed", state: values }
  return { kind: "refused", message: values.error }
}
