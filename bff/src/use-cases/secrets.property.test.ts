import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arriveAt, current } from '../testing/arrive.ts'
import { mailedCode, newKey, tokenFor, wrongCode } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import type { Browser } from '../testing/browser.ts'
import { directoryPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

/** Long enough that nothing holds it by chance; with the characters that quoting and templates stumble over. */
const secret = fc.string({
  unit: fc.constantFrom(...'abcdefghABCDEFGH0123456789$&<>%{}\'"\\ ./'),
  minLength: 16,
  maxLength: 60,
})
const tokenText = fc.string({ unit: fc.constantFrom(...'abcdefghABCDEFGH0123456789-_'), minLength: 16, maxLength: 60 })

type Tried = { readonly secrets: readonly string[]; readonly answers: readonly unknown[] }
type Try = (portal: SimulatedPortal, secret: string) => Promise<Tried>

const answersOf = async (browser: Browser, path: string, body: object): Promise<readonly unknown[]> => {
  const reply = await browser.send('POST', `/api/enrollment${path}`, body, newKey())
  return [reply.body, [...reply.headers].filter(([name]) => name !== 'set-cookie'), await current(browser)]
}

/** Everywhere that a secret is typed, right and wrong. */
const tries: Readonly<Record<string, Try>> = {
  'a wrong password': async (portal, password) => {
    const { browser } = await arriveAt(portal, 'password')
    return { secrets: [password], answers: await answersOf(browser, '/password', { password }) }
  },
  'a right password': async (portal, password) => {
    portal.neighbours.people.set('ana', { username: 'ana', directory: { password, mail: 'ana@corp.example.test' } })
    const { browser } = await arriveAt(portal, 'password')
    return { secrets: [password], answers: await answersOf(browser, '/password', { password }) }
  },
  'wrong credentials': async (portal, password) => {
    const { browser } = await arriveAt(portal, 'credentials')
    return {
      secrets: [password],
      answers: await answersOf(browser, '/credentials', { username: 'ana', domain: '', password }),
    }
  },
  'a right password of a disabled account': async (portal, password) => {
    portal.neighbours.people.set('ana', { username: 'ana', directory: { password, state: 'account-disabled' } })
    const { browser } = await arriveAt(portal, 'credentials')
    return {
      secrets: [password],
      answers: await answersOf(browser, '/credentials', { username: 'ana', domain: '', password }),
    }
  },
  'a new password': async (portal, newPassword) => {
    const { browser } = await arriveAt(portal, 'new-password')
    return {
      secrets: [newPassword, directoryPassword],
      answers: await answersOf(browser, '/new-password', { oldPassword: directoryPassword, newPassword }),
    }
  },
  'a password in a body that is malformed': async (portal, password) => {
    const { browser } = await arriveAt(portal, 'password')
    return { secrets: [password], answers: await answersOf(browser, '/password', { password, [password]: password }) }
  },
  'a password of another type': async (portal, password) => {
    const { browser } = await arriveAt(portal, 'password')
    return {
      secrets: [password],
      answers: await answersOf(browser, '/password', { password: { [password]: [password] } }),
    }
  },
  'a password at the wrong step': async (portal, password) => {
    const { browser } = await arriveAt(portal, 'device')
    return { secrets: [password], answers: await answersOf(browser, '/password', { password }) }
  },
  'a password while the directory is broken': async (portal, password) => {
    portal.neighbours.down.directory = true
    const { browser } = await arriveAt(portal, 'password')
    return { secrets: [password], answers: await answersOf(browser, '/password', { password }) }
  },
  'a wrong code': async (portal) => {
    const { browser } = await arriveAt(portal, 'email-code')
    const code = await mailedCode(portal)
    return {
      secrets: [code, wrongCode(code)],
      answers: await answersOf(browser, '/email-code', { code: wrongCode(code) }),
    }
  },
  'the right code': async (portal) => {
    const { browser } = await arriveAt(portal, 'email-code')
    const code = await mailedCode(portal)
    return { secrets: [code], answers: await answersOf(browser, '/email-code', { code }) }
  },
  'a good token': async (portal) => {
    const { browser, step } = await arriveAt(portal, 'entra-sign-in')
    const idToken = tokenFor(step, 'eva')
    return { secrets: [idToken], answers: await answersOf(browser, '/entra-sign-in', { idToken }) }
  },
}

/** Everything that leaves a portal for people, operators and logs, but for the mail to its owner. */
const writtenBy = async ({ store, logged }: SimulatedPortal): Promise<readonly unknown[]> => [
  logged,
  await store.administration.audit({ most: 1000 }),
  await store.administration.enrollments({ most: 1000 }),
  await store.administration.devices({ most: 1000 }),
]

/** As it is, and as JSON writes it. */
const forms = (text: string): readonly string[] => [text, JSON.stringify(text).slice(1, -1)]

const expectNothingOf = ({ secrets, answers }: Tried, written: readonly unknown[]): void => {
  const text = JSON.stringify([answers, written])
  for (const each of secrets) for (const form of forms(each)) expect(text.includes(form)).toBe(false)
}

test.each(Object.entries(tries))(
  '%s is in no step, no problem, no header, no log line, no audit line and no record',
  async (_what, attempt) => {
    await fc.assert(
      fc.asyncProperty(secret, async (typed) => {
        const portal = await stillPortal()
        expectNothingOf(await attempt(portal, typed), await writtenBy(portal))
      }),
      { numRuns: 15 },
    )
  },
)

test('a token that nobody issued is in no step, no problem, no header, no log line, no audit line and no record', async () => {
  await fc.assert(
    fc.asyncProperty(tokenText, async (idToken) => {
      const portal = await stillPortal()
      const { browser } = await arriveAt(portal, 'entra-sign-in')
      expectNothingOf(
        { secrets: [idToken], answers: await answersOf(browser, '/entra-sign-in', { idToken, accessToken: idToken }) },
        await writtenBy(portal),
      )
    }),
    { numRuns: 30 },
  )
})

test('a name that nobody has proven is in no log line and no audit line', async () => {
  const portal = await stillPortal()
  const { browser } = await arriveAt(portal, 'credentials')
  await browser.problem('/credentials', { username: 'zoe-typed-her-password', domain: '', password: 'wrong' })
  expect(JSON.stringify([portal.logged, await portal.store.administration.audit({ most: 100 })])).not.toContain(
    'zoe-typed-her-password',
  )
})
