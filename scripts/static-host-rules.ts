import { type PageKind, pageHeaders } from '../bff/src/http/page-rules.ts'
import { apiHeaders } from '../bff/src/http/protection.ts'

/** Header names and their values, in the order in which they are written. */
export type Headers = readonly (readonly [name: string, value: string])[]

/** What each host is told, made of what Muster sends itself. */
export type HostRules = {
  /** What every kind of page carries with one value. */
  readonly common: Headers
  /** What is the kind's own. */
  readonly own: Readonly<Record<PageKind, Headers>>
  /** What an answer carries that the host gives in the API's place. */
  readonly api: Headers
}

const kinds = ['asset', 'gone', 'return', 'page'] as const satisfies readonly PageKind[]

/** `clouds`: the hosts of Entra's clouds that pages may talk to. */
export const hostRules = (clouds: readonly string[]): HostRules => {
  const connect = clouds.map((host) => `https://${host}`)
  const all = kinds.map((kind) => pageHeaders(connect, kind))
  const isCommon = ([name, value]: readonly [string, string]) => all.every((headers) => headers[name] === value)
  const own = (kind: PageKind): Headers =>
    Object.entries(pageHeaders(connect, kind)).filter((header) => !isCommon(header))
  return {
    common: Object.entries(pageHeaders(connect, 'page')).filter(isCommon),
    own: { asset: own('asset'), gone: own('gone'), return: own('return'), page: own('page') },
    api: Object.entries(apiHeaders),
  }
}

/** The value of a header of ours. @throws where there is none */
export const valueOf = (headers: Headers, name: string): string => {
  const found = headers.find(([each]) => each === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found[1]
}

/** The first line of a file whose comments begin with `mark`. */
export const written = (mark: string): string => `${mark} Written by \`node scripts/static-hosts.ts\`. Do not edit.`
