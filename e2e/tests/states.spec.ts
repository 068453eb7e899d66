import { expect, test } from '../fixtures.ts'
import { faultsOf } from '../states/fits.ts'
import { dress, looks } from '../states/looks.ts'
import { inState, languages, wireStates } from '../states/walker.ts'

const ends = looks.filter(({ name }) => name === '320' || name === '1440')
const pages = [...new Set(wireStates.map(({ page }) => page))]

for (const language of languages)
  for (const page of pages)
    test(`${page} in ${language}: every state fits the smallest and the widest screen`, async ({ browser, world }) => {
      test.slow()
      const context = await browser.newContext({ locale: language, baseURL: world.origin })
      const faults: string[] = []
      for (const state of wireStates.filter((each) => each.page === page))
        await inState(context, state, language, async (shown) => {
          for (const look of ends) {
            await dress(shown, look)
            // A finger needs more than a mouse (WCAG 2.2, 2.5.8 and 2.5.5).
            for (const fault of await faultsOf(shown, look.width < 500 ? 44 : 24))
              faults.push(`${state.name}, ${look.name}: ${fault}`)
          }
        })
      await context.close()
      expect(faults).toEqual([])
    })
