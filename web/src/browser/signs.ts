import type { Signs } from '@muster/shared/surroundings'
import * as z from 'zod/mini'

/** Chromium's alone (User-Agent Client Hints 5.1), and not in TypeScript's own library. */
const Hinting = z.object({ userAgentData: z.object({ platform: z.string() }) })

/** What this browser tells of itself. */
export const signsOf = (navigator: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): Signs => {
  const hinting = Hinting.safeParse({
    userAgentData: 'userAgentData' in navigator ? navigator.userAgentData : undefined,
  })
  return {
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    ...(hinting.success ? { platformHint: hinting.data.userAgentData.platform } : {}),
  }
}
