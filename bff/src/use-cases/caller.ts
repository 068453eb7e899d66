import type { Language } from '@muster/shared/language'
import type { Platform } from '@muster/shared/vocabulary'

/** Who calls, as far as the edge can tell. */
export type Caller = {
  /** The client's address as counters take it: IPv4, or the /64 of IPv6 (STANDARD 4.5). */
  readonly address: string
  readonly userAgent: string
  /** The one of ours that the browser asks for first; mails caused by this call are in it. */
  readonly language: Language
  /** Guessed from client hints and user agent. */
  readonly platform?: Platform
  /** Whether the address lies in one of these networks (CIDR). */
  readonly isWithin: (networks: readonly string[]) => boolean
}
