import { createSmtpMailer } from '@muster/bff/adapters/smtp-mailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDemoAuthority, type DemoAuthority } from '../certificates/demo-authority.ts'
import { type Mailbox, startMailbox } from './mailbox.ts'

let authority: DemoAuthority
let mailbox: Mailbox
let mailer: ReturnType<typeof createSmtpMailer>
let sent = 0

beforeEach(async () => {
  authority = await createDemoAuthority()
  mailbox = await startMailbox(await authority.issue(['localhost', '127.0.0.1']))
  mailer = createSmtpMailer({ url: mailbox.url, from: 'Muster <no-reply@corp.example.test>', ca: authority.pem })
})
afterEach(async () => {
  mailer.close()
  await mailbox.stop()
})

const send = (address: string, subject: string) => {
  sent += 1
  return mailer.send({
    id: `message-${sent}`,
    to: { name: '', address },
    language: 'en',
    subject,
    text: 'Grüße\n',
    html: '<p>Grüße</p>',
  })
}

test('what the portal’s own mailer sends arrives whole, over TLS', async () => {
  expect(await send('ana@corp.example.test', '12345678 is your code')).toEqual({ kind: 'sent' })
  expect(mailbox.messages()).toEqual([
    {
      id: expect.any(String),
      to: 'ana@corp.example.test',
      from: '"Muster" <no-reply@corp.example.test>',
      subject: '12345678 is your code',
      text: 'Grüße\n',
      html: expect.stringContaining('<p>Grüße</p>'),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ])
})

test('messages are newest first, and can be asked for by recipient in any case', async () => {
  for (const [address, subject] of [
    ['ana@corp.example.test', 'one'],
    ['ben@corp.example.test', 'two'],
    ['ana@corp.example.test', 'three'],
  ] as const)
    await send(address, subject)
  expect(mailbox.messages().map(({ subject }) => subject)).toEqual(['three', 'two', 'one'])
  expect(mailbox.messages('ANA@corp.example.test').map(({ subject }) => subject)).toEqual(['three', 'one'])
})

test('the last five hundred are kept', async () => {
  for (let count = 1; count <= 502; count += 1) await send('ana@corp.example.test', `number ${count}`)
  expect(mailbox.messages()).toHaveLength(500)
  expect(mailbox.messages().at(-1)?.subject).toBe('number 3')
}, 30_000)

test('waiting ends with the message that is meant, whether it is there or comes later', async () => {
  const later = mailbox.waitFor('ana@corp.example.test', { matches: ({ subject }) => subject === 'second' })
  await send('ana@corp.example.test', 'first')
  await send('ana@corp.example.test', 'second')
  expect((await later).subject).toBe('second')
  expect(
    (await mailbox.waitFor('ana@corp.example.test', { matches: ({ subject }) => subject === 'first' })).subject,
  ).toBe('first')
})

test('waiting in vain tells what is there', async () => {
  await send('ben@corp.example.test', 'for ben')
  await expect(mailbox.waitFor('ana@corp.example.test', { timeout: 1 })).rejects.toThrow(
    'no such message to ana@corp.example.test within 1 ms; there are: ben@corp.example.test: for ben',
  )
})

test('a refusing server is the mailer’s failure, until it accepts again', async () => {
  mailbox.refuse(550)
  expect(await send('ana@corp.example.test', 'refused')).toMatchObject({ kind: 'failed' })
  mailbox.refuse(undefined)
  expect(await send('ana@corp.example.test', 'taken')).toEqual({ kind: 'sent' })
  expect(mailbox.messages().map(({ subject }) => subject)).toEqual(['taken'])
})

test('it stops at once though the mailer’s pool is open', async () => {
  await send('ana@corp.example.test', 'one')
  const before = performance.now()
  await mailbox.stop()
  expect(performance.now() - before).toBeLessThan(2000)
  mailbox = await startMailbox(await authority.issue(['localhost']))
})
