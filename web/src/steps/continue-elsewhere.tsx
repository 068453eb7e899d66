import type { Step } from '@muster/shared/step'
import { adviceForSetUp } from '../browser/advice.ts'
import { surroundingsHere, useStartAdvice } from './advice-here.ts'
import { HandOverDoor } from './hand-over-door.tsx'
import { useHandOverWords } from './hand-over-words.ts'
import classes from './hand-over.module.css'

/** What the quiet button beneath a page says; nothing where nothing goes on elsewhere. */
const wishOf = (step: Step): 'phone' | 'elsewhere' | 'safari' | undefined => {
  const hasTouch = window.matchMedia('(any-pointer: coarse)').matches
  switch (step.kind) {
    case 'identify':
    case 'credentials':
      return hasTouch ? 'elsewhere' : 'phone'
    case 'device':
      return adviceForSetUp(surroundingsHere(), 'ios') === 'safari' && step.platforms.includes('ios')
        ? 'safari'
        : 'elsewhere'
    case 'enrolled':
      // Elsewhere its own code leads on.
      return hasTouch && step.handOff.browserHint === 'safari' ? 'safari' : undefined
    case 'refused':
    case 'expired':
      return undefined
    default:
      return 'elsewhere'
  }
}

type ContinueElsewhereProps = {
  readonly step: Step
  /** In place of what the step suggests: to another browser of this device, or to another device. */
  readonly wish?: 'phone' | 'elsewhere' | 'safari'
}

/** The way to another device or browser, beneath any page. */
export const ContinueElsewhere = ({ step, wish = wishOf(step) }: ContinueElsewhereProps) => {
  const words = useHandOverWords().open
  const isAdvised =
    useStartAdvice()?.kind === 'other-device' && (step.kind === 'identify' || step.kind === 'credentials')
  // The advice above the page leads there already.
  if (wish === undefined || isAdvised) return null
  return <HandOverDoor className={classes.elsewhere} look="plain" words={words[wish]} here={wish === 'safari'} />
}
