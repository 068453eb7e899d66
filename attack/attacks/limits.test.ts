import { type LimitName, limits } from '@muster/bff/domain/limits'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, codeFor, newAttacker, secondsToWait, tally, wordOf } from '../world/attacker.ts'
import { type Database, openDatabase } from '../world/database.ts'
import { newAddress } from '../world/walk.ts'

const minute = 60_000
/** A whole network of people behind few addresses. */
const office = '203.0.113.0/24'

let arena: Arena
let database: Database
let account: string
let accounts = 0

beforeAll(async () => {
  arena = await startArena({
    name: 'attack-limits',
    engine: 'postgres',
    fsync: false,
    instances: 2,
    // Everything else as the standard has it.
    settings: { responseFloor: 0, responseFloorSpread: 0, provenOpenPerUser: 1000 },
  })
  database = openDatabase(arena.directStore)
  const like = (id: string, name: string, trustedNetworks: string[] = []) => {
    const found = arena.accounts().find((one) => one.id === id)
    if (found === undefined) throw new Error(`no account ${id} in the demo`)
    return { ...found, id: name, trustedNetworks }
  }
  await arena.apply([
    ...Array.from({ length: 40 }, (_, nth) => like('new-ad-2', `limits-${nth + 1}`)),
    like('existing-ad-1', 'plain'),
    like('existing-ad-1', 'trusted', [office]),
    like('new-ad-1', 'trusted-new', [office]),
  ])
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})

/** Nothing is left of what a test took; the directory has forgotten its failures, too. */
beforeEach(async () => {
  accounts += 1
  account = `limits-${accounts}`
  await database.rows('delete from rate_limit')
  await database.rows('delete from attempt_budget')
  for (const tap of arena.ldap) tap.clear()
})

const inTurn = (nth: number) => arena.instances[nth % arena.instances.length] ?? arena.portal
const binds = (): number => arena.ldap.reduce((sum, tap) => sum + tap.binds.length, 0)

/** Many starts from one address, each by a browser of its own. */
const starts = (times: number, address: string, at: string = account): Promise<readonly Answer[]> =>
  Promise.all(
    Array.from({ length: times }, (_, nth) => newAttacker(arena, { address, instance: inTurn(nth) }).open(at)),
  )

const opened = async (at: string, address?: string): Promise<Attacker> => {
  const browser = newAttacker(arena, address === undefined ? {} : { address })
  expect((await browser.open(at)).status).toBe(201)
  return browser
}

const atPassword = async (username = 'ana'): Promise<Attacker> => {
  const browser = await opened(account)
  expect(wordOf(await browser.submit('identity', { username, domain: domain.name }))).toBe('password')
  return browser
}

const atCode = async (): Promise<Attacker> => {
  const browser = await atPassword()
  expect(wordOf(await browser.submit('password', { password: directoryPassword }))).toBe('email-code')
  return browser
}

const atDevice = async (): Promise<Attacker> => {
  const browser = await opened('plain')
  const body = { username: 'ana', domain: domain.name, password: directoryPassword }
  expect(wordOf(await browser.submit('credentials', body))).toBe('device')
  return browser
}

const fail = (browser: Attacker, username: string, at = browser) =>
  at.submit('credentials', { username, domain: domain.name, password: 'wrong' })

const refused = (answers: readonly Answer[]): readonly Answer[] => answers.filter(({ status }) => status === 429)
const passed = (answers: readonly Answer[]): number => answers.length - refused(answers).length

/** Only this limit is left of those that the same call takes from. */
const forgetOthers = (name: LimitName) => database.rows('delete from rate_limit where name <> $1', name)

type Knock = (times: number) => Promise<readonly Answer[]>

/** Set by the portal itself, at most once in a window: nobody takes them on purpose. */
type Mark =
  | 'first-failure-per-user'
  | 'password-step-shut'
  | 'refusal-audited'
  | 'told-of-wrong-codes-per-hour'
  | 'told-of-wrong-codes-per-day'

