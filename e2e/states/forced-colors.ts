import type { Page } from '@playwright/test'

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

/** What can no longer be told on a page that is dressed in the system's own colors. */
export const lostToForcedColors = (page: Page): Promise<readonly string[]> => page.evaluate(lookForLost)
