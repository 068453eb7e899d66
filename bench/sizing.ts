// From measured constants to machines: `pnpm bench:sizing [--constants bench/sizing-constants.json]`. The page is docs/sizing.md.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { shown } from './harness/figures.ts'
import { report } from './harness/report.ts'
import { type Constants, scenarios, sizeOf } from './sizing-model.ts'

const { values } = parseArgs({
  options: { constants: { type: 'string', default: join(import.meta.dirname, 'sizing-constants.json') } },
})
const constants: Constants = JSON.parse(await readFile(values.constants, 'utf8'))
console.log(`measured ${constants.measured.at}`)
const sizes = scenarios.map((scenario) => ({ scenario, size: sizeOf(constants, scenario) }))
await report(
  'sizing',
  sizes,
  ['of one region', ...scenarios.map(({ name }) => name)],
  [
    ['regions', ...sizes.map(({ scenario }) => String(scenario.regions))],
    ['store', ...sizes.map(({ scenario }) => scenario.engine)],
    ['enrollments a second at the peak', ...sizes.map(({ size }) => shown(size.peak))],
    ['instances', ...sizes.map(({ size }) => String(size.instances))],
    ['memory of all, MiB', ...sizes.map(({ size }) => shown(size.memoryMiB))],
    ...[
      'cores of the portal',
      'commits a second',
      'mails a second',
      'sign-ins a second',
      'cores of the database',
      'lines to the database',
    ].map((what) => [
      what,
      ...sizes.map(({ size }) => {
        const one = size.needs.find((need) => need.what === what)
        return one === undefined ? '–' : `${shown(one.need)} of ${shown(one.there)}`
      }),
    ]),
    ['bottleneck', ...sizes.map(({ size }) => `${size.bottleneck.what}, ${shown(size.bottleneck.share * 100)} %`)],
    ['storage kept, GiB', ...sizes.map(({ size }) => shown(size.storageGiB))],
    ['longest wait, s', ...sizes.map(({ size }) => shown(size.longestWait))],
  ],
)
