import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

const right = 'Directory-1!'
const wrong = 'Not-my-password-1!'
const otherThan = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

/** The alert's words, without the reference, which differs from one enrollment to the next. */
const wordsOf = async (portal: PortalPage): Promise<string> => {
  await portal.expectAlert(/\S/)
  return (await portal.page.getByRole('alert').innerText()).replaceAll(await portal.reference(), '…')
}

const untilCode = async (portal: PortalPage, person: string): Promise<string> => {
  await portal.open('new-ad-2')
  await portal.identify(person)
  await portal.password(right)
  return portal.mailedCode(person)
}

test.describe('the way through', { tag: '@every-device' }, () => {
  test('the name comes first, with the domain filled in, and the password on the next page', async ({ portal }) => {
    await portal.open('new-ad-1')
    await portal.expectPage('newWorkflow')
    await expect(portal.field('Domain')).toHaveValue('corp.example.test')
    await expect(portal.field('Password')).toHaveCount(0)
    await portal.identify('ana')
    await portal.expectPage('password')
    await expect(portal.page.getByText('ana@corp.example.test')).toBeVisible()
    await portal.password(right)
    await portal.expectPage('device')
  })

  test('a pasted code is taken as it stands in the mail, with its space, and sent at once', async ({ portal }) => {
    const code = await untilCode(portal, 'ana')
    await portal.pasteCode(`  ${code.slice(0, 4)} ${code.slice(4)} `)
    await portal.expectPage('device')
  })

  test('each page says which step of how many it is', async ({ portal }) => {
    const at = (progress: string) => expect(portal.page.getByText(progress, { exact: true })).toBeVisible()
    await portal.open('new-ad-2')
    await at('Step 1 of 4')
    await portal.identify('ben')
    await at('Step 2 of 4')
    await portal.password(right)
    await at('Step 3 of 4')
    await portal.code(await portal.mailedCode('ben'))
    await at('Step 4 of 4')
  })
})

test('a name that carries its domain wins over the field', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.field('Domain').fill('elsewhere.example.test')
  await portal.identify(String.raw`CORP\ana`)
  await portal.expectPage('password')
  await expect(portal.page.getByText('ana@corp.example.test')).toBeVisible()
  await portal.password(right)
  await portal.expectPage('device')
})

test('an unknown domain is told at its field', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.field('Domain').fill('elsewhere.example.test')
  await portal.identify('ana')
  await expect(portal.field('Domain')).toHaveAccessibleDescription(/We don’t know this domain/)
  await expect(portal.field('Domain')).toBeFocused()
  await expect(portal.field('User name')).toHaveValue('ana')
})

test('empty fields are told before anything is sent', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.identify('')
  await expect(portal.field('User name')).toHaveAccessibleDescription(/Enter your user name/)
  await portal.identify('ana')
  await portal.password('')
  await expect(portal.field('Password')).toHaveAccessibleDescription(/Enter your password/)
  expect(await portal.step()).toMatchObject({ kind: 'password' })
})

test('a stranger gets the very words of a wrong password', async ({ portal, portalIn, context }) => {
  await portal.open('new-ad-1')
  await portal.identify('ana')
  await portal.password(wrong)
  const ofAna = await wordsOf(portal)
  await portal.password(right)
  await portal.expectPage('device')
  const other = portalIn(await context.newPage())
  await other.open('new-ad-2')
  await other.identify('nobody-of-this-name')
  await other.password(wrong)
  expect(await wordsOf(other)).toBe(ofAna)
  expect(ofAna).toContain("We couldn't sign you in. Check your user name, domain and password.")
})

test('after a wrong password the right one goes on', { tag: '@every-shape' }, async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.identify('ben')
  await portal.password(wrong)
  await portal.expectAlert("We couldn't sign you in")
  await portal.password(right)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
})

test('after four wrong passwords for one name the directory is not asked a fifth time', async ({ portal, world }) => {
  await portal.open('new-ad-1')
  await portal.identify('nobody-with-a-budget')
  for (const _ of [1, 2, 3, 4]) {
    await portal.password(wrong)
    await portal.expectAlert("We couldn't sign you in")
    await portal.page.reload()
  }
  world.directory.journal.clear()
  await portal.password(wrong)
  await portal.expectAlert('Too many tries in a short time')
  await portal.expectAlert(/You can try again in 3[01]:\d\d/)
  expect(world.directory.journal.connections).toBe(0)
})

test('a wrong code is refused with the tries that are left, and the right one still works', async ({ portal }) => {
  const code = await untilCode(portal, 'ben')
  await portal.code(otherThan(code))
  await portal.expectAlert('This code is not right')
  await portal.expectAlert('4 tries left')
  await portal.code(code)
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
})

test('half a code is told before anything is sent', async ({ portal }) => {
  const code = await untilCode(portal, 'ben')
  await portal.code(code.slice(0, 4))
  await expect(portal.field('Verification code')).toHaveAccessibleDescription(/Enter all 8 digits/)
  expect(await portal.step()).toMatchObject({ kind: 'email-code', triesLeft: 5 })
})

test('after five wrong tries the right code no longer works, but a new one does', async ({ portal }) => {
  const code = await untilCode(portal, 'ben')
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left']) {
    await portal.code(otherThan(code))
    await portal.expectAlert(left)
  }
  await portal.code(otherThan(code))
  await portal.expectAlert('This code was tried too often')
  await portal.code(code)
  await portal.expectAlert('This code was tried too often')
  await portal.press('Send a new code')
  await portal.code(await portal.mailedCode('ben', code))
  await portal.expectPage('device')
})

test('a new code makes the old one void', async ({ portal }) => {
  const old = await untilCode(portal, 'ben')
  await portal.press('Send a new code')
  await expect(
    portal.page.getByText(/^Code no\. 2 (is on its way|was sent from .+)\. The ones before it no longer work\.$/),
  ).toBeVisible()
  const fresh = await portal.mailedCode('ben', old)
  await portal.code(old)
  await portal.expectAlert('This code is not right')
  await portal.code(fresh)
  await portal.expectPage('device')
})

test('the mailed code names its enrollment and its company, and carries no link', async ({ portal, world }) => {
  const code = await untilCode(portal, 'ana')
  const [mail] = world.mailbox.messages('ana@corp.example.test')
  expect(mail?.subject).toBe(`${code} is your Example new-ad-2 enrollment code`)
  expect(mail?.text).toContain(await portal.reference())
  expect(`${mail?.text} ${mail?.html}`).not.toMatch(/https?:/)
})

test('whoever registered a device is told by mail', async ({ portal, world }) => {
  await portal.code(await untilCode(portal, 'ana'))
  await portal.chooseDevice({ name: 'Ana’s laptop' })
  await portal.expectEnrolled({ factors: 2 })
  const mail = await world.mailbox.waitFor('ana@corp.example.test', {
    matches: ({ subject }) => subject.startsWith('A device was registered'),
  })
  expect(mail.text).toContain('Ana’s laptop')
})
