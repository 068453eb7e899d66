import { HandOverSeen, HandOverTaken, Offer } from '@muster/shared/hand-over'
import { Step } from '@muster/shared/step'
import { arriveAt } from './arrive.ts'
import { type Browser, openBrowser } from './browser.ts'
import type { SimulatedPortal } from './simulated-portal.ts'

export const phoneAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

const first = '/api/enrollment/hand-over'
const second = '/api/hand-over'

/** The code of a problem's body. */
export const codeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined

/** A browser that is signed in and has yet to name its device. */
export const atDevice = async (portal: SimulatedPortal): Promise<Browser> => (await arriveAt(portal, 'device')).browser

/** The audit's lines of an account's hand-overs, newest first. */
export const handOverLines = async ({ store }: SimulatedPortal, account: string) =>
  (await store.administration.audit({ accountId: account, most: 100 })).filter(({ type }) =>
    type.startsWith('hand-over.'),
  )

/** An enrollment's link to go on elsewhere, with the code of its fragment. */
export const offer = async (browser: Browser) => {
  const { url, ...rest } = Offer.parse((await browser.send('POST', first, {})).body)
  return { url, code: new URL(url).hash.replace('#go=', ''), ...rest }
}

export const seen = async (browser: Browser): Promise<HandOverSeen> =>
  HandOverSeen.parse((await browser.send('GET', first)).body)

export const answer = (browser: Browser, number: string) => browser.send('POST', `${first}/number`, { number })

export const redeem = (browser: Browser, account: string, code: string) =>
  browser.send('POST', second, { account, code })

export const taken = async (browser: Browser): Promise<HandOverTaken> =>
  HandOverTaken.parse((await browser.send('GET', second)).body)

/** A phone that used the code, and the number that it shows. */
export const takenBy = async (portal: SimulatedPortal, account: string, code: string) => {
  const phone = openBrowser(portal, phoneAgent)
  const waiting = HandOverTaken.parse((await redeem(phone, account, code)).body)
  if (waiting.kind !== 'waiting') throw new Error(waiting.kind)
  return { phone, number: waiting.number }
}

/** Goes on with what the other device confirmed. */
export const goOn = async (browser: Browser): Promise<Step> =>
  Step.parse((await browser.send('POST', `${second}/continue`, {})).body)

/** The whole hand-over of a browser's enrollment to a phone. */
export const handedToPhone = async (portal: SimulatedPortal, desktop: Browser, account: string) => {
  const { phone, number } = await takenBy(portal, account, (await offer(desktop)).code)
  const view = HandOverSeen.parse((await answer(desktop, number)).body)
  return { phone, view, step: await goOn(phone) }
}
