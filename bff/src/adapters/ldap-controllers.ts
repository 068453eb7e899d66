import type { DirectorySettings } from '../domain/account.ts'
import type { Clock } from '../ports/clock.ts'
import { type LdapConnection, openLdapConnection } from './ldap-connection.ts'
import type { PermittedHosts } from './permitted-hosts.ts'

/** Milliseconds: to open one connection, and for everything on the way to one answer (STANDARD 10). */
export type LdapTimes = { readonly connect: number; readonly total: number }

export type Reached =
  /** To be told whether this controller, which takes connections, also works: if not, others are asked first for a while. */
  | { readonly kind: 'reached'; readonly connection: LdapConnection; readonly works: (well: boolean) => void }
  /** Nothing was sent. `because` names no person; absent where there was no time left to try. */
  | { readonly kind: 'unreachable'; readonly because?: string }

export type Controllers = {
  /** The first controller that lets us connect; only those before it may be passed over, since nothing was sent to them (STANDARD 3.6). */
  connect(signal: AbortSignal): Promise<Reached>
  /**
   * Whether any controller reads us its root entry. Nobody's name or password is sent. All are asked at once: people wait
   * for the first that answers, and no longer than one of them may take.
   */
  probe(): Promise<boolean>
}

/** How long a controller that failed is asked after the others, ms. */
const coolDown = 15_000

/** The server is busy, unavailable or broken (RFC 4511 section 4.1.9); any other answer shows it at work. */
const ailing = [51, 52, 80]

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 120) : 'no connection')

/** The controllers of one directory, and which of them failed lately, so that not everybody waits for a dead one. */
export const createControllers = (
  { urls, ca }: Pick<DirectorySettings, 'urls' | 'ca'>,
  times: LdapTimes,
  hosts: PermittedHosts,
  clock: Clock,
): Controllers => {
  const coolUntil = new Map<string, number>()
  const coolsUntil = (url: string): number => coolUntil.get(url) ?? 0
  const works = (url: string, well: boolean): void => {
    if (well) coolUntil.delete(url)
    else coolUntil.set(url, clock.now() + coolDown)
  }

  const open = (url: string, signal: AbortSignal): Promise<LdapConnection> =>
    openLdapConnection({ url, ...(ca === undefined ? {} : { ca }), hosts, connectTimeout: times.connect, signal })

  const serves = async (url: string): Promise<boolean> => {
    const connection = await open(url, AbortSignal.timeout(times.total)).catch(() => undefined)
    if (connection === undefined) return false
    try {
      return !ailing.includes((await connection.readRoot()).code)
    } catch {
      return false
    } finally {
      connection.close()
    }
  }

  /** Beside the person's own call, who has another controller: nobody waits to learn whether a dead one is back. */
  const lookAfter = (url: string): void => {
    works(url, false)
    void serves(url).then((isBack) => isBack && works(url, true))
  }

  const inOrder = (): readonly string[] => {
    const trusted = urls.filter((url) => !coolUntil.has(url))
    const others = urls.filter((url) => coolUntil.has(url)).sort((a, b) => coolsUntil(a) - coolsUntil(b))
    if (trusted.length > 0) for (const url of others) if (clock.now() >= coolsUntil(url)) lookAfter(url)
    return [...trusted, ...others]
  }

  return {
    connect: async (signal) => {
      let because: string | undefined
      for (const url of inOrder()) {
        if (signal.aborted) break
        try {
          const connection = await open(url, signal)
          return { kind: 'reached', connection, works: (well) => works(url, well) }
        } catch (error) {
          because = wordsOf(error)
          // One that was not given its time has not failed.
          if (!signal.aborted) works(url, false)
        }
      }
      return { kind: 'unreachable', ...(because === undefined ? {} : { because }) }
    },
    probe: () => {
      const found = urls.map(async (url) => {
        const well = await serves(url)
        works(url, well)
        if (!well) throw new Error(`${url} does not serve`)
      })
      return Promise.any(found).then(
        () => true,
        () => false,
      )
    },
  }
}
