import { routes } from '@muster/shared/contract'
import type { Hono } from 'hono'
import { Secret } from '../domain/secret.ts'
import type { Ports } from '../ports/ports.ts'
import { changePassword } from '../use-cases/change-password.ts'
import { completeEntraSignIn } from '../use-cases/complete-entra-sign-in.ts'
import { identifyUser } from '../use-cases/identify-user.ts'
import { extendEnrollment } from '../use-cases/keep-enrollment.ts'
import { openEnrollment } from '../use-cases/open-enrollment.ts'
import { type Outcome, problem } from '../use-cases/outcome.ts'
import { registerDevice } from '../use-cases/register-device.ts'
import { answer } from '../use-cases/session.ts'
import { submitCredentials } from '../use-cases/submit-credentials.ts'
import { submitPassword } from '../use-cases/submit-password.ts'
import { resendEmailCode, verifyEmailCode } from '../use-cases/verify-email-code.ts'
import { type Edge, fromPage, inSession, mount } from './mount.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const secret = (text: string): Secret => new Secret(text)

/** A UUID, which makes a registration that is sent twice one registration (STANDARD 8.1). */
const withIdempotencyKey = async (
  { header }: { readonly header: (name: string) => string | undefined },
  register: (key: string) => Promise<Outcome>,
): Promise<Outcome> => {
  const key = header('idempotency-key')
  if (key === undefined) return problem('idempotency-key-required')
  if (!uuid.test(key)) return problem('malformed', { detail: 'The Idempotency-Key is not a UUID.' })
  return register(key.toLowerCase())
}

/** Every call of the contract. */
// One line a call:
// oxfmt-ignore
export const mountEnrollment = (app: Hono, ports: Ports, edge: Edge): void => {
  const floor = { floor: true }
  mount(app, ports, edge, routes.open, ({ body, cookie, caller }) => openEnrollment(ports, body, cookie, caller))
  mount(app, ports, edge, routes.current, inSession((session) => answer(ports, session)))
  mount(app, ports, edge, routes.extend, inSession((session) => extendEnrollment(ports, session)))
  mount(app, ports, edge, routes.identity, fromPage((session, { body }) => identifyUser(ports, session, body)), floor)
  mount(app, ports, edge, routes.credentials, fromPage((session, { body }) => submitCredentials(ports, session, body, secret(body.password))), floor)
  mount(app, ports, edge, routes.password, fromPage((session, { body }) => submitPassword(ports, session, secret(body.password))), floor)
  mount(app, ports, edge, routes.newPassword, fromPage((session, { body }) => changePassword(ports, session, secret(body.oldPassword), secret(body.newPassword))), floor)
  mount(app, ports, edge, routes.entraSignIn, fromPage((session, { body }) => completeEntraSignIn(ports, session, body)), { bodyLimit: 32_768 })
  mount(app, ports, edge, routes.emailCode, fromPage((session, { body }) => verifyEmailCode(ports, session, body.code)))
  mount(app, ports, edge, routes.resend, fromPage((session) => resendEmailCode(ports, session)))
  mount(app, ports, edge, routes.device, inSession((session, call) => withIdempotencyKey(call, (key) => registerDevice(ports, session, call.body, key, call.cookie ?? ''))))
}
