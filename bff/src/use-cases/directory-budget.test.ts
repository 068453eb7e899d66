import { Problem } from '@muster/shared/problem'
import { describe, expect, test } from 'vitest'
import { current, opened } from '../testing/arrive.ts'
import { changeable, stillPortal } from '../testing/still-portal.ts'
import type { Browser } from '../testing/browser.ts'
import { cellAccount, directoryPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'single',
  entraFactor: 'single',
} as const

const atPassword = async (portal: SimulatedPortal, username: string, account = 'new-ad-1'): Promise<Browser> => {
  const browser = await opened(portal, account)
  await browser.step('password', '/identity', { username, domain: '' })
  return browser
}

const fail = async (portal: SimulatedPortal, username: string, times: number, account?: string) => {
  const browser = await atPassword(portal, username, account)
  const statuses: number[] = []
  for (let failure = 0; failure < times; failure += 1)
    statuses.push((await browser.problem('/password', { password: `wrong ${failure}` })).status)
  return statuses
}

const asked = ({ neighbours }: SimulatedPortal) => neighbours.journal.length

describe('the directory’s budget', () => {
  test('of four failures, for a threshold of ten: the fifth try is not sent', async () => {
    const portal = await stillPortal()
    expect(await fail(portal, 'ana', 6)).toEqual([401, 401, 401, 401, 429, 429])
    expect(asked(portal)).toBe(4)
  })

  test.each([
    [0, 5, {}],
    [3, 1, {}],
    [3, 2, { oneNamePerPerson: true }],
    [5, 2, {}],
    [11, 5, {}],
  ])('for a threshold of %i: %i failures %j', async (lockoutThreshold, allowed, more) => {
    const directories = [{ id: 'corp', urls: ['ldaps://dc1.corp.example.test'], lockoutThreshold, ...more }]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories })] })
    await fail(portal, 'ana', allowed + 2)
    expect(asked(portal)).toBe(allowed)
  })

  test('over budget reads alike for known and unknown names, and says when to come again', async () => {
    const directories = [{ id: 'corp', urls: ['ldaps://dc1.corp.example.test'], lockoutWindowMinutes: 15 }]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories })] })
    const replies = []
    for (const username of ['ana', 'dee', 'nobody']) {
      await fail(portal, username, 4)
      const browser = await atPassword(portal, username)
      const { status, body, headers } = await browser.send('POST', '/api/enrollment/password', { password: 'wrong' })
      const { reference, ...rest } = Problem.parse(body)
      expect(reference).not.toBe('')
      replies.push({ status, rest, retryAfter: headers.get('retry-after') })
    }
    expect(replies[0]).toMatchObject({
      status: 429,
      rest: { code: 'too-many-requests', retryAfter: 16 * 60 },
      retryAfter: String(16 * 60),
    })
    expect(replies[1]).toEqual(replies[0])
    expect(replies[2]).toEqual(replies[0])
  })

  test('over budget, the right password is not tried either', async () => {
    const portal = await stillPortal()
    await fail(portal, 'ana', 4)
    const browser = await atPassword(portal, 'ana')
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({ status: 429 })
    expect(asked(portal)).toBe(4)
    expect(await current(browser)).toMatchObject({ kind: 'password' })
  })

  test('is one for all spellings of a person', async () => {
    const portal = await stillPortal()
    for (const spelling of ['ana', 'ANA', 'CORP\\ana', 'ana@corp.example.test'])
      expect(await fail(portal, spelling, 1)).toEqual([401])
    expect(await fail(portal, 'corp\\Ana', 1)).toEqual([429])
  })

  test('is one for all accounts and workflows on one directory', async () => {
    const portal = await stillPortal()
    expect(await fail(portal, 'ana', 2, 'new-ad-1')).toEqual([401, 401])
    const existing = await opened(portal, 'existing-ad-1')
    const wrong = { username: 'ana', domain: '', password: 'wrong' }
    expect((await existing.problem('/credentials', wrong)).status).toBe(401)
    expect((await existing.problem('/credentials', wrong)).status).toBe(401)
    expect((await existing.problem('/credentials', wrong)).status).toBe(429)
    expect(await fail(portal, 'ana', 1, 'new-ad-2')).toEqual([429])
  })

  test('is one for all domains that one directory serves', async () => {
    const domains = [{ name: 'corp.example.test' }, { name: 'emea.example.test' }, { name: 'apac.example.test' }]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { domains })] })
    for (const { name } of domains) await fail(portal, `ana@${name}`, 2)
    expect(asked(portal)).toBe(4)
  })

  test('another person of the same name in another domain cannot free it', async () => {
    const domains = [{ name: 'corp.example.test' }, { name: 'alias.example.test' }, { name: 'emea.example.test' }]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { domains })] })
    await fail(portal, 'ana@alias.example.test', 2)
    await fail(portal, 'ana@corp.example.test', 1)
    const other = await atPassword(portal, 'ana@emea.example.test')
    await other.step('device', '/password', { password: directoryPassword })
    expect(await fail(portal, 'ana@corp.example.test', 2)).toEqual([401, 429])
  })

  test('is one for accounts that have a controller in common', async () => {
    const directories = ['dc1', 'dc2'].map((dc) => `ldaps://${dc}.corp.example.test`)
    const portal = await stillPortal({
      accounts: [
        cellAccount(cell, { directories: [{ id: 'corp', urls: directories.slice(0, 1), lockoutThreshold: 10 }] }),
        cellAccount(cell, {
          id: 'other',
          directories: [{ id: 'dcs', urls: directories.toReversed(), lockoutThreshold: 10 }],
        }),
      ],
    })
    expect(await fail(portal, 'ana', 3)).toEqual([401, 401, 401])
    expect(await fail(portal, 'ana', 2, 'other')).toEqual([401, 429])
  })

  test('counts one controller once, whichever of its ports is named', async () => {
    const urls = ['ldaps://dc1.corp.example.test', 'ldaps://DC1.corp.example.test:3269']
    const portal = await stillPortal({
      accounts: [cellAccount(cell, { directories: [{ id: 'corp', urls, lockoutThreshold: 10 }] })],
    })
    portal.neighbours.down.directory = true
    await fail(portal, 'ana', 2)
    portal.neighbours.down.directory = false
    await fail(portal, 'ana', 2)
    await (await atPassword(portal, 'ana')).step('device', '/password', { password: directoryPassword })
    expect(await fail(portal, 'ana', 5)).toEqual([401, 401, 401, 401, 429])
  })

  test('is one for accounts that name the controllers of one domain differently', async () => {
    const named = (url: string) => [{ id: 'corp', urls: [url], lockoutThreshold: 5, lockoutWindowMinutes: 30 }]
    const portal = await stillPortal({
      accounts: [
        cellAccount(cell, { directories: named('ldaps://dc1.corp.example.test') }),
        cellAccount(cell, { id: 'second', directories: named('ldaps://dc2.corp.example.test') }),
        cellAccount(cell, { id: 'third', directories: named('ldaps://corp.example.test') }),
      ],
    })
    expect(await fail(portal, 'ana', 1)).toEqual([401])
    expect(await fail(portal, 'ana', 2, 'second')).toEqual([401, 429])
    expect(await fail(portal, 'ana', 1, 'third')).toEqual([429])
    expect(asked(portal)).toBe(2)
  })

  test('is one for names that a directory takes for one person', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { usernames: 'unicode' })] })
    for (const spelling of ['ana', 'àna', 'ána', 'äna', 'ânå', 'ånà']) await fail(portal, spelling, 2)
    expect(asked(portal)).toBe(4)
  })

  test('is each person’s own', async () => {
    const portal = await stillPortal()
    await fail(portal, 'ana', 5)
    expect(await fail(portal, 'ben', 1)).toEqual([401])
  })

  test('is free again after a success', async () => {
    const portal = await stillPortal()
    await fail(portal, 'ana', 3)
    await (await atPassword(portal, 'ana')).step('device', '/password', { password: directoryPassword })
    expect(await fail(portal, 'ana', 5)).toEqual([401, 401, 401, 401, 429])
  })

  test('is free again after its window, of a minute more than the directory’s', async () => {
    const directories = [
      { id: 'corp', urls: ['ldaps://dc1.corp.example.test'], lockoutThreshold: 10, lockoutWindowMinutes: 30 },
    ]
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories })] })
    await fail(portal, 'ana', 4)
    portal.advance(31 * 60_000 - 1)
    expect(await fail(portal, 'ana', 1)).toEqual([429])
    portal.advance(1)
    expect(await fail(portal, 'ana', 1)).toEqual([401])
  })

  test('is given back where the directory was never asked', async () => {
    const portal = await stillPortal()
    portal.neighbours.down.directory = true
    expect(await fail(portal, 'ana', 6)).toEqual([503, 503, 503, 503, 503, 503])
    portal.neighbours.down.directory = false
    expect(await fail(portal, 'ana', 5)).toEqual([401, 401, 401, 401, 429])
  })

  test('keeps its slot where the directory may have counted the try', async () => {
    const portal = await stillPortal()
    portal.neighbours.down.directoryAnswers = true
    expect(await fail(portal, 'ana', 5)).toEqual([503, 503, 503, 503, 429])
  })

  test('is relaxed in no profile: the demo world’s factor of a hundred does not touch it', async () => {
    const portal = await stillPortal({ settings: { rateFactor: 100 } })
    expect(await fail(portal, 'ana', 5)).toEqual([401, 401, 401, 401, 429])
  })

  test('holds for many tries at once', async () => {
    const portal = await stillPortal()
    const browsers = await Promise.all(Array.from({ length: 30 }, () => atPassword(portal, 'ana')))
    const replies = await Promise.all(browsers.map((browser) => browser.problem('/password', { password: 'wrong' })))
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(4)
    expect(asked(portal)).toBe(4)
  })

  test('is one for signing in and for changing a password', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories: changeable })] })
    const browser = await atPassword(portal, 'pia')
    await browser.problem('/password', { password: directoryPassword })
    for (let failure = 0; failure < 2; failure += 1)
      await browser.problem('/new-password', { oldPassword: 'wrong', newPassword: 'Directory-2!' })
    expect(await fail(portal, 'pia', 3)).toEqual([401, 401, 429])
  })

  test('is not freed by a right password that has expired: the directory goes on counting', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories: changeable })] })
    expect(await fail(portal, 'pia', 3)).toEqual([401, 401, 401])
    const browser = await atPassword(portal, 'pia')
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({
      code: 'password-expired',
    })
    const weak = { oldPassword: directoryPassword, newPassword: 'weak' }
    expect(await browser.problem('/new-password', weak)).toMatchObject({ code: 'new-password-refused' })
    expect(await fail(portal, 'pia', 2)).toEqual([401, 429])
  })

  test('is not spent by a right password that has expired', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories: changeable })] })
    for (let visit = 0; visit < 6; visit += 1) {
      const browser = await atPassword(portal, 'pia')
      expect((await browser.problem('/password', { password: directoryPassword })).status).toBe(403)
    }
    expect(await fail(portal, 'pia', 5)).toEqual([401, 401, 401, 401, 429])
  })

  test('is free again after a new password that was signed in with', async () => {
    const portal = await stillPortal({ accounts: [cellAccount(cell, { directories: changeable })] })
    await fail(portal, 'pia', 3)
    const browser = await atPassword(portal, 'pia')
    await browser.problem('/password', { password: directoryPassword })
    await browser.step('device', '/new-password', { oldPassword: directoryPassword, newPassword: 'Directory-2!' })
    expect(await fail(portal, 'pia', 5)).toEqual([401, 401, 401, 401, 429])
  })
})
