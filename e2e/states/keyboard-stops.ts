import type { Page } from '@playwright/test'

/** Where the focus is: what has it, where it stands, and how it looks there. */
type Stop = {
  readonly name: string
  /** The element's place among all of the document. */
  readonly place: number
  readonly top: number
  readonly bottom: number
  readonly look: string
  readonly isMarked: boolean
  readonly isCovered: boolean
  /** Buttons of one group are one stop, which the browser chooses. */
  readonly isRadio: boolean
}

/** Runs inside the page. */
const readStop = (): Stop | undefined => {
  const element = document.activeElement
  if (element === null || element === document.body || element === document.documentElement) return undefined
  // A choice's card and a password's frame show the focus of the field within.
  const seen = [element, ...[element.closest('label'), element.parentElement].filter((one) => one !== null)]
  const marks = seen.map((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  const box = element.getBoundingClientRect()
  // The page scrolls to what has the focus, and so does a dialog of its own.
  let scrolled = 0
  for (let around = element.parentElement; around !== null; around = around.parentElement) scrolled += around.scrollTop
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)]
  const above = document.elementFromPoint(x, y)
  const own = element.closest('label') ?? element
  return {
    name: `<${element.tagName.toLowerCase()}> ${element.getAttribute('name') ?? element.textContent?.trim().slice(0, 40) ?? ''}`,
    place: [...document.querySelectorAll('*')].indexOf(element),
    top: box.top + scrolled,
    bottom: box.bottom + scrolled,
    look: getComputedStyle(element).outline,
    isMarked: marks.includes(true),
    isCovered: above === null || !(own.contains(above) || above.contains(own)),
    isRadio: element.matches('[type=radio]'),
  }
}

export type Walk = { readonly stops: readonly string[]; readonly faults: readonly string[] }

/**
 * Presses Tab from the top of the page until the focus leaves it: what takes the focus, and what is wrong with it. A
 * stop must show that it has the focus, lie in sight, and come after the one before in the order of reading.
 */
export const walkWithTab = async (page: Page, most = 60): Promise<Walk> => {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    window.scrollTo(0, 0)
    getSelection()?.removeAllRanges()
  })
  const stops: Stop[] = []
  const faults: string[] = []
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(readStop)
    if (stop === undefined || stop.place === stops[0]?.place) return { stops: stops.map(({ name }) => name), faults }
    const before = stops.at(-1)
    if (before?.place === stop.place) faults.push(`holds the focus: ${stop.name}`)
    if (!stop.isMarked) faults.push(`shows no focus: ${stop.name}`)
    if (stop.isCovered) faults.push(`is covered: ${stop.name}`)
    if (before !== undefined && (stop.place < before.place || stop.bottom < before.top))
      faults.push(`comes too late: ${stop.name} after ${before.name}`)
    stops.push(stop)
  }
  return { stops: stops.map(({ name }) => name), faults: [...faults, 'the focus never left the page'] }
}
