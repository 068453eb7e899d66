import { routes } from '@muster/shared/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { signIn } from '../testing/journeys.ts'
import { faultOn } from '../testing/mock-bff.ts'
import { expectAccessible, network, openPortal } from '../testing/render-portal.tsx'
import { comeBack } from '../testing/second-tab.ts'
import { minutes } from '../testing/time.ts'

/** A sentence of which parts stand in elements of their own. */
const whole = (sentence: string) => (_: string, element: Element | null) =>
  element?.textContent === sentence && [...element.children].some(({ localName }) => localName === 'bdi')

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

test.each([
  ['the digits of an Arabic keyboard', (code: string) => code.replaceAll(/\d/g, (d) => '٠١٢٣٤٥٦٧٨٩'[Number(d)] ?? '')],
  ['full-width digits', (code: string) => code.replaceAll(/\d/g, (d) => '０１２３４５６７８９'[Number(d)] ?? '')],
  ['spaces that do not break', (code: string) => code.replace(' ', '\u00A0')],
  ['the whole sentence', (code: string) => `Your code is ${code}. It works once, for 10 minutes.`],
  ['the whole mail', (code: string) => `${'Acme enrollment. '.repeat(10)}\n\n    ${code}\n\nCall +1 555 0100.`],
])('%s may be pasted, over whatever was typed', async (_what, pasted) => {
  const open = await openAtCode()
  const code = await open.mailedCode()
  await open.user.type(screen.getByLabelText('Verification code'), '12')
  await open.user.paste(pasted(code))
  await open.page('Set up this device')
})

test('what is sent by itself is said before, beside the field', async () => {
  await openAtCode()
  const field = screen.getByLabelText('Verification code')
  const described = field.getAttribute('aria-describedby') ?? ''
  expect(document.getElementById(described)?.textContent).toBe(
    'A code that you paste, or that your device fills in, is sent at once.',
  )
})

