import { expect, test } from 'vitest'
import { anAccount } from '../ports/store-fixtures.ts'
import { begin } from '../ports/store-under-test.ts'
import { openSession } from './sql-open.ts'
import { storeOver } from './sql-store.ts'

test('settings that are known are not asked for where the reading of an enrollment has told their version', async () => {
  const asked: string[] = []
  const log = ({ query }: { readonly query: { readonly sql: string } }): void => void asked.push(query.sql)
  const store = storeOver(openSession('sqlite::memory:', 'server', () => 0, undefined, { log }))
  await store.migrate()
  await store.administration.applyAccounts([anAccount('acme')])
  const { cookie } = await begin({ store, other: store, advance: () => {} })
  const statements = async (): Promise<number> => {
    const read = await store.enrollments.load(cookie)
    asked.length = 0
    expect(await store.accounts.find('acme', read?.settingsVersion)).toBeDefined()
    return asked.length
  }
  expect(await statements()).toBe(1)
  expect(await statements()).toBe(0)
  await store.administration.applyAccounts([anAccount('acme', { name: 'Acme Corporation' })])
  expect(await statements()).toBe(1)
  expect(await statements()).toBe(0)
  expect(await store.accounts.find('nobody', 1)).toBeUndefined()
  await store.close()
})
