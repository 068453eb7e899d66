import { expect, test } from 'vitest'
import { createMemoryNeighbours } from './adapters/memory-neighbours.ts'
import { createMemoryStore } from './adapters/memory-store.ts'
import { createKeys, generateKeys } from './adapters/keys.ts'
import { demoSettings } from './domain/limits.ts'
import type { BreakerEvent } from './ports/breaker-event.ts'
import { StoreUnavailable } from './ports/store-unavailable.ts'
import { createPortal, hearOfBreakers, type Log, portalPorts } from './portal.ts'
import { cellAccount, cells, examplePeople } from './testing/example-world.ts'

const origin = 'https://portal.example.test'
const config = { origin, settings: demoSettings, trustedProxies: [], from: 'Example <no-reply@corp.example.test>' }

const written = () => {
  const lines: { readonly level: string; readonly event: object; readonly words?: string | undefined }[] = []
  const at = (level: string) => (event: object, words?: string) => void lines.push({ level, event, words })
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error') }
  return { lines, log }
}

const storeWithAccounts = async () => {
  const store = createMemoryStore({ now: () => Date.UTC(2026, 10, 24, 9) })
  await store.administration.applyAccounts(cells.map((cell) => cellAccount(cell)))
  return store
}

const portalOver = async (log: Log, watch: Parameters<typeof createPortal>[4] = {}) => {
  const store = await storeWithAccounts()
  const { directory } = createMemoryNeighbours(examplePeople())
  const brought = { ...store, directory, keys: await createKeys(generateKeys()), nudgeOutbox: () => undefined }
  const ports = portalPorts(config, brought, () => undefined)
  return { store, ports, app: createPortal(config, ports, log, () => '192.0.2.7', watch) }
}

const opened: BreakerEvent = { dependency: 'ldap', accountId: 'new-ad-1', state: 'open', because: 'no answer' }

test('a dependency that is given up is counted, logged and audited with its account', async () => {
  const { lines, log } = written()
  const store = await storeWithAccounts()
  const counted: BreakerEvent[] = []
  hearOfBreakers(store.audit, log, (event) => void counted.push(event))(opened)
  expect(counted).toEqual([opened])
  expect(lines).toEqual([{ level: 'warn', event: { breaker: opened }, words: 'breaker.open' }])
  expect(await store.administration.audit({ accountId: 'new-ad-1', most: 1 })).toMatchObject([
    { type: 'breaker.open', data: { dependency: 'ldap', because: 'no answer' } },
  ])
})

test('where the audit cannot be written, the log says what is missing', async () => {
  const { lines, log } = written()
  const gone = new StoreUnavailable('the store does not answer')
  const audit = { append: () => Promise.reject(gone) }
  hearOfBreakers(audit, log)({ dependency: 'jwks', state: 'closed', because: 'the keys were fetched' })
  await expect
    .poll(() => lines.at(-1))
    .toEqual({
      level: 'error',
      event: { err: gone },
      words: 'a breaker is missing in the audit',
    })
})

test('mails come from whom the operator says, and the page shows them without the brackets', async () => {
  const { ports } = await portalOver(written().log)
  expect(ports.sender).toBe('Example (no-reply@corp.example.test)')
})

test('who is told of nothing is told of nothing: a runtime may have nobody that counts', async () => {
  const { lines, log } = written()
  const { app } = await portalOver(log)
  const answer = await app.request('/api/enrollment', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ account: 'new-ad-1' }),
  })
  expect(answer.status).toBe(201)
  expect(lines).toEqual([])
})

test('what a page was kept from is logged, and counted where somebody counts', async () => {
  const { lines, log } = written()
  const counted: unknown[] = []
  const { app } = await portalOver(log, { violated: (violation) => counted.push(violation) })
  const report = {
    type: 'csp-violation',
    body: { documentURL: `${origin}/acme`, effectiveDirective: 'img-src', disposition: 'enforce' },
  }
  const answer = await app.request('/api/reports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/reports+json' },
    body: JSON.stringify([report]),
  })
  expect(answer.status).toBe(204)
  expect(counted).toMatchObject([{ directive: 'img-src' }])
  expect(lines).toMatchObject([{ level: 'warn', event: { violation: { directive: 'img-src' } } }])
})

test('what nobody foresaw is logged with its error, and answered as any trouble', async () => {
  const { lines, log } = written()
  const store = await storeWithAccounts()
  const { directory } = createMemoryNeighbours(examplePeople())
  const bug = new Error('a bug')
  const accounts = { ...store.accounts, find: () => Promise.reject(bug) }
  const keys = await createKeys(generateKeys())
  const ports = portalPorts(
    config,
    { ...store, accounts, directory, keys, nudgeOutbox: () => undefined },
    () => undefined,
  )
  const answer = await createPortal(config, ports, log, () => undefined).request('/api/accounts/new-ad-1')
  expect(answer.status).toBe(503)
  expect(lines).toMatchObject([{ level: 'error', event: { message: 'unexpected error', err: bug } }])
})
