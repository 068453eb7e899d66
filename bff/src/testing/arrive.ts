import { Step, type StepKind, type StepOf } from '@muster/shared/step'
import { type Browser, openBrowser } from './browser.ts'
import { directoryPassword } from './example-world.ts'
import { newKey } from './person-answers.ts'
import type { SimulatedPortal } from './simulated-portal.ts'

/** A browser that opened an account's link. */
export const opened = async (portal: SimulatedPortal, account: string): Promise<Browser> => {
  const browser = openBrowser(portal)
  await browser.send('POST', '/api/enrollment', { account })
  return browser
}

/** The page's step as the browser reads it. */
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

/** A browser at every page of either workflow, over a portal with an account for every cell. */
export const arrivals = [
  { page: 'identify', workflow: 'new', arrive: (portal: SimulatedPortal) => opened(portal, 'new-ad-2') },
  { page: 'credentials', workflow: 'existing', arrive: (portal: SimulatedPortal) => opened(portal, 'existing-ad-2') },
  { page: 'password', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-ad-2', 'ana') },
  {
    page: 'new-password',
    workflow: 'new',
    arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-2', 'pia'),
  },
  { page: 'new-password', workflow: 'existing', arrive: (portal: SimulatedPortal) => withCredentials(portal, 'pia') },
  { page: 'entra-sign-in', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-entra-2', 'eva') },
  { page: 'email-code', workflow: 'new', arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-2') },
  { page: 'email-code', workflow: 'existing', arrive: (portal: SimulatedPortal) => withCredentials(portal, 'ana') },
  { page: 'device', workflow: 'new', arrive: (portal: SimulatedPortal) => withPassword(portal, 'new-ad-1') },
  { page: 'enrolled', workflow: 'new', arrive: enrolled },
  { page: 'refused', workflow: 'new', arrive: (portal: SimulatedPortal) => named(portal, 'new-none-1', 'ana') },
] as const satisfies readonly {
  page: StepKind
  workflow: 'existing' | 'new'
  arrive: (portal: SimulatedPortal) => Promise<Browser>
}[]

const isKind = <K extends StepKind>(step: Step | undefined, kind: K): step is StepOf<K> => step?.kind === kind

/** A browser at a page, with the step it is shown. @throws where it did not get there. */
export const arriveAt = async <K extends StepKind>(
  portal: SimulatedPortal,
  kind: K,
  workflow: 'existing' | 'new' = 'new',
) => {
  const arrival = arrivals.find((one) => one.page === kind && (one.workflow === workflow || kind === 'credentials'))
  const browser = await arrival?.arrive(portal)
  const step = browser && Step.parse(await current(browser))
  if (browser === undefined || !isKind(step, kind)) throw new Error(`no way to ${kind}: ${JSON.stringify(step)}`)
  return { browser, step }
}
