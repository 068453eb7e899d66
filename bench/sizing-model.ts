/** ms of CPU, bytes, and counts; by flow, of one enrollment. `instanceMemory` in MiB. */
export type Constants = {
  readonly measured: {
    readonly at: string
    readonly portalCpu: Readonly<Record<Flow, number>>
    readonly tlsCpu: { readonly ldaps: number; readonly mail: number }
    /** Of the database's processes. */
    readonly databaseCpu: number
    readonly commits: Readonly<Record<Flow, number>>
    readonly mails: Readonly<Record<Flow, number>>
    readonly rowBytes: { readonly kept: number; readonly audit: number }
    readonly instanceMemory: number
  }
  readonly assumed: {
    /** How busy a core may be at the peak. */
    readonly utilisation: number
    /** What the disk under the store acknowledges. */
    readonly commitsPerSecond: Readonly<Record<Engine, number>>
    readonly databaseCores: number
    /** Sign-ins that one domain controller answers a second, beside its other work. */
    readonly bindsPerController: number
    readonly mailsPerConnection: number
    readonly connectionsPerInstance: number
    readonly linesPerInstance: number
    readonly databaseLines: number
    readonly retentionDays: { readonly kept: number; readonly audit: number }
  }
}

export type Flow = 'ad' | 'ad+code' | 'entra+code'
export type Engine = 'sqlite' | 'postgres'

export type Scenario = {
  readonly name: string
  readonly flow: Flow
  readonly engine: Engine
  /** Of one region, where there are several. */
  readonly enrollmentsAYear: number
  /** The busiest day: how many people, and within how many minutes most of them (95 %) come. */
  readonly busiest: { readonly people: number; readonly minutes: number }
  readonly controllers: number
  /** The store of one region; each has its own. */
  readonly regions: number
}

/** Something that is used up at the peak. `share`: of what there is; above 1 it is too little. */
export type Need = { readonly what: string; readonly need: number; readonly there: number; readonly share: number }

export type Size = {
  /** Enrollments a second. */
  readonly peak: number
  readonly instances: number
  readonly needs: readonly Need[]
  readonly bottleneck: Need
  /** Of the busiest day, minute by minute: how long the last in line waits, s. */
  readonly longestWait: number
  readonly storageGiB: number
  readonly memoryMiB: number
}

/** People come as a normal distribution, 95 % of them within `minutes`: its highest minute, as people a second. */
export const peakOf = ({ people, minutes }: Scenario['busiest']): number => {
  const deviation = minutes / (2 * 1.96)
  return people / (deviation * Math.sqrt(2 * Math.PI)) / 60
}

/** How many come in each minute of the busiest day: the same distribution, three deviations to each side. */
export const arrivals = ({ people, minutes }: Scenario['busiest']): readonly number[] => {
  const deviation = minutes / (2 * 1.96)
  const half = Math.ceil(deviation * 3)
  const weights = Array.from({ length: 2 * half + 1 }, (_, minute) =>
    Math.exp(-((minute - half) ** 2) / (2 * deviation ** 2)),
  )
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (people * weight) / whole)
}

/** Minute by minute: who cannot be served waits. `capacity` in people a second. Seconds that the unluckiest waits. */
export const longestWaitOf = (coming: readonly number[], capacity: number): number => {
  let waiting = 0
  let longest = 0
  for (const people of coming) {
    waiting = Math.max(0, waiting + people - capacity * 60)
    longest = Math.max(longest, waiting / capacity)
  }
  return longest
}

const need = (what: string, needed: number, there: number): Need => ({
  what,
  need: needed,
  there,
  share: needed / there,
})

/** From what one enrollment costs to what a scenario needs. */
export const sizeOf = ({ measured, assumed }: Constants, scenario: Scenario): Size => {
  const { flow, engine, busiest, controllers } = scenario
  const peak = peakOf(busiest)
  const cpu =
    measured.portalCpu[flow] +
    (flow === 'entra+code' ? 0 : measured.tlsCpu.ldaps) +
    measured.mails[flow] * measured.tlsCpu.mail
  const cores = (peak * cpu) / 1000
  const mails = peak * measured.mails[flow]
  const perInstance = assumed.mailsPerConnection * assumed.connectionsPerInstance
  // One process has one thread that counts; SQLite has one process. One more than needed may fail.
  const enough = Math.max(cores / assumed.utilisation, mails / perInstance)
  const instances = engine === 'sqlite' ? 1 : Math.ceil(enough) + 1
  const needs = [
    need('cores of the portal', cores, instances * assumed.utilisation),
    need('commits a second', peak * measured.commits[flow], assumed.commitsPerSecond[engine]),
    need('mails a second', mails, instances * perInstance),
    ...(flow === 'entra+code' ? [] : [need('sign-ins a second', peak, controllers * assumed.bindsPerController)]),
    ...(engine === 'sqlite'
      ? []
      : [
          need(
            'cores of the database',
            (peak * measured.databaseCpu) / 1000,
            assumed.databaseCores * assumed.utilisation,
          ),
          need('lines to the database', instances * assumed.linesPerInstance, assumed.databaseLines),
        ]),
  ]
  const bottleneck = needs.reduce((worst, one) => (one.share > worst.share ? one : worst))
  const kept = (bytes: number, days: number): number =>
    bytes * Math.max(scenario.enrollmentsAYear * (days / 365), Math.min(busiest.people, scenario.enrollmentsAYear))
  const bytes =
    kept(measured.rowBytes.kept, assumed.retentionDays.kept) +
    kept(measured.rowBytes.audit, assumed.retentionDays.audit)
  return {
    peak,
    instances,
    needs,
    bottleneck,
    longestWait: longestWaitOf(arrivals(busiest), peak / Math.max(...needs.map(({ share }) => share))),
    storageGiB: bytes / 2 ** 30,
    memoryMiB: instances * measured.instanceMemory,
  }
}

/** One company, a large one on the Monday after a policy change, and the internet. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'one company: 1,000 devices',
    flow: 'ad+code',
    engine: 'sqlite',
    enrollmentsAYear: 1_000,
    busiest: { people: 200, minutes: 60 },
    controllers: 1,
    regions: 1,
  },
  {
    name: 'a large one: 300,000 devices, Monday morning after a policy change',
    flow: 'ad+code',
    engine: 'postgres',
    enrollmentsAYear: 300_000,
    busiest: { people: 200_000, minutes: 180 },
    controllers: 4,
    regions: 1,
  },
  {
    name: 'the internet: 100 million devices a year in three regions',
    flow: 'entra+code',
    engine: 'postgres',
    enrollmentsAYear: 100_000_000 / 3,
    // Of 250 working days the busiest has twice as many as the others.
    busiest: { people: (100_000_000 / 3 / 250) * 2, minutes: 480 },
    controllers: 0,
    regions: 3,
  },
]
