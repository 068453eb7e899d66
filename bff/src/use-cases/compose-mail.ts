import type { Platform } from '@muster/shared/vocabulary'
import { html } from 'hono/html'
import type { Account } from '../domain/account.ts'
import type { Device } from '../domain/enrollment.ts'
import type { MailWords } from '../ports/mail-words.ts'
import type { Mail } from '../ports/mailer.ts'

/** What every mail is made of: to whom, of which company, in whose words. */
type Addressed = {
  readonly id: string
  readonly to: string
  readonly account: Account
  readonly words: MailWords
  readonly reference: string
}

const helpOf = ({ support }: Account, { say, apart }: MailWords): string =>
  [support.name, support.email, support.phone]
    .flatMap((way) => (way === undefined ? [] : [apart(way)]))
    .join(say('comma', {}))

const paragraphs = (lines: readonly string[]) => lines.map((line) => html`<p>${line}</p>`)

/**
 * Mail clients keep little CSS: one column, inline styles, colors that hold on light and dark. They drop the `html`
 * element, too: language and direction stand once more on what they keep.
 */
const page = ({ language, direction }: MailWords, heading: string, body: unknown): string =>
  html`<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${heading}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5">
<div lang="${language}" dir="${direction}" style="max-width:480px;margin:0 auto"><h1 style="font-size:20px;margin:0 0 16px">${heading}</h1>${body}</div></body></html>`.toString()

/** What a warning says in some words. */
type Said = { readonly heading: string; readonly lines: readonly string[] }

/** The request that causes a warning may be a stranger's, and so its language: the same stands below in `english`. */
type Warning = Addressed & { readonly english: MailWords }

/** A mail that says one thing after the other, and all of it in English, too. */
const warning = ({ id, to, words, english }: Warning, said: (words: MailWords) => Said): Mail => {
  const { heading, lines } = said(words)
  const again = words.language === english.language ? [] : [said(english)]
  const all = [{ heading, lines }, ...again]
  const below = again.map(
    (told) =>
      html`<div lang="${english.language}" dir="${english.direction}"><h2 style="font-size:18px;margin:32px 0 16px">${told.heading}</h2>${paragraphs(told.lines)}</div>`,
  )
  return {
    id,
    to: { name: '', address: to },
    language: words.language,
    subject: all.map((told) => told.heading).join(' / '),
    text: `${all.flatMap((told) => [told.heading, ...told.lines]).join('\n\n')}\n`,
    html: page(words, heading, [...paragraphs(lines), ...below]),
  }
}

export type CodeMail = Addressed & {
  readonly code: string
  /** The how manieth of this enrollment: from the second on the mail says so, and the page does, too. */
  readonly number: number
  /** ms */
  readonly requestedAt: number
  readonly minutes: number
  readonly platform?: Platform
}

/** The mailed code: which company, when asked, what to do if it was somebody else; no links (STANDARD 1.6, 5.6). */
export const composeCodeMail = (mail: CodeMail): Mail => {
  const { account, words, code, number, minutes, platform = 'unknown' } = mail
  const { say, apart } = words
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  const name = apart(account.name)
  const at = apart(words.moment(mail.requestedAt))
  const lifetime = say('code.lifetime', { minutes })
  const newest = number > 1 ? [say('code.newest', { number })] : []
  const asked = say('code.asked', { platform, at, account: name, reference: apart(mail.reference) })
  const whenOther = say('code.warning', { account: name, help: helpOf(account, words) })
  const heading = say('code.heading', { account: account.name })
  return {
    id: mail.id,
    to: { name: '', address: mail.to },
    language: words.language,
    subject:
      number > 1
        ? say('code.subject-again', { code, account: account.name, number })
        : say('code.subject', { code, account: account.name }),
    text: `${[heading, `    ${apart(spaced)}`, ...newest, lifetime, asked, whenOther].join('\n\n')}\n`,
    html: page(
      words,
      heading,
      html`<p style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;letter-spacing:4px;margin:0 0 16px;font-weight:600"><bdi dir="ltr">${spaced}</bdi></p>
${paragraphs([...newest, lifetime, asked])}<p style="opacity:.75">${whenOther}</p>`,
    ),
  }
}

export type WrongCodesMail = Warning & {
  /** ms */
  readonly at: number
  /** How long codes are not taken, at the most. */
  readonly window: 'hour' | 'day'
  readonly platform?: Platform
}

/** Tells the owner that somebody guesses at their codes, who by then knows their password (STANDARD 5.3). */
export const composeWrongCodesMail = (mail: WrongCodesMail): Mail => {
  const { account, window, platform = 'unknown' } = mail
  return warning(mail, (words) => {
    const { say, apart } = words
    const at = apart(words.moment(mail.at))
    const lines = [
      say('wrong-codes.what', { platform, account: apart(account.name), at, reference: apart(mail.reference) }),
      say('wrong-codes.fate', { window }),
      say('wrong-codes.own', {}),
      say('wrong-codes.warning', { help: helpOf(account, words) }),
    ]
    return { heading: say('wrong-codes.heading', { account: account.name }), lines }
  })
}

export type RegisteredMail = Warning & {
  readonly device: Device
  /** ms */
  readonly at: number
}

/** Tells the owner that a device was registered in their name, so that a stranger's does not go unseen (STANDARD 8.3). */
export const composeRegisteredMail = (mail: RegisteredMail): Mail => {
  const { account, device } = mail
  return warning(mail, (words) => {
    const { say, apart } = words
    const what = {
      device: apart(device.name),
      platform: apart(say(`platform.${device.platform}`, {})),
      at: apart(words.moment(mail.at)),
      reference: apart(mail.reference),
    }
    const lines = [say('registered.what', what), say('registered.warning', { help: helpOf(account, words) })]
    return { heading: say('registered.heading', { account: account.name }), lines }
  })
}
