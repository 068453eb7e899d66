import { routes } from '@muster/shared/contract'
import type { StepOf } from '@muster/shared/step'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { identify } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'

const refusedWith = async (number: number, title: string) => {
  const open = await openPortal('/new-entra-1')
  await identify(open, 'eva')
  open.nextVisitor({ refusedWith: number })
  await open.press('Continue to Microsoft')
  await open.page(title)
  return open
}

const comesBefore = (one: HTMLElement, other: HTMLElement): boolean =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0

const startOver = () => screen.getByRole('button', { name: 'Start over' })
const call = () => screen.getByRole('link', { name: 'Call Example help desk' })

test('what only the help desk can mend leads there first, says what to tell, and leaves its numbers to the foot of every page', async () => {
  await refusedWith(53003, 'Your company’s rules block this sign\u2011in')
  expect(comesBefore(call(), startOver())).toBe(true)
  const [main, foot] = [within(screen.getByRole('main')), within(screen.getByRole('contentinfo'))]
  expect(main.queryByText('Example help desk')).toBeNull()
  expect(main.queryByText('+1 555 0100')).toBeNull()
  for (const once of ['Example help desk', '+1 555 0100']) expect(foot.getAllByText(once)).toHaveLength(1)
  const reference = foot.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent
  const told = main.getAllByText(reference).find((part) => part.closest('details') === null)
  expect(told?.closest('p')?.textContent).toBe(`Tell the help desk the reference ${reference}.`)
  await expectAccessible()
})

test('what the person can mend leads to starting over first', async () => {
  await refusedWith(65004, 'The Microsoft sign\u2011in was cancelled')
  expect(comesBefore(startOver(), call())).toBe(true)
})

test('the number is for IT alone, folded away, and copied with one press', async () => {
  const { user } = await refusedWith(50105, 'You are not assigned to device enrollment')
  const details = screen.getByRole('group')
  expect(details.hasAttribute('open')).toBe(false)
  expect(screen.getByRole('main').textContent.replace(details.textContent, '')).not.toContain('AADSTS')
  await user.click(screen.getByText('Details for IT'))
  expect(within(details).getByText('AADSTS50105')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy the details' }))
  await screen.findByRole('button', { name: 'Details copied' })
  const copied = await navigator.clipboard.readText()
  expect(copied.split('\n')).toEqual([
    'Microsoft’s error number: AADSTS50105',
    'Error: access_denied',
    expect.stringMatching(/^Reference: [0-9A-Z]{4}-[0-9A-Z]{4}$/),
    'Correlation ID: fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
    'Trace ID: 255d1aef-8c98-452f-ac51-23d051240864',
    expect.stringMatching(/^Time: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  ])
})

test('a reason that this page does not know yet is told as unknown', async () => {
  const open = await openPortal('/new-entra-1')
  const refused: StepOf<'refused'> = {
    kind: 'refused',
    reference: 'ABCD-EFGH',
    account: { id: 'new-entra-1', name: 'Example' },
    workflow: 'new',
    factors: { counted: 0, proven: [] },
    progress: { at: 2, of: 3, asks: ['name', 'microsoft', 'device'] },
    expiresAt: '2026-11-24T12:00:00.000Z',
    code: 'entra-failed',
    reason: 'from-the-future',
    support: { name: 'Example help desk' },
  }
  network.use(faultOn(routes.identity, () => Response.json(refused)))
  await identify(open, 'eva')
  await open.page('The Microsoft sign\u2011in did not work')
})