/** How each limit is tripped: what gives a way to knock so that this limit alone can refuse. */
const ways: { readonly [N in Exclude<LimitName, Mark | 'failing-users-per-address'>]: () => Promise<Knock> } = {
  'start-per-address-minute': async () => {
    const address = newAddress()
    return (times) => starts(times, address)
  },
  'start-per-address-hour': async () => {
    const address = newAddress()
    return async (times) => {
      const answers: Answer[] = []
      for (let left = times; left > 0; left -= 20) {
        answers.push(...(await starts(Math.min(20, left), address)))
        await forgetOthers('start-per-address-hour')
      }
      return answers
    }
  },
  'identity-per-address-minute': async () => {
    const browser = await opened(account)
    let names = 0
    return (times) =>
      browser.flood(times, 'identity', () => {
        names += 1
        return { username: `name-${names}`, domain: domain.name }
      })
  },
  'name-per-user-and-address': async () => {
    const browser = await opened(account)
    return (times) => browser.flood(times, 'identity', () => ({ username: 'ana', domain: domain.name }))
  },
  'password-failures-per-address': async () => {
    const browser = await opened('plain')
    let names = 0
    return async (times) => {
      const answers: Answer[] = []
      for (let nth = 0; nth < times; nth += 10) {
        answers.push(
          ...(await browser.flood(Math.min(10, times - nth), 'credentials', () => {
            names += 1
            return { username: `name-${names}`, domain: domain.name, password: 'wrong' }
          })),
        )
        // Ten failing people would shut the step as well.
        await forgetOthers('password-failures-per-address')
      }
      return answers
    }
  },
  'entra-posts-per-enrollment': async () => {
    const browser = await opened('new-entra-1')
    await browser.submit('identity', { username: 'ana', domain: domain.name })
    return (times) => browser.flood(times, 'entra-sign-in', () => ({ idToken: 'a.b.c' }))
  },
  'codes-sent-per-minute': async () => {
    const browser = await atCode()
    await database.age(minute)
    return (times) => browser.flood(times, 'email-code/resend', () => ({}))
  },
  'codes-sent-per-quarter-hour': () => sending('codes-sent-per-quarter-hour'),
  'codes-sent-per-hour': () => sending('codes-sent-per-hour'),
  'codes-sent-per-day': () => sending('codes-sent-per-day'),
  'wrong-codes-per-hour': () => guessing('wrong-codes-per-hour'),
  'wrong-codes-per-day': () => guessing('wrong-codes-per-day'),
  'reports-per-address': async () => {
    const browser = newAttacker(arena, { address: newAddress() })
    const headers = { 'Content-Type': 'application/reports+json' }
    return (times) => browser.flood(times, '/api/reports', () => [], { headers })
  },
  'hand-overs-per-enrollment': async () => {
    const browser = await opened(account)
    return (times) => browser.flood(times, 'hand-over', () => ({}))
  },
  'hand-over-codes-per-address': async () => {
    const browser = newAttacker(arena, { address: newAddress() })
    return (times) => browser.flood(times, '/api/hand-over', () => ({ account, code: 'a'.repeat(22) }))
  },
  'registrations-per-user': async () => {
    const browsers: Attacker[] = []
    // A directory may be asked four times for one person at once.
    for (let nth = 0; nth < 9; nth += 1) browsers.push(await atDevice())
    return (times) =>
      Promise.all(
        browsers
          .splice(0, times)
          .map((browser, nth) => browser.submit('device', { platform: 'ios' }, { at: inTurn(nth) })),
      )
  },
}

/** One after the other, a minute between: the pace of one a minute is another limit's. */
const sending = async (name: LimitName): Promise<Knock> => {
  const browser = await atCode()
  await database.rows('delete from rate_limit')
  return async (times) => {
    const answers: Answer[] = []
    for (let nth = 0; nth < times; nth += 1) {
      await database.rows('update one_time_code set issued_at = issued_at - $1', minute)
      answers.push(await browser.submit('email-code/resend', {}, { at: inTurn(nth) }))
      await forgetOthers(name)
    }
    return answers
  }
}

/** As many sessions as it takes, five guesses each. A refusal ends the session: it counts as a 429 here. */
const guessing =
  async (name: LimitName): Promise<Knock> =>
  async (times) => {
    const answers: Answer[] = []
    while (answers.length < times) {
      const browser = await atCode()
      const flood = await browser.flood(5, 'email-code', () => ({ code: '00000000' }))
      answers.push(...flood.filter((answer) => wordOf(answer) !== 'wrong-step'))
      await forgetOthers(name)
    }
    return answers
  }

type Way = keyof typeof ways
const isWay = (name: string): name is Way => Object.hasOwn(ways, name)
const byRetryAfter = Object.keys(limits)
  .filter(isWay)
  .filter((name) => !name.startsWith('wrong-codes'))