test('half a code that is pasted stays as it is, and is not sent', async () => {
  const open = await openAtCode()
  const field = screen.getByLabelText<HTMLInputElement>('Verification code')
  await open.user.click(field)
  await open.user.paste('1234 ')
  await open.user.paste('567')
  expect(field.value).toBe('1234 567')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('what is typed is never rewritten, so that the caret stays where it is', async () => {
  const open = await openAtCode()
  const field = screen.getByLabelText<HTMLInputElement>('Verification code')
  await open.user.type(field, '1234-6789')
  await open.user.type(field, '5', { initialSelectionStart: 5, initialSelectionEnd: 5 })
  expect([field.value, field.selectionStart]).toEqual(['1234-56789', 6])
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
  await screen.findByText('Code no. 2 is on its way. The ones before it no longer work.')
  expect(screen.getByLabelText<HTMLInputElement>('Verification code').value).toBe('')
})

/** By the whole of its name. */
const resendButton = () => screen.getByRole('button', { name: 'Send a new code' })

/** The person waits, and comes back to the tab: the button counts down by the server's clock. */
const untilResend = async ({ portal }: Awaited<ReturnType<typeof openAtCode>>) => {
  portal.advance(minutes(1))
  window.dispatchEvent(new Event('focus'))
  await waitFor(() => expect(resendButton().getAttribute('aria-disabled')).toBe('false'), { timeout: 3000 })
}

test('who is on the button that counts down hears its name, and not each second', async () => {
  const open = await openAtCode()
  expect(resendButton().getAttribute('aria-disabled')).toBe('true')
  expect(resendButton().textContent).toMatch(/^Send a new code \(in 0:\d\d\)/)
  await untilResend(open)
  expect(resendButton().textContent).toBe('Send a new code')
})

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

test('a code without tries says once that it is spent, and a new one is the first thing to do', async () => {
  const open = await openAtCode()
  for (const wrong of wrongCodes(await open.mailedCode()).slice(0, 5)) {
    await open.fill('Verification code', wrong)
    await open.press('Verify')
    await screen.findByRole('alert')
  }
  const spent = 'This code was tried too often and no longer works. Ask for a new one.'
  expect(await screen.findAllByText(spent)).toHaveLength(1)
  expect(screen.queryByText(/^Enter the 8 digits/)).toBeNull()
  const [verify, resend] = ['Verify', 'Send a new code'].map((name) => screen.getByRole('button', { name }))
  expect([verify, resend].map((button) => button?.className.includes('second'))).toEqual([true, false])
  expect(screen.queryByText(/left$/)).toBeNull()
  expect(screen.queryByText(/^The code works for/)).toBeNull()
  expect(screen.queryByText(/Check the digits/)).toBeNull()
})

test('what is typed while a new code is asked for stays, and keeps the focus: its mail may be quicker than the answer', async () => {
  const open = await openAtCode()
  const old = await open.mailedCode()
  await untilResend(open)
  const { promise, resolve } = Promise.withResolvers<void>()
  network.use(http.post(`*${routes.resend.path}`, () => promise, { once: true }))
  const field = screen.getByLabelText<HTMLInputElement>('Verification code')
  await open.user.type(field, old.slice(0, 3))
  await open.press(/^Send a new code/)
  expect(field.value).toBe(old.slice(0, 3))
  await open.user.clear(field)
  await open.user.type(field, '2468')
  resolve()
  await screen.findByText('Code no. 2 is on its way. The ones before it no longer work.')
  expect(field.value).toBe('2468')
  expect(document.activeElement).toBe(field)
})

test('what stood there before is the old code’s, and goes', async () => {
  const open = await openAtCode()
  const old = await open.mailedCode()
  await untilResend(open)
  await open.fill('Verification code', old.slice(0, 3))
  await open.press(/^Send a new code/)
  await screen.findByText('Code no. 2 is on its way. The ones before it no longer work.')
  expect(screen.getByLabelText<HTMLInputElement>('Verification code').value).toBe('')
})

test('the delivery of a new code is told too', async () => {
  const open = await openAtCode()
  await untilResend(open)
  await open.press(/^Send a new code/)
  await screen.findByText('Code no. 2 is on its way. The ones before it no longer work.')
  await open.portal.deliver()
  window.dispatchEvent(new Event('focus'))
  await screen.findByText(
    whole('Code no. 2 was sent from Muster (no-reply@corp.example.test). The ones before it no longer work.'),
  )
})

test('which code counts is said by its number, that its mail has, too, also after a reload', async () => {
  const open = await openAtCode()
  expect(screen.queryByText(/no\. \d/)).toBeNull()
  await untilResend(open)
  await open.press(/^Send a new code/)
  const lead = 'Enter the 8 digits of code no. 2. Only this one works: its e-mail has the number in the subject.'
  await screen.findByText(lead)
  const [mail] = await open.portal.deliver()
  expect(mail?.subject).toMatch(/\(no\. 2\)$/)
  open.reload()
  await screen.findByText(lead)
})

test('a mail that is delayed, and one that cannot be delivered, are told while one waits', async () => {
  const open = await openAtCode()
  open.portal.neighbours.down.mailer = true
  await open.portal.deliver()
  comeBack()
  await screen.findByText(/^The mail server is slow today/)
  expect(screen.getByText(/^The code works for/)).toBeTruthy()
  open.portal.advance(minutes(0.2))
  const [item] = await open.portal.store.outbox.due(1, 1000)
  await open.portal.store.outbox.failed(item?.id ?? '', 'EENVELOPE 550')
  comeBack()
  await screen.findByText(/^We could not deliver the e-mail\./)
  await open.page('Your e-mail was not delivered')
  expect(screen.queryByText(/^The code works for/)).toBeNull()
  expect(screen.queryByText(/left$/)).toBeNull()
  await expectAccessible()
  await untilResend(open)
  await open.press(/^Send a new code/)
  await open.page('Check your e-mail')
})

test('whose mail to search for is said, and the help desk gets all it needs', async () => {
  const open = await openAtCode()
  await open.portal.deliver()
  comeBack()
  await screen.findByText(whole('Your e-mail was sent from Muster (no-reply@corp.example.test).'))
  screen.getByText(whole('Search your mail for Muster (no-reply@corp.example.test).'))
  const link = new URL(screen.getByRole<HTMLAnchorElement>('link', { name: 'Write to Example help desk' }).href)
  expect(link.pathname).toBe('help@corp.example.test')
  const reference = within(screen.getByRole('contentinfo')).getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent
  // In one piece, and copied as it is.
  for (const kept of [reference, '(no-reply@corp.example.test)'])
    expect(screen.getAllByText(kept).some(({ className }) => className.includes('whole'))).toBe(true)
  expect(link.searchParams.get('subject')).toBe(`Device enrollment ${reference}`)
  expect(link.searchParams.get('body')).toBe(
    `I did not get the e-mail with my verification code.\n\nReference: ${reference}\nSent to: a•••@corp.example.test\nSent from: Muster (no-reply@corp.example.test)`,
  )
  expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Call Example help desk' }).href).toBe('tel:+15550100')
  await expectAccessible()
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
