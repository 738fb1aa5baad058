// Which episodes a choice leaves, and the address that holds the choice. Pure: knows no page.

/** The names of the fields, as in the address: topic, guest, season, year. */
export const FIELDS = { amne: "topics", gast: "guests", sasong: "season", ar: "year" }

/**
 * Whether an episode fits what was chosen.
 * @param {{ topics: string[], guests: string[], season: string, year: string }} row
 * @param {Record<string, string>} choice  By field; empty where all will do.
 */
export function fits(row, choice) {
  return Object.entries(FIELDS).every(([field, key]) => {
    const wanted = choice[field]
    return !wanted || (Array.isArray(row[key]) ? row[key].includes(wanted) : row[key] === wanted)
  })
}

/** The part of an address that holds `choice`: empty, or `?` and the fields that were chosen. */
export function query(choice) {
  const chosen = Object.keys(FIELDS).filter((field) => choice[field])
  const text = new URLSearchParams(chosen.map((field) => [field, choice[field]])).toString()
  return text && `?${text}`
}
