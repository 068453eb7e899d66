import type { Directory } from '../ports/directory.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { Observe } from '../ports/watch.ts'

const ldap = { 'network.protocol.name': 'ldap' } as const
const smtp = { 'network.protocol.name': 'smtp' } as const

/** The directory, measured. */
export const observedDirectory = (directory: Directory, observe: Observe): Directory => ({
  verifyPassword: (settings, principal, password) =>
    observe(
      { dependency: 'ldap', name: 'verify-password', accountId: settings.accountId, attributes: ldap },
      () => directory.verifyPassword(settings, principal, password),
      (check) => (check.kind === 'account-state' ? check.state : check.kind),
    ),
  changePassword: (settings, principal, old, fresh) =>
    observe(
      { dependency: 'ldap', name: 'change-password', accountId: settings.accountId, attributes: ldap },
      () => directory.changePassword(settings, principal, old, fresh),
      (change) => (change.kind === 'account-state' ? change.state : change.kind),
    ),
})

/** The mail server, measured. */
export const observedMailer = (mailer: Mailer, observe: Observe): Mailer => ({
  send: (mail) =>
    observe(
      { dependency: 'smtp', name: 'send', attributes: { ...smtp, 'muster.mail': mail.id } },
      () => mailer.send(mail),
      ({ kind }) => kind,
    ),
})

type Fetch = typeof globalThis.fetch

/** HTTP as its status tells it: what is refused is answered all the same. */
const outcomeOfResponse = ({ status }: Response): string => (status >= 500 ? 'failed' : `${Math.floor(status / 100)}xx`)

const methodOf = (init: RequestInit | undefined): string => init?.method ?? 'GET'

const urlOf = (input: Parameters<Fetch>[0]): URL => new URL(input instanceof Request ? input.url : input)

/** Microsoft's endpoints: the keys, and the password grant of the existing workflow. Nothing of ours goes along. */
export const observedEntra =
  (fetch: Fetch, observe: Observe): Fetch =>
  (input, init) => {
    const { hostname, pathname } = urlOf(input)
    const name = pathname.endsWith('/keys') ? 'keys' : 'token'
    const attributes = { 'http.request.method': methodOf(init), 'server.address': hostname }
    return observe({ dependency: 'entra', name, attributes }, () => fetch(input, init), outcomeOfResponse)
  }

/** The relay: it is told to which trace the call belongs, beside what is signed. */
export const observedRelay =
  (fetch: Fetch, observe: Observe, traceHeaders: () => Readonly<Record<string, string>>): Fetch =>
  (input, init) => {
    const { hostname, pathname } = urlOf(input)
    const attributes = { 'http.request.method': methodOf(init), 'server.address': hostname }
    return observe(
      { dependency: 'relay', name: pathname.slice(pathname.lastIndexOf('/') + 1), attributes },
      () => {
        const headers = new Headers(init?.headers)
        for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value)
        return fetch(input, { ...init, headers })
      },
      outcomeOfResponse,
    )
  }
