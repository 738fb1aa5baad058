// Small helps on every page: the menu on a phone, and buttons that copy. All of it listens on the
// document, so it works on pages that the player exchanges as well.
//
// The menu:  <button data-menu aria-controls="ID" aria-expanded="false" hidden>  and  <nav id="ID">.
// Without JavaScript the button stays hidden and the menu open.
// Copying:   <button data-copy="ID" data-done="Copied" hidden>  copies the text of the element ID.

const MENU = "[data-menu]"

/** Show what only works with JavaScript, on this page. */
function ready() {
  document.documentElement.dataset.js = ""
  for (const button of document.querySelectorAll(`${MENU}[hidden], [data-copy][hidden]`)) {
    button.hidden = false
  }
}

const controlled = (button) => document.getElementById(button.getAttribute("aria-controls"))
const isOpen = (button) => button?.getAttribute("aria-expanded") === "true"

function setMenu(button, open) {
  button.setAttribute("aria-expanded", String(open))
  controlled(button)?.toggleAttribute("data-open", open)
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy)
  const text = (source?.value ?? source?.textContent ?? "").trim()
  try {
    await navigator.clipboard.writeText(text)
    button.dataset.text ??= button.textContent
    // A live region in the page would be read twice: the button's own name changes instead.
    button.textContent = button.dataset.done
    setTimeout(() => (button.textContent = button.dataset.text), 4000)
  } catch {
    // Without permission it is marked, so that one can copy it by hand.
    getSelection()?.selectAllChildren(source)
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-menu], [data-copy]")
  if (button?.matches("[data-copy]")) copy(button)
  else if (button) setMenu(button, !isOpen(button))
})

document.addEventListener("keydown", (event) => {
  const button = document.querySelector(MENU)
  if (event.key !== "Escape" || !isOpen(button)) return
  setMenu(button, false)
  button.focus()
})

// Tab out of the open menu closes it: it lies over the page.
document.addEventListener("focusin", (event) => {
  const button = document.querySelector(MENU)
  if (!isOpen(button) || button === event.target) return
  if (!controlled(button)?.contains(event.target)) setMenu(button, false)
})

document.addEventListener("pod:page", ready)
ready()
