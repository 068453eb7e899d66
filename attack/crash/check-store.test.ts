import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { domain } from '@muster/demo/world/people'
import { beforeAll, expect, test } from 'vitest'
import { createBrowser } from './browser.ts'
import { createChance } from './chance.ts'
import { checkStore, invariants } from './check-store.ts'
import { passwordOfAll } from './crowd.ts'
import { startLoad } from './load.ts'
import type { Acknowledged } from './journal.ts'
import { startLoadArena } from './load-arena.ts'
import { keepAliveWire } from './wire.ts'

/** An enrollment of two factors that has its device. */
const whole = `(select enrollment_id from audit where type = 'code.ok'
  and enrollment_id in (select enrollment_id from device) limit 1)`
const again = (type: string): string =>
  `insert into audit (at, account_id, enrollment_id, type, data)
   select at, account_id, enrollment_id, type, data from audit where type = '${type}' limit 1`
const untold = (type: string): string => `delete from audit where type = '${type}'`

/** Every way in which a store can be damaged, by the invariant that has to see it. */
// A table is read by its columns:
// oxfmt-ignore
const damages = [
  ['an acknowledged step is still there, or further', `delete from enrollment where id = ${whole}`],
  ['an acknowledged step is still there, or further', `update enrollment set body = json_set(body, '$.state.kind', 'choosing-device') where id = ${whole}`],
  ['an acknowledged device exists, once', `delete from device where enrollment_id = ${whole}`],
  ['an acknowledged proof has its audit row', untold('auth.password.ok')],
  ['a code that was said to be wrong has cost its try', 'update one_time_code set tries = 0'],
  ['a code that was said to be wrong has its audit row', untold('code.wrong')],
  ['a token that was taken is known to be used', 'delete from used_token'],
  ['a device belongs to an enrollment that ended with it', `update enrollment set body = json_set(body, '$.state.kind', 'choosing-device') where id = ${whole}`],
  ['a device belongs to an enrollment that ended with it', `update device set enrollment_id = 'nobody' where enrollment_id = ${whole}`],
  ['an enrollment that ended has its device', `delete from device where enrollment_id = ${whole}`],
  ['an enrollment has one device at most', `alter table device rename to devices; create table device as select * from devices; insert into device select * from devices limit 1`],
  ['a device’s enrollment has met every factor that was required of it, in order', `update enrollment set body = json_remove(body, '$.state.met[1]') where id = ${whole}`],
  ['a device’s enrollment has met every factor that was required of it, in order', `update enrollment set body = json_remove(body, '$.state.plan') where id = ${whole}`],
  ['a device bears the mark of every factor that was met', `update device set proven = '["password"]' where enrollment_id = ${whole}`],
  ['a device has one audit row, with its name', untold('device.ok')],
  ['a device has one audit row, with its name', again('device.ok')],
  ['a device’s owner is told by mail, once', `delete from outbox where code_id is null`],
  ['a code is right once', again('code.ok')],
  ['a code that was right is used', `update one_time_code set used_at = null, digest = 'x' where enrollment_id = ${whole}`],
  ['what a code proves, one code of that enrollment has proven', untold('code.ok')],
  ['what a code proves, one code of that enrollment has proven', `update one_time_code set enrollment_id = 'nobody' where enrollment_id = ${whole}`],
  ['nobody has more than five tries at a code', 'pragma ignore_check_constraints = on; update one_time_code set tries = 6'],
  ['a used code is wiped', `update one_time_code set digest = 'x' where enrollment_id = ${whole}`],
  ['no code can be used but the one that is asked for', `update one_time_code set used_at = null where enrollment_id = ${whole}`],
  ['a code that is asked for can be used', `update one_time_code set used_at = 1, digest = ''`],
  ['a code has its one mail', `delete from outbox where code_id is not null`],
  ['a code’s sending is in the audit, once', untold('code.sent')],
  ['a code’s sending is in the audit, once', again('code.sent')],
  ['every sign-in at Entra used up a token of each kind', `delete from used_token where id like 'access-token:%'`],
  ['every sign-in at Entra used up a token of each kind', `insert into used_token select 'new-ad-1', id, expires_at from used_token limit 1`],
  ['what a sign-in at Entra proves, one sign-in has proven', again('auth.entra.ok')],
  ['no nonce stands in two enrollments', `update enrollment set body = json_set(body, '$.state.now.nonce', 'one') where body ->> '$.state.now.nonce' is not null`],
  ['what an enrollment has met is in the audit', untold('auth.password.ok')],
  ['an enrollment’s beginning is in the audit, once', untold('enroll.start')],
  ['an enrollment’s beginning is in the audit, once', again('enroll.start')],
  ['an audit row is about an enrollment that exists, or was given up', `delete from enrollment where id = ${whole}`],
] as const

const folder = join(import.meta.dirname, '../../.test/crash-damaged')
const store = join(folder, 'whole.sqlite')
const change = (file: string, statement: string): void => {
  const database = new DatabaseSync(file)
  database.exec(statement)
  database.close()
}
let acknowledged: readonly Acknowledged[]

beforeAll(async () => {
  const { arena, enrollees, stop } = await startLoadArena({
    name: 'crash-check',
    engine: 'sqlite',
    directory: 'simulated',
  })
  const wire = keepAliveWire(() => arena.portal.origin)
  try {
    const { origin, mailbox } = arena
    const load = startLoad({ origin, mailbox, keys: arena.entra.keys, wire, enrollees, chance: createChance(7) })
    const seen = (is: (entry: Acknowledged) => boolean): boolean => load.journal.entries().some(is)
    const until = performance.now() + 60_000
    while (
      performance.now() < until &&
      !(
        seen(({ wrongCodes }) => wrongCodes > 0) &&
        seen(({ tokens }) => tokens.length > 0) &&
        seen(({ furthest, proven }) => furthest === 'enrolled' && proven.includes('email-code'))
      )
    )
      await pause(100)
    await load.stop()
    const named = { username: 'walker-1', domain: domain.name }
    for (const [account, call, body] of [
      ['new-entra-1', 'identity', named],
      ['new-entra-2', 'identity', named],
      ['existing-ad-2', 'credentials', { ...named, password: passwordOfAll }],
    ] as const) {
      const browser = createBrowser({ origin, wire, address: '192.0.2.1' })
      await browser.open(account)
      expect(await browser.submit(call, body)).toMatchObject({ kind: 'step' })
    }
    await arena.portal.kill()
    acknowledged = load.journal.entries()
    expect(load.journal.complaints).toEqual([])
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
    for (const end of ['', '-wal']) await copyFile(arena.files.sqlite + end, store + end)
    change(store, 'pragma journal_mode = delete')
  } finally {
    wire.close()
    await stop()
  }
})

const checkDamaged = async (statement: string): Promise<readonly string[]> => {
  const damaged = join(folder, 'damaged.sqlite')
  await copyFile(store, damaged)
  change(damaged, statement)
  return (await checkStore(`sqlite:${damaged}`, acknowledged)).broken
}

test('a store that nobody damaged is whole', async () => {
  const { broken, devices } = await checkStore(`sqlite:${store}`, acknowledged)
  expect(broken).toEqual([])
  expect(devices).toBeGreaterThan(0)
})

test.each(damages)('%s', async (rule, statement) => {
  const broken = await checkDamaged(statement)
  expect(broken.map((words) => words.split(' – ')[0])).toContain(rule)
})

test('there is a damage for every invariant', () => {
  expect(new Set(damages.map(([rule]) => rule))).toEqual(new Set(invariants.map(({ rule }) => rule)))
})
