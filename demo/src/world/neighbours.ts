import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DemoAuthority } from '../certificates/demo-authority.ts'
import type { DemoDirectory } from '../directory/demo-directory.ts'
import { startSambaDirectory } from '../directory/samba-directory.ts'
import { startSimulatedDirectory } from '../directory/simulated-directory.ts'
import type { Person } from '../entra/entra-options.ts'
import { createSimulatedEntra, type SimulatedEntra } from '../entra/simulated-entra.ts'
import { type Mailbox, startMailbox } from '../mailbox/mailbox.ts'
import { type CompanyPages, demoAccounts } from './accounts.ts'
import { entraPassword, people } from './people.ts'
import { tenant } from './tenant.ts'
import type { WorldFiles } from './world-files.ts'

/** The company around the portal. */
export type Neighbours = {
  readonly directory: DemoDirectory
  readonly mailbox: Mailbox
  readonly entra: SimulatedEntra
}

const entraPeople: readonly Person[] = people.flatMap(({ username, displayName, mail, entra }) =>
  entra === undefined ? [] : [{ username, name: displayName, upn: mail, password: entraPassword, ...entra }],
)

/** The demo's tenant, or another one with the same people, which is met at `origin`; `portal` is where the pages are. */
export const simulatedEntra = (
  origin: string,
  tenantId: string = tenant.tenantId,
  portal: string = origin,
): SimulatedEntra =>
  createSimulatedEntra({
    origin,
    tenantId,
    spaClientId: tenant.spaClientId,
    apiClientId: tenant.apiClientId,
    ropcClientId: tenant.passwordGrantClientId,
    authenticationContext: tenant.authenticationContext,
    redirectUris: [`${portal}/redirect`],
    people: entraPeople,
  })

/** Starts directory and mailbox, and writes the accounts that know them; each is in `stops` as soon as it runs. */
export const startNeighbours = async (
  options: {
    readonly origin: string
    readonly entraOrigin: string
    readonly directory: 'simulated' | 'samba'
    readonly company: CompanyPages
    readonly authority: DemoAuthority
    readonly files: WorldFiles
  },
  stops: (() => Promise<void>)[],
): Promise<Neighbours> => {
  const { origin, entraOrigin, authority, files } = options
  const mailbox = await startMailbox(await authority.issue(['localhost', '127.0.0.1']))
  stops.push(mailbox.stop)
  const directory =
    options.directory === 'samba' ? await startSambaDirectory(files.samba) : await startSimulatedDirectory(authority)
  stops.push(directory.stop)
  const { urls, ca, service } = directory
  const passwordFile = 'service-password'
  await writeFile(join(files.secrets, passwordFile), service.password, { mode: 0o600 })
  const accounts = demoAccounts({ urls, ca, service: { dn: service.dn, passwordFile } }, options.company)
  await writeFile(files.accounts, JSON.stringify(accounts, null, 2))
  return { directory, mailbox, entra: simulatedEntra(entraOrigin, tenant.tenantId, origin) }
}