describe('a limit holds, whatever instance is asked', () => {
  test.each(byRetryAfter)(
    '%s: no more than its rate at once, and the next after the time that is told',
    async (name) => {
      const { rate, per } = limits[name]
      const knock = await ways[name]()
      const answers = await knock(
        name === 'registrations-per-user' ? rate + 3 : rate < 50 ? Math.max(50, rate + 5) : rate + 20,
      )
      const wait = Math.ceil(per / rate / 1000)
      // While the knocking lasts, a little is won back.
      expect(passed(answers)).toBeGreaterThanOrEqual(rate)
      expect(passed(answers)).toBeLessThanOrEqual(rate + Math.ceil(10 / wait) * (wait < 10 ? 1 : 0))
      const turnedAway = refused(answers)
      expect(turnedAway.length).toBeGreaterThan(0)
      for (const answer of turnedAway) {
        expect(wordOf(answer)).toBe('too-many-requests')
        expect(secondsToWait(answer)).toBeGreaterThanOrEqual(1)
        expect(secondsToWait(answer)).toBeLessThanOrEqual(wait)
        expect(answer.body['retryAfter']).toBe(secondsToWait(answer))
      }
      await database.age(Math.max(...turnedAway.map(secondsToWait)) * 1000)
      expect(passed(await knock(1))).toBe(1)
    },
  )

  test.each(['wrong-codes-per-hour', 'wrong-codes-per-day'] as const)('%s: then the enrollment ends', async (name) => {
    const answers = await (await ways[name]())(limits[name].rate + 5)
    const counts = tally(answers)
    expect(counts['code-wrong']).toBe(limits[name].rate)
    expect(counts['refused']).toBeGreaterThanOrEqual(1)
  })
})

describe('wrong passwords from one address', () => {
  test('fifty at once at both instances: thirty reach the directory', async () => {
    const browser = await opened('plain')
    const names = (nth: number) => `person-${nth % 9}`
    // Nine people with a budget of four each would be 36.
    const answers = await browser.flood(50, 'credentials', (nth) => ({
      username: names(nth),
      domain: domain.name,
      password: 'wrong',
    }))
    expect(binds()).toBeLessThanOrEqual(30)
    expect(tally(answers)['sign-in-failed']).toBeLessThanOrEqual(30)
    for (const answer of refused(answers)) expect(secondsToWait(answer)).toBeGreaterThanOrEqual(1)
  })

  test('ten people failing shut the step there, for the right password too, and nowhere else', async () => {
    const address = newAddress()
    const browser = await opened('plain', address)
    for (let nth = 0; nth < 10; nth += 1) {
      const answer = await browser.submit(
        'credentials',
        { username: `person-${nth}`, domain: domain.name, password: 'wrong' },
        { at: inTurn(nth) },
      )
      expect(wordOf(answer)).toBe('sign-in-failed')
    }
    const asked = binds()
    const right = { username: 'ana', domain: domain.name, password: directoryPassword }
    for (const at of arena.instances) {
      const shut = await browser.submit('credentials', right, { at })
      expect(wordOf(shut)).toBe('too-many-requests')
      expect(secondsToWait(shut)).toBeGreaterThan(14 * 60)
      expect(secondsToWait(shut)).toBeLessThanOrEqual(15 * 60)
    }
    expect(binds()).toBe(asked)
    expect(wordOf(await (await opened('plain')).submit('credentials', right))).toBe('device')
    await database.age(15 * minute)
    expect(wordOf(await browser.submit('credentials', right))).toBe('device')
  })

  test('one person failing ten times does not shut it for others', async () => {
    const address = newAddress()
    const browser = await opened('plain', address)
    for (let nth = 0; nth < 10; nth += 1) await fail(browser, 'ben')
    expect(
      wordOf(
        await (
          await opened('plain', address)
        ).submit('credentials', { username: 'ana', domain: domain.name, password: directoryPassword }),
      ),
    ).toBe('device')
  })
})

const shapeOf = ({ status, headers, body }: Answer) => ({
  status,
  body: { ...body, reference: '', retryAfter: 0 },
  headers: [...headers.keys()].filter((name) => !['set-cookie', 'date'].includes(name)).sort(),
})

describe('who does not exist is refused as everybody', () => {
  test('by the limit on a name', async () => {
    const [ana, nobody] = await Promise.all(
      ['ana', 'nobody'].map(async (username) => {
        const browser = await opened(account)
        return refused(await browser.flood(15, 'identity', () => ({ username, domain: domain.name })))
      }),
    )
    expect(ana?.length).toBe(5)
    expect(nobody?.map(shapeOf)).toEqual(ana?.map(shapeOf))
  })

  test('by the budget of a directory', async () => {
    const [ana, nobody] = await Promise.all(
      ['ana', 'nobody'].map(async (username) => {
        const browser = await opened('plain')
        const answers: Answer[] = []
        for (let nth = 0; nth < 6; nth += 1) answers.push(await fail(browser, username))
        return answers
      }),
    )
    expect(ana?.map(wordOf)).toEqual([
      ...Array.from({ length: 4 }, () => 'sign-in-failed'),
      'too-many-requests',
      'too-many-requests',
    ])
    expect(nobody?.map(shapeOf)).toEqual(ana?.map(shapeOf))
    const [one = 0, other = 0] = [ana, nobody].map((answers) => Math.min(...refused(answers ?? []).map(secondsToWait)))
    expect(Math.abs(one - other)).toBeLessThanOrEqual(5)
    await arena.samba.restore()
  })
})

