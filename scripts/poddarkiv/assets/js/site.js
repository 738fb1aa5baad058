// Small helps on every page: the menu on a phone, and buttons that copy an address. All of it
// listens on the document, so it works on pages that the player exchanges as well.
//
// <details data-pod-menu> opens and closes by itself; here it also closes when one goes on.
// <button data-copy="the text" data-copied="Copied" hidden> is shown only where it can work.

const openMenu = () => document.querySelector("[data-pod-menu][open]")

/** Show what needs JavaScript, on this page. */
function ready() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
  } catch {
    // Without permission the address is marked, so that one can copy it by hand.
    getSelection()?.selectAllChildren(button.previousElementSibling ?? button.parentElement)
    return
  }
  // The name of what has the focus is read out when it changes.
  button.dataset.name ??= button.textContent
  button.textContent = button.dataset.copied
  setTimeout(() => (button.textContent = button.dataset.name), 4000)
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]")
  if (button) copy(button)
  const menu = openMenu()
  if (menu && !menu.contains(event.target)) menu.open = false
})

document.addEventListener("keydown", (event) => {
  const menu = openMenu()
  if (event.key !== "Escape" || !menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})

// The open menu lies over the page: what has the focus would be hidden under it.
document.addEventListener("focusin", (event) => {
  const menu = openMenu()
  if (menu && !menu.contains(event.target)) menu.open = false
})

document.addEventListener("pod:page", ready)
ready()
