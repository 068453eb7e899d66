import type { Platform } from '@muster/shared/vocabulary'
import { html } from 'hono/html'
import type { Account } from '../domain/account.ts'
import type { Device } from '../domain/enrollment.ts'
import type { Mail } from '../ports/mailer.ts'

const platformNames = { ios: 'iPhone or iPad', android: 'Android', windows: 'Windows' } as const satisfies Record<
  Platform,
  string
>

/** Mail is read anywhere, so its times say their zone. */
const moment = (ms: number): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(ms) + ' UTC'

const helpOf = ({ support }: Account): string => [support.name, support.email, support.phone].filter(Boolean).join(', ')

const deviceNamed = (platform: Platform | undefined): string =>
  platform === undefined ? 'a device' : `a device (${platformNames[platform]})`

/** Mail clients keep little CSS: one column, inline styles, colors that hold on light and dark. */
const page = (heading: string, body: ReturnType<typeof html>): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${heading}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:480px;margin:0 auto"><h1 style="font-size:20px;margin:0 0 16px">${heading}</h1>${body}</div></body></html>`.toString()

export type CodeMail = {
  readonly id: string
  readonly to: string
  readonly account: Account
  readonly code: string
  readonly reference: string
  /** ms */
  readonly requestedAt: number
  readonly minutes: number
  readonly platform?: Platform
}

/** The mailed code: which company, when asked, what to do if it was somebody else; no links (STANDARD 1.6, 5.6). */
export const composeCodeMail = ({
  id,
  to,
  account,
  code,
  reference,
  requestedAt,
  minutes,
  platform,
}: CodeMail): Mail => {
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  const asked = `Asked for on ${moment(requestedAt)}, to enroll ${deviceNamed(platform)} with ${account.name}. Reference ${reference}.`
  const warning = `If this was not you, do nothing and tell your IT: ${helpOf(account)}. Nobody at ${account.name} will ever ask you for this code.`
  const heading = `Your ${account.name} enrollment code`
  return {
    id,
    to: { name: '', address: to },
    subject: `${code} is your ${account.name} enrollment code`,
    text: `${heading}\n\n    ${spaced}\n\nIt works once, for ${minutes} minutes.\n\n${asked}\n\n${warning}\n`,
    html: page(
      heading,
      html`<p style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;letter-spacing:4px;margin:0 0 16px;font-weight:600">${spaced}</p>
<p>It works once, for ${minutes} minutes.</p><p>${asked}</p><p style="opacity:.75">${warning}</p>`,
    ),
  }
}

export type WrongCodesMail = {
  readonly id: string
  readonly to: string
  readonly account: Account
  readonly reference: string
  /** ms */
  readonly at: number
  /** How long codes are not taken, at the most. */
  readonly window: 'hour' | 'day'
  readonly platform?: Platform
}

/** Tells the owner that somebody guesses at their codes, who by then knows their password (STANDARD 5.3). */
export const composeWrongCodesMail = ({ id, to, account, reference, at, window, platform }: WrongCodesMail): Mail => {
  const heading = `Too many wrong codes for your ${account.name} enrollment`
  const what = `Somebody signed in as you to enroll ${deviceNamed(platform)} with ${account.name}, and entered wrong codes too often, last on ${moment(at)}. Reference ${reference}.`
  const fate = `Nobody got in: no device was registered by this, and the enrollment has ended. For up to ${window === 'hour' ? 'an hour' : 'a day'} no code is taken from you.`
  const own = 'If this was you, wait for that time and open your enrollment link again.'
  const warning = `If this was not you, somebody knows your password: change it, and tell your IT at once: ${helpOf(account)}.`
  return {
    id,
    to: { name: '', address: to },
    subject: heading,
    text: `${heading}\n\n${what}\n\n${fate}\n\n${own}\n\n${warning}\n`,
    html: page(heading, html`<p>${what}</p><p>${fate}</p><p>${own}</p><p>${warning}</p>`),
  }
}

export type RegisteredMail = {
  readonly id: string
  readonly to: string
  readonly account: Account
  readonly device: Device
  readonly reference: string
  /** ms */
  readonly at: number
}

/** Tells the owner that a device was registered in their name, so that a stranger's does not go unseen (STANDARD 8.3). */
export const composeRegisteredMail = ({ id, to, account, device, reference, at }: RegisteredMail): Mail => {
  const heading = `A device was registered with ${account.name}`
  const what = `${device.name} (${platformNames[device.platform]}) was registered in your name on ${moment(at)}. Reference ${reference}.`
  const warning = `If this was not you, tell your IT at once: ${helpOf(account)}.`
  return {
    id,
    to: { name: '', address: to },
    subject: heading,
    text: `${heading}\n\n${what}\n\n${warning}\n`,
    html: page(heading, html`<p>${what}</p><p>${warning}</p>`),
  }
}
