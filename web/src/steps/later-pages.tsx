import type { Step, StepOf } from '@muster/shared/step'
import type { ComponentType } from 'react'
import { AtHand } from './at-hand.tsx'
import { BesideEachPage } from './beside-each-page.tsx'
import { ClosedPage } from './closed-page.tsx'
import { ContinueElsewhere } from './continue-elsewhere.tsx'
import { DevicePage } from './device-page.tsx'
import { EmailCodePage } from './email-code-page.tsx'
import { EnrolledPage } from './enrolled-page.tsx'
import { EntraArrivalPage } from './entra-arrival-page.tsx'
import { EntraReturnPage } from './entra-return-page.tsx'
import { EntraSignInPage } from './entra-sign-in-page.tsx'
import { ExpiredPage } from './expired-page.tsx'
import { HandOverArrival } from './hand-over-arrival.tsx'
import { NewPasswordPage } from './new-password-page.tsx'
import { OtherAccountPage } from './other-account-page.tsx'
import { PasswordNote } from './password-note.tsx'
import { PasswordPage } from './password-page.tsx'
import { RefusedPage } from './refused-page.tsx'
import { StepPlan } from './step-plan.tsx'
import { UnknownLinkPage } from './unknown-link-page.tsx'
import { WatchPage } from './watch-page.tsx'

/** The pages nobody begins with: one file of the build, fetched while the person is busy with the first page. */
export const laterPages = {
  password: PasswordPage,
  'new-password': NewPasswordPage,
  'entra-sign-in': EntraSignInPage,
  'email-code': EmailCodePage,
  device: DevicePage,
  enrolled: EnrolledPage,
  refused: RefusedPage,
  expired: ExpiredPage,
} satisfies { [K in Step['kind']]?: ComponentType<{ step: StepOf<K> }> }

/** Pages that are no step of the server's. */
export const asidePages = {
  closed: ClosedPage,
  'other-account': OtherAccountPage,
  'entra-arrival': EntraArrivalPage,
  'entra-return': EntraReturnPage,
  'unknown-link': UnknownLinkPage,
  'hand-over': HandOverArrival,
  watch: WatchPage,
}

/** Beside every page. */
export const besidePages = { each: BesideEachPage }

/** What stands beside a page that is there already. */
export const laterParts = { atHand: AtHand, elsewhere: ContinueElsewhere, passwordNote: PasswordNote, plan: StepPlan }
