import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { standardSettings } from '../domain/limits.ts'
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

  describe.each([
    ['accepted, and then nobody could sign in', 'afterChange', 'changed'],
    ['made, and its answer lost', 'changeAnswers', 'unconfirmed'],
  ] as const)('%s', (_what, fault, note) => {
    const both = { oldPassword: directoryPassword, newPassword: 'Directory-2!' }

    test('new workflow: is no failure; the person signs in with it, and nothing is proven before', async () => {
      const portal = await stillPortal()
      const { browser, step } = await arriveAt(portal, 'new-password')
      portal.neighbours.down[fault] = true
      expect(await browser.step('password', '/new-password', both)).toMatchObject({
        note,
        username: 'pia',
        progress: step.progress,
        factors: { counted: 0, proven: [] },
      })
      await browser.step('email-code', '/password', { password: 'Directory-2!' })
      expect(await browser.step('device', '/email-code', { code: await mailedCode(portal, 'pia') })).toMatchObject({
        factors: { counted: 2 },
      })
    })

    test('existing workflow: the first page again, with the name filled in', async () => {
      const portal = await stillPortal()
      const { browser } = await arriveAt(portal, 'new-password', 'existing')
      portal.neighbours.down[fault] = true
      const step = await browser.step('credentials', '/new-password', both)
      expect(step).toMatchObject({ note, username: 'pia', domain: 'corp.example.test', factors: { proven: [] } })
      const again = { username: 'pia', domain: 'corp.example.test', password: 'Directory-2!' }
      await browser.step('email-code', '/credentials', again)
    })

    test('the audit calls it no failure', async () => {
      const portal = await stillPortal()
      const { browser } = await arriveAt(portal, 'new-password')
      portal.neighbours.down[fault] = true
      await browser.step('password', '/new-password', both)
      const [line] = await portal.store.administration.audit({ most: 1 })
      expect(line?.type).toBe(note === 'changed' ? 'auth.new-password.ok' : 'auth.new-password.unknown')
    })
  })

  test.each([
    ['changed', undefined, 'auth.new-password.ok'],
    ['accepted', 'afterChange', 'auth.new-password.ok'],
    ['unconfirmed', 'changeAnswers', 'auth.new-password.unknown'],
  ] as const)('%s while another tab went on: the audit tells of it all the same', async (_what, fault, type) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'new-password')
    if (fault !== undefined) portal.neighbours.down[fault] = true
    const { directory } = portal.ports
    const changePassword: typeof directory.changePassword = async (...change) => {
      const result = await directory.changePassword(...change)
      await browser.step('password', '/identity', { username: 'ana', domain: 'corp.example.test' })
      return result
    }
    Object.assign(portal.ports, { directory: { ...directory, changePassword } })
    const both = { oldPassword: directoryPassword, newPassword: 'Directory-2!' }
    expect(await browser.problem('/new-password', both)).toMatchObject({ code: 'wrong-step' })
    const audit = await portal.store.administration.audit({ most: 100 })
    expect(audit.filter((line) => line.type === type)).toHaveLength(1)
  })

  test('while no code may be sent: it is changed all the same, and the old one is asked no more', async () => {
    const portal = await stillPortal({ settings: standardSettings })
    const { browser } = await arriveAt(portal, 'new-password')
    const { browser: other } = await arriveAt(portal, 'new-password')
    const both = { oldPassword: directoryPassword, newPassword: 'Directory-2!' }
    await browser.step('email-code', '/new-password', both)
    // The same person's second browser, within the minute that two codes must be apart.
    portal.neighbours.people.set('pia', {
      username: 'pia',
      directory: { password: directoryPassword, mail: 'pia@corp.example.test', state: 'password-expired' },
    })
    expect(await other.step('password', '/new-password', both)).toMatchObject({ note: 'changed' })
    expect(await other.problem('/password', { password: 'Directory-2!' })).toMatchObject({ code: 'too-many-requests' })
    portal.advance(2 * 60_000)
    await other.step('email-code', '/password', { password: 'Directory-2!' })
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
