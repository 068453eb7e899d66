import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { openBrowser } from '../testing/browser.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { answer, atDevice, codeOf, goOn, offer, phoneAgent, redeem, taken, takenBy } from '../testing/two-devices.ts'

const minute = 60_000
const first = '/api/enrollment/hand-over'

describe('the code of a hand-over', () => {
  test('works once', async () => {
    const portal = await stillPortal()
    const { code } = await offer(await atDevice(portal))
    await takenBy(portal, 'new-ad-1', code)
    const thief = openBrowser(portal)
    expect(await redeem(thief, 'new-ad-1', code)).toMatchObject({ status: 404, body: { code: 'hand-over-ended' } })
    expect(thief.handOver).toBeUndefined()
  })

  test('lives two minutes, and so does the question for the number', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { code } = await offer(desktop)
    portal.advance(2 * minute)
    expect(codeOf((await redeem(openBrowser(portal), 'new-ad-1', code)).body)).toBe('hand-over-ended')
    const { phone, number } = await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    portal.advance(2 * minute)
    expect(codeOf((await phone.send('GET', '/api/hand-over')).body)).toBe('hand-over-ended')
    expect(codeOf((await answer(desktop, number)).body)).toBe('hand-over-ended')
    expect(phone.handOver).toBeUndefined()
  })

  test('is void as soon as there is another one', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { code } = await offer(desktop)
    await offer(desktop)
    expect(codeOf((await redeem(openBrowser(portal), 'new-ad-1', code)).body)).toBe('hand-over-ended')
  })

  test('is void with its enrollment: given up, over, refused meanwhile, or its account closed', async () => {
    const portal = await stillPortal()
    const start = async () => {
      const desktop = await atDevice(portal)
      return { desktop, code: (await offer(desktop)).code }
    }
    const givenUp = await start()
    await givenUp.desktop.send('DELETE', '/api/enrollment')
    const { code } = await start()
    const [account] = (await portal.store.administration.accounts()).filter(({ account: { id } }) => id === 'new-ad-1')
    if (account === undefined) throw new Error('no account')
    await portal.store.administration.applyAccounts([{ ...account.account, status: 'closed' }])
    for (const each of [givenUp.code, code])
      expect(codeOf((await redeem(openBrowser(portal), 'new-ad-1', each)).body)).toBe('hand-over-ended')
  })

  test('is one account’s', async () => {
    const portal = await stillPortal()
    const { code } = await offer(await atDevice(portal))
    expect(codeOf((await redeem(openBrowser(portal), 'new-ad-2', code)).body)).toBe('hand-over-ended')
    expect(codeOf((await redeem(openBrowser(portal), 'nobody', code)).body)).toBe('unknown-account')
    // And is not used up by that.
    await takenBy(portal, 'new-ad-1', code)
  })

  test('is not used up by the browser that shows it', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { code } = await offer(desktop)
    expect(codeOf((await redeem(desktop, 'new-ad-1', code)).body)).toBe('hand-over-here')
    await takenBy(portal, 'new-ad-1', code)
  })

  test('cannot be guessed for long: twenty tries a minute from one address', async () => {
    const portal = await stillPortal({ settings: { rateFactor: 1 } })
    const guess = async (index: number) =>
      codeOf((await redeem(openBrowser(portal), 'new-ad-1', `guess${String(index).padStart(17, '0')}`)).body)
    for (let index = 0; index < 20; index += 1) expect(await guess(index)).toBe('hand-over-ended')
    expect(await guess(20)).toBe('too-many-requests')
  })

  test('is made ten times an hour for one enrollment', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    for (let index = 0; index < 10; index += 1) await offer(desktop)
    expect(await desktop.problem('/hand-over', {})).toMatchObject({ code: 'too-many-requests' })
  })
})

describe('the second device', () => {
  test('a lost answer strands nobody: it may come for its cookie again until that is seen', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone, number } = await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    await answer(desktop, number)
    const waiting = phone.handOver
    await goOn(phone)
    const again = openBrowser(portal, phoneAgent)
    again.handOver = waiting
    expect((await goOn(again)).kind).toBe('device')
    expect(again.cookie).toBe(phone.cookie)
    await current(phone)
    const late = openBrowser(portal, phoneAgent)
    late.handOver = waiting
    expect(codeOf((await late.send('POST', '/api/hand-over/continue', {})).body)).toBe('hand-over-ended')
  })

  test('lays aside what it had begun by itself, and only when it goes on', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const phone = await opened(portal, 'new-ad-2')
    const own = phone.cookie
    const { code } = await offer(desktop)
    const { body } = await redeem(phone, 'new-ad-1', code)
    if (typeof body !== 'object' || body === null || !('number' in body)) throw new Error('no number')
    expect(phone.cookie).toBe(own)
    await answer(desktop, String(body.number))
    expect(await current(phone)).toMatchObject({ account: { id: 'new-ad-2' } })
    await goOn(phone)
    expect(await current(phone)).toMatchObject({ account: { id: 'new-ad-1' }, kind: 'device' })
    const [line] = await portal.store.administration.audit({ accountId: 'new-ad-2', most: 1 })
    expect(line?.type).toBe('enroll.replaced')
  })

  test('is told no name where nobody has proven one', async () => {
    const portal = await stillPortal()
    const { browser: desktop } = await arriveAt(portal, 'password')
    const { phone, number } = await takenBy(portal, 'new-ad-2', (await offer(desktop)).code)
    await answer(desktop, number)
    expect(await taken(phone)).not.toHaveProperty('person')
  })
})

describe('other sites', () => {
  test.each([
    ['POST', first, {}],
    ['POST', `${first}/number`, { number: '47' }],
    ['POST', '/api/hand-over', { account: 'new-ad-1', code: 'a'.repeat(22) }],
    ['POST', '/api/hand-over/continue', {}],
    ['POST', '/api/hand-over/decline', {}],
  ] as const)('cannot send %s %s', async (method, path, body) => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    expect(codeOf((await desktop.send(method, path, body, { origin: 'https://evil.example' })).body)).toBe(
      'forbidden-origin',
    )
  })

  test('a hand-over cookie that was sent twice is none', async () => {
    const portal = await stillPortal()
    const twice = { cookie: '__Host-hand-over=a; __Host-hand-over=b' }
    for (const [method, path, body] of [
      ['GET', '/api/hand-over', undefined],
      ['POST', '/api/hand-over/continue', {}],
      ['POST', '/api/hand-over/decline', {}],
    ] as const)
      expect((await openBrowser(portal).send(method, path, body, twice)).body).toMatchObject({ code: 'malformed' })
  })
})
