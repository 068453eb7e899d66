import { readEntry } from './history-entry.ts'

const mark = '#go='

/** The history entry of a browser that waits for another device's word: a reload goes on waiting. */
export const waitingEntry = { kind: 'hand-over', order: 0 }

/** What a hand-over from another device brought to this page: its code, or `''` where this browser has used it already. */
export const takeHandOver = (): string | undefined => {
  const { hash, pathname } = window.location
  if (hash.startsWith(mark)) {
    // At once, before anything else can read, log or bookmark it (STANDARD 1.6).
    window.history.replaceState(null, '', pathname)
    // The start script may run later than this, finds no fragment any more, and is to open nothing here.
    globalThis.earlyAsks ??= new Map()
    return hash.slice(mark.length)
  }
  return readEntry(window.history.state).kind === waitingEntry.kind ? '' : undefined
}

/** A link that differs in its fragment alone loads nothing by itself. */
export const followHandOvers = (): void =>
  window.addEventListener('hashchange', () => {
    if (window.location.hash.startsWith(mark)) window.location.reload()
  })
