import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { codeIn } from '@muster/demo/pages/inbox-page'
import type { Arena } from './arena.ts'
import type { Instance } from './instance.ts'
import { newAddress } from './walk.ts'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Empty where the answer is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>
}

/** One call, with what an honest browser would not say. */
export type Said = {
  readonly at?: Instance
  readonly method?: string
  /** JSON unless it is a text, which goes as it is. */
  readonly body?: unknown
  /** In place of the usual ones; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** A browser that can be made to say anything. It keeps its cookie as others do, where `cookie` is not set by hand. */
export type Attacker = {
  /** `name=value`. */
  cookie: string | undefined
  readonly address: string
  /** Every answer so far. */
  readonly heard: readonly Answer[]
  /** `path` below `/api/enrollment`, or a whole one. */
  say(path: string, said?: Said): Promise<Answer>
  open(account: string): Promise<Answer>
  current(): Promise<Answer>
  submit(call: string, body: object, said?: Said): Promise<Answer>
  /** The same call many times at once, at all instances in turn. */
  flood(times: number, call: string, body: (index: number) => object, said?: Said): Promise<readonly Answer[]>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const pathOf = (path: string): string =>
  path.startsWith('/') ? path : path === '' ? '/api/enrollment' : `/api/enrollment/${path}`

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)

export const newAttacker = (
  { origin, instances, portal }: Pick<Arena, 'origin' | 'instances' | 'portal'>,
  { address = newAddress(), instance = portal }: { readonly address?: string; readonly instance?: Instance } = {},
): Attacker => {
  const heard: Answer[] = []
  const attacker: Attacker = {
    cookie: undefined,
    address,
    heard,
    say: async (path, { at = instance, method, body, headers = {} } = {}) => {
      const text = textOf(body)
      const usual: Readonly<Record<string, string | undefined>> = {
        Origin: origin,
        'X-Forwarded-For': address,
        Cookie: attacker.cookie,
        ...(text === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
        ...headers,
      }
      const response = await fetch(at.origin + pathOf(path), {
        method: method ?? (text === undefined ? 'GET' : 'POST'),
        headers: Object.entries(usual).flatMap(([name, value]): [string, string][] =>
          value === undefined ? [] : [[name, value]],
        ),
        ...(text === undefined ? {} : { body: text }),
        redirect: 'manual',
      })
      const [set] = response.headers.getSetCookie()
      if (set !== undefined && headers['Cookie'] === undefined) attacker.cookie = set.split(';', 1)[0]
      const said = await response.text()
      const answer = { status: response.status, headers: response.headers, text: said, body: parsed(said) }
      heard.push(answer)
      return answer
    },
    open: (account) => attacker.say('', { body: { account } }),
    current: () => attacker.say(''),
    submit: (call, body, said) => attacker.say(call, { ...said, body }),
    flood: (times, call, body, said) =>
      Promise.all(
        Array.from({ length: times }, (_, index) =>
          attacker.say(call, { at: instances[index % instances.length] ?? portal, ...said, body: body(index) }),
        ),
      ),
  }
  return attacker
}

const codesFor = ({ mailbox }: Pick<Arena, 'mailbox'>, reference: unknown): readonly string[] =>
  mailbox
    .messages()
    .filter(({ text }) => text.includes(String(reference)))
    .flatMap(({ subject }) => codeIn(subject) ?? [])

/** The code mailed to the enrollment with this reference, once there are `nth` of them: mails may come late and in any order. */
export const codeFor = async (
  arena: Pick<Arena, 'mailbox'>,
  { body }: Pick<Answer, 'body'>,
  nth = 1,
): Promise<string> => {
  const reference = body['reference']
  // A mail that was deferred twice comes after 25 s and more (STANDARD 10).
  for (let waited = 0; codesFor(arena, reference).length < nth && waited < 40_000; waited += 10) await pause(10)
  const codes = codesFor(arena, reference)
  if (codes.length < nth) throw new Error(`no ${nth}. code for ${String(reference)}`)
  return codes[0] ?? ''
}

/** What an answer was, in a word: the step's kind, or the problem's code. */
export const wordOf = ({ body: { code, kind }, status }: Answer): string =>
  typeof code === 'string' ? code : typeof kind === 'string' ? kind : String(status)

/** How often each word was heard. */
export const tally = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    // A refusal is a step that has a code of its own.
    const word = answer.body['kind'] === 'refused' ? 'refused' : wordOf(answer)
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}

export const secondsToWait = ({ headers }: Answer): number => Number(headers.get('retry-after') ?? Number.NaN)

/** As the store keeps a cookie: by its SHA-256. */
export const digestOf = (cookie: string | undefined): string =>
  createHash('sha256')
    .update(cookie?.slice(cookie.indexOf('=') + 1) ?? '')
    .digest('base64url')
