import type { EventEmitter } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import ldap from 'ldapjs'
import type { ServerIdentity } from '../certificates/demo-authority.ts'

type LdapSocket = Socket & { readonly parser: EventEmitter }

// What ldapjs has and its types leave out.
declare module 'ldapjs' {
  interface ServerOptions {
    connectionRouter?: (socket: LdapSocket) => void
  }
  interface Server {
    newConnection(socket: LdapSocket): void
    address(): AddressInfo
  }
}

/** A result other than success (RFC 4511, 4.1.9). */
export type LdapFailure = { readonly code: number; readonly message: string }
export type LdapEntry = {
  readonly dn: string
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
}
export type LdapChange = { readonly operation: string; readonly type: string; readonly values: readonly Buffer[] }
export type LdapSearch = {
  readonly base: string
  readonly scope: unknown
  readonly matches: (attributes: LdapEntry['attributes']) => boolean
}

/** What a directory answers. `connection` tells who is asking: the same object for everything on one connection. */
export type LdapHandlers = {
  onConnection(): void
  bind(connection: object, name: string, password: string): LdapFailure | undefined
  search(connection: object, search: LdapSearch): readonly LdapEntry[] | LdapFailure
  modify(connection: object, dn: string, changes: readonly LdapChange[]): LdapFailure | undefined
}

export type LdapServer = { readonly port: number; stop(): Promise<void> }

type Request<T> = T & { readonly connection: Socket }
type Bind = { readonly type: string; readonly pojo: { readonly name: string }; readonly credentials: string }
type Search = {
  readonly baseObject: { toString(): string }
  readonly scope: unknown
  readonly filter: { matches(entry: object, strictAttributeCase: boolean): boolean }
}
type Modify = {
  readonly object: { toString(): string }
  readonly changes: readonly {
    readonly operation: string
    readonly modification: { readonly type: string; readonly buffers: readonly Buffer[] }
  }[]
}
type Response = {
  attributes: readonly string[]
  diagnosticMessage: string
  end(status?: number): void
  send(entry: object): void
}
type Next = () => void

const standIn = 'cn=whoever'

/**
 * ldapjs routes binds by distinguished name and refuses every other name, but Active Directory's people bind as
 * `ana@corp.example.test`: a name that it can parse stands in until the handler reads the real one.
 */
const acceptAnyBindName = (message: Bind): void => {
  if (message.type !== 'BindRequest') return
  Object.defineProperties(message, { name: { value: standIn, writable: true }, _dn: { value: standIn } })
}

/** An LDAPS server on a free port of 127.0.0.1: bind, search and modify, everything else refused by ldapjs itself. */
export const startLdapServer = async (identity: ServerIdentity, handlers: LdapHandlers): Promise<LdapServer> => {
  const sockets = new Set<Socket>()
  const options = {
    certificate: identity.certificate,
    key: identity.key,
    connectionRouter: (socket: LdapSocket) => {
      handlers.onConnection()
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      server.newConnection(socket)
      socket.parser.prependListener('message', acceptAnyBindName)
    },
  }
  const server = ldap.createServer(options)
  // A client that breaks off or does not trust us is no mishap of the server's.
  server.on('error', () => undefined)
  const finish = (res: Response, next: Next, failure: LdapFailure | undefined) => {
    res.diagnosticMessage = failure?.message ?? ''
    res.end(failure?.code ?? 0)
    next()
  }
  server.bind('', (req: Request<Bind>, res: Response, next: Next) =>
    finish(res, next, handlers.bind(req.connection, req.pojo.name, req.credentials)),
  )
  server.modify('', (req: Request<Modify>, res: Response, next: Next) => {
    const changes = req.changes.map(({ operation, modification: { type, buffers } }) => ({
      operation,
      type,
      values: buffers,
    }))
    finish(res, next, handlers.modify(req.connection, req.object.toString(), changes))
  })
  server.search('', (req: Request<Search>, res: Response, next: Next) => {
    const found = handlers.search(req.connection, {
      base: req.baseObject.toString(),
      scope: req.scope,
      matches: (attributes) => req.filter.matches(attributes, false),
    })
    if ('code' in found) return finish(res, next, found)
    // ldapjs compares the wanted names with our own in lower case.
    res.attributes = res.attributes.map((name) => name.toLowerCase())
    for (const { dn, attributes } of found) res.send({ dn, attributes: { ...attributes } })
    return finish(res, next, undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        for (const socket of sockets) socket.destroy()
      }),
  }
}
