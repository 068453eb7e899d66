import { createDemoAuthority } from '@muster/demo/certificates/demo-authority'
import { startSimulatedDirectory } from '@muster/demo/directory/simulated-directory'
import { type Arena, startArena } from '../world/arena.ts'
import { crowd, demoPeople, type Enrollee, inDirectory } from './crowd.ts'

export type LoadArenaOptions = {
  readonly name: string
  readonly engine: 'sqlite' | 'postgres'
  /** A real Samba, or the demo's simulated directory, which costs nearly nothing. */
  readonly directory: 'samba' | 'simulated'
  readonly instances?: number
  readonly env?: Readonly<Record<string, string>>
}

export type LoadArena = {
  readonly arena: Arena
  readonly enrollees: readonly Enrollee[]
  stop(): Promise<void>
}

/** Production's numbers, but for those that would keep a person from enrolling all day long. */
const settings = {
  rateFactor: 10_000,
  provenOpenPerUser: 1_000,
  responseFloor: 0,
  responseFloorSpread: 0,
  resendAfter: 2_000,
}

/** An arena whose people may enroll all day long. */
export const startLoadArena = async ({ directory: kind, ...options }: LoadArenaOptions): Promise<LoadArena> => {
  if (kind === 'samba') {
    const arena = await startArena({ ...options, settings })
    return { arena, enrollees: demoPeople(6), stop: arena.stop }
  }
  const enrollees = crowd(10)
  const directory = await startSimulatedDirectory(await createDemoAuthority(), inDirectory(enrollees))
  const { urls, ca } = directory
  const arena = await startArena({
    ...options,
    settings,
    account: (account) => ({
      ...account,
      directories: [{ id: 'corp', urls: [...urls], ca, lockoutThreshold: 10, lockoutWindowMinutes: 30 }],
    }),
  })
  return {
    arena,
    enrollees,
    stop: async () => {
      await arena.stop()
      await directory.stop()
    },
  }
}
