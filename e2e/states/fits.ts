import type { Page } from '@playwright/test'

/** Runs inside the page: what scrolls sideways, is cut off, leaves its box or is too small to be hit. */
const lookForFaults = (leastTarget: number): readonly string[] => {
  const { documentElement: root } = document
  const faults: string[] = []
  const name = (element: Element) => {
    const words = element.textContent?.trim().slice(0, 40) ?? ''
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${words}`
  }
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`)
  for (const element of document.body.querySelectorAll('*:not(svg *, script, noscript)')) {
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    if (box.width <= 1 || box.height <= 1 || !element.checkVisibility({ visibilityProperty: true })) continue
    if (element.closest('.visually-hidden, .hidden') !== null) continue
    if (box.left < -0.5 || box.right > root.clientWidth + 0.5) faults.push(`outside of the screen: ${name(element)}`)
    const isInline = style.display === 'inline'
    const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement
    if (!isInline && !isField && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      faults.push(`wider than its box: ${name(element)}`)
    if (style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1)
      faults.push(`cut off below: ${name(element)}`)
    // A link in a sentence is as high as its line (WCAG 2.2, 2.5.8: inline).
    if (!isInline && element.matches('a, button, select, summary, input')) {
      const target = element.closest('label') ?? element
      const { height, width } = target.getBoundingClientRect()
      if (Math.min(height, width) < leastTarget)
        faults.push(`${Math.round(width)} × ${Math.round(height)} px to hit: ${name(target)}`)
    }
  }
  return faults
}

/** Why the page does not fit as it stands; nothing where it does. `leastTarget` in CSS pixels. */
export const faultsOf = (page: Page, leastTarget = 44): Promise<readonly string[]> =>
  page.evaluate(lookForFaults, leastTarget)
