import type { Step, StepOf } from '@muster/shared/step'
import { type ComponentType, createElement, type ReactNode } from 'react'
import { CredentialsPage } from './credentials-page.tsx'
import { IdentifyPage } from './identify-page.tsx'
import { laterPage } from './fetch-later.tsx'

type Steps = { readonly [K in Step['kind']]: StepOf<K> }
type StepPages = { readonly [K in Step['kind']]: ComponentType<{ step: Steps[K] }> }

/** Each step's page: total, so that a new step does not compile until it has one. */
const stepPages: StepPages = {
  identify: IdentifyPage,
  credentials: CredentialsPage,
  password: laterPage('password'),
  'new-password': laterPage('new-password'),
  'entra-sign-in': laterPage('entra-sign-in'),
  'email-code': laterPage('email-code'),
  device: laterPage('device'),
  enrolled: laterPage('enrolled'),
  refused: laterPage('refused'),
  expired: laterPage('expired'),
}

// An element made by hand: JSX cannot tell that the page and the step belong together.
const pageOf = <K extends Step['kind']>(kind: K, step: Steps[K]): ReactNode =>
  createElement<{ step: Steps[K] }>(stepPages[kind], { step })

/** The page of a step. */
export const StepPage = ({ step }: { step: Step }): ReactNode => pageOf(step.kind, step)
