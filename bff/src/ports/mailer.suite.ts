import { describe, expect, test } from 'vitest'
import type { Mail, Mailer } from './mailer.ts'

/** A mail as its receiver finds it. `to`: every recipient of the envelope. */
export type Received = {
  readonly to: readonly string[]
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type MailerUnderTest = {
  readonly mailer: Mailer
  /** The mails that arrived, newest last. */
  received(): Promise<readonly Received[]>
  /** The server answers the next recipients so, until told otherwise. */
  behave(how: 'takes' | 'refuses' | 'cannot be reached'): void | Promise<void>
}

export const aMail = (more: Partial<Mail> = {}): Mail => ({
  id: 'mail-1',
  to: { name: 'Ana', address: 'ana@corp.example.test' },
  language: 'en',
  subject: '12345678 is your code',
  text: 'Your code: 12345678\n',
  html: '<p>Your code: <b>12345678</b></p>',
  ...more,
})

/** Addresses that made mailers send elsewhere, or to more than one (STANDARD 5.5). */
const trickyAddresses = [
  'ana@corp.example.test,eve@evil.example',
  'ana@corp.example.test, eve@evil.example',
  'ana@corp.example.test;eve@evil.example',
  'ana@corp.example.test\r\nBcc: eve@evil.example',
  'ana@corp.example.test>\r\nRCPT TO:<eve@evil.example',
  'ana@corp.example.test\0',
  'Eve <eve@evil.example>',
  '"eve@evil.example" <ana@corp.example.test>',
  '"ana@corp.example.test,x"@evil.example',
  'ana(eve@evil.example)@corp.example.test',
  'team: ana@corp.example.test;',
  '@evil.example:ana@corp.example.test',
  'ana@evil.example@corp.example.test',
  'ana@corp.example.test ',
  'ana@[127.0.0.1]',
  'ana@localhost',
  'ana',
  '',
  `${'a'.repeat(65)}@corp.example.test`,
]

/** {@link Mailer}: one mail to one person, or a word on why not. */
export const mailerSuite = (make: () => Promise<MailerUnderTest>): void => {
  describe('mailer', () => {
    test('a mail arrives at its one recipient, as it was written', async () => {
      const { mailer, received } = await make()
      const mail = aMail({ subject: 'Grüße, “Ana” 🎉', text: 'Zürich\n.\nend\n', html: '<p>Zürich</p>' })
      expect(await mailer.send(mail)).toEqual({ kind: 'sent' })
      expect(await received()).toEqual([
        { to: ['ana@corp.example.test'], language: 'en', subject: mail.subject, text: mail.text, html: mail.html },
      ])
    })

    test('capitals in the address are no other recipient', async () => {
      const { mailer, received } = await make()
      const to = { name: 'Ana', address: 'Ana.Smith@corp.example.test' }
      expect(await mailer.send(aMail({ to }))).toEqual({ kind: 'sent' })
      expect((await received()).map((mail) => mail.to)).toEqual([['Ana.Smith@corp.example.test']])
    })

    test('a refused address fails for good, and the next mail is sent', async () => {
      const { mailer, received, behave } = await make()
      await behave('refuses')
      expect(await mailer.send(aMail())).toMatchObject({ kind: 'failed' })
      await behave('takes')
      expect(await mailer.send(aMail())).toEqual({ kind: 'sent' })
      expect(await received()).toHaveLength(1)
    })

    test('a server that cannot be reached is worth another try', async () => {
      const { mailer, behave } = await make()
      await behave('cannot be reached')
      expect(await mailer.send(aMail())).toMatchObject({ kind: 'deferred' })
    })

    test.each(trickyAddresses)('the address %j is not sent to, and nobody else either', async (address) => {
      const { mailer, received } = await make()
      expect(await mailer.send(aMail({ to: { name: 'Ana', address } }))).toMatchObject({ kind: 'failed' })
      expect(await received()).toEqual([])
    })

    test.each([
      ['name', { to: { name: 'Ana\r\nBcc: eve@evil.example', address: 'ana@corp.example.test' } }],
      ['subject', { subject: 'code\r\nBcc: eve@evil.example' }],
      ['subject', { subject: 'code\u2028' }],
      ['subject', { subject: 'code\u202E' }],
    ])('control characters in the %s are refused', async (_what, more) => {
      const { mailer, received } = await make()
      expect(await mailer.send(aMail(more))).toMatchObject({ kind: 'failed' })
      expect(await received()).toEqual([])
    })

    test('a name that looks like an address adds no recipient', async () => {
      const { mailer, received } = await make()
      expect(
        await mailer.send(
          aMail({ to: { name: 'eve@evil.example, <x@evil.example>', address: 'ana@corp.example.test' } }),
        ),
      ).toEqual({ kind: 'sent' })
      expect((await received()).map(({ to }) => to)).toEqual([['ana@corp.example.test']])
    })
  })
}
