import { Secret } from '../domain/secret.ts'
import type { AccountDirectory, Directory } from '../ports/directory.ts'
import type { Mailer } from '../ports/mailer.ts'
import { type RelayCall, relayCalls } from './relay-calls.ts'
import type { Handler } from './relay-server.ts'

/** What the relay serves from. */
export type Served = {
  readonly directory: Directory
  readonly mailer: Mailer & { isReady(): Promise<boolean> }
  /** Whether any controller answers, without anybody's name or password. */
  readonly look: (settings: AccountDirectory) => Promise<boolean>
}

/** A call's handler under its path: what has another shape than the call's is not served at all. */
export const handles = <S, A>(
  { path, said: schema }: RelayCall<S, A>,
  serve: (said: S) => Promise<A>,
): Readonly<Record<string, Handler>> => ({
  [path]: async (said) => {
    const parsed = schema.safeParse(said)
    return parsed.success ? serve(parsed.data) : undefined
  },
})

/** Handlers with something around the work of each, which is told the call's path. */
export const aroundEach = (
  handlers: Readonly<Record<string, Handler>>,
  around: (path: string, work: () => Promise<unknown>) => Promise<unknown>,
): Readonly<Record<string, Handler>> =>
  Object.fromEntries(
    Object.entries(handlers).map(([path, handler]) => [path, (said: unknown) => around(path, () => handler(said))]),
  )

/** The directory and mail ports as calls of the wire. */
export const relayHandlers = ({ directory, mailer, look }: Served): Readonly<Record<string, Handler>> => ({
  ...handles(relayCalls.hello, async () => ({ mail: (await mailer.isReady()) ? 'ready' : 'resting' })),
  ...handles(relayCalls.lookAtDirectory, async ({ settings }) => ({ answers: await look(settings) })),
  ...handles(relayCalls.verifyPassword, ({ settings, principal, password }) =>
    directory.verifyPassword(settings, principal, new Secret(password)),
  ),
  ...handles(relayCalls.changePassword, ({ settings, principal, old, fresh }) =>
    directory.changePassword(settings, principal, new Secret(old), new Secret(fresh)),
  ),
  ...handles(relayCalls.sendMail, async (mail) => ((await mailer.isReady()) ? mailer.send(mail) : { kind: 'resting' })),
})
