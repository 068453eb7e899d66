import { Buffer } from 'node:buffer'
import { Attribute, Change, Client, EqualityFilter, OrFilter, ResultCodeError } from 'ldapts'
import { openTls, type TlsTarget } from './tls-socket.ts'

/** What the server said, by its LDAP result code (RFC 4511 section 4.1.9); 0 is success. */
export type LdapResult = { readonly code: number; readonly diagnostic: string }

/** A person's entry, as far as anybody here needs it. */
export type LdapPerson = {
  readonly dn: string
  readonly objectId?: string
  readonly mail?: string
  readonly displayName?: string
}

/** One attempt's connection. Its methods throw when the network fails or the time is over. */
export type LdapConnection = {
  bind(name: string, password: string): Promise<LdapResult>
  /** Reads the root entry, which is asked of nobody's account (RFC 4512 section 5.1): does it serve? */
  readRoot(): Promise<LdapResult>
  /** The one entry with this user principal name, explicit or implied; none where the server refuses to show it. */
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

/** A directory's own identifier of an entry, as its tools print it (MS-DTYP 2.3.4.3): the first three groups are little-endian. */
const guidOf = (value: unknown): string | undefined => {
  const bytes: unknown = Array.isArray(value) ? value[0] : value
  if (!Buffer.isBuffer(bytes) || bytes.length !== 16) return undefined
  const group = (from: number, to: number): Buffer => bytes.subarray(from, to)
  const little = [group(0, 4), group(4, 6), group(6, 8)].map((part) => Buffer.from(part).reverse())
  return [...little, group(8, 10), group(10, 16)].map((part) => part.toString('hex')).join('-')
}

/** `DC=corp,DC=example,DC=test` → `corp.example.test`. */
const dnsNameOf = (namingContext: string): string =>
  namingContext
    .split(',')
    .map((part) => part.trim().replace(/^dc=/i, ''))
    .join('.')
    .toLowerCase()

const byExplicitName = (principal: string) => new EqualityFilter({ attribute: 'userPrincipalName', value: principal })
const byAccountName = (principal: string) =>
  new EqualityFilter({ attribute: 'sAMAccountName', value: principal.slice(0, principal.lastIndexOf('@')) })

const findPerson = async (client: Client, principal: string): Promise<LdapPerson | undefined> => {
  const { searchEntries: roots } = await client.search('', { scope: 'base', attributes: ['defaultNamingContext'] })
  const base = textOf(roots[0]?.['defaultNamingContext'])
  if (base === undefined) return undefined
  // Elsewhere in the controller's forest the same account name is somebody else's.
  const isOwnDomain = principal.toLowerCase().endsWith(`@${dnsNameOf(base)}`)
  const { searchEntries } = await client.search(base, {
    scope: 'sub',
    filter: new OrFilter({
      filters: isOwnDomain ? [byExplicitName(principal), byAccountName(principal)] : [byExplicitName(principal)],
    }),
    attributes: ['userPrincipalName', 'mail', 'displayName', 'objectGUID'],
    explicitBufferAttributes: ['objectGUID'],
    sizeLimit: 3,
  })
  // As the bind does: an explicit principal name goes before the one implied by the account name.
  const explicit = searchEntries.filter(
    (entry) => textOf(entry['userPrincipalName'])?.toLowerCase() === principal.toLowerCase(),
  )
  const [entry, ...others] = explicit.length > 0 || !isOwnDomain ? explicit : searchEntries
  if (entry === undefined || others.length > 0) return undefined
  const objectId = guidOf(entry['objectGUID'])
  const mail = textOf(entry['mail'])
  const displayName = textOf(entry['displayName'])
  return {
    dn: entry.dn,
    ...(objectId === undefined ? {} : { objectId }),
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
    readRoot: () =>
      resultOf(client.search('', { scope: 'base', attributes: ['namingContexts'] }).then(() => undefined)),
    findPerson: (principal) =>
      findPerson(client, principal).catch((error: unknown) => {
        // The password was right all the same. A lost connection says nothing of the person.
        if (error instanceof ResultCodeError) return undefined
        throw error
      }),
    changePassword: (dn, old, fresh) =>
      resultOf(client.modify(dn, [passwordChange('delete', old), passwordChange('add', fresh)])),
    close: () => void client.unbind().catch(() => undefined),
  }
}
