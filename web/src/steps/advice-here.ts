import { type Surroundings, surroundingsOf } from '@muster/shared/surroundings'
import { type Advice, adviceAtStart } from '../browser/advice.ts'
import { signsOf } from '../browser/signs.ts'
import { usePortal } from './portal.ts'

/** Where this page is open. */
export const surroundingsHere = (): Surroundings => surroundingsOf(signsOf(navigator))

/** What had better be known before signing in here; nothing until it is known what the account enrolls. */
export const useStartAdvice = (): Advice | undefined => {
  const { profile } = usePortal()
  return profile && adviceAtStart(surroundingsHere(), profile.platforms)
}
