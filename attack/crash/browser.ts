import { Problem } from '@muster/shared/problem'
import { Step } from '@muster/shared/step'
import type { Wire } from './wire.ts'

/** What a page gets to see of a call. `lost`: no answer, or one that says that nobody knows. `askedAt`: ms of `performance.now()`. */
export type Answer =
  | { readonly kind: 'step'; readonly step: Step; readonly askedAt: number }
  | { readonly kind: 'problem'; readonly code: string; readonly reference: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'lost' }

/** One browser without pages: its cookie, and the tag of what it shows. */
export type Browser = {
  open(account: string): Promise<Answer>
  current(): Promise<Answer>
  submit(call: string, body: object, key?: string): Promise<Answer>
  startOver(): Promise<Answer>
}

export type BrowserOptions = { readonly origin: string; readonly wire: Wire; readonly address: string }

const answerIn = (status: number, text: string, askedAt: number): Answer => {
  if (status === 204) return { kind: 'gone' }
  const body: unknown = JSON.parse(text)
  if (status < 300) return { kind: 'step', step: Step.parse(body), askedAt }
  const { code, reference } = Problem.parse(body)
  return code === 'unavailable' || code === 'unconfirmed' ? { kind: 'lost' } : { kind: 'problem', code, reference }
}

/** A new browser, whose requests go over `wire`. */
export const createBrowser = ({ origin, wire, address }: BrowserOptions): Browser => {
  let cookie: string | undefined
  let tag: string | undefined
  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const headers = {
      Origin: origin,
      'X-Forwarded-For': address,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...more,
    }
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const askedAt = performance.now()
    const got = await wire({ method, path: `/api/enrollment${path}`, headers, ...text }).catch(() => undefined)
    if (got === undefined) return { kind: 'lost' }
    cookie = got.cookie ?? cookie
    const answer = answerIn(got.status, got.text, askedAt)
    if (answer.kind === 'step') tag = got.tag
    return answer
  }
  return {
    open: (account) => call('POST', '', { account }),
    current: () => call('GET', ''),
    submit: (name, body, key) =>
      call('POST', `/${name}`, body, {
        ...(tag === undefined ? {} : { 'If-Match': tag }),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      }),
    startOver: () => call('DELETE', ''),
  }
}
