import { routes } from '@muster/shared/contract'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { signIn } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'
import { minutes } from '../testing/time.ts'

const openAtCode = async () => {
  const open = await openPortal('/new-ad-2')
  await signIn(open, 'ana')
  await open.page('Check your e-mail')
  return open
}

test('the mailed code leads to the device', async () => {
  const open = await openAtCode()
  expect(screen.getByText('a•••@corp.example.test')).toBeTruthy()
  await expectAccessible()
  await open.fill('Verification code', await open.mailedCode())
  await open.press('Verify')
  await open.page('Set up this device')
})

test('a pasted code is sent by itself, with its spaces and dashes, and once', async () => {
  const open = await openAtCode()
  const calls: string[] = []
  const code = await open.mailedCode()
  const sent = open.portal.app.fetch
  open.portal.app.fetch = (request, ...rest) => {
    if (new URL(request.url).pathname === routes.emailCode.path) calls.push(request.method)
    return sent(request, ...rest)
  }
  await open.user.click(screen.getByLabelText('Verification code'))
  await open.user.paste(` ${code.slice(0, 4)} - ${code.slice(-4)} `)
  await open.page('Set up this device')
  expect(calls).toEqual(['POST'])
})

test('a code may be typed with the digits of another keyboard', async () => {
  const open = await openAtCode()
  const code = await open.mailedCode()
  const arabic = code.replaceAll(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
  await open.fill('Verification code', arabic)
  await open.press('Verify')
  await open.page('Set up this device')
})

test('a typed code waits for the button', async () => {
  const open = await openAtCode()
  await open.fill('Verification code', '1234567')
  await open.press('Verify')
  expect(screen.getByText('Enter all 8 digits of the code.')).toBeTruthy()
  await open.fill('Verification code', '12345678')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a wrong code says how many tries are left', async () => {
  const open = await openAtCode()
  const wrong = (await open.mailedCode()).startsWith('0') ? '11111111' : '00000000'
  await open.fill('Verification code', wrong)
  await open.press('Verify')
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toMatch(/This code is not right.*4 tries left/)
  expect(await screen.findAllByText('4 tries left')).toHaveLength(2)
})

test('an expired code is told plainly, and a new one can be asked for', async () => {
  const open = await openAtCode()
  const old = await open.mailedCode()
  open.portal.advance(minutes(11))
  await open.fill('Verification code', old)
  await open.press('Verify')
  await screen.findByText('This code has expired. Ask for a new one.', { selector: '[role=alert] *' })
  await open.press(/^Send a new code/)
  await screen.findByText('A new code is on its way. The old one no longer works.')
  expect(screen.getByLabelText<HTMLInputElement>('Verification code').value).toBe('')
})

/** The person waits, and comes back to the tab: the button counts down by the server's clock. */
const untilResend = async ({ portal }: Awaited<ReturnType<typeof openAtCode>>) => {
  portal.advance(minutes(1))
  window.dispatchEvent(new Event('focus'))
  await screen.findByRole('button', { name: 'Send a new code' }, { timeout: 3000 })
}

const wrongCodes = (code: string): readonly string[] =>
  ['0', '1', '2', '3', '4', '5'].map((digit) => digit.repeat(8)).filter((wrong) => wrong !== code)

test('a code pasted over a wrong one is sent by itself as well', async () => {
  const open = await openAtCode()
  const code = await open.mailedCode()
  const field = screen.getByLabelText<HTMLInputElement>('Verification code')
  await open.user.click(field)
  await open.user.paste(wrongCodes(code)[0] ?? '')
  await screen.findByRole('alert')
  await open.user.tripleClick(field)
  await open.user.paste(code)
  await open.page('Set up this device')
})

test('a code without tries says only that it is spent', async () => {
  const open = await openAtCode()
  for (const wrong of wrongCodes(await open.mailedCode()).slice(0, 5)) {
    await open.fill('Verification code', wrong)
    await open.press('Verify')
    await screen.findByRole('alert')
  }
  const spent = 'This code was tried too often and no longer works. Ask for a new one.'
  expect(await screen.findAllByText(spent)).toHaveLength(2)
  expect(screen.queryByText(/left$/)).toBeNull()
  expect(screen.queryByText(/^The code works for/)).toBeNull()
  expect(screen.queryByText(/Check the digits/)).toBeNull()
})

test('the delivery of a new code is told too', async () => {
  const open = await openAtCode()
  await untilResend(open)
  await open.press(/^Send a new code/)
  await screen.findByText('A new code is on its way. The old one no longer works.')
  await open.portal.deliver()
  window.dispatchEvent(new Event('focus'))
  await screen.findByText('A new code was sent. The old one no longer works.')
})

test('too many new codes are told as what they are', async () => {
  const open = await openAtCode()
  await untilResend(open)
  network.use(
    faultOn(routes.resend, () =>
      Response.json(
        {
          type: 'about:blank',
          title: 'Too many',
          status: 429,
          code: 'too-many-requests',
          reference: 'ABCD-EFGH',
          retryAfter: 5400,
        },
        { status: 429 },
      ),
    ),
  )
  await open.press(/^Send a new code/)
  await screen.findByText('You asked for many codes in a short time. Please wait a little before the next one.')
  expect(screen.getByText('You can try again in 1 h 30 min')).toBeTruthy()
})

test('who is not the one the code went to can change the name', async () => {
  const open = await openAtCode()
  await open.press('Not you? Change')
  await open.page('Who are you?')
})
