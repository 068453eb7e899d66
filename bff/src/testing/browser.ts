import { hasProblemCode, Problem } from '@muster/shared/problem'
import { Step, type StepKind, type StepOf } from '@muster/shared/step'

export type Reply = { readonly status: number; readonly body: unknown; readonly headers: Headers }

/** A browser with our cookies, for tests: sends what a page would send. */
export type Browser = {
  cookie: string | undefined
  /** Its cookie of a hand-over, while it waits for another device's word. */
  handOver: string | undefined
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  /** Posts to `/api/enrollment…` and gives the step. @throws when it is a problem or of another kind. */
  readonly step: <K extends StepKind>(
    kind: K,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<StepOf<K>>
  /** Posts and gives the problem. @throws when it is none. */
  readonly problem: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Problem>
}

/** A portal, in whatever it runs. */
type Reached = {
  readonly app: { request(url: string, init: RequestInit): Response | Promise<Response> }
  readonly origin: string
}

const isKind = <K extends StepKind>(step: Step, kind: K): step is StepOf<K> => step.kind === kind

const cookies = { cookie: '__Host-enrollment', handOver: '__Host-hand-over' } as const

/** `userAgent`: what it calls itself in every request. */
export const openBrowser = ({ app, origin }: Reached, userAgent?: string): Browser => {
  const sent = () =>
    (['cookie', 'handOver'] as const)
      .flatMap((key) => (browser[key] === undefined ? [] : [`${cookies[key]}=${browser[key]}`]))
      .join('; ')
  const browser: Browser = {
    cookie: undefined,
    handOver: undefined,
    send: async (method, path, body, headers = {}) => {
      const response = await app.request(`${origin}${path}`, {
        method,
        headers: {
          ...(method === 'GET' ? {} : { origin }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(sent() === '' ? {} : { cookie: sent() }),
          ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      for (const key of ['cookie', 'handOver'] as const) {
        const set = new RegExp(`${cookies[key]}=([^;]*)`).exec(response.headers.get('set-cookie') ?? '')
        if (set !== null) browser[key] = set[1] === '' ? undefined : set[1]
      }
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
    },
    step: async (kind, path, body, headers) => {
      const { status, body: reply } = await browser.send('POST', `/api/enrollment${path}`, body, headers)
      const step = status < 300 ? Step.parse(reply) : undefined
      if (step === undefined || !isKind(step, kind))
        throw new Error(`${kind} expected, got ${status} ${JSON.stringify(reply)}`)
      return step
    },
    problem: async (path, body, headers) => {
      const { status, body: reply } = await browser.send('POST', `/api/enrollment${path}`, body, headers)
      const told = Problem.safeParse(reply)
      if (status < 400 || !told.success || !hasProblemCode(told.data))
        throw new Error(`a problem expected, got ${status} ${JSON.stringify(reply)}`)
      return told.data
    },
  }
  return browser
}
