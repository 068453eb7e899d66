import { createMemoryStore } from './memory-store.ts'
import { storeSuites } from './store-suites.ts'

storeSuites(async () => {
  let now = Date.UTC(2026, 10, 24, 9)
  const store = createMemoryStore({ now: () => now })
  return { store, other: store, advance: (ms) => void (now += ms) }
})
