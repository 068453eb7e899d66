import type { StepKind, StepOf } from '@muster/shared/step'
import { mintIdToken } from '../adapters/memory-identity-provider.ts'
import { type Browser, openBrowser } from './browser.ts'
import { cellAccount, cells, directoryPassword, exampleDomain, exampleTenant } from './example-world.ts'
import { createSimulatedPortal, type SimulatedPortal, type SimulatedPortalOptions } from './simulated-portal.ts'

/** An account's directories where expired passwords can be changed. */
export const changeable = [
  { id: 'corp', urls: ['ldaps://dc1.corp.example.test'], lockoutThreshold: 10, passwordChange: { user: 'svc@corp.example.test', passwordFile: '/run/svc' } },
] as const

/** A portal whose clock stands still until it is moved, with an account for every cell. */
export const stillPortal = (options: SimulatedPortalOptions = {}): Promise<SimulatedPortal> =>
  createSimulatedPortal({ startsAt: Date.UTC(2026, 10, 24, 9), accounts: cells.map((cell) => cellAccount(cell, { directories: changeable })), ...options })

/** The newest code that was mailed to somebody. @throws where there is none. */
export const mailedCode = async (portal: SimulatedPortal, username = 'ana'): Promise<string> => {
  const mails = await portal.deliver()
  const mail = mails.find(({ to, text }) => to.address === `${username}@${exampleDomain}` && /\d{4} \d{4}/.test(text))
  const [, first, second] = /(\d{4}) (\d{4})/.exec(mail?.text ?? '') ?? []
  if (first === undefined || second === undefined) throw new Error(`no code was mailed to ${username}`)
  return first + second
}

/** A code that is not the mailed one. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

/** The token that Entra would give a person for this step. */
export const tokenFor = ({ nonce, clientId, claims }: StepOf<'entra-sign-in'>, username: string, more: Partial<Parameters<typeof mintIdToken>[0]> = {}): string =>
  mintIdToken({
    tid: exampleTenant,
    oid: `00000000-0000-4000-8000-${username.padStart(12, '0')}`,
    aud: clientId,
    nonce,
    preferred_username: `${username}@${exampleDomain}`,
    ...(claims === undefined ? {} : { acrs: ['c1'] }),
    ...more,
  })

export const newKey = (): Record<string, string> => ({ 'idempotency-key': crypto.randomUUID() })

export const opened = async (portal: SimulatedPortal, account: string): Promise<Browser> => {
  const browser = openBrowser(portal)
  await browser.send('POST', '/api/enrollment', { account })
  return browser
}

export const current = async (browser: Browser): Promise<unknown> => (await browser.send('GET', '/api/enrollment')).body

const named = async (portal: SimulatedPortal, account: string, username: string): Promise<Browser> => {
  const browser = await opened(portal, account)
  await browser.send('POST', '/api/enrollment/identity', { username, domain: '' })
  return browser
}

const withPassword = async (portal: SimulatedPortal, account: string, username = 'ana'): Promise<Browser> => {
  const browser = await named(portal, account, username)
  await browser.send('POST', '/api/enrollment/password', { password: directoryPassword })
  return browser
}

const enrolled = async (portal: SimulatedPortal): Promise<Browser> => {
  const browser = await withPassword(portal, 'new-ad-1')
  await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
  return browser
}

const withCredentials = async (portal: SimulatedPortal, username: string): Promise<Browser> => {
  const browser = await opened(portal, 'existing-ad-2')
  await browser.send('POST', '/api/enrollment/credentials', { username, domain: '', password: directoryPassword })
  return browser
}

/** A browser at every page of either workflow, over {@link stillPortal}. */
export const arrivals = [
  { page: 'identify', workflow: 'new', arrive: (portal: SimulatedPortal) => opened(portal, 'new-ad-2') },
  { page: 'credentials', workflow: 'existing', arrive: (portal: SimulatedPortal) => opened(portal, 'existing-ad-2') },
  { page: 'password', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-ad-2', 'ana') },
  { page: 'new-password', workflow: 'new', arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-2', 'pia') },
  { page: 'new-password', workflow: 'existing', arrive: (portal: SimulatedPortal) => withCredentials(portal, 'pia') },
  { page: 'entra-sign-in', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-entra-2', 'eva') },
  { page: 'email-code', workflow: 'new', arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-2') },
  { page: 'email-code', workflow: 'existing', arrive: (portal: SimulatedPortal) => withCredentials(portal, 'ana') },
  { page: 'device', workflow: 'new', arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-1') },
  { page: 'enrolled', workflow: 'new', arrive: enrolled },
  { page: 'refused', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-none-1', 'ana') },
] as const satisfies readonly { page: StepKind; workflow: 'existing' | 'new'; arrive: (portal: SimulatedPortal) => Promise<Browser> }[]

/** A browser at a page, with the step it is shown. @throws where it did not get there. */
export const arriveAt = async <K extends StepKind>(portal: SimulatedPortal, kind: K, workflow: 'existing' | 'new' = 'new') => {
  const arrival = arrivals.find((one) => one.page === kind && (one.workflow === workflow || kind === 'credentials'))
  const browser = await arrival?.arrive(portal)
  const step = browser && (await current(browser))
  if (browser === undefined || typeof step !== 'object' || step === null || !('kind' in step) || step.kind !== kind) throw new Error(`no way to ${kind}: ${JSON.stringify(step)}`)
  // The kind was just compared; the contract gives its fields.
  return { browser, step: step as StepOf<K> }
}
