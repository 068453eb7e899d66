import type { Call, Known, Mode, Try } from './try-names.ts'
import { type Comparison, compareSamples, differ } from './two-samples.ts'

export type Row = {
  readonly call: Call
  readonly mode: Mode
  readonly count: number
  readonly shapes: ReadonlySet<string>
  readonly alike: boolean
  readonly times: Comparison
}

/** What the tries of both classes come to. */
export const rowOf = (call: Call, mode: Mode, found: readonly Try[]): Row => {
  const of = (wanted: Known) => found.filter(({ known }) => known === wanted)
  const [known, unknown] = [of('known'), of('unknown')]
  const shapes = [known, unknown].map((some) => [...new Set(some.map(({ shape }) => shape))].sort().join('\n---\n'))
  return {
    call,
    mode,
    count: known.length,
    shapes: new Set(found.map(({ shape }) => shape)),
    alike: shapes[0] === shapes[1],
    times: compareSamples(
      known.map(({ answer }) => answer.ms),
      unknown.map(({ answer }) => answer.ms),
    ),
  }
}

/** The lines that not every answer has. */
const differencesOf = (shapes: readonly string[]): string =>
  shapes
    .map((shape) =>
      shape
        .split('\n')
        .filter((line) => !shapes.every((other) => other.split('\n').includes(line)))
        .map((line) => `    ${line}`)
        .join('\n'),
    )
    .join('\n    --\n')

/** A line of the table for people, and what the answers differ in. */
export const print = ({ call, mode, count, shapes, alike, times }: Row): void => {
  const ms = times.medians.map((value) => value.toFixed(1).padStart(6)).join(' / ')
  const p = [times.byRank, times.byDistribution].map((value) => value.toFixed(3)).join(' / ')
  console.log(
    `${call.padEnd(12)}${mode.padEnd(11)}${String(count).padStart(5)}  ${alike && shapes.size === 1 ? 'one answer ' : `${shapes.size} ANSWERS`}  ${ms} ms  AUC ${times.larger.toFixed(3)}  D ${times.distance.toFixed(3)}  p ${p}  ${differ(times) ? 'DIFFERS' : 'alike'}`,
  )
  if (!alike || shapes.size > 1) console.log(differencesOf([...shapes]))
}
