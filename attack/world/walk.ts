import { codeIn } from '@muster/demo/pages/inbox-page'
import { domain } from '@muster/demo/world/people'
import { createPortalClient, type PortalAnswer, type PortalClient } from '@muster/demo/world/portal-client'
import type { Arena } from './arena.ts'
import type { Instance } from './instance.ts'

/** Everybody comes from another address, unless one is asked for: limits by address are for those who test them. */
let lastAddress = 0
export const newAddress = (): string => {
  lastAddress += 1
  return `198.18.${Math.floor(lastAddress / 250)}.${(lastAddress % 250) + 1}`
}

export type BrowserAt = { readonly address?: string; readonly instance?: () => Instance }

/** A new browser, at the first instance unless another is named. */
export const newBrowser = (
  { origin, portal }: Pick<Arena, 'origin' | 'portal'>,
  { address = newAddress(), instance = () => portal }: BrowserAt = {},
): PortalClient => createPortalClient(origin, { address, at: () => instance().origin })

export type Walker = {
  readonly account: string
  readonly username: string
  readonly password: string
  readonly platform?: string
}

/** The code in the newest mail to somebody that was not there `before`. */
const mailedCode = async ({ mailbox }: Arena, username: string, before = 0): Promise<string> => {
  const to = `${username}@${domain.name}`
  const { subject } = await mailbox.waitFor(to, { matches: () => mailbox.messages(to).length > before })
  const code = codeIn(subject)
  if (code === undefined) throw new Error(`no code in "${subject}"`)
  return code
}

/** What the person does at the step that an answer shows; undefined where they have nothing to do. */
const submission = async (
  arena: Arena,
  { username, password, platform = 'ios' }: Walker,
  kind: unknown,
  before: number,
): Promise<readonly [string, object] | undefined> => {
  switch (kind) {
    case 'identify':
      return ['identity', { username, domain: domain.name }]
    case 'credentials':
      return ['credentials', { username, domain: domain.name, password }]
    case 'password':
      return ['password', { password }]
    case 'email-code':
      return ['email-code', { code: await mailedCode(arena, username, before) }]
    case 'device':
      return ['device', { platform, name: 'Phone' }]
    default:
      return undefined
  }
}

/**
 * Walks an enrollment on until it shows `until`, is over, or something is refused; the last answer. Mails that lay there
 * before it began are not this walk's.
 */
export const walk = async (
  arena: Arena,
  browser: PortalClient,
  walker: Walker,
  until = 'enrolled',
): Promise<PortalAnswer> => {
  const before = arena.mailbox.messages(`${walker.username}@${domain.name}`).length
  let answer = await browser.open(walker.account)
  while (answer.status < 300 && answer.body['kind'] !== until) {
    const next = await submission(arena, walker, answer.body['kind'], before)
    if (next === undefined) return answer
    answer = await browser.submit(...next)
  }
  return answer
}
