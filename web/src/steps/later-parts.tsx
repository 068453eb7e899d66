import { besidePage } from './beside-page.ts'
import { fetchLaterPages } from './fetch-later.ts'

/** Parts that come after the first page, and are left out where they cannot be fetched. */
export const AtHand = besidePage(async () => (await fetchLaterPages()).laterParts.atHand)
export const StepPlan = besidePage(async () => (await fetchLaterPages()).laterParts.plan)
export const PasswordNote = besidePage(async () => (await fetchLaterPages()).laterParts.passwordNote)
