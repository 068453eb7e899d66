import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { mailedCode } from '../testing/person-answers.ts'
import { changeable, stillPortal } from '../testing/still-portal.ts'
import { cellAccount, directoryPassword, examplePeople } from '../testing/example-world.ts'

const link = 'https://password.example.test'
const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'two',
  entraFactor: 'single',
} as const
const people = [
  ...examplePeople(),
  { username: 'tim', directory: { password: directoryPassword, state: 'sign-in-not-allowed' } },
  { username: 'lou', directory: { password: directoryPassword, lockedOut: true } },
] as const

/** An account that cannot change passwords here, and one that can. */
const portalWith = (more: Parameters<typeof cellAccount>[1] = {}) =>
  stillPortal({
    people,
    accounts: [
      cellAccount(cell, { id: 'new', ...more }),
      cellAccount({ ...cell, workflow: 'existing' }, { id: 'existing', ...more }),
    ],
  })

const states = [
  ['dee', 'account-disabled', false],
  ['xan', 'account-expired', false],
  ['tim', 'sign-in-not-allowed', false],
  ['pia', 'password-expired', true],
  ['max', 'password-must-change', true],
] as const

describe('the state of an account', () => {
  test.each(states)('%s, %s: is told after a right password, in both workflows', async (username, code) => {
    const portal = await portalWith()
    const inNew = await opened(portal, 'new')
    await inNew.step('password', '/identity', { username, domain: '' })
    expect(await inNew.problem('/password', { password: directoryPassword })).toMatchObject({ status: 403, code })
    expect(await current(inNew)).toMatchObject({ kind: 'password' })
    const existing = await opened(portal, 'existing')
    expect(await existing.problem('/credentials', { username, domain: '', password: directoryPassword })).toMatchObject(
      { status: 403, code },
    )
    expect(await current(existing)).toMatchObject({ kind: 'credentials' })
  })

  test.each(states)('%s, %s: is never told after a wrong password, which reads as for anybody', async (username) => {
    const portal = await portalWith()
    const told = []
    for (const name of [username, 'ana', 'nobody']) {
      const browser = await opened(portal, 'new')
      await browser.step('password', '/identity', { username: name, domain: '' })
      const { reference: _, ...rest } = await browser.problem('/password', { password: 'wrong' })
      told.push(rest)
    }
    expect(told[0]).toEqual(told[1])
    expect(told[0]).toEqual(told[2])
    expect(told[0]).toMatchObject({ status: 401, code: 'sign-in-failed' })
  })

  test('locked out: the right password reads as a wrong one', async () => {
    const portal = await portalWith()
    const browser = await opened(portal, 'new')
    await browser.step('password', '/identity', { username: 'lou', domain: '' })
    expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({
      status: 401,
      code: 'sign-in-failed',
    })
  })

  test.each(states)(
    '%s, %s: the account’s link for changing passwords comes along where that helps (%s)',
    async (username, _code, helps) => {
      const portal = await portalWith({ passwordChangeLink: link })
      const browser = await opened(portal, 'new')
      await browser.step('password', '/identity', { username, domain: '' })
      const problem = await browser.problem('/password', { password: directoryPassword })
      expect(problem.link).toBe(helps ? link : undefined)
    },
  )

  test.each(states)(
    '%s, %s: the page becomes new-password where changing is allowed and helps (%s)',
    async (username, code, helps) => {
      const portal = await portalWith({ directories: changeable })
      const browser = await opened(portal, 'new')
      await browser.step('password', '/identity', { username, domain: '' })
      expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({ status: 403, code })
      expect(await current(browser)).toMatchObject({ kind: helps ? 'new-password' : 'password' })
    },
  )
})

describe('a new password', () => {
  test.each(['new', 'existing'] as const)(
    '%s workflow: is set, proves the person, and the code is next',
    async (workflow) => {
      const portal = await stillPortal()
      const { browser } = await arriveAt(portal, 'new-password', workflow)
      const step = await browser.step('email-code', '/new-password', {
        oldPassword: directoryPassword,
        newPassword: 'Directory-2!',
      })
      expect(step).toMatchObject({ factors: { proven: ['password'] } })
      expect(await browser.step('device', '/email-code', { code: await mailedCode(portal, 'pia') })).toMatchObject({
        factors: { counted: 2 },
      })
      expect(portal.neighbours.people.get('pia')?.directory).toMatchObject({ password: 'Directory-2!' })
    },
  )

  test('that the directory’s rules refuse leaves the page as it is', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'new-password')
    for (const newPassword of ['short', directoryPassword])
      expect(await browser.problem('/new-password', { oldPassword: directoryPassword, newPassword })).toMatchObject({
        status: 422,
        code: 'new-password-refused',
      })
    expect(await current(browser)).toEqual(step)
  })

  test('with a wrong old one reads as a failed sign-in', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'new-password')
    expect(await browser.problem('/new-password', { oldPassword: 'wrong', newPassword: 'Directory-2!' })).toMatchObject(
      { status: 401, code: 'sign-in-failed' },
    )
    expect(await current(browser)).toEqual(step)
  })

  test('takes from the directory’s budget: wrong old passwords are counted before anybody is asked', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'new-password')
    const before = portal.neighbours.journal.length
    const wrong = { oldPassword: 'wrong', newPassword: 'Directory-2!' }
    for (let failure = 0; failure < 4; failure += 1)
      expect(await browser.problem('/new-password', wrong)).toMatchObject({ status: 401 })
    expect(await browser.problem('/new-password', wrong)).toMatchObject({ status: 429, code: 'too-many-requests' })
    expect(portal.neighbours.journal).toHaveLength(before + 4)
  })

  test('of an account that was disabled meanwhile is not set', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'new-password')
    portal.neighbours.people.set('pia', {
      username: 'pia',
      directory: { password: directoryPassword, state: 'account-disabled' },
    })
    expect(
      await browser.problem('/new-password', { oldPassword: directoryPassword, newPassword: 'Directory-2!' }),
    ).toMatchObject({ status: 403, code: 'account-disabled' })
    expect(portal.neighbours.people.get('pia')?.directory).toMatchObject({ password: directoryPassword })
  })

  test('while the directory is down: unavailable, and the page stays', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'new-password')
    portal.neighbours.down.directory = true
    expect(
      await browser.problem('/new-password', { oldPassword: directoryPassword, newPassword: 'Directory-2!' }),
    ).toMatchObject({ status: 503, code: 'unavailable' })
    expect(await current(browser)).toEqual(step)
  })
})
