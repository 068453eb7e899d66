import { violationsOf } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { dress, type Look, looks } from '../states/looks.ts'
import { type Language, languages, showState, wireStates } from '../states/walker.ts'

/** `pnpm accessibility`: every rule in every state, in every look and language. */
const isWhole = process.env['MUSTER_ACCESSIBILITY'] === 'all'

// A trace of hundreds of pages takes as long as they do.
test.use({ trace: 'off' })

const pages = [...new Set(wireStates.map(({ page }) => page))]
const lookNamed = (name: string): Look => {
  const found = looks.find((look) => look.name === name)
  if (found === undefined) throw new Error(`there is no look ${name}`)
  return found
}
const [light, dark] = [lookNamed('390'), lookNamed('390 dark')]

/** A look, and the rules that it may change the answer to. */
type Pass = readonly [look: Look, only?: readonly string[]]

const screens = looks.filter(({ media, text }) => media === undefined && text === undefined)
const everyPass: readonly Pass[] = screens.map((look) => [look])

const passesOf = (language: Language, isFirst: boolean): readonly Pass[] => {
  if (isWhole) return everyPass
  // Dark changes colors alone; another language words and direction, in every state of a page alike.
  if (language === 'en') return [[light], [dark, ['color-contrast']]]
  return isFirst ? [[light], [dark]] : []
}

/** Before the pages' script nothing stands there that a heading could head; no criterion asks for one. */
const isExcused = (page: string, violation: string) =>
  page === 'opening' && violation.startsWith('page-has-heading-one:')

for (const page of pages)
  test(`axe finds nothing on ${page}, in any of its states`, async ({ browser, world }) => {
    test.setTimeout(isWhole ? 1_800_000 : 180_000)
    const found: string[] = []
    for (const language of languages) {
      for (const [index, state] of wireStates.filter((each) => each.page === page).entries()) {
        const passes = passesOf(language, index === 0)
        if (passes.length > 0)
          await showState(state, {
            browser,
            baseURL: world.origin,
            language,
            look: async (shown) => {
              for (const [look, only] of passes) {
                await dress(shown, look)
                for (const one of await violationsOf(shown, only))
                  if (!isExcused(page, one)) found.push(`${state.name}, ${language}, ${look.name}: ${one}`)
              }
            },
          })
      }
    }
    expect(found).toEqual([])
  })
