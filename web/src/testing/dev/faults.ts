import type { SimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { routes } from '@muster/shared/contract'
import { everyRoute } from '@muster/shared/every-route'
import type { HttpHandler } from 'msw'
import { type AnswerOf, faultOn, problem } from '../mock-bff.ts'

type World = SimulatedPortal['neighbours']
type Fault = {
  readonly label: string
  /** What the portal's neighbours do. */
  readonly inTheWorld?: (world: World) => void
  /** What becomes of a call. `answer` asks the real app; `wait` takes its time. */
  readonly onCalls?: (answer: () => Promise<Response>, wait: () => Promise<void>) => Response | Promise<Response>
  /** Which calls; every one that sends something where unsaid. */
  readonly calls?: 'all' | 'password'
}

const slowly: Fault['onCalls'] = async (answer, wait) => {
  await wait()
  return answer()
}

/** What can be made to go wrong, and stays so until it is turned off. */
export const faults = {
  none: { label: 'Nothing is wrong' },
  'directory-silent': {
    label: 'Directory takes the password and is silent',
    inTheWorld: ({ down }) => void (down.directoryAnswers = true),
  },
  'directory-down': { label: 'Directory is down', inTheWorld: ({ down }) => void (down.directory = true) },
  'directory-slow': { label: 'Directory takes 3 s', onCalls: slowly, calls: 'password' },
  'mail-delayed': { label: 'Mail server is down', inTheWorld: ({ down }) => void (down.mailer = true) },
  'mail-failed': {
    label: 'Mail server refuses everybody',
    inTheWorld: ({ people, refusedAddresses }) => {
      for (const { directory, entra } of people.values())
        for (const address of [directory?.mail, entra?.upn]) if (address !== undefined) refusedAddresses.add(address)
    },
  },
  'entra-down': { label: 'Entra is down', inTheWorld: ({ down }) => void (down.identityProvider = true) },
  'too-many': { label: '429, wait 30 s', onCalls: () => problem('too-many-requests', { retryAfter: 30 }) },
  unavailable: { label: '503 of ours', onCalls: () => problem('unavailable') },
  proxy: { label: '502 of a proxy', onCalls: () => new Response('Bad gateway', { status: 502 }) },
  offline: { label: 'Offline', onCalls: () => Response.error(), calls: 'all' },
  slow: { label: 'Every call takes 3 s', onCalls: slowly, calls: 'all' },
  garbled: { label: 'Somebody else answers', onCalls: () => new Response('<title>Hotel Wi-Fi</title>') },
  'lost-answer': {
    label: 'Answers get lost on the way',
    onCalls: async (answer) => {
      await answer()
      return Response.error()
    },
  },
} as const satisfies Readonly<Record<string, Fault>>

export type FaultName = keyof typeof faults

const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name)
export const faultNames: readonly FaultName[] = Object.keys(faults).filter(isFaultName)

const all = Object.values(everyRoute)
const callsOf = {
  all,
  // Opening stays possible: a page in trouble is looked at from the inside.
  submissions: all.filter(({ method, name }) => method === 'POST' && name !== 'open'),
  password: [routes.password, routes.credentials, routes.newPassword],
}

const threeSeconds = (): Promise<void> => new Promise((done) => setTimeout(done, 3000))

/** Makes the neighbours as this fault wants them, and gives what stands between the pages and the app meanwhile. */
export const turnOn = (
  name: FaultName,
  { neighbours }: SimulatedPortal,
  answer: AnswerOf,
  wait = threeSeconds,
): readonly HttpHandler[] => {
  const fault: Fault = faults[name]
  Object.assign(neighbours.down, { directory: false, directoryAnswers: false, identityProvider: false, mailer: false })
  neighbours.refusedAddresses.clear()
  fault.inTheWorld?.(neighbours)
  const { onCalls, calls = 'submissions' } = fault
  return onCalls === undefined
    ? []
    : callsOf[calls].map((route) => faultOn(route, (request) => onCalls(() => answer(request), wait), { once: false }))
}
