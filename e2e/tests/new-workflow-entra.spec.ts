import { applyConfirmingAccount, confirmingAccount } from '../confirming-account.ts'
import { expect, test } from '../fixtures.ts'

const refused = 'The Microsoft sign\u2011in was cancelled'

test.describe('the way through', { tag: '@every-device' }, () => {
  test('Microsoft’s page already has the name, and its password never passes ours', async ({ portal, microsoft }) => {
    const ours: string[] = []
    portal.page.on('request', (request) => {
      if (request.url().includes('/api/')) ours.push(request.postData() ?? '')
    })
    await portal.open('new-entra-1')
    await portal.identify('ana')
    await portal.continueToMicrosoft()
    await microsoft.expectName('ana@corp.example.test')
    await microsoft.signIn()
    await portal.chooseDevice()
    await portal.expectEnrolled({ factors: 1 })
    expect(ours.join('\n')).toContain('idToken')
    expect(ours.join('\n')).not.toContain('Entra-1!')
  })

  test(
    'acme: mia approves at Microsoft, enters the mailed code, and has three factors',
    { tag: '@attack' },
    async ({ portal, microsoft }) => {
      await portal.open('acme')
      await portal.identify('mia')
      await portal.continueToMicrosoft()
      await microsoft.signIn()
      await microsoft.approve()
      await portal.code(await portal.mailedCode('mia'))
      await portal.chooseDevice({ ownership: 'Mine', acceptTerms: true })
      await portal.expectEnrolled({ factors: 3 })
      expect(await portal.step()).toMatchObject({ factors: { proven: ['entra', 'entra-mfa', 'email-code'] } })
    },
  )
})

test('acme: noa’s second factor at Microsoft is a code on the phone, apart from the mailed one', async ({
  portal,
  microsoft,
  world,
}) => {
  await portal.open('acme')
  await portal.identify('noa')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.enterTextedCode('noa')
  await portal.code(await portal.mailedCode('noa'))
  await portal.chooseDevice({ ownership: 'My company’s', acceptTerms: true })
  await portal.expectEnrolled({ factors: 3 })
  expect(world.entra.log).toContainEqual({ kind: 'second-factor', username: 'noa', factor: 'sms', outcome: 'ok' })
})

test('acme: eva, only in Entra, is asked for approval because the account wants it', async ({
  portal,
  microsoft,
  world,
}) => {
  await portal.open('acme')
  await portal.identify('eva')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  await portal.expectPage('code')
  expect(world.entra.log).toContainEqual(expect.objectContaining({ kind: 'tokens', username: 'eva', acrs: ['c1'] }))
})

test('new-entra-2: a second factor that the account did not ask for counts nothing', async ({ portal, microsoft }) => {
  await portal.open('new-entra-2')
  await portal.identify('mia')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  await portal.code(await portal.mailedCode('mia'))
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 2 })
})

test('a wrong password stays on Microsoft’s page', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ secret: 'Not-my-password-1!' })
  await microsoft.expectMistake('Your account or password is incorrect')
  await microsoft.signIn()
  await portal.expectPage('device')
})

test('whoever signs in as somebody else is refused, and can use a different account', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'eva@corp.example.test' })
  await portal.expectAlert('You started as ana@corp.example.test but signed in as eva@corp.example.test.')
  expect(await portal.step()).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
  await portal.press('Use a different Microsoft account')
  await microsoft.signIn()
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
})

test('whoever signed in as somebody else can start over as that person', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'eva@corp.example.test' })
  await portal.expectAlert('signed in as eva@corp.example.test')
  await portal.press('Start over')
  await portal.identify('eva')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
})

test('where the account lets them, whoever signed in as somebody else goes on as that person, by signing in once more', async ({
  portal,
  microsoft,
  world,
}) => {
  await applyConfirmingAccount(world)
  await portal.open(confirmingAccount)
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'eva@corp.example.test' })
  await portal.expectAlert('You started as ana@corp.example.test but signed in as eva@corp.example.test.')
  expect(await portal.step()).toMatchObject({ loginHint: 'ana@corp.example.test', factors: { proven: [] } })
  await portal.press('Continue as eva@corp.example.test')
  await microsoft.expectName('eva@corp.example.test')
  await microsoft.signIn()
  const reference = await portal.reference()
  await portal.chooseDevice()
  await portal.expectEnrolled({ factors: 1 })
  const shown = await world.runMuster(['enrollment', 'show', reference, '--json'])
  const { user, proven, audit } = JSON.parse(shown.stdout)
  expect({ user, proven }).toEqual({ user: 'eva@corp.example.test', proven: ['entra'] })
  expect(audit.map(({ type }: { type: string }) => type).toReversed()).toEqual([
    'enroll.start',
    'enroll.identified',
    'identity.mismatch',
    'enroll.identified',
    'auth.entra.ok',
    'device.ok',
  ])
})

test('new-both-1: ben, whom Entra does not know, is refused; the directory is never asked', async ({
  portal,
  microsoft,
  world,
}) => {
  await portal.open('new-both-1')
  await portal.identify('ben')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ secret: 'Directory-1!' })
  await microsoft.expectMistake('This username may be incorrect')
  await microsoft.cancel()
  await portal.expectEnd(refused)
  expect(await portal.step()).toMatchObject({ kind: 'refused', factors: { counted: 0, proven: [] } })
  expect(world.directory.journal.connections).toBe(0)
})

test('cancelling the approval refuses, and starting over begins anew', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1-mfa')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.cancel()
  await portal.expectEnd(refused)
  const before = await portal.reference()
  await portal.press('Start over')
  await portal.expectPage('newWorkflow')
  expect(await portal.reference()).not.toBe(before)
})

test('coming back with the browser’s own button loses nothing', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.expectName('ana@corp.example.test')
  await portal.page.goBack()
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
})

test('an interrupted return is told, and can be tried again', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await portal.page.goto('/redirect')
  await portal.expectAlert('The sign-in was interrupted before it was finished')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
})

test('Microsoft’s answer works once, in the browser that asked for it', async ({
  portal,
  portalIn,
  microsoft,
  browser,
}) => {
  const answers: string[] = []
  portal.page.on('framenavigated', (frame) => {
    if (frame.url().includes('/redirect#')) answers.push(frame.url())
  })
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await portal.expectPage('device')
  expect(answers).toHaveLength(1)
  const other = await browser.newContext()
  const stranger = portalIn(await other.newPage())
  await stranger.page.goto(answers[0] ?? '')
  await stranger.expectTitle('We lost track of your enrollment')
  await other.close()
})
