import { expect, test } from '../fixtures.ts'
import { checksOf, everyAxe } from '../states/checks.ts'
import { all } from '../states/coverage.ts'
import { languages, showState, wireStates } from '../states/walker.ts'
import { microsoftStates } from '../states/world-states.ts'

/** `pnpm accessibility`: every rule of axe in every state, in every look and language. */
const isAxeAlone = process.env['MUSTER_ACCESSIBILITY'] === 'all'
const onAllDevices = process.env['MUSTER_E2E_DEVICES'] === 'all'

// A trace of hundreds of pages takes as long as they do.
test.use({ trace: 'off' })

test('every step, refusal and problem of the contract has a state that shows it', () => {
  const named = [...wireStates, ...microsoftStates].map(
    ({ page, name }) => `step ${page}, refusal ${name}, reason ${name}, hand-over ${name}, problem ${name}`,
  )
  const missing = all.filter((one) => !named.some((state) => state.includes(one)))
  expect(missing).toEqual([])
})

/** A test with all states of a long page would outlast any patience on a slow machine. */
const most = 7
const inParts = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, part) => items.slice(part * most, (part + 1) * most))

const asked = languages.flatMap((language) =>
  [...new Set(wireStates.map(({ page }) => page))].flatMap((page) => {
    const states = wireStates
      .filter((state) => state.page === page)
      .map((state, index) => ({
        state,
        checks: isAxeAlone ? everyAxe(state) : checksOf(state, index, language, onAllDevices),
      }))
      .filter(({ checks }) => checks.length > 0)
    return inParts(states).map((part, index) => ({ language, page, index, part }))
  }),
)

// To show a state takes longer than to look at it: each is shown once, for everything, in the looks of several devices.
for (const { language, page, index, part } of asked)
  test(
    `${page} in ${language}, ${index + 1}: it fits, Tab comes everywhere, and axe finds nothing`,
    { tag: '@desktop' },
    async ({ browser, world }) => {
      test.setTimeout(isAxeAlone ? 1_800_000 : 240_000)
      const found: string[] = []
      for (const { state, checks } of part)
        await showState(state, {
          browser,
          baseURL: world.origin,
          language,
          look: async (shown) => {
            for (const { name, find } of checks)
              for (const one of await find(shown)) found.push(`${state.name}: ${name}: ${one}`)
          },
        })
      expect(found).toEqual([])
    },
  )
