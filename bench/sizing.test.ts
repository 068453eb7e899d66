import { describe, expect, test } from 'vitest'
import constants from './sizing-constants.json' with { type: 'json' }
import { arrivals, type Constants, longestWaitOf, peakOf, type Scenario, scenarios, sizeOf } from './sizing-model.ts'

const round: Constants = {
  measured: {
    at: 'never',
    portalCpu: { ad: 5, 'ad+code': 7, 'entra+code': 8 },
    tlsCpu: { ldaps: 1, mail: 1 },
    databaseCpu: 10,
    commits: { ad: 10, 'ad+code': 20, 'entra+code': 20 },
    mails: { ad: 1, 'ad+code': 2, 'entra+code': 2 },
    rowBytes: { kept: 1_024, audit: 1_024 },
    instanceMemory: 100,
  },
  assumed: {
    utilisation: 0.5,
    commitsPerSecond: { sqlite: 1_000, postgres: 10_000 },
    databaseCores: 8,
    bindsPerController: 100,
    mailsPerConnection: 10,
    connectionsPerInstance: 5,
    linesPerInstance: 16,
    databaseLines: 400,
    retentionDays: { kept: 365, audit: 365 },
  },
}
const busiest = { people: 60_000, minutes: 100 }
const scenario: Scenario = {
  name: 'an example',
  flow: 'ad+code',
  engine: 'postgres',
  enrollmentsAYear: 2 ** 20,
  busiest,
  controllers: 1,
  regions: 1,
}

describe('who comes when', () => {
  test('everybody comes, most of them in the middle, and the fullest minute is the peak', () => {
    const minutes = arrivals(busiest)
    const sum = (part: readonly number[]): number => part.reduce((all, people) => all + people, 0)
    expect(sum(minutes)).toBeCloseTo(busiest.people, 3)
    const middle = Math.floor(minutes.length / 2)
    expect(sum(minutes.slice(middle - 50, middle + 51)) / busiest.people).toBeCloseTo(0.95, 2)
    expect(Math.max(...minutes) / 60).toBeCloseTo(peakOf(busiest), 0)
  })

  test('nobody waits where there is enough; with half of it the line is the longer the more come', () => {
    const peak = peakOf(busiest)
    expect(longestWaitOf(arrivals(busiest), peak * 1.05)).toBe(0)
    const half = longestWaitOf(arrivals(busiest), peak / 2)
    expect(half).toBeGreaterThan(60)
    expect(longestWaitOf(arrivals({ ...busiest, people: 120_000 }), peak / 2)).toBeGreaterThan(half)
  })
})

describe('what is needed', () => {
  test('is what one enrollment costs, so many times a second', () => {
    const size = sizeOf(round, scenario)
    const of = (what: string) => size.needs.find((one) => one.what === what)
    const peak = peakOf(busiest)
    // 7 ms, 1 for LDAPS, 2 for the mails.
    expect(of('cores of the portal')?.need).toBeCloseTo(peak * 0.01, 9)
    expect(of('commits a second')?.need).toBeCloseTo(peak * 20, 9)
    expect(of('mails a second')?.need).toBeCloseTo(peak * 2, 9)
    expect(of('sign-ins a second')?.share).toBeCloseTo(peak / 100, 9)
    expect(of('cores of the database')?.share).toBeCloseTo((peak * 0.01) / 4, 9)
    expect(size.storageGiB).toBeCloseTo(2, 6)
  })

  test('the scarcest is the bottleneck: fewer controllers make it the directory', () => {
    const few = sizeOf({ ...round, assumed: { ...round.assumed, bindsPerController: 1 } }, scenario)
    expect(few.bottleneck.what).toBe('sign-ins a second')
    expect(few.longestWait).toBeGreaterThan(0)
    const slow = sizeOf(
      { ...round, assumed: { ...round.assumed, commitsPerSecond: { sqlite: 1, postgres: 1 } } },
      scenario,
    )
    expect(slow.bottleneck.what).toBe('commits a second')
  })

  test('there are instances enough, and one more; a SQLite file has one', () => {
    const size = sizeOf(round, scenario)
    const cores = size.needs.find(({ what }) => what === 'cores of the portal')
    expect(cores?.share).toBeLessThan(1)
    expect(size.instances).toBeGreaterThan(1)
    expect(sizeOf(round, { ...scenario, engine: 'sqlite' }).instances).toBe(1)
  })
})

test('each scenario of the page fits what is assumed to be there', () => {
  for (const one of scenarios) {
    const { bottleneck, longestWait } = sizeOf(constants, one)
    expect([one.name, bottleneck.share <= 1, longestWait]).toEqual([one.name, true, 0])
  }
})
