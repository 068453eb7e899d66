import { describe, expect, test } from 'vitest'
import { opened } from '../testing/arrive.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { openBrowser, type Browser } from '../testing/browser.ts'
import { cellAccount, cells, directoryPassword, entraPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const production = { rateFactor: 1 }
const from = (address: string) => ({ 'x-forwarded-for': address })
const one = from('198.51.100.1')

const openFrom = async (portal: SimulatedPortal, headers: Record<string, string>, account = 'new-ad-1') => {
  const browser = openBrowser(portal)
  return { browser, reply: await browser.send('POST', '/api/enrollment', { account }, headers) }
}

const repeat = async (times: number, act: (turn: number) => Promise<{ readonly status: number }>) => {
  const statuses: number[] = []
  for (let turn = 0; turn < times; turn += 1) statuses.push((await act(turn)).status)
  return statuses
}

const count = (statuses: readonly number[], status: number) => statuses.filter((each) => each === status).length

describe('starting', () => {
  test('twenty a minute from one address; the next is told when to come again', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(21, async () => (await openFrom(portal, one)).reply)
    expect(statuses).toEqual([...Array(20).fill(201), 429])
    const { headers, body } = (await openFrom(portal, one)).reply
    expect(headers.get('retry-after')).toBe('3')
    expect(body).toMatchObject({ code: 'too-many-requests', retryAfter: 3 })
    expect((await openFrom(portal, from('198.51.100.2'))).reply.status).toBe(201)
  })

  test('200 an hour from one address', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(260, async () => {
      portal.advance(3000)
      return (await openFrom(portal, one)).reply
    })
    // 200 at once, and one more every 18 seconds while the test goes on.
    expect(count(statuses.slice(0, 200), 429)).toBe(0)
    expect(count(statuses, 429)).toBeGreaterThan(0)
  })

  test('going on with an enrollment that is there costs nothing', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await openFrom(portal, one)
    expect(await repeat(40, () => browser.send('POST', '/api/enrollment', { account: 'new-ad-1' }, one))).toEqual(
      Array(40).fill(200),
    )
  })

  test('an IPv6 customer is one /64', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(21, async (turn) => (await openFrom(portal, from(`2001:db8:1:2::${turn + 1}`))).reply)
    expect(statuses.at(-1)).toBe(429)
  })

  test('what a stranger writes in front of X-Forwarded-For changes nothing', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(
      21,
      async (turn) => (await openFrom(portal, from(`203.0.113.${turn}, 198.51.100.1`))).reply,
    )
    expect(statuses.at(-1)).toBe(429)
  })

  test('an account’s own office has a hundredfold', async () => {
    const accounts = cells.map((cell) => cellAccount(cell, { trustedNetworks: ['198.51.100.0/24'] }))
    const portal = await stillPortal({ settings: production, accounts })
    expect(count(await repeat(60, async () => (await openFrom(portal, one)).reply), 429)).toBe(0)
  })

  test('the demo world’s factor is a hundred', async () => {
    const portal = await stillPortal()
    expect(count(await repeat(60, async () => (await openFrom(portal, one)).reply), 429)).toBe(0)
  })
})

describe('one name from one address', () => {
  const naming = (portal: SimulatedPortal, browser: Browser, username: string, headers = one) =>
    browser.send('POST', '/api/enrollment/identity', { username, domain: '' }, headers)

  test('ten in a quarter of an hour, known or unknown alike', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await openFrom(portal, one)
    for (const username of ['ana', 'nobody'])
      expect(await repeat(11, () => naming(portal, browser, username))).toEqual([...Array(10).fill(200), 429])
  })

  test('never per name alone: its owner comes from elsewhere and is not starved', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await openFrom(portal, one)
    await repeat(11, () => naming(portal, browser, 'ana'))
    expect((await naming(portal, browser, 'ana', from('198.51.100.2'))).status).toBe(200)
  })
})

