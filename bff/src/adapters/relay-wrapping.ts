import * as z from 'zod/mini'
import { freshKey } from './keys.ts'
import { jsonOf } from './relay-json.ts'
import { type Opener, openWith, type Sealer, sealWith } from './relay-seal.ts'

/** A request's body, and how its answer is read. */
export type Wrapped = { readonly body: string; readonly unwrap: (answer: string) => Promise<unknown> }
/** What was asked, and how the answer is written. */
export type Unwrapped = { readonly said: unknown; readonly wrap: (answer: unknown) => Promise<string> }

/** How bodies are written by who asks and read by who answers. Both know the request's `jti`. */
export type Wrap = (jti: string, said: unknown) => Promise<Wrapped>
export type Unwrap = (jti: string, body: string) => Promise<Unwrapped | undefined>

const Sealed = z.object({ jti: z.string(), said: z.unknown(), answerKey: z.string() })

/** Everything is sealed: to the receiver's key on the way there, with a key for this one answer on the way back. */
export const sealedFor =
  (seal: Sealer): Wrap =>
  async (jti, said) => {
    const answerKey = freshKey()
    return {
      body: await seal(JSON.stringify({ jti, said, answerKey })),
      unwrap: async (answer) => jsonOf(await openWith(answerKey, answer)),
    }
  }

/** What was sealed for another request is none: its `jti` lies inside. */
export const unsealedBy =
  (open: Opener): Unwrap =>
  async (jti, body) => {
    const sealed = Sealed.safeParse(jsonOf(await open(body)))
    if (!sealed.success || sealed.data.jti !== jti) return undefined
    const { said, answerKey } = sealed.data
    return { said, wrap: (answer) => sealWith(answerKey, JSON.stringify(answer)) }
  }

/** For what is nobody's secret. */
export const inClear: Wrap = async (_jti, said) => ({
  body: JSON.stringify(said),
  unwrap: async (answer) => jsonOf(answer),
})
export const fromClear: Unwrap = async (_jti, body) => ({
  said: jsonOf(body),
  wrap: async (answer) => JSON.stringify(answer),
})
