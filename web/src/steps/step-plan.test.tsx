import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify, signIn } from '../testing/journeys.ts'
import { expectAccessible, openPortal, type OpenPortal } from '../testing/render-portal.tsx'

const stepsOf = async ({ user }: OpenPortal) => {
  await user.click(await screen.findByText('All steps'))
  const plan = (await screen.findByText('The device that you enroll')).closest('ol')
  return [...(plan?.children ?? [])].map((item) => ({
    words: item.querySelector('p')?.textContent,
    needs: [...item.querySelectorAll('p')].slice(1).map(({ textContent }) => textContent),
    isNow: item.getAttribute('aria-current') === 'step',
  }))
}

test('the first page says what each step to come asks and needs', async () => {
  const open = await openPortal('/new-ad-2')
  await open.page('Who are you?')
  expect(await stepsOf(open)).toEqual([
    { words: 'Your user name', needs: [], isNow: true },
    { words: 'Your password', needs: ['The password of your work account'], isNow: false },
    { words: 'A code that we send by e\u2011mail', needs: ['Your work e-mail, where the code arrives'], isNow: false },
    { words: 'The device that you enroll', needs: [], isNow: false },
  ])
  await expectAccessible()
})

test('what is done is said to be done, and needs nothing more', async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  expect(screen.getByText('Step 3 of 4')).toBeTruthy()
  const [name, password, code] = await stepsOf(open)
  expect([name, password]).toEqual([
    { words: 'Your user name: Done', needs: [], isNow: false },
    { words: 'Your password: Done', needs: [], isNow: false },
  ])
  expect(code).toMatchObject({ isNow: true })
})

test.each([
  ['new-ad-1', ['The password of your work account']],
  ['existing-ad-2', ['The password of your work account', 'Your work e-mail, where the code arrives']],
  [
    'new-entra-1',
    ['The password of your work account', 'Your phone, in case Microsoft asks you to approve the sign-in'],
  ],
  ['new-entra-1-mfa', ['The password of your work account', 'Your phone, to approve the sign-in at Microsoft']],
])('%s: what to have at hand stands on the first page', async (account, needs) => {
  await openPortal(`/${account}`)
  const section = (await screen.findByRole('heading', { name: 'Have these at hand' })).closest('section')
  expect([...(section?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent)).toEqual(needs)
})

test('Microsoft’s page needs what it needs, and the mailbox comes later', async () => {
  const open = await openPortal('/new-entra-2-mfa')
  await identify(open, 'eva')
  await open.page('Sign in with Microsoft')
  expect(screen.getByText('Your phone, to approve the sign-in at Microsoft')).toBeTruthy()
  expect(screen.queryByText('Your work e-mail, where the code arrives')).toBeNull()
})
