import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const right = 'Directory-1!'
const fresh = 'Quite-another-1!'

const signIn = async (portal: PortalPage, account: string, person: string): Promise<void> => {
  await portal.open(account)
  if (account.startsWith('existing')) return portal.credentials(person, right)
  await portal.identify(person)
  await portal.password(right)
}

/** What the directory says of a right password, by person; nobody learns it without that password. */
const told = [
  ['dee', 'Your password is correct, but your account is disabled. Contact your help desk.'],
  ['xan', 'Your password is correct, but your account has expired. Contact your help desk.'],
  ['lou', "We couldn't sign you in. Check your user name, domain and password."],
] as const

for (const account of ['new-ad-1', 'existing-ad-1', 'existing-both-1'])
  for (const [person, words] of told)
    test(`${account}: ${person} is not let in: “${words.slice(0, 52)}…”`, async ({ portal }) => {
      await signIn(portal, account, person)
      await portal.expectAlert(words)
      expect(await portal.step()).toMatchObject({ factors: { counted: 0, proven: [] } })
    })

test('with a wrong password nobody learns of a disabled account', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.identify('dee')
  await portal.password('Not-my-password-1!')
  await portal.expectAlert("We couldn't sign you in")
})

for (const account of ['new-ad-2', 'existing-ad-2'])
  for (const [person, words] of [
    ['pia', 'Your password is correct but has expired. Change it, then start again.'],
    ['max', 'Your password is correct but must be changed. Change it, then start again.'],
  ] as const)
    test(`${account}: ${person} is sent to the company’s own page to change the password`, async ({ portal }) => {
      await signIn(portal, account, person)
      await portal.expectAlert(words)
      await expect(portal.page.getByRole('link', { name: 'Change your password' })).toHaveAttribute(
        'href',
        'https://password.example.test/',
      )
    })

test.describe('where passwords can be changed', () => {
  test.afterEach(({ world }) => world.directory.restore())

  for (const account of ['new-ad-1', 'existing-ad-1'])
    for (const person of ['pia', 'max'])
      test(`${account}: ${person} changes the password and goes on`, async ({ portal }) => {
        await signIn(portal, account, person)
        await portal.changePassword(right, fresh)
        await portal.chooseDevice()
        await portal.expectEnrolled({ factors: 1 })
        expect(await portal.step()).toMatchObject({ factors: { proven: ['password'] } })
      })

  test('a new password that the directory does not take is told, and another one works', async ({ portal }) => {
    await signIn(portal, 'new-ad-1', 'pia')
    await portal.changePassword(right, 'short')
    await portal.expectAlert('This new password was not accepted')
    await portal.changePassword(right, fresh)
    await portal.expectPage('device')
  })

  test('two new passwords that differ are told before anything is sent', async ({ portal }) => {
    await signIn(portal, 'new-ad-1', 'pia')
    await portal.expectPage('newPassword')
    await portal.field('Current password').fill(right)
    await portal.field('New password').fill(fresh)
    await portal.field('New password again').fill('Something-else-1!')
    await portal.press('Change password')
    await expect(portal.field('New password again')).toHaveAccessibleDescription(
      'The two new passwords are not the same.',
    )
    expect(await portal.step()).toMatchObject({ kind: 'new-password' })
  })
})
