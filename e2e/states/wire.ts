import { generalProblems } from '@muster/shared/contract'
import { everyRoute, type RouteName } from '@muster/shared/every-route'
import { type ProblemCode, Problem, problemStatus } from '@muster/shared/problem'
import type { HandOverSeen, HandOverTaken, Offer } from '@muster/shared/hand-over'
import type { PublicProfile } from '@muster/shared/public-profile'
import type { Route as ContractRoute } from '@muster/shared/route'
import type { Step } from '@muster/shared/step'
import type { Page, Route } from '@playwright/test'

type ProblemExtras = Pick<Partial<Problem>, 'triesLeft' | 'retryAfter' | 'link' | 'restartAs'>

/** What the wire gives back: something of the contract, or no answer of ours. */
export type Answer =
  | { readonly kind: 'reply'; readonly body: unknown }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly extras: ProblemExtras }
  /** `held`: none for as long as the page is looked at; `garbled`: a hotel's sign-in page. */
  | { readonly kind: 'offline' | 'held' | 'garbled' }

type Body = Step | PublicProfile | Offer | HandOverSeen | HandOverTaken

export const reply = (body: Body): Answer => ({ kind: 'reply', body })
export const problem = (code: ProblemCode, extras: ProblemExtras = {}): Answer => ({ kind: 'problem', code, extras })

/** The moment at which every page on the wire stands still, so that two pictures of it are the same. */
export const wireNow = Date.parse('2026-05-12T10:00:00.000Z')
/** A moment of the contract, in seconds from {@link wireNow}. */
export const momentIn = (seconds: number): string => new Date(wireNow + seconds * 1000).toISOString()

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** All routes, by what a request shows of them. */
const places = Object.values(everyRoute).map((route: ContractRoute) => ({
  route,
  isAsked: (method: string, path: string) => route.method === method && pattern(route.path).test(path),
}))

/** What may not be answered is no picture of the product: the contract's own schemas say so. */
const checked = (route: ContractRoute, answer: Answer): Answer => {
  if (answer.kind === 'reply') route.reply?.parse(answer.body)
  if (answer.kind === 'problem' && ![...route.problems, ...generalProblems].includes(answer.code))
    throw new Error(`${route.name} never answers ${answer.code}`)
  return answer
}

const headers = { date: new Date(wireNow).toUTCString(), 'cache-control': 'no-store' }

const fulfill = async (route: Route, answer: Answer): Promise<void> => {
  switch (answer.kind) {
    case 'reply':
      return route.fulfill({ status: 200, headers: { ...headers, etag: '"wire"' }, json: answer.body })
    case 'problem': {
      const { code, extras } = answer
      const json = { type: 'about:blank', title: code, status: problemStatus[code], code, reference: 'K7QM-4XTB' }
      return route.fulfill({
        status: problemStatus[code],
        headers,
        contentType: 'application/problem+json',
        json: Problem.parse({ ...json, ...extras }),
      })
    }
    case 'offline':
      return route.abort('internetdisconnected')
    case 'garbled':
      return route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>Hotel</title>' })
    case 'held':
      return undefined
  }
}

export type Wire = {
  /** From now on this call is answered so. `open` and `current` follow each other unless `current` is told apart. */
  readonly answer: (name: RouteName, answer: Answer) => void
  /** The account's picture: an image, or none that comes. */
  readonly logo: (picture: { readonly type: string; readonly body: string | Buffer } | 'broken' | 'held') => void
  /** @throws where a call was made that nobody gave an answer to, or one that the contract forbids. */
  readonly expectAnswers: () => void
}

/** Stands in for the back end: answers each call of the contract as it was told, and parses all that it says. */
export const openWire = async (page: Page): Promise<Wire> => {
  const answers = new Map<string, Answer>()
  const faults: unknown[] = []
  let logo: Parameters<Wire['logo']>[0] = 'broken'
  const answer = async (route: Route): Promise<void> => {
    const { pathname } = new URL(route.request().url())
    const method = route.request().method()
    if (pathname.endsWith('/logo')) {
      if (logo === 'held') return
      if (logo === 'broken') return route.fulfill({ status: 404, body: '' })
      return route.fulfill({ contentType: logo.type, body: logo.body })
    }
    const asked = places.find(({ isAsked }) => isAsked(method, pathname))
    const told =
      asked && (answers.get(asked.route.name) ?? (asked.route.name === 'current' ? answers.get('open') : undefined))
    if (asked === undefined || told === undefined) throw new Error(`nobody said what ${method} ${pathname} answers`)
    return fulfill(route, checked(asked.route, told))
  }
  // Thrown here it would end everything, not this state alone; what a page that is closed asked needs no answer.
  await page.route('**/api/**', (route) =>
    answer(route).catch((fault: unknown) => void (page.isClosed() || faults.push(fault))),
  )
  return {
    answer: (name, told) => void answers.set(name, told),
    logo: (picture) => void (logo = picture),
    expectAnswers: () => {
      if (faults.length > 0) throw faults[0]
    },
  }
}
