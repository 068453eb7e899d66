import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, newAttacker, tally, wordOf } from '../world/attacker.ts'
import { openDatabase } from '../world/database.ts'

const account = 'new-ad-1'
const second = '/api/hand-over'

const setBy = ({ headers }: Answer, name: string): string | undefined =>
  headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .find((pair) => pair?.startsWith(`${name}=`) && pair !== `${name}=`)

describe.each(['postgres', 'sqlite'] as const)('an enrollment that goes on elsewhere, with %s', (engine) => {
  let arena: Arena
  /** What must not be found anywhere: codes and cookies of hand-overs. */
  const secrets: string[] = []

  beforeAll(async () => {
    arena = await startArena({
      name: `attack-hand-over-${engine}`,
      engine,
      fsync: false,
      instances: engine === 'postgres' ? 2 : 1,
      settings: { responseFloor: 0, responseFloorSpread: 0, provenOpenPerUser: 1000 },
    })
  })
  afterAll(() => arena.stop())

  const atDevice = async (): Promise<Attacker> => {
    const browser = newAttacker(arena)
    await browser.open(account)
    await browser.submit('identity', { username: 'ana', domain: domain.name })
    expect(wordOf(await browser.submit('password', { password: directoryPassword }))).toBe('device')
    return browser
  }
  const offered = async (browser: Attacker): Promise<string> => {
    const { url } = (await browser.submit('hand-over', {})).body
    const [link, code = ''] = String(url).split('#go=')
    expect(link).toBe(`${arena.origin}/${account}`)
    secrets.push(code)
    return code
  }
  /** Who redeemed the code, with its cookie and its number. */
  const redeemed = async (code: string) => {
    const browser = newAttacker(arena)
    const answer = await browser.submit(second, { account, code })
    const taker = setBy(answer, '__Host-hand-over') ?? ''
    secrets.push(taker.slice(taker.indexOf('=') + 1))
    return { browser, answer, taker, number: String(answer.body['number']) }
  }
  const handedOver = async () => {
    const desktop = await atDevice()
    const { browser: phone, taker, number } = await redeemed(await offered(desktop))
    expect(wordOf(await desktop.submit('hand-over/number', { number }))).toBe('watching')
    const step = await phone.submit(`${second}/continue`, {}, { headers: { Cookie: taker } })
    phone.cookie = setBy(step, '__Host-enrollment')
    return { desktop, phone, taker, step }
  }

  test('of fifty who have the code at once one gets a number, and nobody an enrollment', async () => {
    const code = await offered(await atDevice())
    const thieves = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        newAttacker(arena).submit(
          second,
          { account, code },
          { at: arena.instances[nth % arena.instances.length] ?? arena.portal },
        ),
      ),
    )
    expect(tally(thieves)).toEqual({ waiting: 1, 'hand-over-ended': 49 })
    for (const thief of thieves) expect(setBy(thief, '__Host-enrollment')).toBeUndefined()
  })

  test('who took the code has nothing without the first device’s word, however it asks', async () => {
    const desktop = await atDevice()
    const { browser: thief, taker } = await redeemed(await offered(desktop))
    const value = taker.slice(taker.indexOf('=') + 1)
    for (const cookie of [taker, `__Host-enrollment=${value}`, `${taker}; __Host-enrollment=${value}`]) {
      const headers = { Cookie: cookie }
      expect(wordOf(await thief.submit(`${second}/continue`, {}, { headers }))).toBe('hand-over-ended')
      expect(wordOf(await thief.say('', { headers }))).toBe('no-enrollment')
      expect(wordOf(await thief.submit('device', { platform: 'ios' }, { headers }))).toBe('no-enrollment')
      expect(wordOf(await thief.submit('hand-over/number', { number: '47' }, { headers }))).toBe('no-enrollment')
    }
    expect(wordOf(await desktop.current())).toBe('device')
  })

  test('ninety numbers at once: at most one counts, and the wrong ones end it', async () => {
    const desktop = await atDevice()
    const { taker } = await redeemed(await offered(desktop))
    const answers = await desktop.flood(90, 'hand-over/number', (nth) => ({ number: String(10 + nth) }))
    const { watching = 0 } = tally(answers)
    expect(watching).toBeLessThanOrEqual(1)
    const thief = await newAttacker(arena).submit(`${second}/continue`, {}, { headers: { Cookie: taker } })
    expect(wordOf(thief)).toBe(watching === 1 ? 'device' : 'hand-over-ended')
  })

  test('of twenty right answers at once one moves the enrollment', async () => {
    const desktop = await atDevice()
    const { taker, number } = await redeemed(await offered(desktop))
    const answers = await desktop.flood(20, 'hand-over/number', () => ({ number }))
    expect(tally(answers)['watching']).toBe(1)
    const cookies = await Promise.all(
      Array.from({ length: 20 }, () =>
        newAttacker(arena).submit(`${second}/continue`, {}, { headers: { Cookie: taker } }),
      ),
    )
    // The same cookie each time, until it is seen.
    expect(new Set(cookies.map((answer) => setBy(answer, '__Host-enrollment'))).size).toBe(1)
  })

  test('a device under way on the first while the second is confirmed: one of the two has it', async () => {
    const desktop = await atDevice()
    const { taker, number } = await redeemed(await offered(desktop))
    const [moved, registered] = await Promise.all([
      desktop.submit('hand-over/number', { number }),
      desktop.submit('device', { platform: 'android' }),
    ])
    const step = await newAttacker(arena).submit(`${second}/continue`, {}, { headers: { Cookie: taker } })
    if (wordOf(moved) === 'watching')
      expect(wordOf(step)).toBe(wordOf(registered) === 'enrolled' ? 'enrolled' : 'device')
    else expect([wordOf(registered), wordOf(step)]).toEqual(['enrolled', 'hand-over-ended'])
  })

  test('the first device looks on, powerless, and forges no other role from its cookie', async () => {
    const { desktop, phone } = await handedOver()
    const value = desktop.cookie?.slice(desktop.cookie.indexOf('=') + 1) ?? ''
    for (const [call, body] of [
      ['device', { platform: 'ios' }],
      ['extend', {}],
      ['identity', { username: 'ben', domain: domain.name }],
      ['hand-over', {}],
      ['hand-over/number', { number: '47' }],
    ] as const)
      expect(wordOf(await desktop.submit(call, body))).toBe('handed-over')
    expect(wordOf(await desktop.current())).toBe('handed-over')
    const asTaker = { headers: { Cookie: `__Host-hand-over=${value}` } }
    expect(wordOf(await desktop.submit(`${second}/continue`, {}, asTaker))).toBe('hand-over-ended')
    expect(wordOf(await phone.submit('device', { platform: 'ios', name: 'Phone of Ana' }))).toBe('enrolled')
    const { body, text } = await desktop.say('hand-over')
    expect(body).toMatchObject({ kind: 'watching', step: 'enrolled' })
    expect(text).not.toMatch(/Phone of Ana|handOff|nonce|subject/)
  })

  test('what the second device waited with is worth nothing once its cookie was seen', async () => {
    const { phone, taker } = await handedOver()
    expect(wordOf(await phone.current())).toBe('device')
    const headers = { Cookie: taker }
    expect(wordOf(await newAttacker(arena).submit(`${second}/continue`, {}, { headers }))).toBe('hand-over-ended')
    const asEnrollment = { Cookie: taker.replace('__Host-hand-over', '__Host-enrollment') }
    expect(wordOf(await newAttacker(arena).say('', { headers: asEnrollment }))).toBe('no-enrollment')
  })

  test('another account’s page does not redeem the code', async () => {
    const code = await offered(await atDevice())
    expect(wordOf(await newAttacker(arena).submit(second, { account: 'new-ad-2', code }))).toBe('hand-over-ended')
    expect(wordOf((await redeemed(code)).answer)).toBe('waiting')
  })

  test('no code and no waiting cookie stands in a log, a table or the audit', async () => {
    await handedOver()
    expect(secrets.length).toBeGreaterThan(10)
    const logs = await Promise.all(arena.instances.map((instance) => instance.log()))
    const audit = await arena.runMuster(['audit', 'export'])
    expect(audit.stdout).toContain('hand-over.confirmed')
    const places = new Map([
      ['logs', logs.join('\n')],
      ['audit', audit.stdout],
    ])
    if (engine === 'postgres') {
      const database = openDatabase(arena.directStore)
      for (const { table, text } of await database.everything()) places.set(table, `${places.get(table) ?? ''}${text}`)
      await database.close()
    } else {
      const folder = dirname(arena.files.sqlite)
      for (const name of await readdir(folder))
        if (name.includes('.sqlite')) places.set(name, await readFile(join(folder, name), 'latin1'))
    }
    for (const [place, text] of places)
      expect([place, secrets.filter((secret) => secret !== '' && text.includes(secret))]).toEqual([place, []])
  })
})
