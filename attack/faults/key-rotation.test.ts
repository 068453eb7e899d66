import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, codeFor, newAttacker, wordOf } from '../world/attacker.ts'
import { type Database, openDatabase } from '../world/database.ts'
import type { Instance } from '../world/instance.ts'

let arena: Arena
let database: Database
beforeAll(async () => {
  arena = await startArena({ name: 'fault-keys', engine: 'postgres', instances: 2, fsync: false, limits: 'demo' })
  database = openDatabase(arena.directStore)
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})

/** Somebody who was asked for the mailed code by this instance. */
const askedForCode = async (username: string, at: Instance): Promise<{ browser: Attacker; step: Answer }> => {
  const browser = newAttacker(arena)
  await browser.say('', { at, body: { account: 'new-ad-2' } })
  await browser.submit('identity', { username, domain: domain.name }, { at })
  const step = await browser.submit('password', { password: directoryPassword }, { at })
  expect(wordOf(step)).toBe('email-code')
  return { browser, step }
}

const enroll = async ({ browser, step }: { browser: Attacker; step: Answer }, at: Instance): Promise<string> => {
  const code = await codeFor(arena, step)
  expect(wordOf(await browser.submit('email-code', { code }, { at }))).toBe('device')
  return wordOf(await browser.submit('device', { platform: 'ios' }, { at }))
}

const restart = async (instance: Instance): Promise<void> => {
  expect(await instance.end()).toBe('code 0')
  await instance.start()
}

const keys = async (...args: readonly string[]): Promise<string> => {
  const [verb = '', ...rest] = args
  const { code, stdout, stderr } = await arena.runMuster(['keys', verb, arena.files.keys, ...rest])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

test('keys rotate by rolling restarts, and everybody who is enrolling goes on', async () => {
  const [one, two] = [arena.portal, arena.instances[1] ?? arena.portal]
  const early = [await askedForCode('ana', one), await askedForCode('ben', two)]
  // A mail that waits was sealed under the old data key.
  for (const { step } of early) await codeFor(arena, step)
  await arena.smtp.set('refuse')
  const waiting = await askedForCode('ana', one)

  expect(await keys('add', '--pepper', '--data-key')).toBe('codePeppers 2: added\ndataKeys 2: added\n')
  await restart(one)
  await restart(two)
  await keys('use', '--pepper', '2', '--data-key', '2')
  await restart(one)

  // One uses the new keys, the other the old: each must know what the other made.
  await arena.smtp.set('none')
  const [fromNew, fromOld] = [await askedForCode('ben', one), await askedForCode('ben', two)]
  expect(await enroll(fromNew, two)).toBe('enrolled')
  expect(await enroll(fromOld, one)).toBe('enrolled')

  await restart(two)
  expect(await enroll(early[0] ?? waiting, two)).toBe('enrolled')
  expect(await enroll(early[1] ?? waiting, one)).toBe('enrolled')
  expect(await enroll(waiting, two)).toBe('enrolled')
  const rotated = await database.rows("select account_id, data from audit where type = 'key.rotate' order by id")
  expect(rotated).toEqual([
    { account_id: '-', data: expect.stringContaining('codePepper') },
    { account_id: '-', data: expect.stringContaining('dataKey') },
  ])

  // Thirty minutes later nothing needs the old pepper.
  await database.age(30 * 60_000)
  expect(await keys('forget', '--pepper', '1')).toBe('codePeppers 1: forgotten\n')
  for (const instance of arena.instances) await restart(instance)
  expect(await enroll(await askedForCode('ana', one), two)).toBe('enrolled')
})
