// The shortcuts: which key means which command, and how the page shows them. Pure.

/** Command, keys as shown, and how an event is recognised. In the order of the page's table. */
export const SHORTCUTS = [
  { command: "toggle", shown: ["␣"], key: " " },
  { command: "replay", shown: ["R"], key: "r" },
  { command: "nextDoubt", shown: ["N"], key: "n" },
  { command: "previousDoubt", shown: ["P"], key: "p" },
  { command: "nextCue", shown: ["J"], key: "j" },
  { command: "previousCue", shown: ["K"], key: "k" },
  { command: "nextWord", shown: ["→"], key: "ArrowRight" },
  { command: "previousWord", shown: ["←"], key: "ArrowLeft" },
  { command: "forward", shown: ["⇧", "→"], key: "ArrowRight", shift: true },
  { command: "back", shown: ["⇧", "←"], key: "ArrowLeft", shift: true },
  { command: "slower", shown: [","], key: "," },
  { command: "faster", shown: ["."], key: "." },
  { command: "edit", shown: ["E"], key: "e" },
  { command: "speakerFrom", shown: ["1–9"], digit: true },
  { command: "speakerHere", shown: ["⇧", "1–9"], digit: true, shift: true },
  { command: "find", shown: ["F"], key: "f" },
  { command: "undo", shown: ["Z"], key: "z" },
  { command: "help", shown: ["?"], key: "?", anyShift: true },
  { command: "save", shown: ["Ctrl", "S"], key: "s", control: true },
]

/**
 * Return the command of a key press, with the digit's value when it has one; null when it is none.
 *
 * @param {{ key: string, code: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean,
 *   altKey: boolean }} event
 * @param {{ single: boolean }} how  Whether keys without Ctrl are shortcuts (WCAG 2.1.4).
 */
export function commandOf(event, { single = true } = {}) {
  const control = event.ctrlKey || event.metaKey
  if (event.altKey || (!single && !control)) return null
  const digit = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1]
  const found = SHORTCUTS.find((shortcut) =>
    Boolean(shortcut.control) === control &&
    (shortcut.anyShift || Boolean(shortcut.shift) === event.shiftKey) &&
    (shortcut.digit ? digit !== undefined : shortcut.key === lower(event.key)))
  return found ? { command: found.command, digit: digit && Number(digit) } : null
}

function lower(key) {
  return key.length === 1 ? key.toLowerCase() : key
}
