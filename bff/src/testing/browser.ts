import type { Step, StepKind, StepOf } from '@muster/shared/step'
import type { Problem } from '@muster/shared/problem'
import type { SimulatedPortal } from './simulated-portal.ts'

export type Reply = { readonly status: number; readonly body: unknown; readonly headers: Headers }

/** A browser with one cookie, for tests: sends what a page would send. */
export type Browser = {
  cookie: string | undefined
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  /** Posts to `/api/enrollment…` and gives the step. @throws when it is a problem or of another kind. */
  readonly step: <K extends StepKind>(kind: K, path: string, body: unknown, headers?: Record<string, string>) => Promise<StepOf<K>>
  /** Posts and gives the problem. @throws when it is none. */
  readonly problem: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Problem>
}

const isKind = <K extends StepKind>(step: Step, kind: K): step is StepOf<K> => step.kind === kind

export const openBrowser = ({ app, origin }: Pick<SimulatedPortal, 'app' | 'origin'>): Browser => {
  const browser: Browser = {
    cookie: undefined,
    send: async (method, path, body, headers = {}) => {
      const response = await app.request(`${origin}${path}`, {
        method,
        headers: {
          ...(method === 'GET' ? {} : { origin }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(browser.cookie === undefined ? {} : { cookie: `__Host-enrollment=${browser.cookie}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const set = /__Host-enrollment=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')
      if (set !== null) browser.cookie = set[1] === '' ? undefined : set[1]
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
    },
    step: async (kind, path, body, headers) => {
      const { status, body: reply } = await browser.send('POST', `/api/enrollment${path}`, body, headers)
      // The reply was checked against the contract before it left the portal.
      const step = reply as Step
      if (status >= 300 || !isKind(step, kind)) throw new Error(`${kind} expected, got ${status} ${JSON.stringify(reply)}`)
      return step
    },
    problem: async (path, body, headers) => {
      const { status, body: reply } = await browser.send('POST', `/api/enrollment${path}`, body, headers)
      if (status < 400) throw new Error(`a problem expected, got ${status} ${JSON.stringify(reply)}`)
      return reply as Problem
    },
  }
  return browser
}
