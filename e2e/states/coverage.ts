import { EntraReason } from '@muster/shared/entra-refusal'
import { HandOverSeen, HandOverTaken } from '@muster/shared/hand-over'
import { hasProblemCode, Problem, problemStatus } from '@muster/shared/problem'
import { RefusalCode, Step } from '@muster/shared/step'
import type { Page } from '@playwright/test'

/** The contract's lists, as one: each needs a picture. */
export const all: readonly string[] = [
  ...Step.def.options.map(({ shape }) => `step ${[...shape.kind.def.values].join()}`),
  ...RefusalCode.options.map((code) => `refusal ${code}`),
  ...EntraReason.options.map((reason) => `reason ${reason}`),
  ...[...HandOverSeen.def.options, ...HandOverTaken.def.options].map(
    ({ shape }) => `hand-over ${[...shape.kind.def.values].join()}`,
  ),
  ...Object.keys(problemStatus).map((code) => `problem ${code}`),
]

const seenIn = (json: unknown): readonly string[] => {
  const problem = Problem.safeParse(json)
  if (problem.success && hasProblemCode(problem.data)) return [`problem ${problem.data.code}`]
  for (const handOver of [HandOverSeen.safeParse(json), HandOverTaken.safeParse(json)])
    if (handOver.success) return [`hand-over ${handOver.data.kind}`]
  const step = Step.safeParse(json)
  if (!step.success) return []
  if (step.data.kind !== 'refused') return [`step ${step.data.kind}`]
  const { kind, code, reason } = step.data
  return [`step ${kind}`, `refusal ${code}`, ...(reason === undefined ? [] : [`reason ${reason}`])]
}

/** Notes what pages are told, so that nothing has to be said twice; a picture is taken of each page that was told. */
export const createCoverage = () => {
  const seen = new Set<string>()
  return {
    listen: (page: Page): void => {
      page.on('response', (response) => {
        if (!new URL(response.url()).pathname.startsWith('/api/')) return
        void response
          .json()
          .then((json: unknown) => seenIn(json).forEach((one) => seen.add(one)))
          // A page that is closed meanwhile, or an answer that is not ours.
          .catch(() => undefined)
      })
    },
    seen: (): readonly string[] => [...seen],
  }
}
