import { afterEach } from 'vitest'
import { restoredSuite } from './restored.suite.ts'
import { openStore } from './sql-open.ts'
import type { SqlStore } from './sql-store.ts'

let opened: SqlStore | undefined
afterEach(() => opened?.close())

restoredSuite(async () => {
  let offset = 0
  const store = await openStore({ url: 'sqlite::memory:', clockOffset: () => offset })
  opened = store
  await store.migrate()
  return { store, advance: (ms) => void (offset += ms) }
})
