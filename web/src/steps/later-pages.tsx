import type { Step, StepOf } from '@muster/shared/step'
import type { ComponentType } from 'react'
import { DevicePage } from './device-page.tsx'
import { EmailCodePage } from './email-code-page.tsx'
import { EnrolledPage } from './enrolled-page.tsx'
import { EntraSignInPage } from './entra-sign-in-page.tsx'
import { ExpiredPage } from './expired-page.tsx'
import { NewPasswordPage } from './new-password-page.tsx'
import { PasswordPage } from './password-page.tsx'
import { RefusedPage } from './refused-page.tsx'

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
