import { execFile, spawn } from 'node:child_process'
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ServerIdentity } from '@muster/demo/certificates/demo-authority'
import { freePort } from '@muster/demo/services/free-port'
import { directoryPassword, domain } from '@muster/demo/world/people'

const run = promisify(execFile)
const program = '/usr/sbin/slapd'

const slapdBase = domain.name
  .split('.')
  .map((label) => `dc=${label}`)
  .join(',')
/** Below which people bind by their `uid`. */
export const slapdPeople = `ou=people,${slapdBase}`

export type Slapd = { readonly plainPort: number; readonly tlsPort: number; stop(): Promise<void> }

/** As much of Active Directory's schema as the portal reads. */
const schema = [
  ['1.1', 'userPrincipalName', 'EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15'],
  ['1.2', 'sAMAccountName', 'EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15'],
  ['1.3', 'objectGUID', 'EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40'],
  ['1.4', 'defaultNamingContext', 'EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12'],
].map(([oid, name, rest]) => `attributetype ( 1.3.6.1.4.1.4203.666.${oid} NAME '${name}' ${rest} SINGLE-VALUE )`)

const configuration = (home: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
${schema.join('\n')}
objectclass ( 1.3.6.1.4.1.4203.666.2.1 NAME 'adPerson' SUP top AUXILIARY MAY ( userPrincipalName $ sAMAccountName $ objectGUID ) )
objectclass ( 1.3.6.1.4.1.4203.666.2.2 NAME 'adRoot' SUP top AUXILIARY MAY defaultNamingContext )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${home}/slapd.pid
rootDSE ${home}/root.ldif
TLSCertificateFile ${home}/server.pem
TLSCertificateKeyFile ${home}/server.key
idletimeout 0
database mdb
suffix "${slapdBase}"
directory ${home}/db
index objectClass eq
index userPrincipalName,sAMAccountName,uid eq
access to attrs=userPassword by anonymous auth by * none
access to * by users read by anonymous none
`

const root = `dn:
objectClass: top
objectClass: adRoot
defaultNamingContext: ${slapdBase}
`

/** 16 bytes, base64. */
const guidOf = (number: number): string => {
  const bytes = Buffer.alloc(16, 7)
  bytes.writeUInt32BE(number, 12)
  return bytes.toString('base64')
}

const entries = (usernames: readonly string[]): string =>
  [
    `dn: ${slapdBase}\nobjectClass: domain\ndc: ${slapdBase.slice(3, slapdBase.indexOf(','))}\n`,
    `dn: ${slapdPeople}\nobjectClass: organizationalUnit\nou: people\n`,
    ...usernames.map(
      (name, number) => `dn: uid=${name},${slapdPeople}
objectClass: inetOrgPerson
objectClass: adPerson
uid: ${name}
cn: ${name}
sn: ${name}
displayName: ${name}
mail: ${name}@${domain.name}
userPrincipalName: ${name}@${domain.name}
sAMAccountName: ${name}
objectGUID:: ${guidOf(number + 1)}
userPassword: ${directoryPassword}
`,
    ),
  ].join('\n')

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** OpenLDAP's server with these people, over LDAP and LDAPS. `home` is emptied. @throws where slapd is missing (Debian: slapd). */
export const startSlapd = async (
  home: string,
  usernames: readonly string[],
  { certificate, key }: ServerIdentity,
): Promise<Slapd> => {
  await access(program).catch(() => {
    throw new Error(`there is no ${program} on this machine (Debian: slapd; it need not run as a service)`)
  })
  await rm(home, { recursive: true, force: true })
  await mkdir(join(home, 'db'), { recursive: true })
  const file = (name: string): string => join(home, name)
  await Promise.all([
    writeFile(file('slapd.conf'), configuration(home)),
    writeFile(file('root.ldif'), root),
    writeFile(file('people.ldif'), entries(usernames)),
    writeFile(file('server.pem'), certificate),
    writeFile(file('server.key'), key, { mode: 0o600 }),
  ])
  await run(program, ['-T', 'add', '-q', '-f', file('slapd.conf'), '-l', file('people.ldif')])
  const [plainPort, tlsPort] = [await freePort(), await freePort()]
  const urls = `ldap://127.0.0.1:${plainPort} ldaps://127.0.0.1:${tlsPort}`
  const child = spawn(program, ['-d', '0', '-f', file('slapd.conf'), '-h', urls], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  while (!(await answers(plainPort)) || !(await answers(tlsPort))) {
    if (child.exitCode !== null)
      throw new Error(`slapd ended while starting (${child.exitCode}); see slapd -d 1 -f ${file('slapd.conf')}`)
    await pause(50)
  }
  return {
    plainPort,
    tlsPort,
    stop: async () => {
      process.off('exit', end)
      child.kill('SIGTERM')
      await gone
    },
  }
}
