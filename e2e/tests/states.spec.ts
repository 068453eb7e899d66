import { violationsOf } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { all } from '../states/coverage.ts'
import { faultsOf } from '../states/fits.ts'
import { dress, type Look, looks } from '../states/looks.ts'
import { type Language, languages, showState, wireStates } from '../states/walker.ts'
import { microsoftStates } from '../states/world-states.ts'

/** `pnpm accessibility`: every rule in every state, in every look and language. */
const isWhole = process.env['MUSTER_ACCESSIBILITY'] === 'all'
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

const lookNamed = (name: string): Look => {
  const found = looks.find((look) => look.name === name)
  if (found === undefined) throw new Error(`there is no look ${name}`)
  return found
}
const ends = [lookNamed('320'), lookNamed('1440')]
const [light, dark] = [lookNamed('390'), lookNamed('390 dark')]
const screens = looks.filter(({ media, text }) => media === undefined && text === undefined)

/** Looks to fit in, and those for axe, with the rules that a look may change the answer to. */
type Checks = { readonly fits: readonly Look[]; readonly axe: readonly (readonly [Look, only?: readonly string[]])[] }

/** What a page's state of this number is looked at for, where it is at all. */
const checksOf = (language: Language, index: number): Checks | undefined => {
  if (isWhole) return { fits: [], axe: screens.map((look) => [look]) }
  // Dark changes colors alone.
  if (language === 'en') return { fits: ends, axe: [[light], [dark, ['color-contrast']]] }
  // From right to left it is the same style sheet mirrored; of axe's rules words and direction concern few.
  if (index === 0) return { fits: ends, axe: [[light], [dark]] }
  return index % 3 === 0 || onAllDevices ? { fits: ends, axe: [] } : undefined
}

/** Before the pages' script nothing stands there that a heading could head; no criterion asks for one. */
const isExcused = (page: string, violation: string) =>
  page === 'opening' && violation.startsWith('page-has-heading-one:')

/** A test with all states of a long page would outlast any patience on a slow machine. */
const most = 7
const inParts = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, part) => items.slice(part * most, (part + 1) * most))

const asked = languages.flatMap((language) =>
  [...new Set(wireStates.map(({ page }) => page))].flatMap((page) => {
    const states = wireStates
      .filter((state) => state.page === page)
      .flatMap((state, index) => {
        const checks = checksOf(language, index)
        if (checks === undefined) return []
        // axe is a script, and waits for ever where none may run.
        return [{ state, checks: state.name === 'scripts forbidden' ? { ...checks, axe: [] } : checks }]
      })
    return inParts(states).map((part, index) => ({ language, page, index, part }))
  }),
)

for (const { language, page, index, part } of asked)
  test(`${page} in ${language}, ${index + 1}: fits small and wide screens, and axe finds nothing`, async ({
    browser,
    world,
  }) => {
    test.setTimeout(isWhole ? 1_800_000 : 240_000)
    const found: string[] = []
    for (const { state, checks } of part)
      await showState(state, {
        browser,
        baseURL: world.origin,
        language,
        look: async (shown) => {
          for (const look of checks.fits) {
            await dress(shown, look)
            // A finger needs more than a mouse (WCAG 2.2, 2.5.8 and 2.5.5).
            for (const fault of await faultsOf(shown, look.width < 500 ? 44 : 24))
              found.push(`${state.name}, ${look.name}: ${fault}`)
          }
          for (const [look, only] of checks.axe) {
            await dress(shown, look)
            for (const one of await violationsOf(shown, only))
              if (!isExcused(page, one)) found.push(`${state.name}, ${look.name}: ${one}`)
          }
        },
      })
    expect(found).toEqual([])
  })
