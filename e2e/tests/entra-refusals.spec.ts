import { expect, test } from '../fixtures.ts'
import type { PortalPage } from '../portal-page.ts'

/** Whom Entra refuses after the right password, with which number, and what our page calls it. */
const refused = [
  ['cas', 'AADSTS53003', 'Your company’s rules block this sign\u2011in'],
  ['nic', 'AADSTS53000', 'Microsoft lets in managed devices only'],
  ['una', 'AADSTS50105', 'You are not assigned to device enrollment'],
] as const

const expectRefusal = async (portal: PortalPage, number: string, title: string): Promise<void> => {
  await portal.expectEnd(title)
  const { page } = portal
  await expect(page.getByRole('link', { name: 'Call Example help desk' })).toBeVisible()
  await expect(page.getByText(number, { exact: true })).toBeHidden()
  await page.getByText('Details for IT', { exact: true }).click()
  await expect(page.getByText(number, { exact: true })).toBeVisible()
  expect(await portal.step()).toMatchObject({ kind: 'refused', factors: { counted: 0, proven: [] } })
}

for (const [person, number, title] of refused) {
  test(`new-entra-1: ${person} is refused with ${number}, and our page says why`, async ({ portal, microsoft }) => {
    await portal.open('new-entra-1')
    await portal.identify(person)
    await portal.continueToMicrosoft()
    await microsoft.signIn()
    await microsoft.leaveRefused(number)
    await expectRefusal(portal, number, title)
    await portal.press('Start over')
    await portal.expectPage('newWorkflow')
  })

  test(`existing-entra-1: ${person} is told why after the right password alone`, async ({ portal }) => {
    await portal.open('existing-entra-1')
    await portal.credentials(person, 'not-the-password')
    await portal.expectAlert("We couldn't sign you in")
    await portal.credentials(person, 'Entra-1!')
    await expectRefusal(portal, number, title)
  })
}

test('a bare user name will do on Microsoft’s page', async ({ portal, microsoft }) => {
  await portal.open('new-entra-1')
  await portal.identify('ana')
  await portal.continueToMicrosoft()
  await microsoft.signIn({ as: 'ana' })
  await portal.expectPage('device')
  await expect(portal.page.getByText('Signed in as ana@corp.example.test')).toBeVisible()
})
