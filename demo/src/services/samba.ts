import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = join(import.meta.dirname, '../../../scripts/samba-dc.sh')

export type ServerCertificate = 'good' | 'expired' | 'otherhost' | 'otherca'

export interface SambaOptions {
  /** Folder for everything the server keeps; one server a folder. */
  readonly home: string
  /** 127.x.y.z; drawn from `home` when absent. The port is always 636. */
  readonly address?: string
  /** What the server shows; everything but `good` must be refused by a careful client. */
  readonly certificate?: ServerCertificate
}

export interface Samba {
  readonly urls: readonly string[]
  /** The authority that issued the good certificate. */
  readonly caPem: string
  /** `caPem` as a file; beside it `good`, `expired`, `otherhost` and `otherca`, each as `.pem` and `.key`. */
  readonly caFile: string
  readonly base: string
  /** The account that may change the passwords of those who cannot sign in. */
  readonly service: { readonly dn: string; readonly password: string }
  /** Stops, puts everybody back as after the first provision, and starts again (about two seconds). */
  restore(): Promise<void>
  /** Failures after which the domain locks an account; 0 for never. In force at once, until `restore`. */
  setLockoutThreshold(failures: number): Promise<void>
  stop(): Promise<void>
}

/** Why no domain controller can run on this machine, in one line; undefined when one can. */
export async function sambaObstacle(): Promise<string | undefined> {
  try {
    await run(script, ['check'])
    return undefined
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
  }
}

/**
 * Starts a real Active Directory domain controller with the demo's people, always in its first state:
 * restored in under a second, or provisioned (3–70 s) when there is no snapshot yet.
 * Rejects with what the script said; `sambaObstacle` tells beforehand.
 */
export async function startSamba(options: SambaOptions): Promise<Samba> {
  const env = {
    ...process.env,
    DC_HOME: options.home,
    ...(options.address === undefined ? {} : { DC_ADDR: options.address }),
    ...(options.certificate === undefined ? {} : { DC_CERT: options.certificate }),
  }
  const drive = async (...command: readonly string[]) => (await run(script, command, { env })).stdout
  const startAfresh = async () => {
    await drive('stop')
    await drive('restore')
    return drive('start')
  }

  const facts = new Map(
    (await startAfresh()).split('\n').map((line) => {
      const [name = '', ...rest] = line.split('=')
      return [name, rest.join('=')]
    }),
  )
  const fact = (name: string) => {
    const value = facts.get(name)
    if (value === undefined) throw new Error(`samba-dc.sh did not print ${name}`)
    return value
  }

  const caFile = join(fact('TLS_FOLDER'), 'ca.pem')
  return {
    urls: [fact('LDAPS_URL')],
    caPem: await readFile(caFile, 'utf8'),
    caFile,
    base: fact('LDAP_BASE'),
    service: { dn: fact('SERVICE_DN'), password: fact('SERVICE_PASSWORD') },
    restore: async () => {
      await startAfresh()
    },
    setLockoutThreshold: async (failures) => {
      await drive('threshold', String(failures))
    },
    stop: async () => {
      await drive('stop')
    },
  }
}
