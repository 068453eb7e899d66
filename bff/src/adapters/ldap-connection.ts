import { Buffer } from 'node:buffer'
import { Attribute, Change, Client, EqualityFilter, OrFilter, ResultCodeError } from 'ldapts'
import { openTls, type TlsTarget } from './tls-socket.ts'

/** What the server said, by its LDAP result code (RFC 4511 section 4.1.9); 0 is success. */
export type LdapResult = { readonly code: number; readonly diagnostic: string }

/** A person's entry, as far as anybody here needs it. */
export type LdapPerson = { readonly dn: string; readonly mail?: string; readonly displayName?: string }

/** One attempt's connection. Its methods throw when the network fails or the time is over. */
export type LdapConnection = {
  bind(name: string, password: string): Promise<LdapResult>
  /** The one entry with this user principal name, explicit or implied. */
  findPerson(principal: string): Promise<LdapPerson | undefined>
  /** Changes a password as its owner would (MS-ADTS 3.1.1.3.1.5): the old value deleted, the new one added. */
  changePassword(dn: string, old: string, fresh: string): Promise<LdapResult>
  close(): void
}

const success: LdapResult = { code: 0, diagnostic: '' }

/** A refusal is an answer; anything else is trouble. */
const resultOf = async (operation: Promise<void>): Promise<LdapResult> => {
  try {
    await operation
    return success
  } catch (error) {
    if (error instanceof ResultCodeError) return { code: error.code, diagnostic: error.message }
    throw error
  }
}

const textOf = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

const findPerson = async (client: Client, principal: string): Promise<LdapPerson | undefined> => {
  const { searchEntries: roots } = await client.search('', { scope: 'base', attributes: ['defaultNamingContext'] })
  const base = textOf(roots[0]?.['defaultNamingContext'])
  if (base === undefined) return undefined
  const name = principal.slice(0, principal.lastIndexOf('@'))
  const filter = new OrFilter({
    filters: [
      new EqualityFilter({ attribute: 'userPrincipalName', value: principal }),
      new EqualityFilter({ attribute: 'sAMAccountName', value: name }),
    ],
  })
  const attributes = ['userPrincipalName', 'mail', 'displayName']
  const { searchEntries } = await client.search(base, { scope: 'sub', filter, attributes, sizeLimit: 3 })
  // As the bind does: an explicit principal name goes before the one implied by the account name.
  const explicit = searchEntries.filter(
    (entry) => textOf(entry['userPrincipalName'])?.toLowerCase() === principal.toLowerCase(),
  )
  const [entry, ...others] = explicit.length > 0 ? explicit : searchEntries
  if (entry === undefined || others.length > 0) return undefined
  const mail = textOf(entry['mail'])
  const displayName = textOf(entry['displayName'])
  return {
    dn: entry.dn,
    ...(mail === undefined ? {} : { mail }),
    ...(displayName === undefined ? {} : { displayName }),
  }
}

/** Active Directory takes a password in quotes, as UTF-16 (MS-ADTS 3.1.1.3.1.5). */
const quoted = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le')

const passwordChange = (operation: 'add' | 'delete', password: string): Change =>
  new Change({ operation, modification: new Attribute({ type: 'unicodePwd', values: [quoted(password)] }) })

/** Opens a connection over LDAPS. @throws when it did not open: then nothing was sent. */
export const openLdapConnection = async (target: TlsTarget): Promise<LdapConnection> => {
  const socket = await openTls(target)
  const client = new Client({
    url: target.url,
    // ldapts would reconnect by itself and go on without the bind (STANDARD 3.6).
    createSecureConnection: () => {
      if (socket.destroyed) throw new Error('the connection is gone')
      return socket
    },
  })
  return {
    bind: (name, password) => resultOf(client.bind(name, password)),
    findPerson: (principal) => findPerson(client, principal),
    changePassword: (dn, old, fresh) =>
      resultOf(client.modify(dn, [passwordChange('delete', old), passwordChange('add', fresh)])),
    close: () => void client.unbind().catch(() => undefined),
  }
}
