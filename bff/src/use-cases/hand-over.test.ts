import { describe, expect, test } from 'vitest'
import { arrivals, arriveAt, current } from '../testing/arrive.ts'
import { openBrowser } from '../testing/browser.ts'
import { directoryPassword, exampleDomain } from '../testing/example-world.ts'
import { newKey } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import {
  answer,
  atDevice,
  codeOf,
  goOn,
  handedToPhone,
  handOverLines as linesOf,
  offer,
  redeem,
  seen,
  taken,
  takenBy,
} from '../testing/two-devices.ts'

const minute = 60_000
const first = '/api/enrollment/hand-over'
const another = (number: string): string => (number === '47' ? '48' : '47')

describe('a hand-over to another device', () => {
  test('keeps all progress: signed in on the desktop, the phone chooses its device, and the desktop sees it end', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    expect(await seen(desktop)).toEqual({ kind: 'none' })
    const { url, code, qr, expiresAt } = await offer(desktop)
    expect(url).toBe(`${portal.origin}/new-ad-1#go=${code}`)
    expect(qr).toMatch(/^data:image\/svg\+xml,/)
    expect(await seen(desktop)).toEqual({ kind: 'offered', expiresAt })

    const { phone, number } = await takenBy(portal, 'new-ad-1', code)
    expect(await seen(desktop)).toMatchObject({ kind: 'taken', by: { device: 'iphone', browser: 'safari' } })
    expect(await taken(phone)).toMatchObject({ kind: 'waiting', number })
    expect((await answer(desktop, number)).body).toMatchObject({ kind: 'watching', step: 'device' })
    const confirmed = await taken(phone)
    expect(confirmed).toMatchObject({ kind: 'confirmed', account: { id: 'new-ad-1' }, person: `ana@${exampleDomain}` })

    const step = await goOn(phone)
    expect(step).toMatchObject({ kind: 'device', suggested: 'ios', factors: { proven: ['password'] } })
    await phone.step('enrolled', '/device', { platform: 'ios' }, newKey())
    expect(await seen(desktop)).toEqual({
      kind: 'watching',
      by: { device: 'iphone', browser: 'safari' },
      step: 'enrolled',
      reference: step.reference,
      account: step.account,
      progress: { at: 3, of: 3 },
    })
    expect((await linesOf(portal, 'new-ad-1')).map(({ type }) => type).toReversed()).toEqual([
      'hand-over.offered',
      'hand-over.taken',
      'hand-over.confirmed',
    ])
  })

  test.each(arrivals.filter(({ page }) => page !== 'refused'))(
    'goes on at $page ($workflow) where it was',
    async ({ arrive }) => {
      const portal = await stillPortal()
      const desktop = await arrive(portal)
      const before = await current(desktop)
      if (typeof before !== 'object' || before === null || !('account' in before)) throw new Error('no step')
      const { account } = before
      if (typeof account !== 'object' || account === null || !('id' in account)) throw new Error('no account')
      const { step } = await handedToPhone(portal, desktop, String(account.id))
      const { kind, reference, progress, factors } = step
      expect(before).toMatchObject({ kind, reference, progress, factors })
    },
  )

  test('Microsoft is asked anew: an answer to the first device’s question is none for the second', async () => {
    const portal = await stillPortal()
    const { browser: desktop, step: before } = await arriveAt(portal, 'entra-sign-in')
    const { step } = await handedToPhone(portal, desktop, 'new-entra-2')
    expect(step.kind === 'entra-sign-in' && step.nonce !== before.nonce).toBe(true)
  })

  test('a refused enrollment, and one whose time is over, goes nowhere', async () => {
    const portal = await stillPortal()
    const { browser: refused } = await arriveAt(portal, 'refused')
    expect(await refused.problem('/hand-over', {})).toMatchObject({ code: 'wrong-step' })
    const late = await atDevice(portal)
    portal.advance(20 * minute)
    expect(await late.problem('/hand-over', {})).toMatchObject({ code: 'wrong-step' })
    expect(await openBrowser(portal).problem('/hand-over', {})).toMatchObject({ code: 'no-enrollment' })
  })

  test('the link of an enrollment request leads back to that request', async () => {
    const portal = await stillPortal()
    const id = 'Abcdefghijklmnopqrstu1'
    await portal.store.administration.createRequest('new-ad-1', { id }, minute)
    const desktop = openBrowser(portal)
    await desktop.send('POST', '/api/enrollment', { account: 'new-ad-1', request: id })
    expect((await offer(desktop)).url).toMatch(`${portal.origin}/new-ad-1/${id}#go=`)
    const { phone, step } = await handedToPhone(portal, desktop, 'new-ad-1')
    const again = await phone.send('POST', '/api/enrollment', { account: 'new-ad-1', request: id })
    expect(again).toMatchObject({ status: 200, body: { reference: step.reference } })
  })
})

