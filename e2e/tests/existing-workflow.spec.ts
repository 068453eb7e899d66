import { expect, test } from '../fixtures.ts'

const wantsMfa =
  'Your company’s Microsoft account wants a second check that this page cannot show. Contact your help desk.'
const notSignedIn = "We couldn't sign you in. Check your user name, domain and password."
const wrong = 'Not-my-password-1!'

test(
  'name, domain and password stand on one page of ours',
  { tag: ['@every-device', '@attack'] },
  async ({ portal }) => {
    await portal.open('existing-both-2')
    await portal.expectPage('existingWorkflow')
    await expect(portal.field('Domain')).toHaveValue('corp.example.test')
    await expect(portal.page.getByText('Step 1 of 3', { exact: true })).toBeVisible()
    await portal.credentials('ana', 'Entra-1!')
    await portal.code(await portal.mailedCode('ana'))
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 2 })
  },
)

for (const account of ['existing-ad-1', 'existing-entra-1', 'existing-both-1'])
  test(`${account}: a stranger gets the very words of a wrong password, and the right one goes on`, async ({
    portal,
  }) => {
    const words = async (person: string) => {
      await portal.credentials(person, wrong)
      await portal.expectAlert(notSignedIn)
      return portal.page.getByRole('alert').innerText()
    }
    await portal.open(account)
    const ofAna = await words('ana')
    await portal.page.reload()
    expect(await words(`nobody-of-${account}`)).toBe(ofAna)
    await portal.credentials('ana', account === 'existing-entra-1' ? 'Entra-1!' : 'Directory-1!')
    await portal.expectPage('device')
  })

test('existing-both-1: ana’s directory password is as good as her Microsoft one', async ({ portal, world }) => {
  await portal.open('existing-both-1')
  await portal.credentials('ana', 'Directory-1!')
  await portal.expectPage('device')
  expect(await portal.step()).toMatchObject({ factors: { proven: ['password'] } })
  expect(world.entra.log).toMatchObject([{ kind: 'password-grant', username: 'ana', outcome: 50126 }])
})

test('existing-both-1: the directory lets ben in while Entra is down', async ({ portal, world }) => {
  world.entra.faults.next('token', 'hang-up')
  await portal.open('existing-both-1')
  await portal.credentials('ben', 'Directory-1!')
  await portal.expectPage('device')
})

test('existing-entra-1: while Entra is down the page says so, and keeps what was typed', async ({ portal, world }) => {
  world.entra.faults.next('token', { status: 503 })
  await portal.open('existing-entra-1')
  await portal.credentials('ana', 'Entra-1!')
  await portal.expectAlert('Our sign-in service is having trouble. Nothing was registered.')
  await expect(portal.field('User name')).toHaveValue('ana')
  await expect(portal.field('Password')).toHaveValue('Entra-1!')
  await portal.press('Sign in')
  await portal.expectPage('device')
})

for (const account of ['existing-entra-1', 'existing-entra-2-mfa'])
  test(`${account}: mia, of whom Entra wants a second check, is not let in`, async ({ portal }) => {
    await portal.open(account)
    await portal.credentials('mia', 'Entra-1!')
    await portal.expectAlert(wantsMfa)
    expect(await portal.step()).toMatchObject({ kind: 'credentials', factors: { counted: 0, proven: [] } })
  })

test('existing-both-1: noa, whom the directory does not know either, learns that Entra wants a second check', async ({
  portal,
  world,
}) => {
  await portal.open('existing-both-1')
  await portal.credentials('noa', 'Entra-1!')
  await portal.expectAlert(wantsMfa)
  expect(world.directory.journal.connections).toBeGreaterThan(0)
})

test('an unknown domain is told at its field', async ({ portal }) => {
  await portal.open('existing-ad-1')
  await portal.field('Domain').fill('elsewhere.example.test')
  await portal.credentials('ana', 'Directory-1!')
  await expect(portal.field('Domain')).toHaveAccessibleDescription(/We don’t know this domain/)
})

test('an empty password is told before anything is sent', async ({ portal }) => {
  await portal.open('existing-ad-1')
  await portal.credentials('ana', '')
  await expect(portal.field('Password')).toHaveAccessibleDescription(/Enter your password/)
  await expect(portal.page.getByRole('alert')).toHaveCount(0)
})
