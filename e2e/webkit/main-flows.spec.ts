import { expect, test } from './fixtures.ts'

// One world and one screen for all of them.
test.describe.configure({ mode: 'default' })

const right = 'Directory-1!'

test('name, password, mailed code, device', async ({ portal }) => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password(right)
  await portal.code(await portal.mailedCode('ana'))
  await portal.register()
  await portal.expectEnrolled({ factors: 2 })
  expect(await portal.step()).toMatchObject({ factors: { proven: ['password', 'email-code'] } })
})

test('Microsoft’s page, approval, mailed code, device', async ({ portal, world }) => {
  await portal.open('new-entra-2-mfa')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await portal.atMicrosoft.signIn()
  await portal.atMicrosoft.approve()
  await portal.code(await portal.mailedCode('ana'))
  await portal.register()
  await portal.expectEnrolled({ factors: 3 })
  expect(await portal.step()).toMatchObject({ factors: { proven: ['entra', 'entra-mfa', 'email-code'] } })
  expect(await portal.driver.getCurrentUrl()).toBe(`${world.origin}/new-entra-2-mfa`)
})

test('existing workflow: name and password on one page, mailed code, device', async ({ portal }) => {
  await portal.open('existing-both-2')
  await portal.credentials('ana', 'Entra-1!')
  await portal.code(await portal.mailedCode('ana'))
  await portal.register()
  await portal.expectEnrolled({ factors: 2 })
})

test('a wrong password is told, and the right one goes on', async ({ portal }) => {
  await portal.open('new-ad-1')
  await portal.identify('ben')
  await portal.password('Not-my-password-1!')
  await portal.expectAlert("We couldn't sign you in")
  await portal.password(right)
  await portal.register()
  await portal.expectEnrolled({ factors: 1 })
})

test('where no authentication is set, the page says whom to ask', async ({ portal }) => {
  await portal.open('new-none-1')
  await portal.identify('ana')
  await portal.expectTitle('Enrollment is not open yet')
  await portal.expectWords('Call Example help desk')
})

test('cancelled at Microsoft: refused, and starting over begins anew', async ({ portal }) => {
  await portal.open('new-entra-1-mfa')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await portal.atMicrosoft.signIn()
  await portal.atMicrosoft.cancel()
  await portal.expectTitle('The Microsoft sign‑in was cancelled')
  const before = await portal.reference()
  await portal.press('Start over')
  await portal.expectPage('newWorkflow')
  expect(await portal.reference()).not.toBe(before)
})

test('back from Microsoft’s page: ours is as it was left, says so, and leads there again', async ({ portal }) => {
  const { driver } = portal
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await driver.executeScript('window.addEventListener("pageshow", ({ persisted }) => { window.cameBack = persisted })')
  await portal.continueToMicrosoft()
  await portal.atMicrosoft.expectSignIn()
  await portal.goBack()
  await portal.expectAlert('The sign-in was interrupted before it was finished')
  expect(await driver.executeScript('return window.cameBack'), 'it was kept, not loaded anew').toBe(true)
  await portal.continueToMicrosoft()
  await portal.atMicrosoft.signIn()
  await portal.register()
  await portal.expectEnrolled({ factors: 1 })
})

test('the back button on our pages means: change the name', async ({ portal }) => {
  await portal.open('new-ad-2')
  await portal.identify('ana')
  await portal.password(right)
  await portal.expectPage('code')
  await portal.goBack()
  await portal.expectPage('newWorkflow')
  expect(await portal.valueOf('User name')).toBe('ana')
  await portal.identify('ben')
  await portal.expectPage('password')
  expect(await portal.step()).toMatchObject({ kind: 'password', username: 'ben', factors: { proven: [] } })
})

test('a reload shows the same step, on our pages and on Microsoft’s', async ({ portal }) => {
  await portal.open('new-entra-2-mfa')
  await portal.expectPage('newWorkflow')
  const reference = await portal.reference()
  await portal.identify('ana')
  await portal.expectPage('microsoft')
  await portal.reload()
  await portal.continueToMicrosoft()
  await portal.atMicrosoft.expectSignIn()
  await portal.reload()
  await portal.atMicrosoft.signIn()
  await portal.atMicrosoft.approve()
  await portal.expectPage('code')
  await portal.reload()
  await portal.code(await portal.mailedCode('ana'))
  await portal.expectPage('device')
  await portal.reload()
  await portal.register()
  await portal.expectEnrolled({ factors: 3 })
  await portal.reload()
  await portal.expectEnrolled({ factors: 3 })
  expect(await portal.reference()).toBe(reference)
})
