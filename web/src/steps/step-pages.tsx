import type { Step, StepOf } from '@muster/shared/step'
import { type ComponentType, lazy, type ReactNode } from 'react'
import { CredentialsPage } from './credentials-page.tsx'
import { IdentifyPage } from './identify-page.tsx'
import type { laterPages } from './later-pages.tsx'
import { PasswordPage } from './password-page.tsx'

type LaterPages = typeof laterPages

const fetchPages = () => import('./later-pages.tsx')

const later = <K extends keyof LaterPages>(kind: K) => lazy(async () => ({ default: (await fetchPages()).laterPages[kind] }))

/** Each step's page: total, so that a new step does not compile until it has one. */
export const stepPages = {
  identify: IdentifyPage,
  credentials: CredentialsPage,
  password: PasswordPage,
  'new-password': later('new-password'),
  'entra-sign-in': later('entra-sign-in'),
  'email-code': later('email-code'),
  device: later('device'),
  enrolled: later('enrolled'),
  refused: later('refused'),
  expired: later('expired'),
} satisfies { [K in Step['kind']]: ComponentType<{ step: StepOf<K> }> }

/** The page of a step. */
export const StepPage = ({ step }: { step: Step }): ReactNode => {
  // The map above pairs each kind with its own page; a look-up by the union cannot express that pairing.
  const Page = stepPages[step.kind] as ComponentType<{ step: Step }>
  return <Page step={step} />
}

/** Fetches the pages to come, so that no step waits for one. */
export const fetchLaterPages = (): void => void fetchPages().catch(() => undefined)