test('whoever uses up a name from one address does not keep its owner from another', async () => {
  const stranger = await opened(account)
  expect(refused(await stranger.flood(20, 'identity', () => ({ username: 'ana', domain: domain.name })))).toHaveLength(
    10,
  )
  expect(wordOf(await (await atPassword()).submit('password', { password: directoryPassword }))).toBe('email-code')
})

describe('an account’s own networks', () => {
  const inside = '203.0.113.7'

  test('have a hundred times the room, for that account alone', async () => {
    expect(tally(await starts(50, inside, 'trusted'))).toEqual({ credentials: 50 })
    expect(passed(await starts(50, inside, 'plain'))).toBeLessThanOrEqual(21)
    // What strangers took there was none of the account's.
    expect(passed(await starts(50, inside, 'trusted'))).toBe(50)
    expect(passed(await starts(50, newAddress(), 'trusted'))).toBeLessThanOrEqual(21)
  })

  test('and an end of it', async () => {
    await starts(1, inside, 'trusted')
    const name = 'start-per-address-minute'
    const taken = await database.rows('select interval_ms::int from rate_limit where name = $1', name)
    expect(taken).toEqual([{ interval_ms: limits[name].per / limits[name].rate / 100 }])
    // As if four thousand had come at once.
    await database.rows('update rate_limit set arrival_at = arrival_at + 120000 where name = $1', name)
    const answers = await starts(10, inside, 'trusted')
    expect(passed(answers)).toBe(0)
    for (const answer of answers) expect(secondsToWait(answer)).toBeLessThanOrEqual(61)
  })

  test('are not reached by saying so', async () => {
    const liar = newAttacker(arena, { address: `${inside}, ${newAddress()}` })
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        liar.say('', { body: { account: 'trusted' }, at: inTurn(nth), headers: { Cookie: '' } }),
      ),
    )
    expect(passed(answers)).toBeLessThanOrEqual(21)
  })
})

describe('a limiter that cannot count lets nobody through', () => {
  const knocks: readonly (readonly [string, () => Promise<() => Promise<Answer>>])[] = [
    ['start', async () => () => newAttacker(arena).open(account)],
    [
      'identity',
      async () => {
        const browser = await opened(account)
        return () => browser.submit('identity', { username: 'ana', domain: domain.name })
      },
    ],
    [
      'password',
      async () => {
        const browser = await atPassword()
        return () => browser.submit('password', { password: directoryPassword })
      },
    ],
    [
      'credentials',
      async () => {
        const browser = await opened('plain')
        return () =>
          browser.submit('credentials', { username: 'ana', domain: domain.name, password: directoryPassword })
      },
    ],
    [
      'email-code',
      async () => {
        const browser = await atCode()
        const code = await codeFor(arena, await browser.current())
        return () => browser.submit('email-code', { code })
      },
    ],
    [
      'resend',
      async () => {
        const browser = await atCode()
        await database.age(minute)
        return () => browser.submit('email-code/resend', {})
      },
    ],
    [
      'device',
      async () => {
        const browser = await atDevice()
        return () => browser.submit('device', { platform: 'ios' })
      },
    ],
  ]

  test('whose table does not answer: 503 everywhere, and nobody was asked', async () => {
    const ready: (readonly [string, () => Promise<Answer>])[] = []
    for (const [name, prepare] of knocks) {
      // The codes of one person would hold each other up.
      await database.rows('delete from rate_limit')
      ready.push([name, await prepare()])
    }
    for (const tap of arena.ldap) tap.clear()
    const mails = arena.mailbox.messages().length
    const unlock = await database.lock('rate_limit')
    const answers = await Promise.all(ready.map(async ([name, knock]) => [name, await knock()] as const))
    await unlock()
    for (const [name, answer] of answers) {
      expect([name, answer.status, wordOf(answer)]).toEqual([name, 503, 'unavailable'])
      expect(secondsToWait(answer)).toBeGreaterThanOrEqual(1)
    }
    expect(binds()).toBe(0)
    expect(arena.mailbox.messages().length).toBe(mails)
    for (const [name, knock] of ready) {
      await database.rows('delete from rate_limit')
      const after = await knock()
      expect([name, after.status < 300]).toEqual([name, true])
    }
  })

  test.each(['refuse', 'silence', 'half-open'] as const)('with a database that does %s: 503', async (fault) => {
    const browser = await opened('plain')
    await arena.database?.set(fault)
    arena.database?.cutAll()
    const answers = await Promise.all([
      browser.submit('credentials', { username: 'ana', domain: domain.name, password: directoryPassword }),
      newAttacker(arena).open('plain'),
    ])
    await arena.database?.set('none')
    arena.database?.cutAll()
    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    for (const answer of answers) expect(secondsToWait(answer)).toBeGreaterThanOrEqual(1)
    expect(binds()).toBe(0)
    await expect.poll(async () => (await browser.current()).status, { timeout: 20_000 }).toBe(200)
  })
})
