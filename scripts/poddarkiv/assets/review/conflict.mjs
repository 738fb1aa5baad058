// The dialog for a file that changed underneath: both texts, and nothing chosen beforehand.

import { make } from "./cues.mjs"
import { clock } from "./text.mjs"

/**
 * Let a person decide each conflict.
 *
 * @param {HTMLDialogElement} dialog
 * @param {import("./merge.mjs").Conflict[]} conflicts  At least one.
 * @param {Record<string, string>} texts
 * @returns {Promise<boolean[] | null>} Whether each keeps the page's text; null when put off.
 */
export function decided(dialog, conflicts, texts) {
  const list = dialog.querySelector("ol")
  const done = dialog.querySelector(".done")
  list.replaceChildren(...conflicts.map((conflict, index) => item(conflict, index, texts)))
  const chosen = () => [...list.querySelectorAll(":checked")]
  done.disabled = true
  list.onchange = () => { done.disabled = chosen().length < conflicts.length }
  dialog.showModal()
  return new Promise((resolve) => {
    const close = (answer) => { resolve(answer); dialog.close() }
    done.onclick = () => close(chosen().map((radio) => radio.value === "mine"))
    dialog.querySelector(".later").onclick = () => close(null)
    dialog.oncancel = () => resolve(null)
  })
}

function item({ mine, theirs }, index, texts) {
  const start = (mine[0] ?? theirs[0])?.start ?? 0
  const side = (value, title, cues) => make("label", {},
    make("input", { type: "radio", name: `conflict-${index}`, value }),
    make("b", {}, ` ${title}\n`), said(cues) || texts.removed)
  const versions = make("fieldset", { className: "versions" }, make("legend", {}, clock(start)),
    side("mine", texts.mine, mine), side("theirs", texts.theirs, theirs))
  return make("li", {}, versions)
}

function said(cues) {
  return cues.map(({ speaker, text }) => (speaker ? `${speaker}: ${text}` : text)).join("\n")
}
