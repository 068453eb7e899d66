import type { SeenBrowser } from '@muster/shared/hand-over'
import { clockTime } from '../messages/format.ts'
import { useLanguage, useLaterMessages, useMessages } from '../messages/language.ts'

export const useHandOverWords = () => useLaterMessages().handOver

/** Writes seconds as a clock does. */
export const useClock = (): ((seconds: number) => string) => {
  const { hours } = useMessages().frame
  const { language } = useLanguage()
  return (seconds) => clockTime(seconds, hours, language)
}

/** `iPhone, Safari`: what a person recognizes another screen by. */
export const useSeenName = (by: SeenBrowser | undefined): string => {
  const words = useHandOverWords()
  if (by === undefined) return ''
  const device = words.devices[by.device]
  return by.browser === 'other' ? device : words.seen({ device, browser: words.browsers[by.browser] })
}
