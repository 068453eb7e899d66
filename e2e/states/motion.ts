import type { Page } from '@playwright/test'

/** Runs inside the page. */
const lookForMotion = (): readonly string[] =>
  [...document.querySelectorAll('*')].flatMap((element) => {
    const { animationName, animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(element)
    const longest = (durations: string) => Math.max(...durations.split(',').map(Number.parseFloat))
    const isStill =
      (animationName === 'none' || (longest(animationDuration) <= 0.001 && animationIterationCount === '1')) &&
      longest(transitionDuration) <= 0.001
    return isStill ? [] : [`moves: ${element.getAttribute('class') ?? element.tagName}`]
  })

/** What moves for longer than a millisecond, on a page whose reader wants no motion. */
export const motionOf = (page: Page): Promise<readonly string[]> => page.evaluate(lookForMotion)
