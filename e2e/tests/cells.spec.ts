import { expect, test } from '../fixtures.ts'

type Proof = 'password' | 'entra' | 'entra-mfa' | 'email-code'
type Way = 'credentials' | 'password' | 'microsoft' | 'microsoft + approval'
type Cell = readonly [
  account: string,
  person: string,
  way: Way,
  mailedCode: boolean,
  factors: number,
  proven: readonly Proof[],
]

const secrets = { ana: 'Entra-1!', ben: 'Directory-1!' } as const

/** The published tables, written out by hand: who enters what where, and how many factors that counts. */
const enrolling: readonly Cell[] = [
  ['existing-ad-1', 'ben', 'credentials', false, 1, ['password']],
  ['existing-ad-2', 'ben', 'credentials', true, 2, ['password', 'email-code']],
  ['existing-entra-1', 'ana', 'credentials', false, 1, ['entra']],
  ['existing-entra-1-mfa', 'ana', 'credentials', false, 1, ['entra']],
  ['existing-entra-2', 'ana', 'credentials', true, 2, ['entra', 'email-code']],
  ['existing-entra-2-mfa', 'ana', 'credentials', true, 2, ['entra', 'email-code']],
  ['existing-both-1', 'ana', 'credentials', false, 1, ['entra']],
  ['existing-both-1-mfa', 'ben', 'credentials', false, 1, ['password']],
  ['existing-both-2', 'ben', 'credentials', true, 2, ['password', 'email-code']],
  ['existing-both-2-mfa', 'ana', 'credentials', true, 2, ['entra', 'email-code']],
  ['new-ad-1', 'ben', 'password', false, 1, ['password']],
  ['new-ad-2', 'ben', 'password', true, 2, ['password', 'email-code']],
  ['new-entra-1', 'ana', 'microsoft', false, 1, ['entra']],
  ['new-entra-1-mfa', 'ana', 'microsoft + approval', false, 1, ['entra', 'entra-mfa']],
  ['new-entra-2', 'ana', 'microsoft', true, 2, ['entra', 'email-code']],
  ['new-entra-2-mfa', 'ana', 'microsoft + approval', true, 3, ['entra', 'entra-mfa', 'email-code']],
  ['new-both-1', 'ana', 'microsoft', false, 1, ['entra']],
  ['new-both-1-mfa', 'ana', 'microsoft + approval', false, 1, ['entra', 'entra-mfa']],
  ['new-both-2', 'ana', 'microsoft', true, 2, ['entra', 'email-code']],
  ['new-both-2-mfa', 'ana', 'microsoft + approval', true, 3, ['entra', 'entra-mfa', 'email-code']],
]

const refusing = ['existing-none-1', 'existing-none-2', 'new-none-1', 'new-none-2'] as const

/** One of each way, for every shape that the portal runs in. */
const inEveryShape: readonly string[] = ['new-ad-1', 'new-ad-2', 'new-entra-1', 'new-entra-2', 'existing-both-2']

test('the tables have 24 cells', () => {
  expect(new Set([...enrolling.map(([account]) => account), ...refusing]).size).toBe(24)
})

test.describe('every cell of the published tables', { tag: '@every-device' }, () => {
  for (const [account, person, way, mailedCode, factors, proven] of enrolling) {
    const tag = inEveryShape.includes(account) ? '@every-shape' : []
    test(
      `${account}: ${person} is enrolled with ${factors === 1 ? '1 factor' : `${factors} factors`}`,
      { tag },
      async ({ portal, microsoft, world }) => {
        const secret = person === 'ana' ? secrets.ana : secrets.ben
        await portal.open(account)
        if (way === 'credentials') await portal.credentials(person, secret)
        else await portal.identify(person)
        if (way === 'password') await portal.password(secret)
        if (way.startsWith('microsoft')) {
          await portal.continueToMicrosoft()
          await microsoft.signIn()
        }
        if (way === 'microsoft + approval') await microsoft.approve()
        if (mailedCode) await portal.code(await portal.mailedCode(person))
        await portal.chooseDevice()
        await portal.expectEnrolled({ factors })
        expect(await portal.step()).toMatchObject({ kind: 'enrolled', factors: { counted: factors, proven } })
        // Who did not know the person, or was not to be asked, was not asked.
        const asked = world.directory.journal.connections > 0
        expect(asked, 'the directory was asked').toBe(proven.includes('password'))
      },
    )
  }

  for (const account of refusing) {
    test(`${account}: nobody is enrolled where no authentication is set`, async ({ portal }) => {
      await portal.open(account)
      await (account.startsWith('new') ? portal.identify('ana') : portal.credentials('ana', secrets.ana))
      await portal.expectEnd('Enrollment is not open yet')
      expect(await portal.step()).toMatchObject({ kind: 'refused', factors: { counted: 0, proven: [] } })
    })
  }
})

test('existing-both-1: what Entra turns down goes on to the directory', async ({ portal, world }) => {
  await portal.open('existing-both-1')
  await portal.credentials('ben', secrets.ben)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
  expect(world.entra.log).toMatchObject([{ kind: 'password-grant', outcome: 50034 }])
  expect(world.directory.journal.connections).toBeGreaterThan(0)
})

test('existing-both-1: whom Entra confirms the directory is not asked about', async ({ portal, world }) => {
  await portal.open('existing-both-1')
  await portal.credentials('ana', secrets.ana)
  await portal.expectPage('device')
  expect(world.entra.log.filter(({ kind }) => kind === 'password-grant')).toMatchObject([
    { username: 'ana', outcome: 'ok' },
  ])
  expect(world.directory.journal.connections).toBe(0)
})