describe('failed passwords', () => {
  let opening = 0
  /** Tries once as somebody, from an address, with an enrollment of their own that was opened elsewhere. */
  const attempt = async (portal: SimulatedPortal, username: string, password: string, headers = one) => {
    const { browser } = await openFrom(portal, from(`192.0.2.${(opening += 1) % 250}`), 'existing-entra-1')
    return browser.send('POST', '/api/enrollment/credentials', { username, domain: '', password }, headers)
  }

  test('of ten distinct people from one address shut the step there, for everybody, and nowhere else', async () => {
    const portal = await stillPortal({ settings: production })
    expect(await repeat(10, (turn) => attempt(portal, `person${turn}`, 'wrong'))).toEqual(Array(10).fill(401))
    expect((await attempt(portal, 'ana', entraPassword)).status).toBe(429)
    expect((await attempt(portal, 'ana', entraPassword, from('198.51.100.2'))).status).toBe(200)
  })

  test('shut the step for a quarter of an hour, not for the time that one failure takes to be forgotten', async () => {
    const portal = await stillPortal({ settings: production })
    await repeat(10, (turn) => attempt(portal, `person${turn}`, 'wrong'))
    portal.advance(14 * 60_000)
    expect((await attempt(portal, 'ana', entraPassword)).status).toBe(429)
    portal.advance(60_000)
    expect((await attempt(portal, 'ana', entraPassword)).status).toBe(200)
  })

  test('at once are no more than one after the other: each is reserved before anybody is asked', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await openFrom(portal, from('192.0.2.254'), 'existing-entra-1')
    const tries = Array.from({ length: 100 }, (_, turn) =>
      browser.send('POST', '/api/enrollment/credentials', { username: `p${turn}`, domain: '', password: 'wrong' }, one),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(count(statuses, 401)).toBeLessThanOrEqual(30)
    expect(portal.neighbours.journal).toHaveLength(count(statuses, 401))
  })

  test('count where one authority rejected, whatever trouble the other has', async () => {
    const portal = await stillPortal({ settings: production, accounts: cells.map((cell) => cellAccount(cell)) })
    portal.neighbours.down.directory = true
    const { browser } = await openFrom(portal, from('192.0.2.253'), 'existing-both-1')
    const statuses = await repeat(11, (turn) =>
      browser.send('POST', '/api/enrollment/credentials', { username: `p${turn}`, domain: '', password: 'wrong' }, one),
    )
    expect(statuses).toEqual([...Array(10).fill(503), 429])
  })

  test('from an account’s own office are counted apart from other accounts’ there', async () => {
    const cell = {
      workflow: 'existing',
      defaultAuthentication: 'entra-id',
      portalFactor: 'single',
      entraFactor: 'single',
    } as const
    const trusting = cellAccount(cell, { id: 'trusting', trustedNetworks: ['198.51.100.0/24'] })
    const portal = await stillPortal({ settings: production, accounts: [trusting, cellAccount(cell)] })
    await repeat(20, async () => (await openFrom(portal, one, 'existing-entra-1')).reply)
    expect((await openFrom(portal, one, 'existing-entra-1')).reply.status).toBe(429)
    expect((await openFrom(portal, one, 'trusting')).reply.status).toBe(201)
  })

  test('of one person are one of those ten', async () => {
    const portal = await stillPortal({ settings: production })
    expect(await repeat(9, () => attempt(portal, 'ana', 'wrong'))).toEqual(Array(9).fill(401))
    expect((await attempt(portal, 'eva', entraPassword)).status).toBe(200)
  })

  test('thirty an hour from one address', async () => {
    const portal = await stillPortal({ settings: production })
    const names = ['ana', 'eva', 'mia', 'noa']
    const statuses = await repeat(31, (turn) => attempt(portal, names[turn % names.length] ?? '', 'wrong'))
    expect(statuses).toEqual([...Array(30).fill(401), 429])
  })

  test('a success costs nothing', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(40, (turn) => {
      // The name's own limit, of ten in a quarter of an hour, is not what this is about.
      if (turn % 10 === 9) portal.advance(15 * 60_000)
      return attempt(portal, 'ana', entraPassword)
    })
    expect(statuses).toEqual(Array(40).fill(200))
  })

  test('over the limit nobody is asked', async () => {
    const portal = await stillPortal({ settings: production })
    await repeat(10, (turn) => attempt(portal, `person${turn}`, 'wrong'))
    const asked = portal.neighbours.journal.length
    await attempt(portal, 'ana', entraPassword)
    expect(portal.neighbours.journal).toHaveLength(asked)
  })

  test('an expired password counts for the address too', async () => {
    const portal = await stillPortal({ settings: production, accounts: cells.map((cell) => cellAccount(cell)) })
    const browser = await opened(portal, 'existing-ad-1')
    const expired = await repeat(10, () =>
      browser.send(
        'POST',
        '/api/enrollment/credentials',
        { username: 'pia', domain: '', password: directoryPassword },
        one,
      ),
    )
    expect(expired).toEqual(Array(10).fill(403))
    expect((await portal.ports.limiter.peek(['password-failures-per-address'], '198.51.100.1')).ok).toBe(true)
    const names = ['ana', 'eva', 'mia', 'noa']
    const statuses = await repeat(21, (turn) => attempt(portal, names[turn % names.length] ?? '', 'wrong'))
    expect(count(statuses, 401)).toBe(20)
  })
})
