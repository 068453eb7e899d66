import type { Page } from '@playwright/test'
import { violationsOf } from '../axe.ts'
import { faultsOf } from './fits.ts'
import { lostToForcedColors } from './forced-colors.ts'
import { walkWithTab } from './keyboard-stops.ts'
import { dress, type Look, looks } from './looks.ts'
import { motionOf } from './motion.ts'
import type { State } from './state.ts'
import type { Language } from './walker.ts'

/** What a page is looked at for while it stands in its state; `find` leaves it there, and says what is wrong. */
export type Check = { readonly name: string; readonly find: (page: Page) => Promise<readonly string[]> }

const lookNamed = (name: string): Look => {
  const found = looks.find((look) => look.name === name)
  if (found === undefined) throw new Error(`there is no look ${name}`)
  return found
}
const [narrow, wide, light, dark] = [lookNamed('320'), lookNamed('1440'), lookNamed('390'), lookNamed('390 dark')]

const dressed = (name: string, look: Look, find: Check['find']): Check => ({
  name: `${name}, ${look.name}`,
  find: async (page) => {
    await dress(page, look)
    return find(page)
  },
})

/** A finger needs more than a mouse (WCAG 2.2, 2.5.8 and 2.5.5). */
const fits = [
  dressed('fits', narrow, (page) => faultsOf(page, 44)),
  dressed('fits', wide, (page) => faultsOf(page, 24)),
]

/** 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10), and 320 px with the text at twice its size (1.4.4). */
const zoomed: readonly Look[] = [
  { name: '400 %', width: 320, height: 256 },
  { name: '320 text 200 %', width: 320, height: 640, text: 200 },
]

/** What readers may set for themselves (WCAG 2.2, 1.4.12). */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`

const spaced = dressed('spaced', narrow, async (page) => {
  const before = await page.evaluateHandle((css) => {
    const sheets = [...document.adoptedStyleSheets]
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets.push(sheet)
    return sheets
  }, spacing)
  const faults = await faultsOf(page, 24)
  await before.evaluate((sheets) => void (document.adoptedStyleSheets = sheets))
  return faults
})

const enlarged = [...zoomed.map((look) => dressed('fits', look, (page) => faultsOf(page, 24))), spaced]

/** Before the pages' script nothing stands there that a heading could head; no criterion asks for one. */
const isExcused = (state: State, violation: string) =>
  state.page === 'opening' && violation.startsWith('page-has-heading-one:')

const axe = (state: State, look: Look, only?: readonly string[]): readonly Check[] =>
  // axe is a script, and waits for ever where none may run.
  state.name === 'scripts forbidden'
    ? []
    : [
        dressed('axe', look, async (page) =>
          (await violationsOf(page, only)).filter((violation) => !isExcused(state, violation)),
        ),
      ]

const still = dressed('reduced motion', light, motionOf)

const forced = [light, dark].map((look) =>
  dressed('forced colors', { ...look, forcedColors: 'active' }, lostToForcedColors),
)

/** Where the least is in sight. It moves the focus, and is the last therefore. */
const walked = dressed('tab', narrow, async (page) => (await walkWithTab(page)).faults)

const screens = looks.filter(({ media, text }) => media === undefined && text === undefined)

/** axe with every rule in every look of a screen: `pnpm accessibility`. */
export const everyAxe = (state: State): readonly Check[] => screens.flatMap((look) => axe(state, look))

/** All that one state of a page is looked at for; `index` is its number among those of its page. */
export const checksOf = (state: State, index: number, language: Language, isWhole: boolean): readonly Check[] => {
  // What comes later has no other parts than the page as it opens, with mistakes and with choices.
  const hasOwnParts = index < 2 || state.name === 'all chosen'
  if (language === 'en')
    return [
      ...fits,
      ...enlarged,
      ...axe(state, light),
      // Dark changes colors alone.
      ...axe(state, dark, ['color-contrast']),
      ...(hasOwnParts || /busy|loading|leaving/.test(state.name) ? [still] : []),
      ...(hasOwnParts ? forced : []),
      ...(state.page === 'opening' ? [] : [walked]),
    ]
  // From right to left it is the same style sheet mirrored; of axe's rules words and direction concern few.
  if (index === 0) return [...fits, ...enlarged, ...axe(state, light), ...axe(state, dark)]
  return index % 3 === 0 || isWhole ? fits : []
}
