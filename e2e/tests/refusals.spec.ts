import { expect, test } from '../fixtures.ts'

for (const account of ['existing-none-1', 'new-none-1'])
  test(`${account}: the refusal says whom to ask`, async ({ portal }) => {
    await portal.open(account)
    await (account === 'new-none-1' ? portal.identify('ana') : portal.credentials('ana', 'Entra-1!'))
    await portal.expectEnd('Enrollment is not open yet')
    await expect(portal.page.getByRole('link', { name: 'Call Example help desk' })).toHaveAttribute(
      'href',
      'tel:+15550100',
    )
    const mail = portal.page.getByRole('link', { name: 'Write to Example help desk' })
    await expect(mail).toHaveAttribute(
      'href',
      `mailto:help@corp.example.test?subject=Device%20enrollment%20${await portal.reference()}`,
    )
  })

test('an unknown company is told as such', async ({ portal }) => {
  await portal.open('no-such-company')
  await portal.expectTitle('We do not know this company')
})

test('an address that can be nobody’s leads to a page that says so', async ({ portal }) => {
  await portal.open('acme/not-a-request')
  await portal.expectTitle('Page not found')
})

test('a company’s name may be typed in capitals', async ({ portal }) => {
  await portal.open('New-AD-1')
  await portal.expectPage('newWorkflow')
  await expect(portal.page).toHaveURL(/\/new-ad-1$/)
})

test('an enrollment request that was never made is no way in', async ({ portal }) => {
  await portal.open(`new-ad-1/${'0'.repeat(22)}`)
  await portal.expectTitle('This enrollment link is not valid any more')
})

test('acme: nobody is registered without accepting the terms and saying whose device it is', async ({
  portal,
  microsoft,
}) => {
  await portal.open('acme')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn()
  await microsoft.approve()
  await portal.code(await portal.mailedCode('ana'))
  await portal.chooseDevice()
  await expect(portal.page.getByRole('checkbox', { name: 'I have read the terms' })).toHaveAccessibleDescription(
    'Accept the terms to go on.',
  )
  await expect(portal.page.getByRole('group', { name: 'Whose device is it?' })).toHaveAccessibleDescription(
    'Say whose device it is.',
  )
  await expect(portal.page.getByRole('region', { name: 'Terms of use' })).toContainText('What Acme cannot see')
  expect(await portal.step()).toMatchObject({ kind: 'device' })
  await portal.chooseDevice({ ownership: 'Mine', acceptTerms: true })
  await portal.expectEnrolled({ factors: 3 })
})

test('a second company in another tab takes the browser’s place, and the first tab says so', async ({
  portal,
  portalIn,
  context,
}) => {
  await portal.open('new-ad-1')
  await portal.expectPage('newWorkflow')
  const second = portalIn(await context.newPage())
  await second.open('new-ad-2')
  await second.expectPage('newWorkflow')
  await portal.page.bringToFront()
  await portal.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await portal.expectTitle('Another enrollment is open in this browser')
  await portal.press('Continue here')
  await portal.expectPage('newWorkflow')
  expect(await portal.step()).toMatchObject({ account: { id: 'new-ad-1' } })
})
