import { all } from '../states/coverage.ts'
import { expect, test } from '../fixtures.ts'
import { faultsOf } from '../states/fits.ts'
import { dress, looks } from '../states/looks.ts'
import { languages, showState, wireStates } from '../states/walker.ts'
import { microsoftStates } from '../states/world-states.ts'

const ends = looks.filter(({ name }) => name === '320' || name === '1440')
const pages = [...new Set(wireStates.map(({ page }) => page))]

test('every step, refusal and problem of the contract has a state that shows it', () => {
  const named = [...wireStates, ...microsoftStates].map(
    ({ page, name }) => `step ${page}, refusal ${name}, reason ${name}, hand-over ${name}, problem ${name}`,
  )
  const missing = all.filter((one) => !named.some((state) => state.includes(one)))
  expect(missing).toEqual([])
})

/** Mirrored it is the same style sheet: from right to left every third state is looked at, and each by `pnpm e2e:devices`. */
const isShown = (language: (typeof languages)[number], index: number): boolean =>
  language === 'en' || index % 3 === 0 || process.env['MUSTER_E2E_DEVICES'] === 'all'

for (const language of languages)
  for (const page of pages)
    test(`${page} in ${language}: its states fit the smallest and the widest screen`, async ({ browser, world }) => {
      test.slow()
      const faults: string[] = []
      const states = wireStates.filter((each) => each.page === page).filter((_, index) => isShown(language, index))
      for (const state of states)
        await showState(state, {
          browser,
          baseURL: world.origin,
          language,
          look: async (shown) => {
            for (const look of ends) {
              await dress(shown, look)
              // A finger needs more than a mouse (WCAG 2.2, 2.5.8 and 2.5.5).
              for (const fault of await faultsOf(shown, look.width < 500 ? 44 : 24))
                faults.push(`${state.name}, ${look.name}: ${fault}`)
            }
          },
        })
      expect(faults).toEqual([])
    })
