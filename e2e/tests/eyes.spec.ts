import { expect, test } from '../fixtures.ts'
import { faultsOf } from '../states/fits.ts'
import { dress, type Look } from '../states/looks.ts'
import { languages, showState, wireStates } from '../states/walker.ts'

// A trace of hundreds of pages takes as long as they do.
test.use({ trace: 'off' })

const pages = [...new Set(wireStates.map(({ page }) => page))]

/** 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10), and 320 px with the text at twice its size (1.4.4). */
const zoomed: readonly Look[] = [
  { name: '400 %', width: 320, height: 256 },
  { name: '320 text 200 %', width: 320, height: 640, text: 200 },
]

/** What readers may set for themselves (WCAG 2.2, 1.4.12). */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`

for (const page of pages)
  test(`${page}: zoom, large text and wide spacing take nothing away`, async ({ browser, world }) => {
    test.slow()
    const faults: string[] = []
    for (const language of languages) {
      const states = wireStates.filter((each) => each.page === page)
      // Every state in the other direction stands on 320 px in states.spec.ts.
      for (const state of language === 'en' ? states : states.slice(0, 1))
        await showState(state, {
          browser,
          baseURL: world.origin,
          language,
          look: async (shown) => {
            const note = async (look: string) => {
              for (const fault of await faultsOf(shown, 24))
                faults.push(`${state.name}, ${language}, ${look}: ${fault}`)
            }
            for (const look of zoomed) {
              await dress(shown, look)
              await note(look.name)
            }
            await dress(shown, { name: '320', width: 320, height: 640 })
            await shown.evaluate((css) => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync(css)
              document.adoptedStyleSheets.push(sheet)
            }, spacing)
            await note('spaced')
          },
        })
    }
    expect(faults).toEqual([])
  })

for (const page of pages)
  test(`${page}: with reduced motion nothing moves for longer than a millisecond`, async ({ browser, world }) => {
    test.slow()
    const moving: string[] = []
    const states = wireStates.filter((each) => each.page === page)
    for (const state of states.filter(({ name }, at) => at < 2 || /busy|loading|leaving/.test(name)))
      await showState(state, {
        browser,
        baseURL: world.origin,
        prepare: (fresh) => void fresh.emulateMedia({ reducedMotion: 'reduce' }),
        language: 'en',
        look: async (shown) => {
          const found = await shown.evaluate(() =>
            [...document.querySelectorAll('*')].flatMap((element) => {
              const { animationName, animationDuration, animationIterationCount, transitionDuration } =
                getComputedStyle(element)
              const longest = (durations: string) => Math.max(...durations.split(',').map(Number.parseFloat))
              const isStill =
                (animationName === 'none' ||
                  (longest(animationDuration) <= 0.001 && animationIterationCount === '1')) &&
                longest(transitionDuration) <= 0.001
              return isStill ? [] : [element.getAttribute('class') ?? element.tagName]
            }),
          )
          for (const one of found) moving.push(`${state.name}: ${one}`)
        },
      })
    expect(moving).toEqual([])
  })

/** Runs inside the page: what only a fill, a shadow or a color tells, which the system's own colors take away. */
const lookForLost = (): readonly string[] => {
  const hasBorder = (element: Element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element)
    return borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1
  }
  const lost: string[] = []
  for (const control of document.querySelectorAll(
    'main button[type=submit], main input[name]:not([type=radio], [type=checkbox])',
  )) {
    const frame = control.matches('input[type=password]') ? control.parentElement : control
    if (control.checkVisibility() && frame !== null && !hasBorder(frame))
      lost.push(`no border: ${control.outerHTML.slice(0, 80)}`)
  }
  const cards = [...document.querySelectorAll('main label:has([type=radio])')]
  const borderOf = (card: Element) => getComputedStyle(card).border
  const chosen = cards.filter((card) => card.matches(':has(:checked)'))
  const others = cards.filter((card) => !card.matches(':has(:checked)'))
  if (chosen.some((card) => others.some((other) => borderOf(other) === borderOf(card))))
    lost.push('which one is chosen')
  const [done, ...rest] = document.querySelectorAll('summary [aria-hidden=true] > *')
  const last = rest.at(-1)
  const isLast = /(\d+)\D+\1/.test(document.querySelector('summary')?.textContent ?? '')
  if (done !== undefined && last !== undefined && !isLast) {
    if (getComputedStyle(done).backgroundColor === getComputedStyle(last).backgroundColor) lost.push('how far one is')
  }
  return lost
}

/** Pages as they open, with mistakes and with choices: what comes later has no other parts. */
const shownForced = pages.flatMap((page) => {
  const states = wireStates.filter((state) => state.page === page)
  return states.filter(({ name }, at) => at < 2 || name === 'all chosen')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`with the system’s own colors nothing is lost, ${colorScheme}`, async ({ browser, world }) => {
    test.slow()
    const lost: string[] = []
    for (const state of shownForced)
      await showState(state, {
        browser,
        baseURL: world.origin,
        language: 'en',
        look: async (shown) => {
          await dress(shown, {
            name: 'forced',
            width: 390,
            height: 844,
            forcedColors: 'active',
            ...(colorScheme === 'dark' ? { colorScheme } : {}),
          })
          for (const one of await shown.evaluate(lookForLost)) lost.push(`${state.page}, ${state.name}: ${one}`)
        },
      })
    expect(lost).toEqual([])
  })
