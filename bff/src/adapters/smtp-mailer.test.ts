import { createServer } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BreakerEvent } from '../ports/breaker-event.ts'
import { aMail, type MailerUnderTest, mailerSuite } from '../ports/mailer.suite.ts'
import { type InboxBehaviour, type SmtpInbox, startSmtpInbox } from '../testing/smtp-inbox.ts'
import { cellAccount } from '../testing/example-world.ts'
import { portOf } from '../testing/port-of.ts'
import { createTestAuthority, type ServerIdentity, type TestAuthority } from '../testing/test-authority.ts'
import { composeCodeMail } from '../use-cases/compose-mail.ts'
import { createMailWords } from './mail-words.ts'
import { createSmtpMailer, type SmtpOptions } from './smtp-mailer.ts'

let authority: TestAuthority
let identity: ServerIdentity
const endings: (() => unknown)[] = []

beforeAll(async () => {
  authority = await createTestAuthority()
  identity = await authority.issue(['localhost'])
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const startInbox = async (options: SMTPServerOptions = {}): Promise<SmtpInbox> => {
  const inbox = await startSmtpInbox({ ...identity, ...options })
  endings.push(() => inbox.stop())
  return inbox
}
const mailerFor = (port: number, options: Partial<SmtpOptions> = {}) => {
  const mailer = createSmtpMailer({
    url: `smtp://localhost:${port}`,
    from: 'Muster <muster@portal.example>',
    ca: authority.ca,
    connectTimeout: 300,
    totalTimeout: 400,
    ...options,
  })
  endings.push(() => mailer.close())
  return mailer
}

const underTest = async (): Promise<MailerUnderTest> => {
  const inbox = await startInbox()
  return {
    mailer: mailerFor(inbox.port),
    received: async () =>
      inbox.mails.map(({ recipients, parsed }) => ({
        to: recipients,
        language: parsed.headerLines.find(({ key }) => key === 'content-language')?.line.split(': ')[1] ?? '',
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: typeof parsed.html === 'string' ? parsed.html : '',
      })),
    behave: async (how) => {
      if (how === 'cannot be reached') await inbox.stop()
      else inbox.behaviour = how === 'refuses' ? { recipient: 550 } : {}
    },
  }
}

describe('over SMTP', () => {
  mailerSuite(underTest)

  test.each<[string, InboxBehaviour, object]>([
    ['450 at the recipient', { recipient: 450 }, { kind: 'deferred', reason: 'EENVELOPE 450' }],
    ['550 at the recipient', { recipient: 550 }, { kind: 'failed', reason: 'EENVELOPE 550' }],
    ['451 after the text', { data: 451 }, { kind: 'deferred', reason: 'EMESSAGE 451' }],
    ['554 after the text', { data: 554 }, { kind: 'failed', reason: 'EMESSAGE 554' }],
    ['silence at the recipient', { recipient: 'silence' }, { kind: 'deferred' }],
    ['silence after the text', { data: 'silence' }, { kind: 'deferred' }],
    ['a cut connection after the text', { data: 'hang-up' }, { kind: 'deferred' }],
  ])('%s', async (_what, behaviour, expected) => {
    const inbox = await startInbox()
    inbox.behaviour = behaviour
    expect(await mailerFor(inbox.port).send(aMail())).toMatchObject(expected)
    expect(inbox.mails).toEqual([])
  })

  test('a server that takes the connection and says nothing is given up in time', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    endings.push(() => silent.close())
    const began = performance.now()
    expect(await mailerFor(portOf(silent)).send(aMail())).toMatchObject({ kind: 'deferred' })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('a repeated mail has the same Message-ID, another mail has another', async () => {
    const inbox = await startInbox()
    const mailer = mailerFor(inbox.port)
    for (const id of ['one', 'one', 'two']) await mailer.send(aMail({ id }))
    expect(inbox.mails.map(({ parsed }) => parsed.messageId)).toEqual([
      '<one@portal.example>',
      '<one@portal.example>',
      '<two@portal.example>',
    ])
  })

  test('the headers name the sender and one recipient, and ask machines not to answer', async () => {
    const inbox = await startInbox()
    await mailerFor(inbox.port).send(aMail())
    const [mail] = inbox.mails
    expect(mail?.parsed.from?.value).toEqual([{ name: 'Muster', address: 'muster@portal.example' }])
    expect(mail?.parsed.to).toMatchObject({ value: [{ name: 'Ana', address: 'ana@corp.example.test' }] })
    expect(mail?.parsed.headers.get('auto-submitted')).toBe('auto-generated')
  })

  test('a mail in Arabic arrives as it was composed: subject, text, page and language', async () => {
    const inbox = await startInbox()
    const mail = composeCodeMail({
      id: 'mail-1',
      to: 'ana@corp.example.test',
      account: cellAccount(
        { workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi' },
        { name: 'شركة أكمي Acme' },
      ),
      words: createMailWords()('ar'),
      code: '01234567',
      number: 2,
      reference: 'ABCD-EFGH',
      requestedAt: Date.UTC(2026, 10, 24, 9, 5),
      minutes: 10,
    })
    expect(await mailerFor(inbox.port).send(mail)).toEqual({ kind: 'sent' })
    const [received] = inbox.mails
    expect(mail.subject).toBe('01234567 هو رمز تسجيل جهازك لدى شركة أكمي Acme (رقم 2)')
    expect(received?.parsed.subject).toBe(mail.subject)
    expect(received?.parsed.text).toBe(mail.text)
    expect(received?.parsed.html).toBe(mail.html)
    expect(received?.parsed.headers.get('content-language')).toBe('ar')
    // RFC 2047: nothing but ASCII is on the wire, in words of at most 75 characters.
    const raw = received?.parsed.headerLines.find(({ key }) => key === 'subject')?.line ?? ''
    expect(raw).toMatch(/^[\x20-\x7E\r\n\t]+$/)
    for (const word of raw.match(/=\?[^?]+\?[BQ]\?[^?]*\?=/gi) ?? ['none']) {
      expect(word).toMatch(/^=\?UTF-8\?/i)
      expect(word.length).toBeLessThanOrEqual(75)
    }
  })

  test('connections are kept for the next mail', async () => {
    const inbox = await startInbox()
    const mailer = mailerFor(inbox.port)
    for (let sent = 0; sent < 5; sent += 1) expect(await mailer.send(aMail())).toEqual({ kind: 'sent' })
    expect(inbox.connections()).toBe(1)
  })

  test('a mail goes out in one piece', async () => {
    const pieces: string[] = []
    const server = createServer((socket) => {
      socket.write('220 here\r\n')
      socket.on('data', (piece: Buffer) => {
        const text = piece.toString('utf8')
        const isCommand = /^(EHLO|MAIL|RCPT|DATA|QUIT)/.test(text)
        if (!isCommand) pieces.push(text)
        if (isCommand || text.endsWith('.\r\n')) socket.write(text.startsWith('DATA') ? '354 go on\r\n' : '250 ok\r\n')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    endings.push(() => server.close())
    expect(await mailerFor(portOf(server), { insecure: true }).send(aMail())).toEqual({ kind: 'sent' })
    // SMTP’s last line may come by itself.
    expect(pieces.filter((piece) => piece !== '.\r\n')).toHaveLength(1)
    expect(pieces[0]).toMatch(/^Auto-Submitted: [\s\S]*multipart\/alternative[\s\S]*--\r\n/)
  })

  test('the sender signs in where the operator says so, and a refusal of that is not the address’s fault', async () => {
    const inbox = await startInbox({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'muster' && password === 'right'
          ? done(null, { user: 'muster' })
          : done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    const url = `smtp://muster@localhost:${inbox.port}`
    expect(await mailerFor(inbox.port, { url, password: 'right' }).send(aMail())).toEqual({ kind: 'sent' })
    expect(await mailerFor(inbox.port, { url, password: 'wrong' }).send(aMail())).toEqual({
      kind: 'deferred',
      reason: 'EAUTH 535',
    })
  })

  test('a sender without an address is a mistake of the operator', () => {
    expect(() => mailerFor(1, { from: 'Muster' })).toThrow(/no address/)
  })
})

describe('encryption', () => {
  test('a server that hides STARTTLS gets nothing', async () => {
    const inbox = await startInbox({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
    expect(await mailerFor(inbox.port).send(aMail())).toMatchObject({ kind: 'deferred' })
    expect(inbox.mails).toEqual([])
  })

  test('but where the operator asks for no encryption by name', async () => {
    const inbox = await startInbox({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
    expect(await mailerFor(inbox.port, { insecure: true }).send(aMail())).toEqual({ kind: 'sent' })
  })

  test('smtps: is encrypted from the first byte', async () => {
    const inbox = await startInbox({ secure: true })
    expect(await mailerFor(inbox.port, { url: `smtps://localhost:${inbox.port}` }).send(aMail())).toEqual({
      kind: 'sent',
    })
  })

  test.each<[string, () => Promise<SMTPServerOptions>]>([
    ['of another authority', async () => (await createTestAuthority()).issue(['localhost'])],
    ['for another host', () => authority.issue(['other.example.test'])],
    ['that has expired', () => authority.issue(['localhost'], -1)],
  ])('a certificate %s is refused', async (_what, options) => {
    const inbox = await startInbox(await options())
    expect(await mailerFor(inbox.port).send(aMail())).toMatchObject({ kind: 'deferred' })
    expect(inbox.mails).toEqual([])
  })
})

describe('the breaker', () => {
  let now = 0
  let events: BreakerEvent[] = []
  const watched = (port: number, options: Partial<SmtpOptions> = {}) => {
    now = 1_000_000
    events = []
    return mailerFor(port, { clock: { now: () => now }, onBreaker: (event) => events.push(event), ...options })
  }
  const fail = async ({ send }: ReturnType<typeof watched>, times: number) => {
    for (let index = 0; index < times; index += 1) expect((await send(aMail())).kind).toBe('deferred')
  }

  test('opens when five mails in a row get no answer, and asks for no mail for 15 seconds', async () => {
    const inbox = await startInbox()
    inbox.behaviour = { data: 'hang-up' }
    const mailer = watched(inbox.port)
    await fail(mailer, 4)
    expect(await mailer.isReady()).toBe(true)
    await fail(mailer, 1)
    expect(events).toEqual([{ dependency: 'smtp', state: 'open', because: expect.stringMatching(/^E[A-Z]+$/) }])
    const before = inbox.connections()
    now += 14_999
    expect(await mailer.isReady()).toBe(false)
    expect(inbox.connections()).toBe(before)
  })

  test('then greets the server once, without a mail, and is ready when it greets back', async () => {
    const inbox = await startInbox()
    inbox.behaviour = { data: 'hang-up' }
    const mailer = watched(inbox.port)
    await fail(mailer, 5)
    const before = inbox.connections()
    now += 15_000
    expect(await Promise.all(Array.from({ length: 5 }, () => mailer.isReady()))).toEqual([true, true, true, true, true])
    expect([inbox.connections() - before, inbox.mails.length]).toEqual([1, 0])
    expect(events.map(({ state }) => state)).toEqual(['open', 'closed'])
  })

  test('stays open while the server is not there', async () => {
    const inbox = await startInbox()
    const mailer = watched(inbox.port)
    await inbox.stop()
    await fail(mailer, 5)
    now += 15_000
    expect(await mailer.isReady()).toBe(false)
    now += 14_999
    expect(await mailer.isReady()).toBe(false)
    expect(events).toMatchObject([{ state: 'open' }])
  })

  test('opens when the server refuses our sign-in', async () => {
    const inbox = await startInbox({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    await fail(watched(inbox.port, { url: `smtp://muster@localhost:${inbox.port}`, password: 'wrong' }), 5)
    expect(events).toMatchObject([{ state: 'open', because: 'EAUTH 535' }])
  })

  test.each([450, 550])('stays closed however many addresses are answered with %d', async (recipient) => {
    const inbox = await startInbox()
    inbox.behaviour = { recipient }
    const mailer = watched(inbox.port)
    for (let index = 0; index < 25; index += 1) await mailer.send(aMail())
    expect(await mailer.isReady()).toBe(true)
    expect(events).toEqual([])
  })
})
