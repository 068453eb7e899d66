import { randomUUID } from 'node:crypto'

/** A step or a problem, as the portal answered it. */
export type PortalAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** A browser without pages: keeps the portal's cookie, and sends what the pages would send. */
export type PortalClient = {
  open(account: string): Promise<PortalAnswer>
  current(): Promise<PortalAnswer>
  /** `POST /api/enrollment/{call}`. */
  submit(call: string, body: object): Promise<PortalAnswer>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export type PortalClientOptions = {
  /** Where this browser comes from, as a reverse proxy tells it. */
  readonly address?: string
  /** Who is asked in place of `origin`: one of several instances. Read at every call. */
  readonly at?: () => string
}

/** A new browser whose pages come from `origin`. */
export const createPortalClient = (
  origin: string,
  { address, at = () => origin }: PortalClientOptions = {},
): PortalClient => {
  let cookie: string | undefined
  const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<PortalAnswer> => {
    const response = await fetch(`${at()}/api/enrollment${path}`, {
      method,
      headers: {
        Origin: origin,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        ...(address === undefined ? {} : { 'X-Forwarded-For': address }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) cookie = set.split(';', 1)[0]
    const answer: unknown = await response.json()
    return { status: response.status, headers: response.headers, body: isRecord(answer) ? answer : {} }
  }
  return {
    open: (account) => call('POST', '', { account }),
    current: () => call('GET', ''),
    submit: (name, body) => call('POST', `/${name}`, body),
  }
}