describe('the number', () => {
  test('if wrong ends the hand-over for both, and the right one comes too late', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone, number } = await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    expect(await answer(desktop, another(number))).toMatchObject({
      status: 422,
      body: { code: 'hand-over-number-wrong' },
    })
    expect(codeOf((await answer(desktop, number)).body)).toBe('hand-over-ended')
    expect(codeOf((await phone.send('GET', '/api/hand-over')).body)).toBe('hand-over-ended')
    expect(codeOf((await phone.send('POST', '/api/hand-over/continue', {})).body)).toBe('hand-over-ended')
    expect(await current(desktop)).toMatchObject({ kind: 'device' })
    expect((await linesOf(portal, 'new-ad-1'))[0]).toMatchObject({
      type: 'hand-over.refused',
      data: { because: 'wrong-number' },
    })
  })

  test('can be declined, and so can an offer that nobody has taken', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { code } = await offer(desktop)
    expect((await answer(desktop, 'none')).body).toEqual({ kind: 'none' })
    expect(codeOf((await redeem(openBrowser(portal), 'new-ad-1', code)).body)).toBe('hand-over-ended')
    const { phone } = await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    expect((await answer(desktop, 'none')).body).toEqual({ kind: 'none' })
    expect(codeOf((await phone.send('GET', '/api/hand-over')).body)).toBe('hand-over-ended')
    expect((await linesOf(portal, 'new-ad-1')).filter(({ type }) => type === 'hand-over.refused')).toHaveLength(2)
  })

  test('is never told to the device that is asked for it, nor to the audit', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { code } = await offer(desktop)
    const { phone, number } = await takenBy(portal, 'new-ad-1', code)
    const view = await seen(desktop)
    expect(Object.keys(view).toSorted()).toEqual(['by', 'expiresAt', 'kind'])
    await answer(desktop, number)
    const told = JSON.stringify([await linesOf(portal, 'new-ad-1'), portal.logged])
    expect(told).not.toContain(code)
    expect(told).not.toContain(phone.handOver)
    expect(told).not.toContain(`"${number}"`)
  })

  test('the second device has nothing before it is confirmed', async () => {
    const portal = await stillPortal()
    const { phone } = await takenBy(portal, 'new-ad-1', (await offer(await atDevice(portal))).code)
    expect(phone.cookie).toBeUndefined()
    const waiting = await taken(phone)
    expect(Object.keys(waiting).toSorted()).toEqual(['expiresAt', 'kind', 'number'])
    expect(codeOf((await phone.send('POST', '/api/hand-over/continue', {})).body)).toBe('hand-over-ended')
    // Nor by offering its waiting cookie as an enrollment's.
    const bold = openBrowser(portal)
    bold.cookie = phone.handOver
    expect((await bold.send('GET', '/api/enrollment')).body).toMatchObject({ code: 'no-enrollment' })
  })
})

describe('the first device, once it has handed over', () => {
  test('looks on, and every submission of its is refused as one of its own kind', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    const tries = [
      ['/identity', { username: 'ben', domain: '' }],
      ['/password', { password: directoryPassword }],
      ['/email-code', { code: '12345678' }],
      ['/email-code/resend', {}],
      ['/extend', {}],
      ['/device', { platform: 'ios' }],
      ['/hand-over', {}],
      ['/hand-over/number', { number: '47' }],
      ['', { account: 'new-ad-1' }],
    ] as const
    for (const [path, body] of tries)
      expect(await desktop.problem(path, body, newKey())).toMatchObject({ code: 'handed-over' })
    expect((await desktop.send('GET', '/api/enrollment')).body).toMatchObject({ status: 409, code: 'handed-over' })
    expect(await current(phone)).toMatchObject({ kind: 'device' })
  })

  test('learns no name, no nonce and no link', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    await phone.step('enrolled', '/device', { platform: 'ios', name: 'Phone of Ana' }, newKey())
    const { body } = await desktop.send('GET', first)
    for (const word of ['ana', 'Ana', 'mdm.example.test', 'nonce']) expect(JSON.stringify(body)).not.toContain(word)
  })

  test('looking on keeps nothing alive', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    for (let at = 0; at < 20; at += 1) {
      portal.advance(minute)
      await seen(desktop)
    }
    expect(await current(phone)).toMatchObject({ kind: 'expired' })
    expect(await seen(desktop)).toMatchObject({ kind: 'watching', step: 'expired' })
  })

  test('starts over for itself without ending what goes on elsewhere', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    await desktop.send('DELETE', '/api/enrollment')
    expect(desktop.cookie).toBeUndefined()
    expect(await desktop.step('identify', '', { account: 'new-ad-1' })).toBeDefined()
    expect(await current(phone)).toMatchObject({ kind: 'device' })
  })

  test('may open another link at once', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    expect(await desktop.step('identify', '', { account: 'new-ad-2' })).toBeDefined()
    expect(await current(phone)).toMatchObject({ kind: 'device' })
  })

  test('ends where its person is not known at the second one, which then has nothing of it', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone, number } = await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    await answer(desktop, number)
    expect((await phone.send('POST', '/api/hand-over/decline', {})).status).toBe(204)
    expect(phone.handOver).toBeUndefined()
    expect(codeOf((await phone.send('POST', '/api/hand-over/continue', {})).body)).toBe('hand-over-ended')
    expect(codeOf((await desktop.send('GET', first)).body)).toBe('no-enrollment')
    expect((await linesOf(portal, 'new-ad-1'))[0]).toMatchObject({
      type: 'hand-over.refused',
      data: { because: 'declined' },
    })
  })

  test('a device that only waits declines nothing', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    await takenBy(portal, 'new-ad-1', (await offer(desktop)).code)
    const stranger = openBrowser(portal)
    expect((await stranger.send('POST', '/api/hand-over/decline', {})).status).toBe(204)
    expect(await current(desktop)).toMatchObject({ kind: 'device' })
  })

  test('is told when the second device gave up', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    await phone.send('DELETE', '/api/enrollment')
    expect(codeOf((await desktop.send('GET', first)).body)).toBe('no-enrollment')
  })

  test('sees no more than the phone’s next hand-over lets it: each first device looks on', async () => {
    const portal = await stillPortal()
    const desktop = await atDevice(portal)
    const { phone } = await handedToPhone(portal, desktop, 'new-ad-1')
    const { phone: tablet } = await handedToPhone(portal, phone, 'new-ad-1')
    await tablet.step('enrolled', '/device', { platform: 'ios' }, newKey())
    for (const device of [desktop, phone]) expect(await seen(device)).toMatchObject({ step: 'enrolled' })
  })
})
