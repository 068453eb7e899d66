/** Levenshtein's distance: how many letters must be changed, added or left out. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known name that a misspelt one most likely means; none when nothing is near. */
export const nearest = (typed: string, known: readonly string[]): string | undefined => {
  const measured = known.map((name) => ({
    name,
    apart: distance(typed.toLowerCase().replaceAll(/[_-]/g, ''), name.toLowerCase()),
  }))
  const [best] = measured.sort((a, b) => a.apart - b.apart)
  return best !== undefined && best.apart <= Math.min(2, Math.floor(typed.length / 3)) ? best.name : undefined
}
