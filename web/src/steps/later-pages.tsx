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
import { NewPasswordPage } from './new-password-page.tsx'
import { OtherAccountPage } from './other-account-page.tsx'
import { Foot } from './own-doors.tsx'
import { PasswordNote } from './password-note.tsx'
import { PasswordPage } from './password-page.tsx'
import { HandOverArrival, RefusedPage, WatchPage } from './rare-doors.ts'
import { StepPlan } from './step-plan.tsx'
import { UnknownLinkPage } from './unknown-link-page.tsx'

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
  // Pages that are no step of the server's:
  closed: ClosedPage,
  other: OtherAccountPage,
  arrival: EntraArrivalPage,
  return: EntraReturnPage,
  unknown: UnknownLinkPage,
  handOver: HandOverArrival,
  watch: WatchPage,
  // What stands beside a page that is there already:
  each: BesideEachPage,
  atHand: AtHand,
  elsewhere: ContinueElsewhere,
  foot: Foot,
  note: PasswordNote,
  plan: StepPlan,
}
