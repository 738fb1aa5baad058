// Puts the cues of a sentence into one item of the list, and moves none that is in its place.

/**
 * @param {HTMLElement} list
 * @param {HTMLElement[][]} groups  The cues of each sentence, all in order.
 */
export function arrange(list, groups) {
  const used = new Set()
  const blocks = groups.map(([first]) => {
    const known = first.parentElement
    const block = known && !used.has(known) ? known : document.createElement("li")
    block.className = "sentence"
    used.add(block)
    return block
  })
  // What is no longer used goes first, or all that follows it would be moved: a long list jumps.
  for (const block of [...list.children]) if (!used.has(block)) block.remove()
  place(list, blocks)
  blocks.forEach((block, index) => place(block, groups[index]))
}

function place(parent, children) {
  let at = parent.firstElementChild
  for (const child of children) {
    if (child === at) at = at.nextElementSibling
    else parent.insertBefore(child, at)
  }
}
