import type { DemoAuthority } from '../certificates/demo-authority.ts'
import { type DemoPerson, lockoutThreshold, people } from '../world/people.ts'
import type { BindEvent, DemoDirectory } from './demo-directory.ts'
import { bindResult, changePassword, isLocked, passwordPolicy } from './domain-rules.ts'
import { baseDn, type Entry, findByBindName, freshEntries, serviceDn } from './entries.ts'
import { type LdapChange, type LdapEntry, type LdapFailure, type LdapHandlers, startLdapServer } from './ldap-server.ts'

const servicePassword = 'Service-Muster-1!'
const eventsKept = 1000

const rootDse: LdapEntry = {
  dn: '',
  attributes: {
    objectClass: 'top',
    defaultNamingContext: baseDn,
    rootDomainNamingContext: baseDn,
    namingContexts: [baseDn],
    dnsHostName: 'dc1.corp.example.test',
    supportedLDAPVersion: ['2', '3'],
    vendorName: 'Muster demo',
  },
}

const domainObject: LdapEntry = {
  dn: baseDn,
  attributes: {
    objectClass: ['top', 'domain', 'domainDNS'],
    lockoutThreshold: String(lockoutThreshold),
    minPwdLength: String(passwordPolicy.minimumLength),
    pwdHistoryLength: String(passwordPolicy.historyLength),
  },
}

const visible = ({ dn, sAMAccountName, userPrincipalName, displayName, mail, badPwdCount }: Entry): LdapEntry => ({
  dn,
  attributes: {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    cn: sAMAccountName,
    distinguishedName: dn,
    sAMAccountName,
    userPrincipalName,
    displayName,
    ...(mail === undefined ? {} : { mail }),
    badPwdCount: String(badPwdCount),
  },
})

const unauthenticated: LdapFailure = { code: 1, message: '00002020: Operation unavailable without authentication' }
const signInFailure = (data: string): LdapFailure => ({
  code: 49,
  message: `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`,
})

/** Active Directory's way to write a password: in quotation marks, UTF-16 ([MS-ADTS] 3.1.1.3.1.5). */
const passwordIn = (changes: readonly LdapChange[], operation: string): string | undefined => {
  const value = changes.find((change) => change.operation === operation && change.type.toLowerCase() === 'unicodepwd')
    ?.values[0]
  return value === undefined ? undefined : /^"(.*)"$/s.exec(value.toString('utf16le'))?.[1]
}

/** The demo's Active Directory in this process, over LDAPS: result codes and texts as Samba 4.17 gives them. */
export const startSimulatedDirectory = async (
  authority: DemoAuthority,
  everybody: readonly DemoPerson[] = people,
): Promise<DemoDirectory> => {
  let entries = freshEntries(everybody, servicePassword)
  let connections = 0
  const binds: BindEvent[] = []
  const signedIn = new WeakMap<object, Entry>()

  const handlers: LdapHandlers = {
    onConnection: () => {
      connections += 1
    },
    bind: (connection, name, password) => {
      signedIn.delete(connection)
      if (name === '' && password === '') return undefined
      const entry = findByBindName(entries, name)
      const result = bindResult(entry, password)
      binds.push({ name, result })
      if (binds.length > eventsKept) binds.shift()
      if (entry === undefined || result !== 'ok') return signInFailure(result)
      signedIn.set(connection, entry)
      return undefined
    },
    search: (connection, { base, scope, matches }) => {
      if (base === '') return matches(rootDse.attributes) ? [rootDse] : []
      if (!signedIn.has(connection)) return unauthenticated
      const within = (dn: string) => {
        const [own, sought] = [dn.toLowerCase(), base.toLowerCase()]
        return own === sought || (scope !== 'base' && scope !== 0 && own.endsWith(`,${sought}`))
      }
      return [domainObject, ...entries.map(visible)].filter(({ dn, attributes }) => within(dn) && matches(attributes))
    },
    modify: (connection, dn, changes) => {
      const by = signedIn.get(connection)
      if (by === undefined) return unauthenticated
      const entry = entries.find((one) => one.dn.toLowerCase() === dn.toLowerCase())
      if (entry === undefined) return { code: 32, message: `00002030: No such Base DN: ${dn}` }
      const [old, fresh] = [passwordIn(changes, 'delete'), passwordIn(changes, 'add')]
      // Whoever does not know the old password would need a right that nobody has here.
      if (old === undefined || fresh === undefined)
        return { code: 50, message: 'error in module acl: insufficient access rights during LDB_MODIFY (50)' }
      const refusal = changePassword(entry, old, fresh)
      return refusal === undefined ? undefined : { code: 19, message: refusal }
    },
  }

  const server = await startLdapServer(
    await authority.issue(['localhost', 'dc1.corp.example.test', '127.0.0.1']),
    handlers,
  )
  return {
    kind: 'simulated',
    urls: [`ldaps://localhost:${server.port}`],
    ca: authority.pem,
    service: { dn: serviceDn, password: servicePassword },
    journal: {
      get connections() {
        return connections
      },
      binds,
      clear: () => {
        connections = 0
        binds.length = 0
      },
    },
    lockout: async (username) => {
      const entry = entries.find(({ sAMAccountName }) => sAMAccountName === username)
      if (entry === undefined) throw new Error(`nobody is called ${username} in the directory`)
      return { badPwdCount: entry.badPwdCount, locked: isLocked(entry) }
    },
    restore: async () => {
      entries = freshEntries(everybody, servicePassword)
    },
    stop: server.stop,
  }
}
