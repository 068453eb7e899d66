import type { Step } from '@muster/shared/step'

/** How far each step is; nobody in the load goes back. Ends are all as far. */
export const ranks = {
  identify: 0,
  credentials: 0,
  password: 1,
  'new-password': 1,
  'entra-sign-in': 1,
  'email-code': 2,
  device: 3,
  enrolled: 4,
  refused: 4,
  expired: 4,
} as const satisfies Record<Step['kind'], number>

/** The most that the portal ever said of one enrollment. */
export type Acknowledged = {
  readonly reference: string
  readonly furthest: Step['kind']
  /** When the last of it was heard, ms of `performance.now()`. */
  readonly at: number
  readonly proven: readonly string[]
  readonly deviceId?: string
  /** Wrong codes that were told to be wrong: so many tries are gone. */
  readonly wrongCodes: number
  /** `uti` of every token that was taken. */
  readonly tokens: readonly string[]
  /** Asked to be forgotten; whether that was heard or not. */
  readonly left: boolean
}

/** What was acknowledged, and what cannot be true together. */
export type Journal = {
  readonly complaints: readonly string[]
  entries(): readonly Acknowledged[]
  /** What came as an answer to a question of `askedAt`: one that was asked before the last answer may be late, and older. */
  acknowledge(step: Step, askedAt: number): void
  wrongCode(reference: string): void
  takenTokens(reference: string, tokens: readonly string[]): void
  leave(reference: string): void
  complain(words: string): void
}

const fresh = (step: Step): Acknowledged => ({
  reference: step.reference,
  furthest: step.kind,
  at: 0,
  proven: [],
  wrongCodes: 0,
  tokens: [],
  left: false,
})

/** An empty journal. */
export const createJournal = (): Journal => {
  const entries = new Map<string, Acknowledged>()
  const complaints: string[] = []
  const change = (reference: string, to: (before: Acknowledged) => Partial<Acknowledged>): void => {
    const before = entries.get(reference)
    if (before !== undefined) entries.set(reference, { ...before, ...to(before) })
  }
  return {
    complaints,
    entries: () => [...entries.values()],
    acknowledge: (step, askedAt) => {
      const before = entries.get(step.reference) ?? fresh(step)
      const { kind, reference } = step
      const proven = step.factors.proven.map(String)
      const lost = before.proven.filter((proof) => !proven.includes(proof))
      const isBehind = ranks[kind] < ranks[before.furthest] || lost.length > 0
      if (isBehind && askedAt < before.at) return
      if (isBehind)
        complaints.push(
          `${reference} was ${before.furthest} (${before.proven.join(', ')}), now ${kind} (${proven.join(', ')})`,
        )
      const deviceId = kind === 'enrolled' ? step.device.id : before.deviceId
      if (before.deviceId !== undefined && deviceId !== before.deviceId)
        complaints.push(`${reference} has two devices, ${before.deviceId} and ${deviceId}`)
      const device = deviceId === undefined ? {} : { deviceId }
      const at = performance.now()
      entries.set(reference, { ...before, ...(isBehind ? {} : { furthest: kind, proven, at }), ...device })
    },
    wrongCode: (reference) => change(reference, ({ wrongCodes }) => ({ wrongCodes: wrongCodes + 1 })),
    takenTokens: (reference, tokens) => change(reference, (before) => ({ tokens: [...before.tokens, ...tokens] })),
    leave: (reference) => change(reference, () => ({ left: true })),
    complain: (words) => void complaints.push(words),
  }
}
