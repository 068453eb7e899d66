import { type Seen, seen } from '@muster/shared/testing/user-agents'
import { onTestFinished, vi } from 'vitest'

/** For this test the page is open in that browser or app. @throws where nobody has met it. */
export const asIn = (name: Seen['name']): void => {
  const signs = seen.find((one) => one.name === name)?.signs
  if (signs === undefined) throw new Error(`nobody has met ${name}`)
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(signs.userAgent)
  Object.defineProperty(navigator, 'maxTouchPoints', { configurable: true, value: signs.touchPoints ?? 0 })
  onTestFinished(() => {
    vi.restoreAllMocks()
    Reflect.deleteProperty(navigator, 'maxTouchPoints')
  })
}
