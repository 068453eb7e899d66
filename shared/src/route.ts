import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

export type Method = 'GET' | 'POST' | 'DELETE'

/** One call of the contract: what is sent, what comes back, which problems it may answer beside the general ones. */
export type Route<
  B extends z.ZodMiniType | undefined = z.ZodMiniType | undefined,
  R extends z.ZodMiniType | undefined = z.ZodMiniType | undefined,
> = {
  readonly name: string
  readonly method: Method
  /** With `{name}` for each parameter, as in OpenAPI. */
  readonly path: string
  readonly body: B
  readonly reply: R
  readonly problems: readonly ProblemCode[]
  /** Request headers beyond the cookie that the call needs. */
  readonly headers?: readonly string[]
}

export type Body<R extends Route> = R['body'] extends z.ZodMiniType ? z.infer<R['body']> : undefined
export type Reply<R extends Route> = R['reply'] extends z.ZodMiniType ? z.infer<R['reply']> : undefined

/** The path with its parameters filled in, percent-encoded. */
export const pathOf = (route: Pick<Route, 'path'>, parameters: Readonly<Record<string, string>> = {}): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''))
